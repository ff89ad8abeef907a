"""Shortlists for machines: start, add, vote, note, take off, archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.clock import now
from compass.foundation.errors import Invalid
from compass.foundation.text import NAME_MAX, PROSE_MAX, refuse_control_characters
from compass.guide.api.own_work import CODE_MAX, SLUG_MAX, OwnWork, line
from compass.guide.models import Shortlist, Shortlisted, VoteChoice
from compass.guide.operations import shortlists as operations
from compass.guide.queries import shortlists as queries
from evidence.api.base import strict


class ShortlistRowSerializer(serializers.Serializer[Any]):
    """Documents one shortlist in a list."""

    key = serializers.UUIDField()
    name = serializers.CharField()
    organisation = serializers.CharField(help_text="ODS code.")
    started_by = serializers.CharField()
    started_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField(allow_null=True)


class VoteSerializer(serializers.Serializer[Any]):
    """Documents what one person thinks of a technology on a shortlist."""

    person = serializers.CharField()
    choice = serializers.ChoiceField(choices=VoteChoice.choices)
    voted_at = serializers.DateTimeField()


class NoteSerializer(serializers.Serializer[Any]):
    """Documents what one person wrote about a technology on a shortlist."""

    key = serializers.UUIDField()
    person = serializers.CharField()
    text = serializers.CharField()
    written_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)


class EntrySerializer(serializers.Serializer[Any]):
    """Documents a technology on a shortlist, at its place."""

    key = serializers.UUIDField()
    position = serializers.IntegerField()
    innovation = serializers.CharField(allow_null=True, help_text="Short name; null when it is not public any more.")
    name = serializers.CharField(allow_null=True)
    added_by = serializers.CharField()
    added_at = serializers.DateTimeField()
    votes = VoteSerializer(many=True)
    notes = NoteSerializer(many=True)


class ShortlistSerializer(ShortlistRowSerializer):
    """Documents one shortlist with its technologies."""

    entries = EntrySerializer(many=True)


class ShortlistsSerializer(serializers.Serializer[Any]):
    """Documents the shortlists of the person's organisations."""

    results = ShortlistRowSerializer(many=True)


class GivenShortlistSerializer(serializers.Serializer[Any]):
    """A new shortlist."""

    name = line(NAME_MAX)
    organisation = line(CODE_MAX, help_text="ODS code of one of your organisations.")


class ChangedShortlistSerializer(serializers.Serializer[Any]):
    """Another name, or whether a shortlist is archived: it can be read then, and not changed."""

    name = line(NAME_MAX, required=False)
    archived = serializers.BooleanField(required=False)


class GivenEntriesSerializer(serializers.Serializer[Any]):
    """Technologies to put at the end of a shortlist."""

    innovations = serializers.ListField(
        child=line(SLUG_MAX), min_length=1, max_length=operations.MOST_LISTED, help_text="Short names."
    )


class OpinionSerializer(serializers.Serializer[Any]):
    """A vote, which takes the place of an earlier one, a note, or both; or one place up, by itself."""

    up = serializers.BooleanField(required=False, help_text="true: change places with the one before.")
    choice = serializers.ChoiceField(choices=VoteChoice.choices, required=False)
    note = serializers.CharField(max_length=PROSE_MAX, validators=[refuse_control_characters], required=False)


class ReasonSerializer(serializers.Serializer[Any]):
    """Why a technology comes off."""

    why = line()


class Shortlists(OwnWork):
    """The shortlists of the person's organisations."""

    @extend_schema(operation_id="shortlists_list", responses=ShortlistsSerializer)
    def get(self, request: Request) -> Response:
        """Every shortlist, those in use first."""
        return Response({"results": [_row(one) for one in _listed(self.person)]})

    @extend_schema(request=GivenShortlistSerializer, responses={201: ShortlistSerializer})
    def post(self, request: Request) -> Response:
        """Start a shortlist."""
        given = strict(GivenShortlistSerializer(data=request.data), request.data)
        made = operations.start_shortlist(
            name=given["name"], organisation=self.organisation_given(given["organisation"]), by=self.person, now=now()
        )
        return Response(_whole(_found(self.person, made.key)), status=status.HTTP_201_CREATED)


class OneShortlist(OwnWork):
    """One shortlist."""

    @extend_schema(responses=ShortlistSerializer)
    def get(self, request: Request, uuid: str) -> Response:
        """Its technologies in order, with votes and notes."""
        return Response(_whole(_found(self.person, uuid)))

    @extend_schema(request=ChangedShortlistSerializer, responses=ShortlistSerializer)
    def patch(self, request: Request, uuid: str) -> Response:
        """Rename it, archive it, or bring it back: one at a time."""
        shortlist = _found(self.person, uuid)
        given = strict(ChangedShortlistSerializer(data=request.data), request.data)
        if len(given) != 1:
            raise Invalid("Send either a name or whether it is archived.")
        if "name" in given:
            operations.rename(shortlist=shortlist, name=given["name"], by=self.person, now=now())
        else:
            act = operations.archive if given["archived"] else operations.reopen
            act(shortlist=shortlist, by=self.person, now=now())
        return Response(_whole(_found(self.person, uuid)))


class EntriesSerializer(serializers.Serializer[Any]):
    """Documents the technologies of a shortlist."""

    results = EntrySerializer(many=True)


class Entries(OwnWork):
    """The technologies of a shortlist."""

    @extend_schema(operation_id="shortlists_entries_list", responses=EntriesSerializer)
    def get(self, request: Request, uuid: str) -> Response:
        """Each in its place, with votes and notes."""
        return Response({"results": _whole(_found(self.person, uuid))["entries"]})

    @extend_schema(request=GivenEntriesSerializer, responses={201: ShortlistSerializer})
    def post(self, request: Request, uuid: str) -> Response:
        """Put technologies at the end; those that are there already stay where they are."""
        shortlist = _found(self.person, uuid)
        slugs = strict(GivenEntriesSerializer(data=request.data), request.data)["innovations"]
        found = queries.public_by_slug(slugs)
        missing = set(slugs) - {one.slug for one in found}
        if missing:
            said = " ".join(f"No public technology has the short name {slug}." for slug in sorted(missing))
            raise Invalid(said, field="innovations")
        operations.add_to_shortlist(shortlist=shortlist, innovations=found, by=self.person, now=now())
        return Response(_whole(_found(self.person, uuid)), status=status.HTTP_201_CREATED)


class OneEntry(OwnWork):
    """One technology on a shortlist."""

    def known_parameters(self) -> tuple[set[str], set[str]]:
        return ({"why"} if self.request.method == "DELETE" else set()), set()

    def load_entry(self) -> Shortlisted:
        """The entry; NotFound for other people's."""
        rows = queries.entries_of(self.person).filter(shortlist__key=self.kwargs["uuid"])
        found = rows.filter(key=self.kwargs["entry"]).first()
        if found is None:
            raise _no_entry()
        return found

    @extend_schema(operation_id="shortlists_entries_retrieve", responses=EntrySerializer)
    def get(self, request: Request, uuid: str, entry: str) -> Response:
        """One technology with its votes and notes."""
        here = self.load_entry()
        rows = queries.entry_rows(here.shortlist)
        found = next((row for row in rows if row["key"] == here.key), None)
        if found is None:  # a colleague took it off since it was loaded
            raise _no_entry()
        return Response(_entry(found))

    @extend_schema(operation_id="shortlists_opinion", request=OpinionSerializer, responses=ShortlistSerializer)
    def patch(self, request: Request, uuid: str, entry: str) -> Response:
        """Vote on it, write a note about it, or both; or let it change places with the one before it."""
        found = self.load_entry()
        given = strict(OpinionSerializer(data=request.data), request.data)
        if given == {"up": True}:
            operations.move_up(entry=found, by=self.person, now=now())
            return Response(_whole(_found(self.person, uuid)))
        if "up" in given:
            raise Invalid("Send either what you think of it or that it moves up.")
        operations.give_opinion(
            entry=found, choice=given.get("choice", ""), note=given.get("note", ""), by=self.person, now=now()
        )
        return Response(_whole(_found(self.person, uuid)))

    @extend_schema(
        parameters=[OpenApiParameter("why", str, required=True, description="Why it comes off; colleagues read it.")],
        responses={204: None},
    )
    def delete(self, request: Request, uuid: str, entry: str) -> Response:
        """Take it off, with its votes and notes."""
        entry_here = self.load_entry()
        why = strict(ReasonSerializer(data=request.query_params), request.query_params)["why"]
        operations.take_out(entry=entry_here, why=why, by=self.person, now=now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _no_entry() -> NotFound:
    return NotFound("None of your shortlists has this entry.")


def _listed(person: Any) -> list[Shortlist]:
    rows = queries.shortlists_of(person).select_related("organisation__current", "started_by")
    return list(rows.order_by(*queries.IN_USE_FIRST))


def _found(person: Any, key: UUID | str) -> Shortlist:
    rows = queries.shortlists_of(person).select_related("organisation__current", "started_by")
    found = rows.filter(key=key).first()
    if found is None:
        raise NotFound("None of your shortlists has this key.")
    return found


def _row(one: Shortlist) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "organisation": one.organisation.acting.ods_code,
        "started_by": str(one.started_by),
        "started_at": one.started_at,
        "archived_at": one.archived_at,
    }


def _whole(one: Shortlist) -> dict[str, Any]:
    return _row(one) | {"entries": [_entry(row) for row in queries.entry_rows(one)]}


def _entry(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": row["key"],
        "position": row["position"],
        "innovation": row["card"] and row["card"]["slug"],
        "name": row["card"] and row["card"]["name"],
        "added_by": row["added_by__name"],
        "added_at": row["added_at"],
        "votes": [
            {"person": vote["person__name"], "choice": vote["choice"], "voted_at": vote["voted_at"]}
            for vote in row["votes"]
        ],
        "notes": [
            {"person": note["person__name"]} | {part: note[part] for part in ("key", "text", "written_at", "edited_at")}
            for note in row["notes"]
        ],
    }
