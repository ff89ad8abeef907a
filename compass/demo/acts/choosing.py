"""What the named buyer's trust does in the guide: searches, shortlists, works out a cost, evaluates purchases."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from compass.demo.cast import Cast
from compass.demo.chance import between, pick
from compass.demo.people import BUYER_AT
from compass.guide.local_cost import hash_of_model
from compass.guide.models import Evaluation, Shortlist
from compass.guide.operations import shortlists, value, value_leads
from compass.guide.operations.evaluators import add_evaluator
from compass.guide.operations.frozen_searches import freeze_search
from compass.guide.operations.local_costs import save_local_cost
from compass.guide.search import Search
from compass.guide.value.scheme import first_scheme
from evidence.cost.model import PATIENTS
from evidence.models import Innovation
from passports.models import Passport
from passports.validity import USABLE
from trusts.models import Organisation, Role
from trusts.operations.people import add_member

_BUYER, _WARD, _FINANCE = (f"{part}@{BUYER_AT}" for part in ("buyer", "ward", "finance"))
_COMPARED, _LISTED, _YEARS = 3, 4, 5


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parents[1] / "reference" / "choosing.toml").read_text(encoding="utf-8"))


def _trust(cast: Cast) -> Organisation:
    return cast.organisation(BUYER_AT)


def colleagues(cast: Cast, *, now: datetime) -> None:
    """Two people of the trust who help to choose."""
    for part, role in ((_WARD, Role.NOMINATOR), (_FINANCE, Role.BUYER)):
        add_member(organisation=_trust(cast), person=cast.person(part), role=role, by=None, now=now)


def _standing(most: int, **wanted: bool) -> list[Innovation]:
    """Technologies of invented companies whose passports stand, those of the commonest clinical area first."""
    found = Passport.objects.filter(is_current=True, status__in=USABLE, innovation__published_at__isnull=False)
    found = found.filter(innovation__innovator__is_demonstration=True, **wanted)
    technologies = [one.innovation for one in found.select_related("innovation").order_by("innovation__name")]
    areas = [one.clinical_area for one in technologies]
    return sorted(technologies, key=lambda one: (-areas.count(one.clinical_area), one.clinical_area))[:most]


def _worth_a_look(most: int) -> list[Innovation]:
    """Those that stand; where they are too few, others of invented companies too."""
    first = _standing(most)
    listed = Innovation.objects.filter(innovator__is_demonstration=True, published_at__isnull=False)
    others = listed.exclude(pk__in=[one.pk for one in first]).order_by("name", "pk")
    return [*first, *others[: most - len(first)]]


def _named(name: str, chosen: list[Innovation]) -> str:
    return f"{chosen[0].get_clinical_area_display()}: {_said()[name]}"


def _purchase(name: str) -> Evaluation:
    return Evaluation.objects.get(title__endswith=_said()[name])


def search(cast: Cast, *, now: datetime) -> None:
    """Keep a record of the search that the purchase began with."""
    freeze_search(
        search=Search(_said()["search"]), purpose=_said()["search_for"], organisation=_trust(cast),
        by=cast.person(_BUYER), now=now,
    )  # fmt: skip


def shortlist(cast: Cast, name: str, *, now: datetime) -> None:
    """Put some technologies on a list."""
    by, chosen = cast.person(_BUYER), _worth_a_look(_LISTED)
    made = shortlists.start_shortlist(name=_named(name, chosen), organisation=_trust(cast), by=by, now=now)
    shortlists.add_to_shortlist(shortlist=made, innovations=chosen, by=by, now=now)


def archive(cast: Cast, name: str, *, now: datetime) -> None:
    """Put a list away that is not needed any more."""
    found = Shortlist.objects.get(name__endswith=_said()[name])
    shortlists.archive(shortlist=found, by=cast.person(_BUYER), now=now)


def opinions(cast: Cast, *, now: datetime) -> None:
    """Vote and write notes on the list, each person on some of it."""
    entries = Shortlist.objects.get(name__endswith=_said()["shortlist"]).entries.order_by("position")
    for place, entry in enumerate(entries):
        for number, part in enumerate((_WARD, _FINANCE, _BUYER)):
            if (place + number) % 3 == 0 or not place:
                note = _said()["notes"][place] if number == -place % 3 else ""
                choice = _said()["votes"][(place + number) % len(_said()["votes"])]
                shortlists.give_opinion(entry=entry, choice=choice, note=note, by=cast.person(part), now=now)


def work_out_cost(cast: Cast, *, now: datetime) -> None:
    """Put the trust's own number of patients into the cost model of the first technology."""
    for technology in _standing(1, pack__cost_model__isnull=False):
        model = Passport.objects.get(innovation=technology, is_current=True).pack.cost_model.model
        save_local_cost(
            organisation=_trust(cast), innovation=technology, numbers={PATIENTS: "430", "staff": "36"},
            model_hash=hash_of_model(model), revision=0, by=cast.person(_BUYER), now=now,
        )  # fmt: skip


def set_up(cast: Cast, purchase: str, lead: str = _BUYER, *, now: datetime) -> Evaluation:
    """Begin an evaluation, and let a colleague score too."""
    by, chosen = cast.person(lead), _worth_a_look(_COMPARED)
    evaluation = value.start_evaluation(
        organisation=_trust(cast), title=_named(purchase, chosen), years=_YEARS, scheme=first_scheme(),
        innovations=chosen, by=by, now=now,
    )  # fmt: skip
    add_evaluator(evaluation=evaluation, email=cast.person(_WARD).email, by=by, now=now)
    return evaluation


def abandon(cast: Cast, purchase: str, *, now: datetime) -> None:
    """Give an evaluation up, and say why."""
    why = _said()["abandoned_why"]
    value_leads.abandon(evaluation=_purchase(purchase), why=why, by=cast.person(_BUYER), now=now)


def start(cast: Cast, purchase: str, *, now: datetime) -> None:
    """Begin an evaluation, state the costs and open scoring."""
    by = cast.person(_BUYER)
    evaluation = set_up(cast, purchase, now=now)
    for candidate in evaluation.candidates.order_by("pk"):
        key = str(candidate.innovation), purchase
        parts = {
            "purchase_cost": Decimal(between(60, 140, *key, "purchase") * 1000),
            "implementation_cost": Decimal(between(4, 18, *key, "fitting") * 1000),
            "operation_cost": Decimal(between(10, 60, *key, "running") * 1000),
            "disposal_cost": Decimal(between(1, 5, *key, "disposal") * 500),
        }
        value.state_cost(candidate=candidate, parts=parts, years=_YEARS, source=_said()["cost_source"], by=by, now=now)
    value.move_on(evaluation=evaluation, move="open_scoring", by=by, now=now)


def score(cast: Cast, purchase: str, *, now: datetime) -> None:
    """Both evaluators score everything, each for themselves; then moderation begins."""
    evaluation = _purchase(purchase)
    for part in (_BUYER, _WARD):
        person = cast.person(part)
        for candidate in evaluation.candidates.order_by("pk"):
            given = _given(evaluation, "reasons", str(candidate), purchase, part)
            value.score_candidate(candidate=candidate, given=given, by=person, now=now)
    value.move_on(evaluation=evaluation, move="start_moderation", by=cast.person(_BUYER), now=now)


def agree(cast: Cast, purchase: str, *, now: datetime) -> None:
    """Agree on every score, and close."""
    evaluation, by = _purchase(purchase), cast.person(_BUYER)
    for candidate in evaluation.candidates.order_by("pk"):
        given = _given(evaluation, "agreed", str(candidate), purchase, "agreed")
        value.moderate_candidate(candidate=candidate, given=given, by=by, now=now)
    value.move_on(evaluation=evaluation, move="close", by=by, now=now)


def agree_on_one(cast: Cast, purchase: str, *, now: datetime) -> None:
    """Agree on the scores of the first technology alone: the others wait for moderation."""
    evaluation, by = _purchase(purchase), cast.person(_BUYER)
    candidate = evaluation.candidates.order_by("pk")[0]
    given = _given(evaluation, "agreed", str(candidate), purchase, "agreed")
    value.moderate_candidate(candidate=candidate, given=given, by=by, now=now)


def _given(evaluation: Evaluation, why: str, *key: str) -> Mapping[str, value.Given]:
    """Points from weak to outstanding for every question, with a sentence that fits them."""
    found = {}
    for question in evaluation.criteria.order_by("position").values_list("key", flat=True):
        # What somebody thinks of a technology leans one way; the two evaluators differ by a point at most.
        points = min(4, max(1, between(2, 3, key[0], question) + between(-1, 1, *key, question)))
        found[question] = value.Given(points, pick(_said()[why][str(points)], *key, question))
    return found
