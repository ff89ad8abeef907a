"""Claims and certificates of a pack for machines, in the form of the published schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.api.views import READING
from compass.foundation.clock import now
from compass.foundation.text import LINE_CHECKS, LINE_MAX, NAME_MAX
from evidence import exchange, queries
from evidence.api.base import SEEN, PackAddress, seen_by, strict
from evidence.models import Certificate, CertificateRenewal, Claim, Pack
from evidence.operations.certificates import remove_certificate
from evidence.operations.claims import remove_claim, seen_claim
from evidence.operations.exchange_parts import add_given_certificate, state_given_claim
from evidence.operations.renewals import renew_certificate
from evidence.states import RenewalState


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


class GivenRenewalSerializer(serializers.Serializer[Any]):
    """What follows a certificate of a frozen pack. Its kind is that of the certificate."""

    number = serializers.CharField(max_length=LINE_MAX)
    valid_from = serializers.DateField()
    expires_on = serializers.DateField(required=False, allow_null=True, default=None)
    issued_by = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=NAME_MAX, validators=[*LINE_CHECKS]
    )
    body_number = serializers.CharField(required=False, allow_blank=True, default="", max_length=4)
    legislation = serializers.CharField(required=False, allow_blank=True, default="", max_length=20)
    checked_on = serializers.DateField(required=False, allow_null=True, default=None)
    upload = serializers.FileField(
        required=False, default=None, max_length=LINE_MAX, help_text="The document that shows it, 20 MB at most."
    )


class RenewalSerializer(serializers.Serializer[Any]):
    """Documents a renewal that was handed in."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=RenewalState.choices)
    number = serializers.CharField()
    valid_from = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    handed_in_at = serializers.DateTimeField()


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

    def whole(self) -> Response:
        """The claim as it stands now."""
        found = self.load_claim()
        return Response(_claims(found.pack)[found.pk], headers={"ETag": f'"{seen_claim(found)}"'})

    @extend_schema(responses=PartSerializer)
    def get(self, request: Request, pk: int, claim: int) -> Response:
        """One claim."""
        return self.whole()

    @extend_schema(request=OpenApiTypes.OBJECT, responses=PartSerializer, parameters=[SEEN])
    def put(self, request: Request, pk: int, claim: int) -> Response:
        """Restate one claim as a whole."""
        standing = self.load_claim()
        state_given_claim(
            pack=standing.pack, given=request.data, claim=standing, seen=seen_by(request), by=self.person, now=now()
        )
        return self.whole()

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


class PackCertificateRenewals(PackCertificate):
    """Renewing a certificate of a frozen pack."""

    http_method_names = [*READING, "post"]
    multipart = True
    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="packs_certificates_renewals_list", responses=RenewalSerializer(many=True))
    def get(self, request: Request, pk: int, certificate: int) -> Response:
        """Every renewal of a certificate that was handed in, oldest first."""
        return Response([_renewal(one) for one in self.load_certificate().renewals.order_by("id")])

    @extend_schema(request={"multipart/form-data": GivenRenewalSerializer}, responses={201: RenewalSerializer})
    def post(self, request: Request, pk: int, certificate: int) -> Response:
        """Hand in the renewed certificate, and nothing else again. It counts once the national operator confirmed it.

        Refused (409) for a certificate of a draft, and while another renewal of it waits.
        """
        standing = self.load_certificate()
        given = strict(GivenRenewalSerializer(data=request.data), request.data)
        made = renew_certificate(certificate=standing, by=self.person, now=now(), **given)
        return Response(_renewal(made), status=status.HTTP_201_CREATED)


def _renewal(one: CertificateRenewal) -> dict[str, Any]:
    fields = ("id", "state", "number", "valid_from", "ends_on", "handed_in_at")
    return {name: getattr(one, name) for name in fields}
