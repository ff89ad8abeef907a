"""Notes on shortlists for machines: read one, edit one's own, delete one."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.clock import now
from compass.foundation.text import PROSE_MAX, refuse_control_characters
from compass.guide.api.own_work import OwnWork
from compass.guide.api.shortlists import NoteSerializer
from compass.guide.models import ShortlistNote
from compass.guide.operations import shortlists as operations
from compass.guide.queries import shortlists as queries
from evidence.api.base import strict


class NoteTextSerializer(serializers.Serializer[Any]):
    """Other words for a note."""

    text = serializers.CharField(max_length=PROSE_MAX, validators=[refuse_control_characters])


class OneNote(OwnWork):
    """One note about a technology on a shortlist."""

    def load_note(self) -> ShortlistNote:
        """The note of the address; NotFound for other people's."""
        given = self.kwargs
        rows = queries.notes_of(self.person).filter(entry__shortlist__key=given["uuid"], entry__key=given["entry"])
        found = rows.filter(key=given["note"]).first()
        if found is None:
            raise NotFound("None of your shortlists has this note.")
        return found

    @extend_schema(operation_id="shortlists_note", responses=NoteSerializer)
    def get(self, request: Request, uuid: str, entry: str, note: str) -> Response:
        """What was written, by whom and when."""
        one = self.load_note()
        told = {part: getattr(one, part) for part in ("key", "text", "written_at", "edited_at")}
        return Response({"person": str(one.person)} | told)

    @extend_schema(operation_id="shortlists_note_edit", request=NoteTextSerializer, responses=NoteSerializer)
    def patch(self, request: Request, uuid: str, entry: str, note: str) -> Response:
        """Put other words in its place. Refused (403) for anybody but whoever wrote it, (409) on an archived list."""
        one = self.load_note()
        text = strict(NoteTextSerializer(data=request.data), request.data)["text"]
        operations.edit_note(note=one, text=text, by=self.person, now=now())
        return self.get(request, uuid, entry, note)

    @extend_schema(operation_id="shortlists_note_delete", responses={204: None})
    def delete(self, request: Request, uuid: str, entry: str, note: str) -> Response:
        """Take it away: whoever wrote it, or an innovation lead of the organisation."""
        operations.delete_note(note=self.load_note(), by=self.person, now=now())
        return Response(status=status.HTTP_204_NO_CONTENT)
