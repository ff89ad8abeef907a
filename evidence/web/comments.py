"""Pages of the comments on a draft, for the company's own people only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.forms import Choice, Prose
from compass.foundation.web.views import FormPage
from evidence import policies, presenters, queries
from evidence.models import Pack, PackComment
from evidence.operations import comments
from evidence.queries import colleagues as people_queries


class CommentForm(forms.Form):
    """A comment on one topic."""

    topic = Choice("What it is about", (), many=True)
    text = Prose("Your comment", rows=4)

    def __init__(self, *args: Any, topics: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", "Choose a topic"), *topics.items()]  # type: ignore[attr-defined]


class _CommentForm(FormPage):
    pack: Pack

    def prepare(self) -> None:
        self.pack = get_object_or_404(queries.packs_of(self.person), pk=self.kwargs["pk"])

    def caption(self) -> str:
        return str(self.pack)


class PackComments(_CommentForm):
    """What colleagues said about each topic, and a form to add to it while the pack is a draft."""

    template_name = "evidence/pack_comments.jinja"
    form_class = CommentForm
    heading = "Comments"
    button = "Add the comment"
    lead = "Only people in your company see these comments. You do not submit them with the pack."
    done = "Your comment is added."

    def prepare(self) -> None:
        super().prepare()
        self.topics = people_queries.comment_topics(self.pack)

    def back(self) -> str:
        return reverse("pack", args=[self.pack.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"topics": self.topics}

    def get_initial(self) -> dict[str, Any]:
        return {"topic": self.request.GET.get("topic", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = list(people_queries.comments_of(self.pack))
        return super().get_context_data(
            pack=self.pack,
            groups=presenters.comments_by_topic(self.topics, said),
            editable=policies.can_edit(self.person, self.pack),
            **kwargs,
        )

    def perform(self, form: Form) -> str:
        comment = comments.add_comment(pack=self.pack, by=self.person, now=now(), **form.cleaned_data)
        return f"{reverse('pack-comments', args=[self.pack.pk])}#topic-{comment.topic}"


class ResolveComment(_CommentForm):
    """Mark a comment as dealt with."""

    heading = "Mark this comment as resolved?"
    button = "Mark as resolved"
    done = "The comment is resolved."
    comment: PackComment

    def prepare(self) -> None:
        super().prepare()
        self.comment = get_object_or_404(people_queries.comments_of(self.pack), pk=self.kwargs["comment"])
        self.lead = f"“{self.comment.text}”"

    def check_now(self) -> None:
        policies.check_editable(self.person, self.pack)
        comments.check_open(self.comment)

    def back(self) -> str:
        return f"{reverse('pack-comments', args=[self.pack.pk])}#topic-{self.comment.topic}"

    def perform(self, form: Form) -> str:
        comments.resolve_comment(comment=self.comment, by=self.person, now=now())
        return self.back()
