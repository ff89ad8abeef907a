"""What was recorded before a past moment of the market for a technology, and of its numbers and categories.

A fact counts from when the log says that it was stated. Its words are those of its row's own history, which bears the
database's time: of the time before the first row of history that row is shown.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, F, Model, OuterRef, QuerySet, Subquery, When
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject

from compass.foundation.models import Change
from compass.foundation.transparency.queries import told_at
from evidence.models import (
    BuyingRoute,
    EmdnCode,
    Funding,
    FundingProgramme,
    Guidance,
    GuidanceOn,
    Identifier,
    Listing,
)

# The kind of change that states a fact of each list, and where it says which.
_STATED = {
    "guidance": ("guidance_stated", "guidance"),
    "routes": ("route_listed", "listing"),
    "funding": ("funding_stated", "funding"),
}


def market_before(innovation_id: int, end: datetime) -> dict[str, Any]:
    """`guidance`, `routes` and `funding` as `read_market` has them: four statements at most."""
    stated = _stated_before(innovation_id, end)
    guidance = _as_then(GuidanceOn, stated["guidance"], end).annotate(
        of=_parent(
            Guidance, "guidance_id", end, publisher="publisher", reference="reference", title="title", url="url",
            state="state", replaced_by="replaced_by__reference", replaced_by_url="replaced_by__url",
            published_on="published_on",
        )
    )  # fmt: skip
    routes = _as_then(Listing, stated["routes"], end).annotate(
        of=_parent(
            BuyingRoute, "route_id", end, name="name", kind="kind", organiser="organiser", reference="reference",
            url="url", starts_on="starts_on", ends_on="ends_on",
        )
    )  # fmt: skip
    funding = _as_then(Funding, stated["funding"], end).annotate(
        of=_parent(FundingProgramme, "programme_id", end, name="name", kind="kind", payer="payer", url="url")
    )
    own_days = ("source_url", "starts_on", "ends_on")
    return {
        "guidance": [
            {name: value for name, value in of.items() if name != "published_on"} | {"recommendation": said}
            for of, said in guidance.order_by(
                KT("of__published_on").desc(nulls_last=True), KT("of__reference")
            ).values_list("of", "recommendation")
        ],
        "routes": [
            _within(one.pop("of"), one) for one in routes.order_by(KT("of__name"), "lot").values("of", "lot", *own_days)
        ],
        "funding": [one.pop("of") | one for one in funding.order_by(KT("of__name")).values("of", "note", *own_days)],
    }


def identifiers_before(innovation_id: int, end: datetime) -> list[dict[str, Any]]:
    """Its numbers and categories, as the catalogue has them: those added by then and not taken away: one statement."""
    history = _history(Identifier)
    taken = history.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_label="delete", pgh_created_at__lt=end)
    titles = EmdnCode.objects.filter(code=OuterRef("value")).values("title")
    added = history.filter(~Exists(taken), innovation_id=innovation_id, pgh_label="insert", added_at__lt=end)
    rows = added.order_by("scheme", "value").annotate(title=Subquery(titles[:1]))
    return [dict(row) for row in rows.values("scheme", "value", "title")]


def _stated_before(innovation_id: int, end: datetime) -> dict[str, set[int]]:
    """The ids of the facts of each list that had been stated."""
    kinds = {kind: (name, key) for name, (kind, key) in _STATED.items()}
    found: dict[str, set[int]] = {name: set() for name in _STATED}
    stated = Change.objects.filter(subject="innovation", subject_id=innovation_id, kind__in=kinds)
    changes = stated.alias(told=told_at()).filter(told__lt=end)
    for kind, data in changes.values_list("kind", "data"):
        name, key = kinds[kind]
        found[name] |= {data[key]} if key in data else set()
    return found


def _history(of: type[Model]) -> QuerySet[Any, Any]:
    history: Any = of.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory
    rows: QuerySet[Any, Any] = history.objects.all()
    return rows


def _nearest(rows: QuerySet[Any, Any], end: datetime) -> QuerySet[Any, Any]:
    """Rows of history with the newest before the moment first; where there is none, the first after it."""
    nearest = Case(When(pgh_created_at__lt=end, then=-F("pgh_id")), default=F("pgh_id"), output_field=BigIntegerField())
    return rows.order_by(nearest)[:1]


def _as_then(of: type[Model], ids: set[int], end: datetime) -> QuerySet[Any, Any]:
    """For each of these rows how it was then, those that had been deleted left out."""
    same = _history(of).filter(pgh_obj_id=OuterRef("pgh_obj_id"))
    then = _history(of).filter(pgh_obj_id__in=ids, pgh_id=Subquery(_nearest(same, end).values("pgh_id")))
    return then.exclude(pgh_label="delete")


def _parent(of: type[Model], key: str, end: datetime, **fields: str) -> Subquery:
    """What the row is about, how it was then, as an object of these fields."""
    same = _history(of).filter(pgh_obj_id=OuterRef(key))
    return Subquery(_nearest(same, end).values(json=JSONObject(**fields)))


def _within(route: dict[str, Any], listing: dict[str, Any]) -> dict[str, Any]:
    """A listing on a route: an agreement's own days count where they are narrower."""
    days = {name: route[name] and date.fromisoformat(route[name]) for name in ("starts_on", "ends_on")}
    begins = [day for day in (days["starts_on"], listing["starts_on"]) if day]
    ends = [day for day in (days["ends_on"], listing["ends_on"]) if day]
    return route | listing | {"starts_on": max(begins, default=None), "ends_on": min(ends, default=None)}
