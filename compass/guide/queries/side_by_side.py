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
from django.db.models import OuterRef, QuerySet, SlugField, Value

from compass.foundation.rows import Fields, Prepared, shaped
from compass.guide.asking import AnyOf
from compass.guide.queries.catalogue import DETAIL_FIELDS, public_innovations
from compass.guide.queries.evidence import dated, evidence_fields, with_standing_pack
from compass.guide.queries.gathered import rows_of
from evidence.models import Funding, GuidanceOn, Listing, PublicFact
from passports.models import Condition, NoticeMatch
from passports.queries.conditions import with_due_day
from passports.states import OPEN_MATCHES, ConditionState

# Of each list of one technology; the whole stands on its page.
LISTED = 20

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
    found = with_standing_pack(public_innovations()).filter(chosen)
    return Prepared.of(shaped(found, {**DETAIL_FIELDS, **_in_full()}))


def _read(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its days, moments and money as such."""
    for name in ("published_at", "passport_issued_at", "assessed_at"):
        row[name] = row[name] and datetime.fromisoformat(row[name])
    row["passport_until"] = row["passport_until"] and date.fromisoformat(row["passport_until"])
    row["list_price"] = None if row["list_price"] is None else Decimal(row["list_price"])
    row["certificates"] = dated(row["certificates"])
    return row


def _in_order(rows: Iterable[dict[str, Any]], slugs: tuple[str, ...]) -> list[dict[str, Any]]:
    found = {row["slug"]: row for row in rows}
    return [found[slug] for slug in slugs if slug in found]


def _of_it(rows: QuerySet[Any, Any], *order: str, **fields: Any) -> ArraySubquery:
    return rows_of(rows.order_by(*order), LISTED, **fields)


def _in_full() -> Fields:
    own = {"innovation": OuterRef("pk")}
    conditions = with_due_day(Condition.objects.filter(passport=OuterRef("current__pk"), state=ConditionState.OPEN))
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
        **evidence_fields(LISTED),
        "said_by_guidance": _of_it(
            GuidanceOn.objects.filter(**own), "guidance__reference",
            publisher="guidance__publisher", reference="guidance__reference", title="guidance__title",
            url="guidance__url", state="guidance__state", recommendation="recommendation",
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
