"""Versions of a product for machines: what changed, what must be confirmed, and two packs side by side."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.clock import now, today
from compass.foundation.rows import shaped
from evidence import queries
from evidence.api.base import PackAddress, strict
from evidence.api.packs import ROW, ChangeSerializer, PackRowSerializer
from evidence.completeness import CONFIRM, completeness, tasks
from evidence.models import Confirmation, Pack, VersionChange
from evidence.operations.confirmations import confirm_for_version, confirm_parts_for_version, restate_change
from evidence.operations.versions import Stated
from evidence.queries import versions as version_queries
from evidence.queries.standards import asked_of
from evidence.version_changes import touched
from evidence.version_comparison import compare

_QUESTION = OpenApiParameter("question", str, OpenApiParameter.PATH, description="A touched question.")


class TouchedSerializer(serializers.Serializer[Any]):
    """Documents one question that the change touches."""

    question = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField(help_text="What answers it, as in the tasks.")
    reasons = serializers.ListField(
        child=serializers.CharField(), help_text="EACH_VERSION when every version needs it anew, or a touched topic."
    )
    waits = serializers.BooleanField(help_text="Whether it must still be confirmed or changed.")
    confirmed_at = serializers.DateTimeField(allow_null=True)
    confirmed_by = serializers.CharField(allow_blank=True)


class VersionChangeSerializer(ChangeSerializer):
    """Documents how the version of a pack differs from the one it started from, and what that touches."""

    follows = PackRowSerializer()
    attested_at = serializers.DateTimeField()
    attested_by = serializers.CharField()
    touched = TouchedSerializer(many=True)


class ConfirmedSerializer(serializers.Serializer[Any]):
    """Documents one confirmation, or that there is none."""

    question = serializers.CharField()
    confirmed_at = serializers.DateTimeField(allow_null=True)
    confirmed_by = serializers.CharField(allow_blank=True)


class GivenConfirmationsSerializer(serializers.Serializer[Any]):
    """Several questions at once."""

    questions = serializers.ListField(child=serializers.SlugField(max_length=60), min_length=1, max_length=500)


class DifferenceSerializer(serializers.Serializer[Any]):
    """Documents one thing that differs."""

    title = serializers.CharField()
    how = serializers.ChoiceField(choices=["ADDED", "REMOVED", "CHANGED"])
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class DifferingPartSerializer(serializers.Serializer[Any]):
    """Documents what differs in one part of two packs."""

    part = serializers.CharField()
    differences = DifferenceSerializer(many=True)


class PackComparisonSerializer(serializers.Serializer[Any]):
    """Documents two packs side by side, the older one first."""

    before = PackRowSerializer()
    after = PackRowSerializer()
    parts = DifferingPartSerializer(many=True)


class _Following(PackAddress):
    def load_change(self, pack: Pack) -> VersionChange:
        found = version_queries.version_change_of(pack)
        if found is None:
            raise NotFound("This pack was not started from an earlier version.")
        return found

    def row(self, pack: Pack) -> dict[str, Any]:
        found: dict[str, Any] = shaped(self.packs().filter(pk=pack.pk), ROW).get()
        return found


class PackChange(_Following):
    """What is new in the version of a pack."""

    @extend_schema(responses=VersionChangeSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """What was attested of this version, and every question that it touches."""
        pack = self.load_pack()
        return Response(self.told(pack, self.load_change(pack)))

    @extend_schema(request=ChangeSerializer, responses=VersionChangeSerializer)
    def put(self, request: Request, pk: int) -> Response:
        """Correct in a draft what was attested; what was confirmed stays confirmed."""
        pack = self.load_pack()
        self.load_change(pack)
        given = strict(ChangeSerializer(data=request.data), request.data)
        restate_change(pack=pack, change=Stated(**given), by=self.person, now=now())
        return Response(self.told(pack, self.load_change(pack)))

    def told(self, pack: Pack, change: VersionChange) -> dict[str, Any]:
        asked = asked_of(pack)
        reasons = touched(asked, change.topics)
        confirmed = {one.question: one for one in version_queries.confirmations_of(pack)}
        found = tasks(completeness(asked, queries.held_by(pack), on=today()))
        return {
            "follows": self.row(change.previous),
            "magnitude": change.magnitude,
            "statement": change.statement,
            "topics": change.topics,
            "attested_at": change.attested_at,
            "attested_by": str(change.attested_by),
            "touched": [
                {
                    "question": task.asked.question,
                    "title": task.asked.title,
                    "kind": task.asked.kind,
                    "reasons": reasons[task.asked.question],
                    "waits": task.problem.startswith(CONFIRM),
                }
                | _confirmed(confirmed.get(task.asked.question))
                for task in found
                if task.asked.question in reasons
            ],
        }


def _confirmed(one: Confirmation | None) -> dict[str, Any]:
    return {"confirmed_at": one and one.confirmed_at, "confirmed_by": str(one.confirmed_by) if one else ""}


class PackConfirmations(_Following):
    """What of the version before is still true."""

    @extend_schema(operation_id="packs_confirmations_list", responses=ConfirmedSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Everything that was confirmed, by whom and when."""
        pack = self.load_pack()
        self.load_change(pack)
        return Response(_all_confirmed(pack))

    @extend_schema(request=GivenConfirmationsSerializer, responses=ConfirmedSerializer(many=True))
    def post(self, request: Request, pk: int) -> Response:
        """Confirm several questions, all or none. Refused (409) when one of them does not wait to be confirmed."""
        pack = self.load_pack()
        self.load_change(pack)
        given = strict(GivenConfirmationsSerializer(data=request.data), request.data)
        confirm_parts_for_version(pack=pack, questions=given["questions"], by=self.person, now=now())
        return Response(_all_confirmed(pack))


def _all_confirmed(pack: Pack) -> list[dict[str, Any]]:
    return [{"question": one.question} | _confirmed(one) for one in version_queries.confirmations_of(pack)]


class PackConfirmation(_Following):
    """That what stands under a question is still true for this version."""

    @extend_schema(responses=ConfirmedSerializer, parameters=[_QUESTION])
    def get(self, request: Request, pk: int, question: str) -> Response:
        """Who confirmed it, and when; null when nobody did."""
        return Response(self.confirmation(self.load_following()))

    @extend_schema(request=None, responses=ConfirmedSerializer, parameters=[_QUESTION])
    def put(self, request: Request, pk: int, question: str) -> Response:
        """Let the answer, certificate, claim, document or cost model under a question count for this version too.

        Sent twice it is as good as once. Refused (409) when nothing is there to confirm.
        """
        pack = self.load_following()
        confirm_for_version(pack=pack, question=question, by=self.person, now=now())
        return Response(self.confirmation(pack))

    def load_following(self) -> Pack:
        """The pack, which follows another one and is asked this question."""
        pack = self.load_pack()
        self.load_change(pack)
        if self.kwargs["question"] not in {one.question for one in asked_of(pack)}:
            raise NotFound("This pack is not asked this.")
        return pack

    def confirmation(self, pack: Pack) -> dict[str, Any]:
        question = self.kwargs["question"]
        found = version_queries.confirmations_of(pack).filter(question=question).first()
        return {"question": question} | _confirmed(found)


class PackVersions(PackAddress):
    """The packs of one technology."""

    @extend_schema(operation_id="packs_versions_list", responses=PackRowSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Every pack of the same technology, newest first, this one among them."""
        same = self.packs().filter(innovation_id=self.load_pack().innovation_id)
        return Response(list(shaped(same.order_by("-id"), ROW)))


class PackComparison(_Following):
    """Two packs of one technology."""

    @extend_schema(responses=PackComparisonSerializer)
    def get(self, request: Request, pk: int, other: int) -> Response:
        """What differs between this pack and another one of the same technology, in words, part by part."""
        pack = self.load_pack()
        found = self.packs().filter(innovation_id=pack.innovation_id, pk=other).first()
        if found is None:
            raise NotFound("This technology has no such pack of yours.")
        before, after = sorted((pack, found), key=lambda one: one.pk)
        questions = {asked.question: (asked.title, asked.asks) for asked in [*asked_of(before), *asked_of(after)]}
        parts = compare(queries.content_of(before), queries.content_of(after), questions)
        told = [
            {
                "part": title,
                "differences": [
                    {"title": one.title, "how": one.how.upper(), "before": one.before, "after": one.after}
                    for one in differences
                ],
            }
            for title, differences in parts
        ]
        return Response({"before": self.row(before), "after": self.row(after), "parts": told})
