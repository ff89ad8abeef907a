"""Records of searches for machines: make one, read one."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.clock import now
from compass.foundation.errors import Invalid
from compass.foundation.text import refuse_control_characters
from compass.guide.api.kept import CODE_MAX, KeptWork, line
from compass.guide.models import FrozenSearch
from compass.guide.operations import searches as operations
from compass.guide.presenters.finding import OPTIONS
from compass.guide.queries import searches as queries
from compass.guide.search import FILTERS, Search, read_search
from evidence.api.base import strict

_QUERY_MAX = 2000


class RecordRowSerializer(serializers.Serializer[Any]):
    """Documents one record of a search in a list."""

    id = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    person = serializers.CharField()
    organisation = serializers.CharField(help_text="Its name when the search was kept.")
    purpose = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True, help_text="What was searched for, or what was compared.")


class RecordsSerializer(serializers.Serializer[Any]):
    """Documents the records of the person's organisations."""

    results = RecordRowSerializer(many=True)


class RecordSerializer(serializers.Serializer[Any]):
    """Documents one record of a search."""

    id = serializers.IntegerField()
    content_hash = serializers.CharField(help_text="SHA-256 of `content` in the canonical form of RFC 8785.")
    content = serializers.DictField(help_text="What was asked and found, as it was kept.")
    faults = serializers.ListField(
        child=serializers.CharField(), help_text="What does not agree with its hashes; empty when it is as it was kept."
    )


class GivenSearchSerializer(serializers.Serializer[Any]):
    """A search to make now and keep."""

    query = serializers.CharField(
        max_length=_QUERY_MAX, allow_blank=True, validators=[refuse_control_characters],
        help_text="As in the address of the search page: `q=pump&kind=DEVICE`.",
    )  # fmt: skip
    organisation = line(CODE_MAX, help_text="ODS code of one of your organisations.")
    purpose = line(required=False, allow_blank=True, default="")


class SearchRecords(KeptWork):
    """The records of searches that the person's organisations keep."""

    @extend_schema(operation_id="search_records_list", responses=RecordsSerializer)
    def get(self, request: Request) -> Response:
        """The newest ones, without their results."""
        rows = queries.frozen_search_rows(self.person)
        return Response(
            {
                "results": [
                    {
                        "id": row["id"],
                        "made_at": row["made_at"],
                        "person": row["person__name"],
                        "organisation": row["organisation__name"],
                        "purpose": row["content__purpose"],
                        "text": row["content__comparison__title"] or row["content__text"],
                    }
                    for row in rows
                ]
            }
        )

    @extend_schema(request=GivenSearchSerializer, responses={201: RecordSerializer})
    def post(self, request: Request) -> Response:
        """Search now, and keep what is found for good."""
        given = strict(GivenSearchSerializer(data=request.data), request.data)
        made = operations.freeze_search(
            search=_search(given["query"]), purpose=given["purpose"],
            organisation=self.organisation_given(given["organisation"]), by=self.person, now=now(),
        )  # fmt: skip
        return Response(_record(made), status=status.HTTP_201_CREATED)


class OneSearchRecord(KeptWork):
    """One record."""

    @extend_schema(responses=RecordSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """All of it, and whether it is still as it was kept."""
        found = queries.frozen_searches_of(self.person).filter(pk=pk).first()
        if found is None:
            raise NotFound("None of your organisations has a record of this number.")
        return Response(_record(found))


def _search(query: str) -> Search:
    """The search of a query string; raises Invalid for a filter or value that there is not."""
    asked = QueryDict(query.removeprefix("?"))
    unknown = [name for name in asked if name not in {*FILTERS, "q", "sort"}]
    found = read_search(
        asked.get("q", ""), {name: asked.getlist(name) for name in FILTERS}, OPTIONS, sort=asked.get("sort", "")
    )
    if unknown or found.ignored:
        said = ", ".join([*unknown, *found.ignored])[:200]
        raise Invalid(f"No filter has this: {said}.", field="query")
    return found


def _record(one: FrozenSearch) -> dict[str, Any]:
    return {
        "id": one.pk,
        "content_hash": one.content_hash,
        "content": one.content,
        "faults": operations.faults_of(one),
    }
