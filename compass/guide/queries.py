"""What the guide asks about public technologies: rows already shaped, a constant number of statements.

Everything starts from `public_innovations`, so that nothing unpublished is found, counted, compared or exported.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject, Lower

from compass.foundation.paging import decode_cursor, encode_cursor
from compass.foundation.rows import Fields, shaped
from compass.guide.matching import match
from compass.guide.search import NO_PASSPORT, Cell, How, Search
from evidence.models import EmdnCode, Identifier, Innovation, PublicFact
from passports.models import Adoption, Condition
from passports.queries import adopters_of
from passports.queries.conditions import condition_rows
from passports.states import AdoptionState, ConditionState

PAGE_SIZE = 20
# More than there are trusts and integrated care boards.
ADOPTERS_SHOWN = 400


def _counted(rows: QuerySet[Any], of: str, what: str = "pk") -> Coalesce:
    """The number of distinct `what` among the rows whose `of` is the technology."""
    grouped = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(n=Count(what, distinct=True))
    return Coalesce(Subquery(grouped.values("n")), 0)


def _device_identifiers() -> ArraySubquery:
    """The numbers of a technology: scheme, value, and the title of an EMDN category (null for all others)."""
    titles = EmdnCode.objects.filter(code=OuterRef("value")).values("title")
    own = Identifier.objects.filter(innovation=OuterRef("pk")).order_by("scheme", "value")
    return ArraySubquery(own.values(json=JSONObject(scheme="scheme", value="value", title=Subquery(titles))))


# The public fields of a technology, declared once: pages, API and comparison render these.
CARD_FIELDS: Fields = {
    "slug": "slug",
    "name": "name",
    "kind": "kind",
    "clinical_area": "clinical_area",
    "summary": "summary",
    "innovator_slug": "innovator__slug",
    "innovator_name": "innovator__name",
    "is_demonstration": "innovator__is_demonstration",
    "passport_number": "current__number",
    "passport_status": "current__status",
    "passport_until": "current__until",
    "public_fact_count": _counted(PublicFact.objects.all(), "innovation"),
}
# What a page of cards needs beside what it shows: where a row stands among the others. Capitals do not count.
_PLACED: Fields = {**CARD_FIELDS, "id": "id", "by_name": Lower("name")}
LIST_FIELDS: Fields = {
    **CARD_FIELDS,
    "list_price": "list_price",
    "list_price_currency": Case(When(list_price__isnull=False, then=Value("GBP"))),
    "list_price_includes_vat": Case(When(list_price__isnull=False, then=Value(value=False))),
    "price_unit": "price_unit",
    "published_at": "published_at",
}
DETAIL_FIELDS: Fields = {
    **LIST_FIELDS,
    "problem": "problem",
    "description": "description",
    "innovator_website": "innovator__website",
    "device_identifiers": _device_identifiers(),
    "passport_reasons": "current__reasons",
    "passport_issued_at": "current__issued_at",
    "assessed_at": "current__submission__decision__decided_at",
    "assessed_by_ods_code": "current__assessed_by__ods_code",
    "assessed_by_name": "current__assessed_by__name",
    "product_version": "current__pack__product_version",
    "content_hash": "current__pack__content_hash",
    "adopter_count": _counted(
        Adoption.objects.exclude(state=AdoptionState.ENDED), "passport__innovation", "organisation"
    ),
}


def public_innovations() -> QuerySet[Innovation]:
    """Every published technology, with its current passport (at most one) as `current`."""
    current = FilteredRelation("passports", condition=Q(passports__is_current=True))
    return Innovation.objects.filter(published_at__isnull=False).annotate(current=current)


def in_status(rows: QuerySet[Any, Any], statuses: tuple[str, ...]) -> QuerySet[Any, Any]:
    """Those whose current passport has one of the statuses; NONE means that there is no current passport."""
    wanted = Q(current__status__in=[s for s in statuses if s != NO_PASSPORT])
    # The joined column itself: only then does PostgreSQL see that rows without a partner are meant, and estimate them.
    return rows.filter(wanted | Q(current__innovation=None) if NO_PASSPORT in statuses else wanted)


def results(search: Search, after: str = "", size: int = PAGE_SIZE) -> dict[str, Any]:
    """One page of cards, by relevance when there is a text, else by name, and the counts of all: two statements.

    Gives `rows`, `first` (the place of the first one), `next` (a cursor, or empty), `cells` (counts by kind, area and
    status of what the text finds, whatever the filters) and `how` the text was matched. Raises Invalid for a broken
    cursor.
    """
    start = decode_cursor(after, *((float,) if search.text else ()), str, int, int)
    seen = max(start[-1], 0) if start else 0
    find = _found if search.text else _listed
    page, cells, how = find(search, start[:-1] if start else (), size + 1)
    following = ""
    if len(page) > size:
        page = page[:size]
        last = page[-1]
        rank = (last["rank"],) if search.text else ()
        following = encode_cursor(*rank, last["by_name"], last["id"], seen + size)
    return {"rows": page, "first": seen + 1, "next": following, "cells": cells, "how": how}


_Found = tuple[list[dict[str, Any]], list[Cell], How]


def _found(search: Search, start: tuple[Any, ...], size: int) -> _Found:
    """By relevance: first which ones, matched once for rows and counts, then what is said of them."""
    matched = match(public_innovations(), search, start, size)
    rows = {}
    if matched.ranks:
        cards = shaped(public_innovations().filter(pk__in=[*matched.ranks]), _PLACED)
        rows = {row["id"]: row for row in cards}
    page = [rows[pk] | {"rank": rank} for pk, rank in matched.ranks.items() if pk in rows]
    return page, matched.cells, matched.how


def _listed(search: Search, start: tuple[Any, ...], size: int) -> _Found:
    """By name."""
    rows = public_innovations()
    if search.chosen.get("kind"):
        rows = rows.filter(kind__in=search.chosen["kind"])
    if search.chosen.get("area"):
        rows = rows.filter(clinical_area__in=search.chosen["area"])
    if search.chosen.get("status"):
        rows = in_status(rows, search.chosen["status"])
    if start:
        name, pk = start
        # The outer bound lets the index by name start there.
        rows = rows.alias(by_name=Lower("name"))
        rows = rows.filter(Q(by_name__gte=name) & (Q(by_name__gt=name) | Q(pk__gt=pk)))
    page = list(shaped(rows, _PLACED).order_by("by_name", "id")[:size])
    return page, _cells(), How.ALL


def _cells() -> list[Cell]:
    """How many technologies there are by kind, area and status: at most a few hundred rows."""
    grouped = (
        public_innovations()
        .order_by()
        .values("kind", "clinical_area", status=Coalesce(F("current__status"), Value(NO_PASSPORT)))
        .annotate(n=Count("pk"))
    )
    return [Cell(*row) for row in grouped.values_list("kind", "clinical_area", "status", "n")]


def innovation_page(slug: str) -> dict[str, Any] | None:
    """All that is public of one technology, in at most four statements; None when there is nothing public."""
    fields = {**DETAIL_FIELDS, "id": "id", "passport_id": "current__id"}
    row = shaped(public_innovations().filter(slug=slug), fields).first()
    if row is None:
        return None
    pk, passport_id = row.pop("id"), row.pop("passport_id")
    facts = PublicFact.objects.filter(innovation_id=pk).order_by("id")
    conditions = Condition.objects.filter(passport_id=passport_id, state=ConditionState.OPEN)
    return row | {
        "passport_conditions": condition_rows(conditions, "text", "due_on", "blocking") if passport_id else [],
        "public_facts": list(facts.values("statement", "source_title", "source_url")),
        "adopters": each_adopter(adopters_of(pk, ADOPTERS_SHOWN)) if row["adopter_count"] else [],
    }


def each_adopter(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each adopting organisation of `adopters_of` once, its newest adoption first."""
    adopters: dict[str, dict[str, Any]] = {}
    for row in rows:
        adopters.setdefault(
            row["organisation__ods_code"],
            {
                "ods_code": row["organisation__ods_code"],
                "name": row["organisation__name"],
                "region_name": row["organisation__region__name"],
                "state": row["state"],
                "accepted_at": row["accepted_at"],
            },
        )
    return list(adopters.values())


def compared(slugs: tuple[str, ...]) -> list[dict[str, Any]]:
    """The public ones of these technologies, in the order asked for: one statement."""
    found = {row["slug"]: row for row in shaped(public_innovations().filter(slug__in=slugs), DETAIL_FIELDS)}
    return [found[slug] for slug in slugs if slug in found]
