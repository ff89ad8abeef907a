"""Technologies to compare."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import OuterRef, QuerySet, SlugField, Subquery, TextField, Value
from django.db.models.functions import Cast, JSONObject

from compass.foundation.rows import Fields, Prepared, shaped
from compass.guide.asking import AnyOf
from compass.guide.queries.catalogue import DETAIL_FIELDS, public_innovations
from evidence.models import Answer, Claim, Funding, GuidanceOn, Listing, PackStandard, PublicFact, Requirement
from passports.models import Condition, NoticeMatch
from passports.queries.conditions import with_due_day
from passports.states import OPEN_MATCHES, ConditionState

# Of each list of one technology; the whole stands on its page.
LISTED = 20
# Answers of the set "triage" that the law or a standard makes a class of.
TRIAGE = ("medical-device", "device-class", "ivd-class", "software", "esf-tier")

# Stands for the addresses in the statement; no technology has it, for it is no slug.
_ANY = ["<slug>"]


def compared(slugs: tuple[str, ...]) -> list[dict[str, Any]]:
    """The public ones of these technologies, in the order asked for: one statement."""
    return _in_order(shaped(public_innovations().filter(slug__in=slugs), DETAIL_FIELDS), slugs)


def compared_in_full(slugs: tuple[str, ...]) -> list[dict[str, Any]]:
    """The same with what the page says beyond the API: one statement for all of them."""
    return _in_order(map(_read, json.loads(_statement().read((_ANY, list(slugs))), parse_float=Decimal)), slugs)


@cache
def _statement() -> Prepared:
    """The statement for any technologies."""
    chosen = AnyOf("slug", Value(_ANY, output_field=ArrayField(SlugField())))
    return Prepared.of(shaped(public_innovations().filter(chosen), {**DETAIL_FIELDS, **_in_full()}))


def _read(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its days, moments and money as such."""
    for name in ("published_at", "passport_issued_at", "assessed_at"):
        row[name] = row[name] and datetime.fromisoformat(row[name])
    row["passport_until"] = row["passport_until"] and date.fromisoformat(row["passport_until"])
    row["list_price"] = None if row["list_price"] is None else Decimal(row["list_price"])
    return row


def _in_order(rows: Iterable[dict[str, Any]], slugs: tuple[str, ...]) -> list[dict[str, Any]]:
    found = {row["slug"]: row for row in rows}
    return [found[slug] for slug in slugs if slug in found]


def _of_it(rows: QuerySet[Any, Any], *order: str, **fields: Any) -> ArraySubquery:
    return ArraySubquery(rows.order_by(*order).values(json=JSONObject(**fields))[:LISTED])


def _in_full() -> Fields:
    own = {"innovation": OuterRef("pk")}
    of_pack = {"pack": OuterRef("current__pack")}
    conditions = with_due_day(Condition.objects.filter(passport=OuterRef("current__pk"), state=ConditionState.OPEN))
    options = Requirement.objects.filter(
        requirement_set__code="triage",
        question=OuterRef("question"),
        requirement_set__in=PackStandard.objects.filter(pack=OuterRef(OuterRef("pack"))).values("requirement_set"),
    ).values("options")[:1]
    decimals = {name: Cast(name, TextField()) for name in ("size", "low", "high")}
    return {
        "care_settings": "care_settings",
        "benefits": "benefits",
        "conditions": _of_it(conditions, "due", "id", text="text", due="due", blocking="blocking"),
        "notices": _of_it(
            NoticeMatch.objects.filter(**own, state__in=OPEN_MATCHES),
            "notice__published_on", "notice_id",
            title="notice__title", url="notice__url", published_on="notice__published_on",
        ),
        "facts": _of_it(
            PublicFact.objects.filter(**own), "id", words="statement", source="source_url", of="source_title"
        ),
        "claims": _of_it(
            Claim.objects.filter(**of_pack), "id",
            outcome="outcome", population="population", comparator="comparator", measure="measure", unit="unit",
            confidence="confidence", design="design", participants="participants", months="follow_up_months",
            sites="sites", source="source", **decimals,
        ),
        "triage": _of_it(
            Answer.objects.filter(**of_pack, question__in=TRIAGE), "question",
            question="question", choice="value__choice", options=Subquery(options),
        ),
        "said_by_guidance": _of_it(
            GuidanceOn.objects.filter(**own), "guidance__reference",
            reference="guidance__reference", title="guidance__title", url="guidance__url", state="guidance__state",
            recommendation="recommendation",
        ),
        "routes": _of_it(
            Listing.objects.filter(**own), "route__name", "lot",
            name="route__name", kind="route__kind", lot="lot", starts_on="starts_on", ends_on="ends_on",
            route_ends_on="route__ends_on", url="source_url", route_url="route__url",
        ),
        "funders": _of_it(
            Funding.objects.filter(**own), "programme__name",
            name="programme__name", kind="programme__kind", payer="programme__payer", starts_on="starts_on",
            ends_on="ends_on", url="source_url", programme_url="programme__url",
        ),
    }  # fmt: skip
