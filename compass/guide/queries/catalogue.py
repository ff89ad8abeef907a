"""Public technologies and their public fields.

Everything starts from `public_innovations`, so that nothing unpublished is found, counted, compared or exported.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject

from compass.foundation.rows import Fields
from compass.guide.search import NO_PASSPORT
from evidence.models import EmdnCode, Identifier, Innovation, PublicFact
from passports.models import Adoption
from passports.states import AdoptionState
from passports.validity import USABLE


def _counted(rows: QuerySet[Any], of: str, what: str = "pk") -> Coalesce:
    """The number of distinct `what` among the rows whose `of` is the technology."""
    grouped = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(n=Count(what, distinct=True))
    return Coalesce(Subquery(grouped.values("n")), 0)


def _device_identifiers() -> ArraySubquery:
    """The numbers of a technology: scheme, value, and the title of an EMDN category (null for all others)."""
    titles = EmdnCode.objects.filter(code=OuterRef("value")).values("title")
    own = Identifier.objects.filter(innovation=OuterRef("pk")).order_by("scheme", "value")
    return ArraySubquery(own.values(json=JSONObject(scheme="scheme", value="value", title=Subquery(titles))))


def _picture() -> Case:
    """The picture in both sizes with its words; null for none."""
    sizes = [f"{size}{end}" for size in ("large", "small") for end in ("", "_width", "_height")]
    fields = {name: f"shown_as__{name}" for name in ("alternative", *sizes)}
    return Case(When(shown_as__isnull=False, then=JSONObject(**fields)))


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
    "picture": _picture(),
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


def by_clinical_area() -> list[dict[str, Any]]:
    """How many public technologies each clinical area has, and how many of them can be relied on; the most first."""
    usable = Count("pk", filter=Q(current__status__in=[status.value for status in USABLE]))
    counted = public_innovations().order_by().values("clinical_area").annotate(technologies=Count("pk"), usable=usable)
    return list(counted.order_by("-usable", "-technologies", "clinical_area"))
