"""Pages of the panel's assessment."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.accounts.models import User
from compass.foundation.clock import now
from compass.foundation.history import changes_of
from compass.foundation.web.views import Download, FormPage, MemberPage
from evidence.certificate_words import certificate_lines
from evidence.downloads import document_response
from evidence.filling import answers_of
from evidence.models import Confidentiality, Section
from evidence.queries import (
    documents_of,
    documents_open_to,
    standards_of,
)
from evidence.queries.certificates import certificates_of
from trusts import policies, presenters, queries
from trusts.models import Assessment, PanelMember, Role, Seat
from trusts.operations import assessments, decisions
from trusts.quorum import obstacles
from trusts.states import APPROVING, AssessmentState
from trusts.web.forms import DecisionForm, InterestForm, ScoreForm, conditions_asked


class Assessments(MemberPage):
    """The assessments this person may read."""

    template_name = "trusts/assessments.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = {a.pk: presenters.due_step(a, due) for a, due in queries.waiting_for(self.person)}
        found = queries.assessments_of(self.person)[:200]
        rows = [(a, presenters.assessment_tag(a), waiting.get(a.pk)) for a in found]
        return super().get_context_data(rows=rows, **kwargs)


def _load(person: User, pk: int) -> Assessment:
    return get_object_or_404(queries.assessments_of(person), pk=pk)


class AssessmentPage(MemberPage):
    """The pack beside what the panel has done so far. Members see others' scores once they have scored their own."""

    template_name = "trusts/assessment.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assessment = _load(self.person, self.kwargs["pk"])
        person = self.person
        members = queries.panel_table(assessment)
        seated = queries.seated(assessment)
        own = next((m for m in members if m.person_id == person.pk), None)
        is_open = assessment.state == AssessmentState.OPEN
        scores = list(queries.scores_of(assessment))
        mine = {s.section: s for s in scores if own is not None and s.member_id == own.pk}
        to_score = presenters.sections_to_score(seated[own.pk], mine) if own is not None and is_open else []
        part = seated[own.pk] if own is not None else None
        kept_out = part is not None and part.kept_out
        shown = not kept_out and (
            not is_open or (part is not None and part.takes_part and not [s for s in to_score if not s["score"]])
        )
        # While it is open, a member with an interest in a section is not led by others' scores of it either.
        hidden = part.excluded_sections if part is not None and is_open else frozenset()
        readers = [c for c in Confidentiality if own is not None or c != Confidentiality.COMMERCIAL]
        documents = list(documents_open_to(assessment.pack, readers))
        organisation = assessment.panel.organisation
        lead = policies.has_role(person, organisation.acting, Role.INNOVATION_LEAD)
        return super().get_context_data(
            assessment=assessment,
            pack=assessment.pack,
            tag=presenters.assessment_tag(assessment),
            own=own,
            is_open=is_open,
            part=part,
            kept_out=kept_out,
            panel=presenters.panel_rows(members, seated),
            answers=answers_of(assessment.pack, documents),
            standards=standards_of(assessment.pack) if own is not None else [],
            sections=Section.choices,
            certificates=certificate_lines(certificates_of(assessment.pack)),
            documents=documents,
            to_score=to_score,
            scores=[score for score in scores if score.section not in hidden] if shown else [],
            hindrances=obstacles(
                seated.values(), quorum=assessment.panel.quorum, sections=queries.section_titles()
            ) if is_open else [],
            is_chair=own is not None and own.seat == Seat.CHAIR,
            decision=getattr(assessment, "decision", None),
            can_submit=lead and assessment.state in APPROVING,
            changes=changes_of(assessment)[:50] if shown or (lead and not kept_out) else [],
            **kwargs,
        )  # fmt: skip


class _AssessmentForm(FormPage):
    assessment: Assessment
    seat: PanelMember

    def prepare(self) -> None:
        self.assessment = _load(self.person, self.kwargs["pk"])
        self.seat = policies.check_seated(self.person, self.assessment)

    def caption(self) -> str:
        return str(self.assessment.pack)

    def back(self) -> str:
        return reverse("assessment", args=[self.assessment.pk])


class DeclareInterest(_AssessmentForm):
    """Declare interests before taking part."""

    form_class = InterestForm
    heading = "Declare your interests"
    button = "Record your declaration"
    lead = (
        "An interest is anything that could seem to sway you. Examples are shares, payments, research grants, or a "
        "relative who works for the maker or a competitor. You declare once. If something changes, tell the chair."
    )
    done = "Your declaration is recorded."

    def check_now(self) -> None:
        assessments.check_still_open(self.assessment)
        assessments.check_not_declared(self.seat, self.assessment)

    def perform(self, form: Form) -> str:
        assessments.declare_interest(assessment=self.assessment, by=self.person, now=now(), **form.cleaned_data)
        return self.back()


class ScoreSection(_AssessmentForm):
    """Score one section."""

    form_class = ScoreForm
    button = "Save the score"
    done = "Your score is saved. You can change it until the panel decides."
    template_name = "trusts/score.jinja"

    def prepare(self) -> None:
        super().prepare()
        code = self.kwargs["section"].upper()
        if code not in Section.values:
            raise Http404
        self.section = Section(code)
        self.heading = f"Score: {self.section.label}"

    def check_now(self) -> None:
        assessments.check_still_open(self.assessment)
        assessments.check_can_score(self.seat, self.assessment, self.section)

    def way_on(self) -> tuple[str, str]:
        return self.back(), "Go to the assessment"

    def get_initial(self) -> dict[str, Any]:
        own = queries.scores_of(self.assessment).filter(member=self.seat, section=self.section).first()
        return {"points": str(own.points), "reason": own.reason} if own else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pack = self.assessment.pack
        documents = list(documents_of(pack))
        answers = [row for row in answers_of(pack, documents) if row.section == self.section]
        return super().get_context_data(
            answers=answers,
            assessment=self.assessment,
            certificates=certificate_lines(certificates_of(pack)),
            documents=documents,
            **kwargs,
        )

    def perform(self, form: Form) -> str:
        assessments.score_section(
            assessment=self.assessment,
            section=self.section,
            points=int(form.cleaned_data["points"]),
            reason=form.cleaned_data["reason"],
            by=self.person,
            now=now(),
        )
        return self.back()


class Decide(_AssessmentForm):
    """Close the assessment with the panel's decision."""

    form_class = DecisionForm
    heading = "Record the panel's decision"
    button = "Record the decision"
    lead = (
        "The innovator reads the outcome, the reason and the conditions. Only an approval can lead to a passport. "
        "Nobody can change a decision once it is recorded."
    )
    done = "The decision is recorded."
    template_name = "trusts/decide.jinja"
    places: dict[str, str]

    def prepare(self) -> None:
        super().prepare()
        policies.check_chair(self.person, self.assessment)

    def check_now(self) -> None:
        decisions.check_can_decide(self.person, self.assessment)

    def way_on(self) -> tuple[str, str]:
        return self.back(), "Go to the assessment"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        # Only one more condition is asked for: nothing is judged yet, and all that was typed stays.
        again = DecisionForm(initial=DecisionForm.typed(request.POST), conditions=conditions_asked(request.POST) + 1)
        return self.render_to_response(self.get_context_data(form=again))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"conditions": conditions_asked(self.posted())}

    def field_of(self, argument: str) -> str:
        return self.places.get(argument, argument)

    def perform(self, form: Form) -> str:
        given = form.cleaned_data
        found = form.conditions()  # type: ignore[attr-defined]  # our own DecisionForm
        self.places = form.places()  # type: ignore[attr-defined]
        conditions = [decisions.Condition(text, due_on, blocking) for text, due_on, blocking in found]
        decisions.decide(
            assessment=self.assessment,
            outcome=given["outcome"],
            reason=given["reason"],
            dissent=given["dissent"],
            conditions=conditions,
            by=self.person,
            now=now(),
        )
        return self.back()


class AssessmentDocument(Download):
    """The panel's road to a document of the pack it assesses."""

    def get(self, request: HttpRequest, pk: int, document: int) -> FileResponse:
        assessment = _load(self.person, pk)
        found = get_object_or_404(documents_of(assessment.pack), pk=document)
        policies.check_can_read_document(self.person, assessment, found)
        return document_response(found)
