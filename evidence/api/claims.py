"""Claims and certificates of a pack for machines, in the form of the published schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.clock import now
from evidence import exchange, queries
from evidence.api.base import PackAddress
from evidence.models import Certificate, Claim, Pack
from evidence.operations.certificates import remove_certificate
from evidence.operations.claims import remove_claim
from evidence.operations.exchange_parts import add_given_certificate, state_given_claim


class PartSerializer(serializers.Serializer[Any]):
    """Documents a claim or a certificate with the number it has here."""

    id = serializers.IntegerField()
    said = serializers.DictField(help_text="In the form of /api/v1/packs/schema/.")


def _claims(pack: Pack) -> dict[int, dict[str, Any]]:
    said = exchange.from_content(queries.content_of(pack))["claims"]
    return {row.pk: {"id": row.pk, "said": one} for row, one in zip(queries.claims_of(pack), said, strict=True)}


def _certificates(pack: Pack) -> dict[int, dict[str, Any]]:
    keys = {(row.kind, row.number): row.pk for row in pack.certificates.order_by("id")}
    said = exchange.from_content(queries.content_of(pack))["certificates"]
    return {(key := keys[one["kind"], one["number"]]): {"id": key, "said": one} for one in said}


class PackClaims(PackAddress):
    """The claims of a pack."""

    @extend_schema(operation_id="packs_claims_list", responses=PartSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Every claim."""
        return Response(list(_claims(self.load_pack()).values()))

    @extend_schema(request=OpenApiTypes.OBJECT, responses={201: PartSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """State one claim, in the form of a claim of `/api/v1/packs/schema/`."""
        pack = self.load_pack()
        made = state_given_claim(pack=pack, given=request.data, by=self.person, now=now())
        return Response(_claims(pack)[made.pk], status=status.HTTP_201_CREATED)


class PackClaim(PackAddress):
    """One claim."""

    def load_claim(self) -> Claim:
        found = queries.claims_of(self.load_pack()).filter(pk=self.kwargs["claim"]).first()
        if found is None:
            raise NotFound("This pack has no such claim.")
        return found

    @extend_schema(responses=PartSerializer)
    def get(self, request: Request, pk: int, claim: int) -> Response:
        """One claim."""
        return Response(_claims(self.load_claim().pack)[claim])

    @extend_schema(request=OpenApiTypes.OBJECT, responses=PartSerializer)
    def put(self, request: Request, pk: int, claim: int) -> Response:
        """Restate one claim as a whole."""
        standing = self.load_claim()
        pack = standing.pack
        state_given_claim(pack=pack, given=request.data, claim=standing, by=self.person, now=now())
        return Response(_claims(pack)[claim])

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int, claim: int) -> Response:
        """Take one claim out of a draft; its history stays."""
        remove_claim(claim=self.load_claim(), by=self.person, now=now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class PackCertificates(PackAddress):
    """The certificates and registrations of a pack."""

    @extend_schema(operation_id="packs_certificates_list", responses=PartSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Every certificate."""
        return Response(list(_certificates(self.load_pack()).values()))

    @extend_schema(request=OpenApiTypes.OBJECT, responses={201: PartSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Add one certificate, in the form of a certificate of `/api/v1/packs/schema/`."""
        pack = self.load_pack()
        made = add_given_certificate(pack=pack, given=request.data, by=self.person, now=now())
        return Response(_certificates(pack)[made.pk], status=status.HTTP_201_CREATED)


class PackCertificate(PackAddress):
    """One certificate."""

    def load_certificate(self) -> Certificate:
        found = self.load_pack().certificates.select_related("pack").filter(pk=self.kwargs["certificate"]).first()
        if found is None:
            raise NotFound("This pack has no such certificate.")
        return found

    @extend_schema(responses=PartSerializer)
    def get(self, request: Request, pk: int, certificate: int) -> Response:
        """One certificate."""
        return Response(_certificates(self.load_certificate().pack)[certificate])

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int, certificate: int) -> Response:
        """Take one certificate out of a draft; its history stays."""
        remove_certificate(certificate=self.load_certificate(), by=self.person, now=now())
        return Response(status=status.HTTP_204_NO_CONTENT)
