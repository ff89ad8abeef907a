"""Evidence packs for machines: `/api/v1/packs/`. Everybody sees those of their own companies only."""

from __future__ import annotations

from typing import Any

from django_filters import FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from compass.foundation.api.filters import ChoicesFilter, SlugFilter
from compass.foundation.api.problems import WrongContentError
from compass.foundation.api.views import Reading, RowList
from compass.foundation.clock import now, today
from compass.foundation.rows import Fields, shaped
from compass.foundation.text import PROSE_MAX, refuse_control_characters
from evidence import exchange, queries
from evidence.api.base import SEEN, PackAddress, PackWork, seen_by, strict
from evidence.models import Magnitude, Pack, Topic
from evidence.operations.exchange import BroughtIn, export_pack, import_pack, preview_import
from evidence.operations.packs import start_pack
from evidence.operations.versions import Stated
from evidence.states import PackState

ROW: Fields = {
    "id": "id",
    "innovation_slug": "innovation__slug",
    "innovation_name": "innovation__name",
    "innovator": "innovation__innovator__name",
    "product_version": "product_version",
    "revision": "revision",
    "state": "state",
    "created_at": "created_at",
    "frozen_at": "frozen_at",
}


class PackRowSerializer(serializers.Serializer[Any]):
    """Documents one pack in a list."""

    id = serializers.IntegerField()
    innovation_slug = serializers.CharField(help_text="The technology's short name.")
    innovation_name = serializers.CharField()
    innovator = serializers.CharField()
    product_version = serializers.CharField()
    revision = serializers.IntegerField(help_text="Counts the packs of one version, from 1.")
    state = serializers.ChoiceField(choices=PackState.choices)
    created_at = serializers.DateTimeField()
    frozen_at = serializers.DateTimeField(allow_null=True, help_text="When it was submitted; null while in draft.")


class PackSerializer(serializers.Serializer[Any]):
    """Documents one pack as a whole."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=PackState.choices)
    revision = serializers.IntegerField()
    frozen_at = serializers.DateTimeField(allow_null=True)
    content_hash = serializers.CharField(
        help_text="SHA-256 over the canonical JSON of the pack's content; also the ETag. Sealed once it is frozen."
    )
    pack = serializers.DictField(help_text="What it says, in the form of /api/v1/packs/schema/.")


class ChangeSerializer(serializers.Serializer[Any]):
    """What is new in a version that follows a submitted one."""

    magnitude = serializers.ChoiceField(choices=Magnitude.choices)
    statement = serializers.CharField(max_length=PROSE_MAX, validators=[refuse_control_characters])
    topics = serializers.ListField(
        child=serializers.ChoiceField(choices=Topic.choices), default=[], help_text="What a major change affects."
    )


class NewPackSerializer(serializers.Serializer[Any]):
    """What a new pack is about."""

    innovation = serializers.CharField(max_length=200, help_text="The short name of a technology of yours.")
    product_version = serializers.CharField(max_length=40, help_text="As it is on the product, for example 2.1.")
    change = ChangeSerializer(
        required=False, help_text="Needed when an earlier version was submitted: the pack starts from that one."
    )


class CountsSerializer(serializers.Serializer[Any]):
    """Documents what became of one part of a given pack."""

    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()


class BroughtInSerializer(serializers.Serializer[Any]):
    """Documents what bringing in a pack did, or would do."""

    written = serializers.BooleanField(help_text="False after dry_run.")
    counts = serializers.DictField(child=CountsSerializer(), help_text="By part: answers, claims, and so on.")
    content_hash = serializers.CharField(help_text="Of the pack afterwards.")
    unknown_documents = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField(allow_blank=True)),
        help_text="Named in what was sent, and not uploaded to this pack.",
    )
    notes = serializers.ListField(child=serializers.CharField())


class RequirementLineSerializer(serializers.Serializer[Any]):
    """Documents how one requirement stands."""

    standard = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()
    mandatory = serializers.BooleanField()
    met = serializers.BooleanField()


class TaskSerializer(serializers.Serializer[Any]):
    """Documents one thing to do."""

    question = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField(help_text="What answers it: TEXT, YES_NO, CHOICE, DOCUMENT, CERTIFICATE, …")
    options = serializers.DictField(child=serializers.CharField(), help_text="Codes that may be chosen, with words.")
    unit = serializers.CharField(allow_blank=True)
    met = serializers.BooleanField()
    problem = serializers.CharField(allow_blank=True, help_text="What is missing; empty when it is met.")
    blocking = serializers.BooleanField(help_text="Whether it keeps the pack from being submitted.")
    standards = serializers.ListField(child=serializers.CharField(), help_text="Every standard it counts for.")
    requirements = RequirementLineSerializer(many=True)


class ValidationSerializer(serializers.Serializer[Any]):
    """Documents the state of a whole pack."""

    submittable = serializers.BooleanField(help_text="Whether nothing blocks it.")
    blocking = serializers.IntegerField(help_text="How many tasks block it.")
    tasks = TaskSerializer(many=True)
    parked = serializers.ListField(
        child=serializers.CharField(), help_text="Questions answered earlier that do not apply now; kept."
    )


class PackFilters(FilterSet):
    """By state and technology."""

    state = ChoicesFilter(choices=PackState.choices)
    innovation = SlugFilter(field_name="innovation__slug", help_text="The technology's short name.")


class Packs(PackWork, RowList):
    """The packs of the person's companies."""

    places = {name: f"/change/{name}" for name in ("magnitude", "statement", "topics")}
    serializer_class = PackRowSerializer
    filterset_class = PackFilters
    key = key_field = "id"
    key_kind = int

    def get_queryset(self) -> Any:
        if not self.request.user.is_authenticated:  # when the OpenAPI document is written
            return shaped(queries.packs_of(self.person).none(), ROW)
        return shaped(self.packs(), ROW)

    @extend_schema(request=NewPackSerializer, responses={201: PackSerializer})
    def post(self, request: Request) -> Response:
        """Begin the pack of a product version. Refused (409) while another one is in draft."""
        given = strict(NewPackSerializer(data=request.data), request.data)
        innovation = self.innovations().filter(slug=given["innovation"]).first()
        if innovation is None:
            raise WrongContentError({"innovation": ["None of your technologies has this short name."]})
        pack = start_pack(
            innovation=innovation,
            product_version=given["product_version"],
            change=Stated(**given["change"]) if "change" in given else None,
            by=self.person,
            now=now(),
        )
        address = reverse("api-pack", args=[pack.pk], request=request)
        return whole(pack, status.HTTP_201_CREATED, {"Location": address})


def whole(pack: Pack, code: int = status.HTTP_200_OK, headers: dict[str, str] | None = None) -> Response:
    """The pack in the published form, with its state and hash."""
    form, sealed = export_pack(pack)
    body = {
        "id": pack.pk,
        "state": pack.state,
        "revision": pack.revision,
        "frozen_at": pack.frozen_at,
        "content_hash": sealed,
        "pack": form,
    }
    return Response(body, status=code, headers={"ETag": f'"{sealed}"', **(headers or {})})


_DRY_RUN = OpenApiParameter(
    "dry_run", {"type": "string", "enum": ["true", "false"]}, description="true: say what would change; write nothing."
)


class PackDetail(PackAddress):
    """One pack as a whole."""

    def known_parameters(self) -> tuple[set[str], set[str]]:
        return ({"dry_run"} if self.request.method == "PATCH" else set()), set()

    @extend_schema(responses=PackSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Everything the pack says, in the published form."""
        return whole(self.load_pack())

    @extend_schema(request=OpenApiTypes.OBJECT, responses=BroughtInSerializer, parameters=[SEEN, _DRY_RUN])
    def patch(self, request: Request, pk: int) -> Response:
        """Bring in a pack in the form of `/api/v1/packs/schema/`, or parts of one: all or none.

        What is not mentioned stays; nothing is removed. `errors` names every place that cannot be taken.
        """
        pack = self.load_pack()
        dry = request.query_params.get("dry_run", "false")
        if dry not in {"true", "false"}:
            raise serializers.ValidationError({"dry_run": ["Give true or false."]})
        bring = preview_import if dry == "true" else import_pack
        done = bring(pack=pack, given=request.data, by=self.person, now=now(), seen=seen_by(request))
        return Response(told(done, written=dry == "false"), headers={"ETag": f'"{done.after}"'})


def told(done: BroughtIn, *, written: bool) -> dict[str, Any]:
    """What bringing in a pack did, as documented."""
    counts = {
        part: {"new": one.new, "changed": one.changed, "unchanged": one.unchanged} for part, one in done.counts.items()
    }
    return {
        "written": written,
        "counts": counts,
        "content_hash": done.after,
        "unknown_documents": done.unknown_documents,
        "notes": done.notes,
    }


class PackTasks(PackAddress):
    """What the pack still lacks."""

    @extend_schema(responses=ValidationSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Every requirement that applies, grouped by question: met or not, and what blocks the pack.

        A question stands once, with all standards that its one answer counts for.
        """
        found, parked = queries.tasks_of(self.load_pack(), today())
        rows = [_task(task) for task in found]
        blocking = sum(row["blocking"] for row in rows)
        return Response({"submittable": not blocking, "blocking": blocking, "tasks": rows, "parked": parked})


def _task(task: Any) -> dict[str, Any]:
    asked = task.asked
    return {
        "question": asked.question,
        "title": asked.title,
        "kind": asked.kind,
        "options": dict(asked.asks.choices),
        "unit": asked.unit,
        "met": not task.problem,
        "problem": task.problem,
        "blocking": bool(task.mandatory and task.problem),
        "standards": task.standards,
        "requirements": [
            {
                "standard": line.asked.standard,
                "code": line.asked.code,
                "title": line.asked.title,
                "mandatory": line.asked.mandatory,
                "met": line.met,
            }
            for line in task.lines
        ],
    }


class PackSchema(Reading):
    """The form of a pack that is taken out or brought in."""

    @extend_schema(responses={(200, "application/json"): OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """The JSON Schema (draft 2020-12) of a whole pack."""
        return Response(exchange.schema())
