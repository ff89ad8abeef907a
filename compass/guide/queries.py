"""What the guide asks about public technologies: rows already shaped, a constant number of statements.

Everything starts from `public_innovations`, so that nothing unpublished is found, counted, compared or exported.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    FilteredRelation,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from compass.foundation.paging import decode_cursor, encode_cursor
from compass.foundation.rows import Fields, shaped
from compass.guide.search import NO_PASSPORT, Cell, Search
from evidence.models import Innovation, Innovator, PublicFact
from passports.models import Adoption, Condition, Passport
from passports.numbers import read_number
from passports.queries import adopters_of
from passports.states import AdoptionState, ConditionState

PAGE_SIZE = 20
# More than there are trusts and integrated care boards.
ADOPTERS_SHOWN = 400


def _counted(rows: QuerySet[Any], of: str, what: str = "pk") -> Coalesce:
    """The number of distinct `what` among the rows whose `of` is the technology."""
    grouped = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(n=Count(what, distinct=True))
    return Coalesce(Subquery(grouped.values("n")), 0)


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


def found_by(rows: QuerySet[Any, Any], text: str) -> QuerySet[Any, Any]:
    """Those that match a text, whose maker's name has it at the start of a word, or whose passport number it is.

    A number of an earlier passport finds its technology too.
    """
    number = read_number(text)
    if number is not None:
        return rows.filter(pk__in=Passport.objects.filter(number=number).values("innovation_id"))
    # The makers as an array, looked up once: so both halves of the OR can use their index, or share one scan.
    makers = ArraySubquery(Innovator.objects.filter(_named("name", text)).values("pk"))
    return rows.filter(Q(search=_query(text)) | Q(_AnyOf("innovator_id", makers)))


class _AnyOf(Func):
    """`column = ANY(array)`: Django's own `in` lookup makes a subquery, which no index scan can share an OR with."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


def _query(text: str) -> SearchQuery:
    # websearch: quotes, `or` and `-` mean what they mean elsewhere, and no text is a syntax error.
    return SearchQuery(text, search_type="websearch", config="english")


def _named(path: str, text: str) -> Q:
    return Q(**{f"{path}__istartswith": text}) | Q(**{f"{path}__icontains": f" {text}"})


def cells(search: Search) -> list[Cell]:
    """How many technologies the text finds, by kind, area and status: one statement, at most a few hundred rows."""
    rows = public_innovations()
    if search.text:
        rows = found_by(rows, search.text)
    grouped = (
        rows.order_by()
        .values("kind", "clinical_area", status=Coalesce(F("current__status"), Value(NO_PASSPORT)))
        .annotate(n=Count("pk"))
    )
    return [Cell(*row) for row in grouped.values_list("kind", "clinical_area", "status", "n")]


def results(search: Search, after: str = "", size: int = PAGE_SIZE) -> dict[str, Any]:
    """One page of cards, by relevance when there is a text, else by name: one statement.

    Gives `rows`, `first` (the place of the first one) and `next` (a cursor, or empty). Raises Invalid for a broken
    cursor.
    """
    rows = public_innovations()
    if search.chosen.get("kind"):
        rows = rows.filter(kind__in=search.chosen["kind"])
    if search.chosen.get("area"):
        rows = rows.filter(clinical_area__in=search.chosen["area"])
    if search.chosen.get("status"):
        rows = in_status(rows, search.chosen["status"])
    rank: tuple[str, ...] = ()
    if search.text:
        rank = ("rank",)
        rows = found_by(rows, search.text).annotate(rank=_relevance(search.text))
    start = decode_cursor(after, *(float for _ in rank), str, int, int)
    if start is not None:
        rows = rows.filter(_after(*start[:-1]))
    fields = {**CARD_FIELDS, "id": "id", **{name: name for name in rank}}
    order = ("-rank", "name", "id") if rank else ("name", "id")
    page = list(shaped(rows, fields).order_by(*order)[: size + 1])
    seen = max(start[-1], 0) if start else 0
    following = ""
    if len(page) > size:
        page = page[:size]
        last = page[-1]
        following = encode_cursor(*(last[name] for name in rank), last["name"], last["id"], seen + size)
    return {"rows": page, "first": seen + 1, "next": following}


def _relevance(text: str) -> Cast:
    """How well the text matches; a product of a maker of that name stands before a passing mention."""
    maker = Case(When(_named("innovator__name", text), then=Value(0.5)), default=Value(0.0))
    # A double, so that the cursor carries the very value.
    return Cast(SearchRank(F("search"), _query(text)) + maker, FloatField())


def _after(*keys: Any) -> Q:
    """The rows that stand after these sort keys; the outer bound lets the index by name start there."""
    *rank, name, pk = keys
    by_name = Q(name__gte=name) & (Q(name__gt=name) | Q(pk__gt=pk))
    return Q(rank__lt=rank[0]) | (Q(rank=rank[0]) & by_name) if rank else by_name


def innovation_page(slug: str) -> dict[str, Any] | None:
    """All that is public of one technology, in at most four statements; None when there is nothing public."""
    fields = {**DETAIL_FIELDS, "id": "id", "passport_id": "current__id"}
    row = shaped(public_innovations().filter(slug=slug), fields).first()
    if row is None:
        return None
    pk, passport_id = row.pop("id"), row.pop("passport_id")
    facts = PublicFact.objects.filter(innovation_id=pk).order_by("id")
    conditions = Condition.objects.filter(passport_id=passport_id, state=ConditionState.OPEN).order_by("due_on", "id")
    return row | {
        "passport_conditions": list(conditions.values("text", "due_on", "blocking")) if passport_id else [],
        "public_facts": list(facts.values("statement", "source_title", "source_url")),
        "adopters": _adopters(pk) if row["adopter_count"] else [],
    }


def _adopters(innovation_id: int) -> list[dict[str, Any]]:
    """Each adopting organisation once, its newest adoption first."""
    adopters: dict[str, dict[str, Any]] = {}
    for row in adopters_of(innovation_id, ADOPTERS_SHOWN):
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
