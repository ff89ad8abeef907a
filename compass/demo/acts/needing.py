"""What organisations look for: needs that nominators publish, and a search that a buyer saves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from compass.demo.cast import Cast
from compass.demo.people import BUYER_AT, HOME
from compass.foundation.clock import civil_date
from compass.guide.operations.saved_searches import Telling, save_search
from compass.guide.search import Search
from evidence.models import Innovation
from trusts.models import Need
from trusts.operations.needs import answer_need, close_need, publish_need


@dataclass(frozen=True)
class Wanted:
    """A need, the days before today on which it is published, answered and closed, and what is said."""

    organisation: str
    title: str
    problem: str
    clinical_area: str
    ago: int
    answered_ago: int | None = None
    technology: str = ""  # the one that answers
    answer: str = ""
    closed_ago: int | None = None
    outcome: str = ""
    patients: int | None = None
    needed_in: int | None = None  # days from its publishing


NEEDS = (
    Wanted(
        HOME,
        "Find wound infections at home, before people come back",
        "Most of our patients leave hospital two days after surgery. If the wound becomes infected, we hear of it when "
        "they are already ill. We look for a way to see it earlier, at home, that people aged over 70 can use alone.",
        "SURGERY",
        ago=48,
        answered_ago=40,
        technology="Orchard Wound Sensor",
        answer="It shows early signs at home, and sends the ward a picture.",
        patients=4200,
        needed_in=365,
    ),
    Wanted(
        "RGT",
        "Breathing exercises that people keep up after they go home",
        "Four in ten people stop their breathing exercises in the first month. We want something that reminds them and "
        "shows the physiotherapist who needs a call.",
        "RESPIRATORY",
        ago=21,
        patients=850,
    ),
    Wanted(
        "RTD",
        "A day without a catheter bag for people who live at home",
        "People with a long-term catheter tell us that the bag keeps them indoors. Our district nurses look for "
        "something that people can use by themselves in the day.",
        "URINARY",
        ago=150,
        answered_ago=139,
        technology="Kelpie Catheter Valve",
        answer="People empty the bladder in the ordinary way, and need no bag in the day.",
        closed_ago=60,
        outcome="We are trying it in two clinics.",
    ),
)


def publish(cast: Cast, wanted: Wanted, *, now: datetime) -> None:
    """Publish a need."""
    publish_need(
        organisation=cast.organisation(wanted.organisation), title=wanted.title, problem=wanted.problem,
        clinical_area=wanted.clinical_area, patients=wanted.patients,
        needed_by=civil_date(now) + timedelta(days=wanted.needed_in) if wanted.needed_in else None,
        by=cast.person(f"nominator@{wanted.organisation}"), now=now,
    )  # fmt: skip


def answer(cast: Cast, wanted: Wanted, *, now: datetime) -> None:
    """Answer with the invented technology, if it is there and public by then: a small history may not have it."""
    found = Innovation.objects.filter(
        name=wanted.technology, innovator__is_demonstration=True, published_at__isnull=False
    )
    innovation = found.select_related("innovator").order_by("id").first()
    if innovation is not None:
        by = cast.person(f"maker@{innovation.innovator}")
        need = _published(wanted)
        answer_need(need=need, innovation=innovation, sentence=wanted.answer, revision=need.revision, by=by, now=now)


def close(cast: Cast, wanted: Wanted, *, now: datetime) -> None:
    """Close it with what came of it."""
    by = cast.person(f"nominator@{wanted.organisation}")
    close_need(need=_published(wanted), outcome=wanted.outcome, by=by, now=now)


def _published(wanted: Wanted) -> Need:
    return Need.objects.filter(title=wanted.title).latest("id")


def save(cast: Cast, *, now: datetime) -> None:
    """A buyer saves a search."""
    save_search(
        search=Search(chosen={"area": ("SURGERY",), "status": ("VALID", "VALID_WITH_CONDITIONS")}),
        name="Surgery, with a passport that is not about to end",
        organisation=cast.organisation(BUYER_AT), telling=Telling.DAILY, by=cast.person(f"buyer@{BUYER_AT}"), now=now,
    )  # fmt: skip
