"""Submitting an evidence pack to a panel, and revising it after one did not approve, for machines."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from compass.foundation.api.problems import WrongContentError
from compass.foundation.clock import now, today
from compass.foundation.errors import Refused
from evidence.api.base import PackAddress, strict
from evidence.api.packs import PackSerializer, whole
from evidence.completeness import blocking, tasks
from evidence.models import Pack
from evidence.queries import pack_lines
from evidence.states import PackState
from trusts import queries
from trusts.models import Assessment
from trusts.operations.assessments import check_can_revise, request_assessment, start_revision
from trusts.states import AssessmentState


class AssessmentRowSerializer(serializers.Serializer[Any]):
    """Documents one assessment of a pack, for its innovator: never scores."""

    id = serializers.IntegerField()
    panel = serializers.CharField()
    organisation = serializers.CharField(help_text="ODS code.")
    state = serializers.ChoiceField(choices=AssessmentState.choices)
    requested_at = serializers.DateTimeField()


class PanelRowSerializer(serializers.Serializer[Any]):
    """Documents a panel that packs can be submitted to."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    organisation = serializers.CharField(help_text="ODS code.")


class SubmissionSerializer(serializers.Serializer[Any]):
    """Documents where a pack is, and where it could go."""

    assessments = AssessmentRowSerializer(many=True)
    panels = PanelRowSerializer(many=True)


class GivenSubmissionSerializer(serializers.Serializer[Any]):
    """Which panel."""

    panel = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="One of `panels`.")


class RevisionSerializer(serializers.Serializer[Any]):
    """Documents whether a revision can be begun."""

    possible = serializers.BooleanField()
    reason = serializers.CharField(allow_blank=True, help_text="Why not, and what to do instead.")


class PackSubmission(PackAddress):
    """Handing a pack to a panel."""

    pack: Pack | None = None

    @extend_schema(responses=SubmissionSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """The pack's assessments, newest first, and the panels it can be submitted to."""
        pack = self.load_pack()
        panels = [
            {"id": one.pk, "name": one.name, "organisation": one.organisation.ods_code}
            for one in queries.panels_to_submit_to()
        ]
        rows = [_row(one) for one in queries.assessments_of_pack(pack.pk)]
        return Response({"assessments": rows, "panels": panels})

    @extend_schema(request=GivenSubmissionSerializer, responses={201: AssessmentRowSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Freeze the pack and hand it to a panel.

        Sent twice, or by two people at once, it makes one assessment: the second is refused (409) and told which.
        An incomplete pack is refused too, with every question that blocks it in `errors`.
        """
        self.pack = self.load_pack()
        given = strict(GivenSubmissionSerializer(data=request.data), request.data)
        panel = queries.panels_to_submit_to().filter(pk=given["panel"]).first()
        if panel is None:
            raise WrongContentError({"panel": ["No panel that takes packs has this number."]})
        made = request_assessment(pack=self.pack, panel=panel, by=self.person, now=now())
        return Response(_row(made), status=status.HTTP_201_CREATED)

    def explain(self, refusal: Refused) -> dict[str, Any]:
        """Names the assessment that stands, or every question that blocks the pack."""
        members = super().explain(refusal)
        if self.pack is None:
            return members
        standing = queries.standing_assessment(self.pack.innovation, self.pack.product_version)
        if standing:
            return members | {"assessment": _row(standing)}
        if self.packs().filter(pk=self.pack.pk, state=PackState.DRAFT).exists():
            found = blocking(tasks(pack_lines(self.pack, today())))
            errors = [{"question": one.asked.question, "detail": f"{one.asked.title}: {one.problem}."} for one in found]
            return members | ({"errors": errors} if errors else {})
        return members


class PackRevision(PackAddress):
    """A new revision of a pack that a panel did not approve."""

    @extend_schema(responses=RevisionSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Whether a revision can be begun as things stand."""
        try:
            check_can_revise(self.load_pack())
        except Refused as refusal:
            return Response({"possible": False, "reason": refusal.whole})
        return Response({"possible": True, "reason": ""})

    @extend_schema(request=None, responses={201: PackSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Begin the next revision: a draft of the same version with all that this pack says. It stays as it is."""
        new = start_revision(pack=self.load_pack(), by=self.person, now=now())
        address = reverse("api-pack", args=[new.pk], request=request)
        return whole(new, status.HTTP_201_CREATED, {"Location": address})


def _row(one: Assessment) -> dict[str, Any]:
    return {
        "id": one.pk,
        "panel": one.panel.name,
        "organisation": one.panel.organisation.ods_code,
        "state": one.state,
        "requested_at": one.requested_at,
    }
