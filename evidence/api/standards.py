"""The standards of a pack for machines: which it is asked, moving to the newest, and each one filled in as a file."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.api.renderers import AnyAccepted
from compass.foundation.clock import now, today
from evidence import queries
from evidence.api.base import PackAddress
from evidence.downloads import made_file_response
from evidence.exports import FORMATS, file_name
from evidence.filling import fill_in
from evidence.models import Pack
from evidence.operations.packs import move_to_current_standards
from evidence.states import PackState

_CODE = OpenApiParameter("code", str, OpenApiParameter.PATH, description="One of the pack's standards.")
_ENDING = OpenApiParameter("ending", str, OpenApiParameter.PATH, enum=list(FORMATS), description="The kind of file.")


def _said(content_type: str) -> OpenApiTypes:
    return OpenApiTypes.OBJECT if content_type == "application/json" else OpenApiTypes.BINARY


class AskedStandardSerializer(serializers.Serializer[Any]):
    """Documents one standard that a pack is asked."""

    code = serializers.CharField()
    version = serializers.CharField()
    title = serializers.CharField()


class StandardChangeSerializer(serializers.Serializer[Any]):
    """Documents what a move changes about one standard: titles of questions."""

    title = serializers.CharField()
    old = serializers.CharField(allow_blank=True, help_text="The version before; empty for a standard that is new.")
    new = serializers.CharField()
    added = serializers.ListField(child=serializers.CharField())
    removed = serializers.ListField(child=serializers.CharField())
    changed = serializers.ListField(child=serializers.CharField())


class StandardsSerializer(serializers.Serializer[Any]):
    """Documents the standards of a pack."""

    standards = AskedStandardSerializer(many=True)
    changes = StandardChangeSerializer(
        many=True, help_text="What moving a draft to the newest versions would change, or has just changed."
    )


class PackStandards(PackAddress):
    """Which standards a pack is asked."""

    @extend_schema(responses=StandardsSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """The standards at the versions that the pack is pinned to, and what a move to the newest would change."""
        pack = self.load_pack()
        draft = pack.state == PackState.DRAFT
        return Response(_told(pack, queries.standards_changes(pack, today()) if draft else []))

    @extend_schema(request=None, responses=StandardsSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Move a draft to the newest standards. Answers stay. Refused (409) when it is asked them already."""
        pack = self.load_pack()
        changes = queries.standards_changes(pack, today())
        move_to_current_standards(pack=pack, by=self.person, now=now())
        return Response(_told(pack, changes))


def _told(pack: Pack, changes: list[dict[str, Any]]) -> dict[str, Any]:
    standards = list(queries.standards_of(pack).values("code", "version", "title"))
    return {"standards": standards, "changes": changes}


class PackExport(PackAddress):
    """One standard of a pack, filled in, as a file."""

    content_negotiation_class = AnyAccepted

    @extend_schema(
        operation_id="packs_standards_file",
        responses={(200, made.content_type): _said(made.content_type) for made in FORMATS.values()},
        parameters=[_CODE, _ENDING],
    )
    def get(self, request: Request, pk: int, code: str, ending: str) -> Any:
        """Every requirement of the standard under its official code, with what answers it: PDF, DOCX, XLSX or JSON."""
        pack = self.load_pack()
        standard = queries.standards_of(pack).filter(code=code).first()
        if standard is None or ending not in FORMATS:
            raise NotFound("This pack is not asked such a standard, or there is no such kind of file.")
        filled, made = fill_in(pack, standard, on=today()), FORMATS[ending]
        return made_file_response(
            made.make(filled, now()), name=file_name(filled, ending), content_type=made.content_type
        )
