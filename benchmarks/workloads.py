"""What is asked: addresses with different words, filters and places for each request; the same in each run."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import psycopg

from compass.foundation.paging import encode_cursor

WORDS = (
    "wound", "catheter", "knee", "insulin", "glucose", "ecg", "infusion pump", "bone screw", "needle", "suture", "hip",
    "coronary stent", "lumbar spine", "dental", "laser", "monitor", "oxygen", "syringe", "dressing", "blood pressure",
    "tibial insert", "ultrasound", "x-ray", "hearing", "thermometer", "immunoassay", "hemodialysis", "cardiac",
    "vascular graft", "spinal fusion", "neonatal", "pulse oximeter", "ventilator", "endoscope", "bandage",
    "contact lens", "pacemaker", "allergen", "arrow", "wright medical", "peripheral vascular catheter", "software",
    "screening test",
)  # fmt: skip
FILTERS = (("kind", "DEVICE"), ("kind", "DIGITAL"), ("area", "CARDIOLOGY"), ("area", "SURGERY"), ("status", "VALID"))
# Those of which a technology may have several values; pages only.
FACETS = (
    ("setting", "WARD"),
    ("benefit", "SAFETY"),
    ("guidance", "RECOMMENDED"),
    ("route", "FRAMEWORK"),
    ("price", "UNDER_100"),
)
API_NAMES = {"area": "clinical_area"}


@dataclass(frozen=True)
class Sample:
    """What of a seeded database to ask for."""

    places: list[tuple[int, str, str]]  # public technologies: id, name, slug
    pack: int  # the draft


def sample(connection: psycopg.Connection, size: int = 400) -> Sample:
    """Some public technologies, spread over all of them, and the pack in draft."""
    found = connection.execute(
        "SELECT id, name, slug FROM evidence_innovation WHERE published_at IS NOT NULL "
        "ORDER BY hashint8extended(id, 99) LIMIT %s",
        [size],
    )
    draft = connection.execute("SELECT max(id) FROM evidence_pack WHERE state = 'DRAFT'").fetchone()
    return Sample([(int(pk), str(name), str(slug)) for pk, name, slug in found], int(draft[0]) if draft else 0)


Ask = Callable[[Sample, random.Random], str]


def _at(path: str, asked: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


def _list(_known: Sample, draw: random.Random) -> str:
    """The first page, as it is or narrowed."""
    asked = draw.choice([[], [], [draw.choice(FILTERS)], [draw.choice(FACETS)]])
    return _at("/innovations/", asked)


def _list_on(known: Sample, draw: random.Random) -> str:
    """A page from anywhere in the list."""
    pk, name, _ = draw.choice(known.places)
    return f"/innovations/?{urlencode([('after', encode_cursor(name, pk, 40))])}"


def _search(_known: Sample, draw: random.Random) -> str:
    """What many ask, some of it narrowed."""
    narrowed = [draw.choice(FILTERS + FACETS)] if draw.random() < 0.3 else []
    return f"/innovations/?{urlencode([('q', draw.choice(WORDS)), *narrowed])}"


def _search_new(known: Sample, draw: random.Random) -> str:
    """What nobody asked before: words from the name of one technology."""
    words = draw.choice(known.places)[1].split()
    return f"/innovations/?{urlencode([('q', ' '.join(draw.sample(words, min(2, len(words)))))])}"


def _slug(known: Sample, draw: random.Random) -> str:
    return draw.choice(known.places)[2]


def _compare(known: Sample, draw: random.Random) -> str:
    chosen = draw.sample(known.places, 4)
    return f"/compare/?{urlencode([('i', slug) for *_, slug in chosen])}"


def _api_compare(known: Sample, draw: random.Random) -> str:
    return f"/api/v1{_compare(known, draw)}"


def _api_list(known: Sample, draw: random.Random) -> str:
    name, value = draw.choice(FILTERS)
    cursor = [("after", encode_cursor(_slug(known, draw)))]
    asked = draw.choice([[], [(API_NAMES.get(name, name), value)], cursor, cursor])
    return _at("/api/v1/innovations/", asked)


def _api_search(_known: Sample, draw: random.Random) -> str:
    return f"/api/v1/innovations/?{urlencode([('q', draw.choice(WORDS))])}"


# Each kind of request; `name@8` is the same with eight visitors at a time.
REQUESTS: dict[str, Ask] = {
    "list": _list,
    "list-on": _list_on,
    "search": _search,
    "search-new": _search_new,
    "detail": lambda known, draw: f"/innovations/{_slug(known, draw)}/",
    "compare": _compare,
    "api-list": _api_list,
    "api-search": _api_search,
    "api-compare": _api_compare,
    "api-detail": lambda known, draw: f"/api/v1/innovations/{_slug(known, draw)}/",
    "pack": lambda known, _draw: f"/packs/{known.pack}/",
}
# Asked by the person who works on the pack in draft; all others by nobody.
SIGNED_IN = frozenset({"pack"})
CROWDS = {"list@8": 8, "search@8": 8, "detail@8": 8, "compare@8": 8, "kept@8": 8}
# Public pages that are asked for again, against files of their size.
KEPT = ("kept", "kept@8")
KEPT_KINDS = ("list", "search", "detail", "compare")
# What a first visit to these pages brings over the line.
WEIGHTS = {f"weight-{kind}": kind for kind in KEPT_KINDS}
# The server's memory after all requests, read ones and pages asked for again included.
MEMORY = "memory"
NAMES = (*REQUESTS, *(name for name in CROWDS if name not in KEPT))
BESIDE = (*KEPT, *WEIGHTS, MEMORY)


def addresses(name: str, known: Sample, count: int) -> list[str]:
    """So many addresses for one kind of request."""
    draw = random.Random(name)  # noqa: S311 (the same in each run is the point)
    ask = REQUESTS[name.partition("@")[0]]
    return [ask(known, draw) for _ in range(count)]
