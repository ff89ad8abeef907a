"""The documents of a pack for machines: list, upload, redacted copy, file, removal."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.api.problems import WrongContentError
from compass.foundation.api.renderers import AnyAccepted
from compass.foundation.api.views import READING
from compass.foundation.clock import now, today
from compass.foundation.text import (
    LINE_MAX,
    NAME_MAX,
    refuse_control_characters,
    refuse_hidden_characters,
    refuse_line_ends,
)
from evidence import queries
from evidence.api.base import NUMBER_MAX, PackAddress, strict
from evidence.downloads import document_response
from evidence.inspection.verdicts import ENDINGS
from evidence.models import Confidentiality, Document, Pack
from evidence.operations.documents import GENERAL, remove_document, upload_document
from evidence.states import DocumentState


class DocumentSerializer(serializers.Serializer[Any]):
    """Documents one document of a pack."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField(help_text="In bytes.")
    content_type = serializers.CharField()
    confidentiality = serializers.ChoiceField(choices=Confidentiality.choices)
    state = serializers.ChoiceField(choices=DocumentState.choices)
    supports = serializers.ListField(child=serializers.CharField(), help_text="The questions it is evidence for.")
    redacts = serializers.IntegerField(
        allow_null=True, help_text="The full document of which this is the redacted copy."
    )


class GivenDocumentSerializer(serializers.Serializer[Any]):
    """An upload."""

    upload = serializers.FileField(max_length=LINE_MAX, help_text="PDF, DOCX, XLSX, CSV, PNG or JPEG, 20 MB at most.")
    title = serializers.CharField(
        max_length=NAME_MAX, validators=[refuse_control_characters, refuse_hidden_characters, refuse_line_ends]
    )
    confidentiality = serializers.ChoiceField(choices=Confidentiality.choices, default=Confidentiality.COMMERCIAL)
    supports = serializers.ListField(
        child=serializers.SlugField(max_length=60), max_length=200, default=[GENERAL],
        help_text="The questions it is evidence for; repeat the part.",
    )  # fmt: skip
    redacts = serializers.IntegerField(
        required=False, min_value=1, max_value=NUMBER_MAX,
        help_text="For a redacted copy: the full document, of which this is open to more readers.",
    )  # fmt: skip


class PackDocuments(PackAddress):
    """The documents of a pack."""

    multipart = True
    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="packs_documents_list", responses=DocumentSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Every document, without its bytes."""
        found = queries.documents_of(self.load_pack()).prefetch_related("supports")
        return Response([_document(one) for one in found])

    @extend_schema(request={"multipart/form-data": GivenDocumentSerializer}, responses={201: DocumentSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Upload one document. It is handed out once the virus scanner has cleared it."""
        pack = self.load_pack()
        given = strict(GivenDocumentSerializer(data=request.data), request.data)
        _check_asked(pack, given["supports"])
        made = upload_document(
            pack=pack,
            title=given["title"],
            upload=given["upload"],
            confidentiality=given["confidentiality"],
            questions=given["supports"],
            redacts=_full(pack, given.get("redacts")),
            by=self.person,
            now=now(),
        )
        return Response(_document(made), status=status.HTTP_201_CREATED)


class PackDocument(PackAddress):
    """One document."""

    def load_document(self) -> Document:
        found = queries.documents_of(self.load_pack()).select_related("pack").filter(pk=self.kwargs["document"]).first()
        if found is None:
            raise NotFound("This pack has no such document.")
        return found

    @extend_schema(responses=DocumentSerializer)
    def get(self, request: Request, pk: int, document: int) -> Response:
        """One document, without its bytes."""
        return Response(_document(self.load_document()))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int, document: int) -> Response:
        """Take one document out of a draft. Refused (409) while a claim, certificate or redacted copy rests on it."""
        remove_document(document=self.load_document(), by=self.person, now=now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class PackDocumentFile(PackDocument):
    """The bytes of one document."""

    http_method_names = READING
    content_negotiation_class = AnyAccepted

    @extend_schema(
        operation_id="packs_documents_file", responses={(200, kind): OpenApiTypes.BINARY for kind in ENDINGS}
    )
    def get(self, request: Request, pk: int, document: int) -> Any:
        """The file as it was uploaded. Refused (409) to everybody until the virus scanner has cleared it."""
        return document_response(self.load_document())


def _full(pack: Pack, number: int | None) -> Document | None:
    """The document that a copy redacts; raises WrongContentError for one that the pack does not have."""
    if number is None:
        return None
    found = queries.documents_of(pack).filter(pk=number).first()
    if found is None:
        raise WrongContentError({"redacts": ["This pack has no such document."]})
    return found


def _check_asked(pack: Pack, questions: list[str]) -> None:
    wanted = {GENERAL, *(question for question, _ in queries.documents_wanted(pack, today()))}
    if others := sorted(set(questions) - wanted):
        raise WrongContentError(
            {
                "supports": [
                    f"This pack asks for no document under {', '.join(others)}. Known: {', '.join(sorted(wanted))}."
                ]
            }
        )


def _document(one: Document) -> dict[str, Any]:
    fields = ("id", "title", "sha256", "size", "content_type", "confidentiality", "state")
    supports = sorted(support.question for support in one.supports.all())
    return {name: getattr(one, name) for name in fields} | {"supports": supports, "redacts": one.redacts_id}
