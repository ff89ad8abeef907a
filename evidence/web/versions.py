"""A new version of a product: what its change touches, confirming what still holds, and two versions side by side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now, today
from compass.foundation.forms import Choice, Prose, sometimes
from compass.foundation.web.views import MemberPage
from evidence import policies, presenters, queries, version_presenters
from evidence.completeness import CONFIRM, Task, completeness, tasks
from evidence.models import Magnitude, Topic, VersionChange
from evidence.operations.confirmations import confirm_for_version, confirm_parts_for_version, restate_change
from evidence.operations.versions import Stated
from evidence.queries import versions as version_queries
from evidence.queries.standards import asked_of
from evidence.version_changes import ATTESTED, touched
from evidence.version_comparison import compare
from evidence.web.forms import StartPackForm
from evidence.web.packs import PackForm, PackMixin


class ChangeForm(forms.Form):
    """How large the change from the version before is."""

    magnitude = Choice("Size of the change", Magnitude.choices)
    statement = Prose("What is new in this version", hint="The panel reads this. You confirm it in your name.", rows=4)
    topics = sometimes(
        forms.MultipleChoiceField(
            label="What a major change affects",
            help_text="You answer only these parts again. For a minor change, choose none.",
            required=False,
            choices=Topic.choices,
            widget=forms.CheckboxSelectMultiple,
        )
    )

    def stated(self) -> Stated:
        """The change as the operation takes it."""
        given = self.cleaned_data
        return Stated(given["magnitude"], given["statement"], given["topics"])


class StartVersionForm(StartPackForm, ChangeForm):
    """Which version the pack is about, and how it differs from the last one."""

    field_order = ("product_version", "magnitude", "statement", "topics")


class _ChangeMixin(PackMixin):
    """Finds how the pack's version differs from the one it started from."""

    change: VersionChange

    def find_change(self) -> VersionChange:
        found = version_queries.version_change_of(self.pack)
        if found is None:
            raise Http404("The pack was not started from an earlier version.")
        return found


class Impact(_ChangeMixin, MemberPage):
    """What was carried over from the version before, and what of it the change touches."""

    template_name = "evidence/impact.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.pack = pack = self.load_pack()
        change = self.find_change()
        asked = asked_of(pack)
        found = tasks(completeness(asked, queries.held_by(pack), on=today()))
        reasons = touched(asked, change.topics)
        confirmed = {one.question: one for one in version_queries.confirmations_of(pack)}
        waiting = sum(task.problem.startswith(CONFIRM) for task in found)
        return super().get_context_data(
            pack=pack,
            change=change,
            attested=ATTESTED if change.magnitude == Magnitude.MINOR else "",
            topics=[Topic(one).label for one in change.topics],
            editable=policies.can_edit(self.person, pack),
            groups=version_presenters.impact_groups(pack, found, reasons, confirmed),
            waiting=waiting,
            untouched=[task.asked.title for task in found if task.asked.question not in reasons and not task.problem],
            certificates=version_presenters.ending(version_queries.certificate_ends(pack), today()),
            **kwargs,
        )


class RestateChange(_ChangeMixin, PackForm):
    """Correct what was said of the change."""

    form_class = ChangeForm
    heading = "What is new in this version"
    button = "Save"
    done = "What you say about this version is saved."

    def prepare(self) -> None:
        super().prepare()
        self.change = self.find_change()
        self.lead = f"With a minor change you confirm: {ATTESTED}"

    def back(self) -> str:
        return reverse("impact", args=[self.pack.pk])

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.change, name) for name in ("magnitude", "statement", "topics")}

    def perform(self, form: Any) -> str:
        restate_change(pack=self.pack, change=form.stated(), by=self.person, now=now())
        return self.back()


class ConfirmPart(_ChangeMixin, PackForm):
    """Say that what stands under a question is still true for this version."""

    template_name = "evidence/confirm_part.jinja"
    done = "It counts for this version too."
    task: Task

    def prepare(self) -> None:
        super().prepare()
        self.change = self.find_change()
        found = tasks(completeness(asked_of(self.pack), queries.held_by(self.pack), on=today()))
        self.task = next((t for t in found if t.asked.question == self.kwargs["question"]), None) or self._none()
        self.heading = self.task.asked.title
        self.button = f"Still true for version {self.pack.product_version}"

    def _none(self) -> Task:
        raise Http404("The pack is not asked this.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.task.asked
        return super().get_context_data(
            asked=asked,
            pack=self.pack,
            change=self.change,
            waits=self.task.problem.startswith(CONFIRM),
            stands=version_queries.standing_words(self.pack, asked),
            change_address=presenters.address_of(self.pack, asked),
            **kwargs,
        )

    def perform(self, form: Form) -> str:
        confirm_for_version(pack=self.pack, question=self.task.asked.question, by=self.person, now=now())
        return self.back()

    def form_invalid(self, form: Form) -> HttpResponse:
        return HttpResponseRedirect(self.request.path)


class ConfirmParts(_ChangeMixin, PackForm):
    """The button beside a claim, certificate, document or cost model: confirms every question that it stands under."""

    heading = "Confirm what was carried over"
    button = "Look at the pack again"
    done = "It counts for this version too."

    def prepare(self) -> None:
        super().prepare()
        self.change = self.find_change()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.back())

    def perform(self, form: Form) -> str:
        questions = self.request.POST.getlist("question")
        confirm_parts_for_version(pack=self.pack, questions=questions, by=self.person, now=now())
        return self.back()


class ComparePacks(PackMixin, MemberPage):
    """Two packs of one technology side by side."""

    template_name = "evidence/compare_packs.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pack = self.load_pack()
        same = queries.packs_of(self.person).filter(innovation_id=pack.innovation_id)
        other = get_object_or_404(same, pk=self.kwargs["other"])
        before, after = sorted((pack, other), key=lambda one: one.pk)
        questions = {asked.question: (asked.title, asked.asks) for asked in [*asked_of(before), *asked_of(after)]}
        return super().get_context_data(
            pack=pack,
            old=before,
            new=after,
            parts=compare(queries.content_of(before), queries.content_of(after), questions),
            **kwargs,
        )
