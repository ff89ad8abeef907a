"""Records of searches that a person may see: those of the organisations they work for, mergers followed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from compass.accounts.models import User
from compass.guide.models import FrozenSearch
from compass.guide.queries.own_work import own_work

MOST_LISTED = 500


def frozen_searches_of(person: User) -> QuerySet[FrozenSearch]:
    """Records of the person's organisations; everything else does not exist for them."""
    return own_work(FrozenSearch.objects.all(), person)


def frozen_search_rows(person: User, most: int = MOST_LISTED) -> list[dict[str, Any]]:
    """The newest of them, without their results: one statement."""
    rows = (
        frozen_searches_of(person)
        .order_by("-id")
        .values(
            "key",
            "made_at",
            "person__name",
            "organisation__name",
            "content__text",
            "content__filters",
            "content__purpose",
            "content__comparison__title",
            "content__organisation__ods_code",
            "content__organisation__name",
        )
    )
    return [dict(row) for row in rows[:most]]
