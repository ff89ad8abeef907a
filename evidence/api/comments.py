"""What a company's people say to each other about a draft, for machines. Nobody else ever sees it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from compass.foundation.clock import now
from compass.foundation.text import PROSE_MAX, refuse_control_characters
from evidence.api.base import PackAddress, strict
from evidence.models import PackComment
from evidence.operations.comments import add_comment, resolve_comment
from evidence.queries import colleagues as people_queries


class CommentSerializer(serializers.Serializer[Any]):
    """Documents one comment."""

    id = serializers.IntegerField()
    topic = serializers.CharField()
    text = serializers.CharField()
    written_at = serializers.DateTimeField()
    written_by = serializers.CharField()
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by = serializers.CharField(allow_blank=True)


class CommentsSerializer(serializers.Serializer[Any]):
    """Documents the comments of a pack."""

    topics = serializers.DictField(child=serializers.CharField(), help_text="What can be commented on, with words.")
    comments = CommentSerializer(many=True)


class GivenCommentSerializer(serializers.Serializer[Any]):
    """A comment."""

    topic = serializers.CharField(max_length=60, help_text="One of `topics`.")
    text = serializers.CharField(max_length=PROSE_MAX, validators=[refuse_control_characters])


class ResolutionSerializer(serializers.Serializer[Any]):
    """That a comment is dealt with; what is resolved is not opened again."""

    resolved = serializers.ChoiceField(choices=[True])


class PackComments(PackAddress):
    """The comments of a pack."""

    @extend_schema(responses=CommentsSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Every comment, oldest first, and the topics that there are."""
        pack = self.load_pack()
        said = [_comment(one) for one in people_queries.comments_of(pack)]
        return Response({"topics": people_queries.comment_topics(pack), "comments": said})

    @extend_schema(request=GivenCommentSerializer, responses={201: CommentSerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Comment on one topic of a draft."""
        pack = self.load_pack()
        given = strict(GivenCommentSerializer(data=request.data), request.data)
        made = add_comment(pack=pack, topic=given["topic"], text=given["text"], by=self.person, now=now())
        return Response(_comment(made), status=status.HTTP_201_CREATED)


class PackOneComment(PackAddress):
    """One comment."""

    def load_comment(self) -> PackComment:
        found = people_queries.comments_of(self.load_pack()).select_related("pack").filter(pk=self.kwargs["comment"])
        comment = found.first()
        if comment is None:
            raise NotFound("This pack has no such comment.")
        return comment

    @extend_schema(operation_id="packs_comment_retrieve", responses=CommentSerializer)
    def get(self, request: Request, pk: int, comment: int) -> Response:
        """One comment, and whether it is resolved."""
        return Response(_comment(self.load_comment()))

    @extend_schema(request=ResolutionSerializer, responses=CommentSerializer)
    def patch(self, request: Request, pk: int, comment: int) -> Response:
        """Mark a comment as resolved, for good. Refused (409) when somebody has already."""
        found = self.load_comment()
        strict(ResolutionSerializer(data=request.data), request.data)
        return Response(_comment(resolve_comment(comment=found, by=self.person, now=now())))


def _comment(one: PackComment) -> dict[str, Any]:
    return {
        "id": one.pk,
        "topic": one.topic,
        "text": one.text,
        "written_at": one.written_at,
        "written_by": str(one.written_by),
        "resolved_at": one.resolved_at,
        "resolved_by": str(one.resolved_by) if one.resolved_by else "",
    }
