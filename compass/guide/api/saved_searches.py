"""Saved searches for machines: `/api/v1/saved-searches/`. Everybody sees those of their own organisations only."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.clock import now
from compass.foundation.text import NAME_MAX
from compass.guide.api.own_work import CODE_MAX, OwnWork, line, search_given
from compass.guide.models import SavedSearch
from compass.guide.models.saved_searches import QUERY_MAX
from compass.guide.operations import saved_searches as operations
from compass.guide.queries import saved_searches as queries
from evidence.api.base import strict


class SavedSearchSerializer(serializers.Serializer[Any]):
    """Documents one saved search."""

    key = serializers.UUIDField()
    name = serializers.CharField()
    query = serializers.CharField(help_text="What follows /innovations/ in the address of the search, `?` and all.")
    organisation = serializers.CharField(help_text="ODS code.")
    found = serializers.IntegerField(min_value=0, help_text="How many technologies it finds, as told last.")
    saved_at = serializers.DateTimeField()
    saved_by = serializers.CharField()


class SearchDifferenceSerializer(serializers.Serializer[Any]):
    """Documents what a saved search found anew, or no longer finds."""

    at = serializers.DateTimeField()
    sentence = serializers.CharField()


class OneSavedSearchSerializer(SavedSearchSerializer):
    """Documents one saved search with the newest of its differences."""

    differences = SearchDifferenceSerializer(many=True)


class SavedSearchesSerializer(serializers.Serializer[Any]):
    """Documents the list."""

    results = SavedSearchSerializer(many=True)


class SearchNameSerializer(serializers.Serializer[Any]):
    """What a saved search is called."""

    name = line(NAME_MAX)


class GivenSavedSearchSerializer(SearchNameSerializer):
    """A search to save."""

    query = line(
        QUERY_MAX,
        allow_blank=True,
        help_text="What follows /innovations/ in the address of the search page, for example `?q=wound&kind=DEVICE`.",
    )
    organisation = line(CODE_MAX, help_text="ODS code of one of your organisations.")
    telling = serializers.ChoiceField(
        choices=[(one.value, one.value) for one in operations.Telling],
        default=operations.Telling.IMMEDIATE.value,
        help_text="When we email you, if you buy for the organisation. Its buyers get notices in any case.",
    )


class SavedSearches(OwnWork):
    """The saved searches of your organisations."""

    @extend_schema(operation_id="saved_searches_list", responses=SavedSearchesSerializer)
    def get(self, request: Request) -> Response:
        """Every saved search in use, by name."""
        rows = [
            {
                "key": row["key"],
                "name": row["name"],
                "query": row["query"],
                "organisation": row["ods_code"],
                "found": row["found"],
                "saved_at": row["saved_at"],
                "saved_by": row["saved_by__name"],
            }
            for row in queries.saved_search_rows(self.person)
        ]
        return Response({"results": rows})

    @extend_schema(request=GivenSavedSearchSerializer, responses={201: SavedSearchSerializer})
    def post(self, request: Request) -> Response:
        """Save a search. From then on its differences are told: in the app, by email and to webhooks."""
        given = strict(GivenSavedSearchSerializer(data=request.data), request.data)
        saved = operations.save_search(
            search=search_given(given["query"]), name=given["name"],
            organisation=self.organisation_given(given["organisation"]), telling=operations.Telling(given["telling"]),
            by=self.person, now=now(),
        )  # fmt: skip
        one = queries.saved_searches_of(self.person).get(pk=saved.pk)
        return Response(_said(one), status=status.HTTP_201_CREATED)


class OneSavedSearch(OwnWork):
    """One saved search."""

    def load(self) -> SavedSearch:
        """Of the person's own organisations; raises NotFound for anybody else's."""
        found = queries.saved_searches_of(self.person).filter(key=self.kwargs["uuid"]).first()
        if found is None:
            raise NotFound("None of your saved searches has this key.")
        return found

    @extend_schema(operation_id="saved_searches_retrieve", responses=OneSavedSearchSerializer)
    def get(self, request: Request, uuid: str) -> Response:
        """One saved search, and what it was told of last."""
        saved = self.load()
        told = [{"at": at, "sentence": sentence} for at, sentence in queries.differences_of(saved)]
        return Response(_said(saved) | {"differences": told})

    @extend_schema(request=SearchNameSerializer, responses=SavedSearchSerializer)
    def patch(self, request: Request, uuid: str) -> Response:
        """Give it another name. Refused (422) for a name that another one of the organisation has."""
        saved = self.load()
        given = strict(SearchNameSerializer(data=request.data), request.data)
        operations.rename_search(saved=saved, name=given["name"], by=self.person, now=now())
        return Response(_said(self.load()))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, uuid: str) -> Response:
        """Stop it for good: nobody is told of it any more."""
        operations.stop_search(saved=self.load(), by=self.person, now=now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _said(saved: SavedSearch) -> dict[str, Any]:
    return {
        "key": saved.key,
        "name": saved.name,
        "query": saved.query,
        "organisation": saved.organisation.acting.ods_code,
        "found": saved.matches.count(),
        "saved_at": saved.saved_at,
        "saved_by": str(saved.saved_by),
    }
