"""Public pages of safety notices, and the adopter's “we have acted”."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html

from compass.foundation.clock import now, today
from compass.foundation.errors import Refused
from compass.foundation.web.views import FormPage, Page
from compass.foundation.words import instant
from evidence.scans import LONGEST
from passports.models import Adoption, NoticeMatch
from passports.operations.notice_matches import acknowledge_notice, check_can_acknowledge
from passports.presenters import safety as safety_words
from passports.queries import safety as safety_queries
from passports.queries.adoptions import adoptions_of
from passports.web.checking import Checked, check
from passports.web.safety_forms import ActedForm

_AGAIN = " It has changed, or was opened again, since adopters were first asked."


class SafetyNotices(Page):
    """The open list, in public: which notice concerns which technology, and how many adopters have acted."""

    template_name = "passports/safety_notices.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list(safety_queries.open_notices()[: safety_queries.SHOWN])
        return super().get_context_data(
            notices=[safety_words.open_line(match) for match in found],
            sentence=safety_words.open_sentence(found, safety_queries.dealt_with()),
            most=safety_queries.SHOWN,
            **kwargs,
        )


class CheckDevice(Page):
    """Scan or paste a label, and be told whether an open safety notice concerns the device."""

    template_name = "passports/check_device.jinja"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # As scanned: the separators of a bar code would be lost by tidying.
        typed = request.GET.get("scan", "")[: LONGEST + 1]
        checked: Checked | None = check(typed, on=today()) if typed.strip() else None
        problem = checked.problem if checked else ""
        context = self.get_context_data(typed=typed, checked=checked, problem=problem, **kwargs)
        return self.render_to_response(context, status=422 if problem else 200)


class AcknowledgeNotice(FormPage):
    """An adopting organisation says that it has acted on a notice."""

    form_class = ActedForm
    heading = "Say that you have acted on this safety notice"
    button = "We have acted"
    done = "We recorded that your organisation has acted on this safety notice."
    adoption: Adoption
    match: NoticeMatch

    def prepare(self) -> None:
        self.adoption = get_object_or_404(adoptions_of(self.person), pk=self.kwargs["pk"])
        try:
            self.match = safety_queries.public_match(self.kwargs["match"], self.adoption)
        except NoticeMatch.DoesNotExist as error:
            raise Http404 from error
        self.shown, notice = self.match.revision, self.match.notice
        self.lead = format_html(
            'Read the notice and do what it asks: <a href="{}" rel="external noreferrer">{}</a> ({}).{}',
            notice.url,
            notice.title,
            safety_words.source_line(notice),
            _AGAIN if self.match.revision > 1 else "",
        )

    def check_now(self) -> None:
        check_can_acknowledge(self.match, self.adoption)
        said = safety_queries.acknowledgement_of(self.match, self.adoption)
        if said is not None:
            raise Refused(
                f"{said.acknowledged_by} said on {instant(said.acknowledged_at)} that your organisation has acted.",
                next_step=said.note or "There is nothing left to do here.",
            )

    def get_initial(self) -> dict[str, Any]:
        return {"revision": self.shown}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form")
        if form is not None and form.is_bound:
            # The page shows the notice as it is now, also when what was said of it as it was is refused.
            form.data = {**form.data.dict(), "revision": str(self.shown)}
        return super().get_context_data(**kwargs)

    def caption(self) -> str:
        return f"{self.match.innovation}, {self.adoption.organisation}"

    def back(self) -> str:
        return reverse("adoption", args=[self.adoption.pk])

    def perform(self, form: Form) -> str:
        self.match.revision = form.cleaned_data["revision"] or self.match.revision
        acknowledge_notice(
            match=self.match, adoption=self.adoption, note=form.cleaned_data["note"], by=self.person, now=now()
        )
        return self.back()
