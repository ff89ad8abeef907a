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
        "A bladder scan that ward staff can do without a course",
        "We wait for a trained colleague to scan a bladder, and use a catheter when nobody is there.",
        "URINARY",
        ago=150,
        answered_ago=139,
        answer="Ward staff learn it in ten minutes.",
        closed_ago=60,
        outcome="We are trying it on two wards.",
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
    """Answer with an invented technology of the clinical area, if one is public by then."""
    found = Innovation.objects.filter(
        clinical_area=wanted.clinical_area, innovator__is_demonstration=True, published_at__lt=now
    )
    innovation = found.select_related("innovator").order_by("published_at", "id").first()
    if innovation is not None:
        by = cast.person(f"maker@{innovation.innovator}")
        answer_need(need=_published(wanted), innovation=innovation, sentence=wanted.answer, by=by, now=now)


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
        name="Surgery, with a passport we can rely on",
        organisation=cast.organisation(BUYER_AT), telling=Telling.DAILY, by=cast.person(f"buyer@{BUYER_AT}"), now=now,
    )  # fmt: skip
