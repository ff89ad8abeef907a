"""Answering one question, saved as it is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from compass.foundation.clock import now, today
from compass.foundation.errors import Refused
from compass.foundation.web.views import ActionView
from evidence import answering, presenters, queries
from evidence.completeness import CONFIRM, Asked, Task, completeness, tasks
from evidence.operations import answers
from evidence.web.answer_forms import answer_form
from evidence.web.packs import PackForm, PackMixin


class _QuestionMixin(PackMixin):
    """Finds the question among those that apply to the pack."""

    def find_task(self) -> Task:
        found = tasks(completeness(queries.asked_of(self.pack), queries.held_by(self.pack), on=today()))
        for task in found:
            if task.asked.question == self.kwargs["question"] and task.asked.kind in answering.VALUED:
                return task
        raise Http404("The pack is not asked this.")


class AnswerQuestion(_QuestionMixin, PackForm):
    """Write the answer to one question; it meets every requirement that asks it."""

    template_name = "evidence/question.jinja"
    button = "Save and go back to the pack"
    task: Task

    def prepare(self) -> None:
        super().prepare()
        self.task = self.find_task()
        self.heading = self.task.asked.title
        self.standing = queries.answer_of(self.pack, self.asked.question)
        self.set_aside = queries.set_aside_of(self.pack, self.asked.question, self.person)

    @property
    def asked(self) -> Asked:
        return self.task.asked

    def get_form_class(self) -> type[forms.Form]:
        return answer_form(self.asked)

    def get_initial(self) -> dict[str, Any]:
        mine = self.set_aside or self.standing
        value = mine.value if mine else {}
        return {**value, "seen": self.standing.revision if self.standing else 0}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theirs = answering.words(self.asked.asks, self.standing.value) if self.standing else ""
        return super().get_context_data(
            asked=self.asked,
            lines=self.task.lines,
            counts_for=presenters.counts_for(self.task),
            pack=self.pack,
            standing=self.standing,
            confirm=self.task.problem.startswith(CONFIRM),
            theirs=theirs if self.set_aside else "",
            set_aside=self.set_aside,
            autosave=reverse("autosave-answer", args=[self.pack.pk, self.asked.question]),
            **kwargs,
        )

    def perform(self, form: forms.Form) -> str:
        given = dict(form.cleaned_data)
        outcome = answers.answer_question(
            pack=self.pack,
            question=self.asked.question,
            seen=given.pop("seen") or 0,
            given=given,
            by=self.person,
            now=now(),
        )
        if outcome.set_aside:
            return reverse("answer", args=[self.pack.pk, self.asked.question])
        return self.back()


class AutosaveAnswer(_QuestionMixin, ActionView):
    """The same, called by the page while somebody writes: answers with what became of it, as JSON."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self._address())

    def prepare(self) -> None:
        self.pack = self.load_pack()
        self.task = self.find_task()

    def get_form_class(self) -> type[forms.Form]:
        return answer_form(self.task.asked)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        given = dict(form.cleaned_data)
        try:
            outcome = answers.answer_question(
                pack=self.pack,
                question=self.task.asked.question,
                seen=given.pop("seen") or 0,
                given=given,
                by=self.person,
                now=now(),
            )
        except Refused as refusal:
            return JsonResponse({"problem": refusal.whole}, status=refusal.status)
        answer = outcome.answer
        if outcome.set_aside:
            return JsonResponse({"changed_by": str(answer.changed_by), "address": self._address()}, status=409)
        return JsonResponse({"seen": answer.revision})

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return JsonResponse({"problem": next(iter(form.errors.values()))[0]}, status=422)

    def _address(self) -> str:
        return reverse("answer", args=[self.pack.pk, self.task.asked.question])


class KeepTheirs(PackForm):
    """Let the colleague's answer stand."""

    done = "Your colleague’s answer stands. Yours is kept in the history."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.back())

    def perform(self, form: forms.Form) -> str:
        question = self.kwargs["question"]
        answers.discard_set_aside(pack=self.pack, question=question, by=self.person, now=now())
        return self.back()
