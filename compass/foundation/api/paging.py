"""Paging of API lists by keyset: `?after=<cursor>&limit=<1-200>`, answered with `next`."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from compass.foundation.paging import decode_cursor, encode_cursor


class KeysetPagination(BasePagination):
    """Pages of a queryset of dictionaries, ordered by the view's `key`: a unique column of its `key_kind`."""

    default_limit = 50
    max_limit = 200
    parameters = ("after", "limit")

    def paginate_queryset(self, queryset: QuerySet[Any], request: Any, view: Any = None) -> list[Any]:
        key: str = view.key
        limit = self._limit(request.query_params.get("limit", ""))
        kind: type = view.key_kind
        after = decode_cursor(request.query_params.get("after", ""), kind)
        if after is not None:
            queryset = queryset.filter(**{f"{key}__gt": after[0]})
        rows = list(queryset.order_by(key)[: limit + 1])
        self.next_link = None
        if len(rows) > limit:
            rows = rows[:limit]
            cursor = encode_cursor(kind(rows[-1][view.key_field]))
            self.next_link = replace_query_param(request.build_absolute_uri(), "after", cursor)
        return rows

    def _limit(self, given: str) -> int:
        if not given:
            return self.default_limit
        # Its beginning is enough to tell: Python refuses to read thousands of digits.
        if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= self.max_limit:
            raise ValidationError({"limit": [f"Give a whole number from 1 to {self.max_limit}."]})
        return int(given)

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next_link, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {"type": ["string", "null"], "format": "uri", "description": "Address of the next page."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        limit = {"type": "integer", "minimum": 1, "maximum": self.max_limit, "default": self.default_limit}
        return [
            {"name": "limit", "in": "query", "required": False, "description": "Rows a page.", "schema": limit},
            {
                "name": "after",
                "in": "query",
                "required": False,
                "description": "Where the page starts: copy it from `next`; do not build it.",
                "schema": {"type": "string", "minLength": 1},
            },
        ]
