"""A comparison in words and links."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from compass.foundation import words
from compass.guide.comparison import Better, Cell, Choice, Row, Said
from compass.guide.exports import FORMATS
from compass.guide.presenters import compared_facts as facts
from compass.guide.presenters import market
from compass.guide.presenters.cards import AREAS, KINDS, NO_PASSPORT_TAG, card, described, maker, passport_tag, price
from compass.guide.presenters.evidence import certificate_rows, device_class, esf_tier, standard_lines
from compass.guide.queries.gathered import left_out
from compass.guide.units import aligned, unit_of
from evidence.presenters import identifier_facts
from passports.validity import USABLE

# Every row of the table under its heading, in order. "Better" is said only where it can mean one thing.
ROWS: Mapping[str, Sequence[Row]] = {
    "Passport": (
        Row("verdict", "Innovator Passport"),
        Row("until", "Passport valid until", Better("Valid longest", most=True)),
        Row("reasons", "Reasons for its status"),
        Row("conditions", "Conditions to be met"),
        Row("number", "Passport number"),
        Row("assessed_by", "Assessed by"),
        Row("product_version", "Product version assessed"),
    ),
    "Evidence": (
        Row("claims", "Benefits claimed, with the study"),
        Row("facts", "Published facts with a source"),
        Row("guidance", "National guidance"),
    ),
    "Regulation and safety": (
        Row("device_class", "Class as a medical device"),
        Row("esf_tier", "Tier in the NICE Evidence Standards Framework"),
        Row("certificates", "Certificates and registrations"),
        Row("standards", "Standards met"),
        Row("identifiers", "Identifiers"),
        Row("notices", "Open safety notices"),
    ),
    "Cost": (
        Row(
            "price",
            "List price",
            Better(
                "Lowest price stated",
                most=False,
                apart="Not all of these prices are known to be for the same thing, so none is called the lowest.",
            ),
        ),
    ),
    "Buying and funding": (Row("routes", "Ways to buy it"), Row("funding", "Who pays")),
    "Use": (
        Row("problem", "Problem it addresses"),
        Row("kind", "Kind of technology"),
        Row("area", "Clinical area"),
        Row("settings", "Where care is given with it"),
        Row("benefits", "What it is meant to make better"),
        Row("adopters", "Organisations that use it or are taking it up"),
        Row("innovator", "Made by"),
        Row("described", "Described by"),
    ),
}
# What is shown only while the passport can be relied on, as on the product's own page.
_OF_THE_EVIDENCE = ("claims", "device_class", "esf_tier", "certificates", "standards")
# Without a passport there is nothing that these rows could state.
_OF_THE_PASSPORT = (
    "until", "reasons", "conditions", "number", "assessed_by", "product_version",
)  # fmt: skip
_NONE_HERE = "None recorded here"
_NOT_SHOWN = "Not shown: its passport cannot be relied on now"


def column(row: dict[str, Any], today: date) -> dict[str, Cell]:
    """One technology in the words of a comparison; a cell without words is what is not stated.

    The source of what is described is its own page; the row "described" says by whom, and on which day.
    """
    page = reverse("innovation", args=[row["slug"]])
    passport, about, buy, pays = (f"{page}#{part}" for part in ("passport", "about", "buy", "pays"))
    cells = {
        "verdict": Cell((Said(passport_tag(row).words, passport, passport_tag(row).colour),)),
        "innovator": _cell(maker(row), about),
        "kind": _cell(KINDS[row["kind"]], page),
        "area": _cell(AREAS[row["clinical_area"]], page),
        "problem": _cell(row["problem"], about),
        "settings": _cell(", ".join(market.SETTINGS[one] for one in row["care_settings"]), f"{page}#use"),
        "benefits": _cell(", ".join(market.BENEFITS[one] for one in row["benefits"]), about),
        "described": _cell(described(row), about),
        "adopters": _cell(
            f"{row['adopter_count']:,}" if row["adopter_count"] else _NONE_HERE, page if row["adopter_count"] else ""
        ),
        "price": _price(row, f"{page}#cost"),
        "facts": _listed(row["public_facts"], facts.published, f"{page}#facts", _NONE_HERE),
        "guidance": _listed(
            row["guidance"], lambda one: facts.guidance(market.guidance_line(one)), f"{page}#guidance", _NONE_HERE
        ),
        "routes": _listed(row["routes"], lambda one: facts.bought(market.route_line(one, today), buy), buy),
        "funding": _listed(row["funding"], lambda one: facts.bought(market.funding_line(one, today), pays), pays),
        "notices": _listed(row["safety_notices"], facts.notice, page, _NONE_HERE),
        "identifiers": _identifiers(row, f"{page}#regulation"),
    }
    cells |= _evidence(row, page, today)
    if not row["passport_number"]:
        return cells | dict.fromkeys(_OF_THE_PASSPORT, Cell((Said(NO_PASSPORT_TAG.words),)))
    usable = row["passport_status"] in USABLE
    return cells | {
        "until": Cell((Said(_until(row), passport),), row["passport_until"] if usable else None),
        "reasons": _cell(_reasons(row), passport),
        "conditions": _listed(
            row["passport_conditions"], lambda one: facts.condition(one, passport), passport, "None open"
        ),
        "number": _cell(row["passport_number"], reverse("passport", args=[row["passport_number"]])),
        "assessed_by": _cell(_assessed(row), passport),
        "product_version": _cell(row["product_version"], passport),
    }


def _evidence(row: dict[str, Any], page: str, today: date) -> dict[str, Cell]:
    """What is public of the evidence; why there is none where its passport cannot be relied on."""
    if not row["passport_number"]:
        return dict.fromkeys(_OF_THE_EVIDENCE, Cell((Said(NO_PASSPORT_TAG.words),)))
    if row["passport_status"] not in USABLE:
        return dict.fromkeys(_OF_THE_EVIDENCE, Cell((Said(_NOT_SHOWN, f"{page}#passport"),)))
    classes = row["classes"]
    until = certificate_rows(row["certificates"], today)
    return {
        "claims": _listed(row["claims"], lambda one: facts.claim(one, f"{page}#claims"), f"{page}#claims"),
        "device_class": _cell(device_class(classes), f"{page}#regulation"),
        "esf_tier": _cell(esf_tier(classes), f"{page}#regulation"),
        "certificates": _with_rest(
            [Said(facts.certificate(one), f"{page}#regulation") for one in until],
            left_out(row["certificates"]),
            f"{page}#regulation",
        ),
        "standards": _with_rest(
            [Said(f"{one['name']}: {one['words']}", f"{page}#standards") for one in standard_lines(row["standards"])],
            left_out(row["standards"]),
            f"{page}#standards",
        ),
    }


def _listed(rows: Sequence[dict[str, Any]], said: Callable[[dict[str, Any]], Said], whole: str, none: str = "") -> Cell:
    """Each row as a statement; how many more there are leads to the whole list."""
    return _with_rest([said(one) for one in rows] or ([Said(none)] if none else []), left_out(rows), whole)


def _with_rest(said: Sequence[Said], more: int, whole: str) -> Cell:
    return Cell((*said, *([Said(f"And {more} more.", whole)] if more else [])))


def _cell(said: str | None, source: str = "") -> Cell:
    return Cell((Said(said, source),)) if said else Cell()


def _price(row: Mapping[str, Any], page: str) -> Cell:
    """The list price, said for one and for a year too where it is for several or a shorter time: in the same unit."""
    said = price(row)
    if not said:
        return Cell()
    unit = unit_of(row["price_unit"])
    value, of = aligned(Decimal(row["list_price"]), unit)
    also = (Said(f"That is {_exactly(value)} per {of}.", page),) if of != unit else ()
    return Cell((Said(said, page), *also), value, of or None)


def _exactly(pounds: Decimal) -> str:
    """Pounds with as many places as they have: what a hundredth of a price comes to can be less than a penny."""
    return words.money(pounds) if pounds == round(pounds, 2) else f"£{pounds.normalize():,f}"


def _identifiers(row: Mapping[str, Any], page: str) -> Cell:
    told = identifier_facts((one["scheme"], one["value"], one["title"]) for one in row["device_identifiers"])
    return Cell(tuple(Said(f"{kind}: {value}", page) for kind, value in told))


def _reasons(row: Mapping[str, Any]) -> str:
    return " ".join(row["passport_reasons"] or ()) or "Every certificate is in date and no condition is open."


def _until(row: Mapping[str, Any]) -> str:
    """The last day of a passport that can be relied on; a withdrawn one's date would only mislead."""
    return words.civil_date(row["passport_until"]) if row["passport_status"] in USABLE else "Not valid now"


def _assessed(row: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, (row["assessed_by_name"], words.civil_date(row["assessed_at"]))))


def products(rows: Sequence[dict[str, Any]], choice: Choice) -> list[dict[str, Any]]:
    """The heads of a comparison's columns: name, tag, and the addresses without this one and with it moved."""
    return [
        card(row)
        | {
            "without": address(choice.without(row["slug"])),
            "earlier": address(choice.moved(row["slug"], -1)),
            "later": address(choice.moved(row["slug"], 1)),
        }
        for row in rows
    ]


def address(choice: Choice | None) -> str:
    """The permanent address of a comparison; empty for none."""
    return reverse("compare") + choice.query() if choice else ""


def files(choice: Choice) -> list[tuple[str, str]]:
    """What each kind of file is called, and its address."""
    return [(one.title, reverse("compare-file", args=[ending]) + choice.query()) for ending, one in FORMATS.items()]


def boxes(choice: Choice) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows that a reader may choose, by group; all are ticked when none was chosen."""
    return [
        (
            title,
            [{"key": row.key, "text": row.label, "checked": not choice.rows or row.key in choice.rows} for row in rows],
        )
        for title, rows in ROWS.items()
    ]
