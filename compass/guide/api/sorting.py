"""The order of a list of technologies for machines: as on the search page, in pages by keyset."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django_filters import ChoiceFilter, FilterSet
from rest_framework.exceptions import ValidationError
from rest_framework.utils.urls import replace_query_param

from compass.foundation.api.paging import KeysetPagination
from compass.foundation.paging import decode_cursor, encode_cursor
from compass.guide.presenters.finding import SORTS
from compass.guide.queries.matching import ranks
from compass.guide.search import Search, Sort


class Sorted(FilterSet):
    """A list that may be asked for in an order of the search page; without one, it stands by short name."""

    sort = ChoiceFilter(
        method="by_sort",
        choices=[(one.value, SORTS[one]) for one in Sort if one is not Sort.NAME],
        help_text="What stands first, as on the search page; among equals the short name decides. `relevance` needs "
        "`q`. Without it the list stands by short name.",
    )

    def by_sort(self, rows: QuerySet[Any, Any], _name: str, value: str) -> QuerySet[Any, Any]:
        """With the `rank` by which the rows stand, the greatest first."""
        if not value:
            return rows
        text = self.form.cleaned_data.get("q", "")
        if value == Sort.RELEVANCE and not text:
            raise ValidationError({"sort": ["There is nothing to be relevant to: give `q` too, or another order."]})
        ranked: QuerySet[Any, Any] = rows.annotate(rank=ranks(Search(text, sort=Sort(value))))
        return ranked


class SortedPagination(KeysetPagination):
    """Pages by `rank` where the rows have one, the greatest first and then by the view's key; else by the key alone."""

    def paginate_queryset(self, queryset: QuerySet[Any], request: Any, view: Any = None) -> list[Any]:
        if "rank" not in queryset.query.annotations:
            return super().paginate_queryset(queryset, request, view)
        key: str = view.key
        limit = self._limit(request.query_params.get("limit", ""))
        after = decode_cursor(request.query_params.get("after", ""), float, view.key_kind)
        if after is not None:
            rank, last = after
            queryset = queryset.filter(Q(rank__lt=rank) | Q(**{"rank": rank, f"{key}__gt": last}))
        rows = list(queryset.order_by("-rank", key)[: limit + 1])
        self.next_link = None
        if len(rows) > limit:
            rows = rows[:limit]
            cursor = encode_cursor(rows[-1]["rank"], rows[-1][view.key_field])
            self.next_link = replace_query_param(request.build_absolute_uri(), "after", cursor)
        return [{name: value for name, value in row.items() if name != "rank"} for row in rows]
