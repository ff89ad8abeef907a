"""What was public of a technology on a past day.

Its text comes from the rows' own history, its evidence from the frozen pack of the passport that stood on that day, the
rest from dated facts.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, Subquery, Value

from compass.foundation.models import Change
from compass.foundation.past_days import NotThereYet, end_of
from compass.foundation.rows import shaped
from compass.foundation.transparency.queries import told_at
from compass.foundation.words import civil_date
from compass.guide.queries.catalogue import DETAIL_FIELDS, public_innovations
from compass.guide.queries.evidence import dated, evidence_fields, stated_classes
from compass.guide.queries.past_market import identifiers_before, market_before
from compass.guide.queries.product import ADOPTERS_SHOWN, adopter_row, each_adopter
from compass.guide.queries.whole import described_as, descriptions
from evidence.models import Innovation, PublicFact
from passports.models import Passport
from passports.queries.cutoffs import loaded_before, read_cutoffs
from passports.queries.history import adopters_before, passport_on
from passports.states import ConditionState
from passports.validity import USABLE

# What its maker may write anew, with the list price, for which the page has fields of its own.
_WRITTEN = (
    "name", "kind", "clinical_area", "summary", "problem", "description", "list_price", "price_unit", "care_settings",
    "benefits",
)  # fmt: skip


def innovation_on(slug: str, day: date) -> dict[str, Any] | None:
    """What `innovation_page` would have said at the end of a London day, in a fixed number of queries.

    All but its picture, of which only today's is known; organisations have the names of today. None when there is
    nothing public; raises NotThereYet before it was public.
    """
    row = shaped(public_innovations().filter(slug=slug), {**DETAIL_FIELDS, "id": "id"}).first()
    if row is None:
        return None
    pk, end = row.pop("id"), end_of(day)
    del row["picture"]  # today's
    if row["published_at"] >= end:
        raise NotThereYet(
            f"{row['name']} was not public here on {civil_date(day)}.",
            next_step=f"It has been public since {civil_date(row['published_at'])}.",
        )
    adopters = each_adopter([adopter_row(one) for one in adopters_before(pk, end, ADOPTERS_SHOWN)])
    facts = _facts_before(pk, end)
    around = {
        "adopters": adopters,
        "adopter_count": len(adopters),
        "public_facts": facts,
        "public_fact_count": len(facts),
        "device_identifiers": identifiers_before(pk, end),
    }
    passport, pack = _passport_before(pk, day, end)
    told = {**_evidence_before(pk, pack, end), **market_before(pk, end), "described": _described_before(pk, end)}
    return row | _written_before(pk, end) | passport | told | around


def _written_before(pk: int, end: datetime) -> dict[str, Any]:
    """What its maker had written. Of the time before the first row of history that row is shown."""
    history: Any = Innovation.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory
    rows = history.objects.filter(pgh_obj_id=pk).order_by("-pgh_created_at", "-pgh_id").values(*_WRITTEN)
    then = rows.filter(pgh_created_at__lt=end).first() or rows.last() or {}
    priced = then.get("list_price") is not None
    return then | {
        "list_price_currency": "GBP" if priced else None,
        "list_price_includes_vat": False if priced else None,
    }


def _passport_before(pk: int, day: date, end: datetime) -> tuple[dict[str, Any], int | None]:
    """The newest passport of that day, with what was told of it; and its pack, if it could be relied on."""
    issued = Passport.objects.filter(innovation_id=pk, issued_at__lt=end).order_by("-issued_at", "-id")
    newest = issued.values_list("pk", "submission__decision__decided_at", "pack_id").first()
    then = passport_on(Passport.objects.filter(pk=newest[0]), day) if newest else None
    of_passport = {
        "passport_number": "number", "passport_status": "status", "passport_until": "until",
        "passport_reasons": "reasons", "passport_issued_at": "issued_at", "product_version": "product_version",
        "content_hash": "content_hash", "assessed_by_ods_code": "assessed_by_ods_code",
        "assessed_by_name": "assessed_by_name",
    }  # fmt: skip
    conditions = then["conditions"] if then else []
    told = {name: then[field] if then else None for name, field in of_passport.items()} | {
        "assessed_at": newest[1] if newest else None,
        "passport_conditions": [
            {name: value for name, value in condition.items() if name != "state"}
            for condition in conditions
            if condition["state"] == ConditionState.OPEN
        ],
    }
    return told, newest[2] if newest and told["passport_status"] in USABLE else None


def _evidence_before(pk: int, pack: int | None, end: datetime) -> dict[str, Any]:
    """What was public of a pack's evidence: none without a pack, and no document that may not be read any more."""
    standing = Value(pack, output_field=BigIntegerField())
    rows = Innovation.objects.filter(pk=pk).annotate(standing_pack=standing)
    fields = {**evidence_fields(before=end), "cutoffs": Subquery(loaded_before(end).values("data")[:1])}
    row = dict(shaped(rows, fields).get())
    certificates = dated(row["certificates"], read_cutoffs(row.pop("cutoffs")))
    return row | {"classes": stated_classes(row["classes"]), "certificates": certificates}


def _described_before(pk: int, end: datetime) -> dict[str, Any] | None:
    """Who described it by then, and when; None when the log does not say."""
    told = descriptions(pk).annotate(told=told_at())
    last = told.filter(told__lt=end).values_list("kind", "told").first()
    return described_as(*last) if last else None


def _facts_before(pk: int, end: datetime) -> list[dict[str, Any]]:
    """The published facts but for those that were added later."""
    stated = Change.objects.filter(subject="innovation", subject_id=pk, kind="public_fact_stated")
    told_later = stated.alias(told=told_at()).filter(told__gte=end)
    later = [data.get("fact") for data in told_later.values_list("data", flat=True)]
    facts = PublicFact.objects.filter(innovation_id=pk).exclude(pk__in=[fact for fact in later if fact]).order_by("id")
    return [dict(fact) for fact in facts.values("statement", "source_title", "source_url")]
