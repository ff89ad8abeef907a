"""Technologies to compare."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import OuterRef, SlugField, Value

from compass.foundation.rows import Fields, Prepared, shaped
from compass.guide.queries.asking import AnyOf
from compass.guide.queries.catalogue import DETAIL_FIELDS, public_innovations
from compass.guide.queries.evidence import with_standing_pack
from compass.guide.queries.gathered import rows_of
from compass.guide.queries.whole import read_whole, whole_fields
from passports.models import NoticeMatch
from passports.states import OPEN_MATCHES

# Of each list of one technology on the page; the whole stands on its own page, and in the API.
LISTED = 20

# Stands for the addresses in the statement; no technology has it, for it is no slug.
_ANY = ["<slug>"]


def compared(slugs: tuple[str, ...]) -> list[dict[str, Any]]:
    """The public ones of these technologies, in the order asked for: one statement."""
    return _in_order(shaped(public_innovations().filter(slug__in=slugs), DETAIL_FIELDS), slugs)


def compared_in_full(slugs: tuple[str, ...], most: int | None = LISTED) -> list[dict[str, Any]]:
    """The same with all that is public of each, `safety_notices` included: one statement for all of them."""
    found = json.loads(_statement(most).read((_ANY, list(slugs))), parse_float=Decimal)
    return _in_order(map(_read, found), slugs)


@cache
def _statement(most: int | None) -> Prepared:
    """The statement for any technologies."""
    chosen = AnyOf("slug", Value(_ANY, output_field=ArrayField(SlugField())))
    found = with_standing_pack(public_innovations()).filter(chosen)
    return Prepared.of(shaped(found, {**whole_fields(most), **_notices(most)}))


def _read(row: dict[str, Any]) -> dict[str, Any]:
    for notice in row["safety_notices"]:
        notice["published_on"] = notice["published_on"] and date.fromisoformat(notice["published_on"])
    return read_whole(row)


def _in_order(rows: Iterable[dict[str, Any]], slugs: tuple[str, ...]) -> list[dict[str, Any]]:
    found = {row["slug"]: row for row in rows}
    return [found[slug] for slug in slugs if slug in found]


def _notices(most: int | None) -> Fields:
    matches = NoticeMatch.objects.filter(innovation=OuterRef("pk"), state__in=OPEN_MATCHES)
    return {
        "safety_notices": rows_of(
            matches.order_by("notice__published_on", "notice_id"), most,
            title="notice__title", url="notice__url", published_on="notice__published_on",
        ),
    }  # fmt: skip
