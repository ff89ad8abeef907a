"""Records of searches and comparisons for machines: make one, read one."""

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
from compass.foundation.public_keys import reference
from compass.foundation.words import listing
from compass.guide.api.own_work import CODE_MAX, OwnWork, line, search_given
from compass.guide.comparison import FEWEST, MOST
from compass.guide.exports.asked import Asked, read, taken
from compass.guide.exports.machine import told
from compass.guide.models import FrozenSearch
from compass.guide.models.saved_searches import QUERY_MAX
from compass.guide.operations import frozen_searches as operations
from compass.guide.presenters.side_by_side import ROWS
from compass.guide.queries import frozen_searches as queries
from evidence.api.base import strict


class RecordRowSerializer(serializers.Serializer[Any]):
    """Documents one record of a search in a list."""

    key = serializers.UUIDField()
    reference = serializers.CharField(help_text="As it stands on the printed record.")
    made_at = serializers.DateTimeField()
    person = serializers.CharField()
    organisation = serializers.CharField(help_text="ODS code, when the search was kept.")
    organisation_name = serializers.CharField(help_text="Its name then.")
    purpose = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True, help_text="What was searched for, or what was compared.")


class RecordsSerializer(serializers.Serializer[Any]):
    """Documents the records of the person's organisations."""

    results = RecordRowSerializer(many=True)


class RecordSerializer(serializers.Serializer[Any]):
    """Documents one record of a search."""

    key = serializers.UUIDField()
    reference = serializers.CharField(help_text="As it stands on the printed record.")
    content_hash = serializers.CharField(help_text="SHA-256 of `content` in the canonical form of RFC 8785.")
    content = serializers.DictField(help_text="What was asked and found, as it was kept.")
    faults = serializers.ListField(
        child=serializers.CharField(), help_text="What does not agree with its hashes; empty when it is as it was kept."
    )


class GivenSearchSerializer(serializers.Serializer[Any]):
    """A search to make now and keep, or a comparison: one of the two."""

    query = line(
        QUERY_MAX, allow_blank=True, required=False,
        help_text="As in the address of the search page: `q=pump&kind=DEVICE`.",
    )  # fmt: skip
    comparison = line(
        QUERY_MAX, required=False, help_text="As in the address of the comparison: `i=one&i=two`, in its order."
    )
    organisation = line(CODE_MAX, help_text="ODS code of one of your organisations.")
    purpose = line(required=False, allow_blank=True, default="")


class SearchRecords(OwnWork):
    """The records of searches and comparisons that the person's organisations keep."""

    @extend_schema(operation_id="search_records_list", responses=RecordsSerializer)
    def get(self, request: Request) -> Response:
        """The newest ones, without their results."""
        rows = queries.frozen_search_rows(self.person)
        return Response(
            {
                "results": [
                    {
                        "key": row["key"],
                        "reference": reference(row["key"]),
                        "made_at": row["made_at"],
                        "person": row["person__name"],
                        "organisation": row["content__organisation__ods_code"],
                        "organisation_name": row["content__organisation__name"],
                        "purpose": row["content__purpose"],
                        "text": row["content__comparison__title"] or row["content__text"],
                    }
                    for row in rows
                ]
            }
        )

    @extend_schema(request=GivenSearchSerializer, responses={201: RecordSerializer})
    def post(self, request: Request) -> Response:
        """Search or compare now, and keep what is found for good."""
        given = strict(GivenSearchSerializer(data=request.data), request.data)
        if ("query" in given) == ("comparison" in given):
            raise Invalid("Send either a search or a comparison.", field="query")
        at = now()
        kept = {"purpose": given["purpose"], "organisation": self.organisation_given(given["organisation"])}
        if "query" in given:
            search = search_given(given["query"])
            made = operations.freeze_search(search=search, by=self.person, now=at, **kept)
        else:
            asked = comparison_given(given["comparison"])
            made = operations.freeze_comparison(
                comparison=told(taken(asked, at)), query=asked.choice.query(), by=self.person, now=at, **kept
            )
        return Response(_record(made), status=status.HTTP_201_CREATED)


class OneSearchRecord(OwnWork):
    """One record."""

    @extend_schema(responses=RecordSerializer)
    def get(self, request: Request, uuid: str) -> Response:
        """All of it, and whether it is still as it was kept."""
        found = queries.frozen_searches_of(self.person).filter(key=uuid).first()
        if found is None:
            raise NotFound("None of your organisations has a record with this key.")
        return Response(_record(found))


def comparison_given(address: str) -> Asked:
    """The comparison of an address, with or without its `?`; raises Invalid for what it does not have as asked."""
    given = QueryDict(address.removeprefix("?"))
    rows = {row.key for rows in ROWS.values() for row in rows}
    unknown = [*(given.keys() - {"i", "row", "differences"}), *(set(given.getlist("row")) - rows)]
    asked = read(given)
    if unknown:
        wrong = f"No comparison has this: {', '.join(sorted(unknown))[:200]}."
    elif asked.choice.too_few or asked.choice.too_many:
        wrong = f"A comparison has {FEWEST} to {MOST} technologies."
    elif asked.missing:
        wrong = f"Not found or not public: {listing(asked.missing)}."
    else:
        return asked
    raise Invalid(wrong, next_step="Copy the address of the comparison.", field="comparison")


def _record(one: FrozenSearch) -> dict[str, Any]:
    return {
        "key": one.key,
        "reference": one.reference,
        "content_hash": one.content_hash,
        "content": one.content,
        "faults": operations.faults_of(one),
    }
