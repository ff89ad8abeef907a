"""Pages of submitting a decision and of the operators' queue."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import NotAllowed
from compass.foundation.web.views import FormPage, MemberPage
from evidence.certificate_words import certificate_lines
from evidence.filling import answers_of
from evidence.queries import documents_of
from evidence.queries.certificates import certificates_of
from passports import policies
from passports.models import Submission
from passports.operations import proposals, submissions
from passports.operations.proposing import check_none_open
from passports.presenters.proposals import subject_of
from passports.presenters.safety import issue_lines
from passports.queries.conditions import evidence_waiting
from passports.queries.proposals import own_open_proposals, waiting_for_operator
from passports.queries.renewals import renewals_waiting
from passports.queries.safety import notices_at_issue
from passports.queries.submissions import submission_for_operator, submission_of, submissions_waiting
from passports.states import SUBMISSION, ProposalState
from passports.web.forms import CheckedForm, ReturnForm
from trusts.queries import assessments_of


class SubmitToCompass(FormPage):
    """The trust hands its decision to the national operator."""

    heading = "Submit to the national operator"
    button = "Submit the decision"
    lead = (
        "You send the decision of the panel and the evidence pack. The operator checks both and issues the Innovator "
        "Passport, or returns them with a reason."
    )
    done = "The decision is with the national operator."
    template_name = "passports/submit.jinja"

    def prepare(self) -> None:
        self.assessment = get_object_or_404(assessments_of(self.person), pk=self.kwargs["pk"])
        policies.check_can_submit(self.person, self.assessment)

    def check_now(self) -> None:
        policies.check_approved(self.assessment)

    def caption(self) -> str:
        return str(self.assessment.pack)

    def back(self) -> str:
        return reverse("assessment", args=[self.assessment.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        submission = submission_of(self.assessment)
        passport = getattr(submission, "passport", None)
        return super().get_context_data(submission=submission, passport=passport, **kwargs)

    def perform(self, form: Form) -> str:
        submissions.submit_to_compass(assessment=self.assessment, by=self.person, now=now())
        return str(self.request.path)


class Submissions(MemberPage):
    """The operators' queue."""

    template_name = "passports/submissions.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        policies.check_operator(self.person)
        return super().get_context_data(
            rows=submissions_waiting(),
            renewals=renewals_waiting(),
            proposals=[(p, subject_of(p)) for p in waiting_for_operator(self.person)],
            own=[(p, subject_of(p)) for p in own_open_proposals(self.person)],
            conditions=evidence_waiting(),
            **kwargs,
        )


class _OperatorForm(FormPage):
    submission: Submission

    def prepare(self) -> None:
        policies.check_operator(self.person)
        try:
            self.submission = submission_for_operator(self.kwargs["pk"])
        except Submission.DoesNotExist as error:
            raise Http404 from error

    def caption(self) -> str:
        return str(self.submission)

    def back(self) -> str:
        return reverse("submission", args=[self.submission.pk])


class SubmissionPage(_OperatorForm):
    """Check a submission and issue its passport."""

    form_class = CheckedForm
    heading = "Check the submission"
    button = "Propose to issue the passport"
    done = "Your proposal waits for a second operator, who issues the passport."
    template_name = "passports/submission.jinja"

    def back(self) -> str:
        return reverse("submissions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decision = self.submission.decision
        pack = decision.assessment.pack
        documents = list(documents_of(pack))
        waiting = SUBMISSION.allows("issue", self.submission.state)
        return super().get_context_data(
            submission=self.submission,
            decision=decision,
            assessment=decision.assessment,
            pack=pack,
            waiting=waiting,
            notices=issue_lines(notices_at_issue(decision.assessment.innovation_id)) if waiting else [],
            hindrance=self._hindrance(),
            proposal=self.submission.proposals.filter(state=ProposalState.OPEN).select_related("proposed_by").first(),
            passport=getattr(self.submission, "passport", None),
            answers=answers_of(pack, documents),
            certificates=certificate_lines(certificates_of(pack)),
            documents=documents,
            **kwargs,
        )

    def _hindrance(self) -> str:
        """Why this operator leaves the submission to a colleague; empty when they may issue."""
        try:
            policies.check_can_issue(self.person, self.submission)
        except NotAllowed as refusal:
            return refusal.whole
        return ""

    def perform(self, form: Form) -> str:
        reason = form.cleaned_data["reason"]
        proposals.propose_to_issue(submission=self.submission, reason=reason, by=self.person, now=now())
        return self.back()


class ReturnSubmission(_OperatorForm):
    """Send a submission back to the trust."""

    form_class = ReturnForm
    heading = "Return the submission"
    lead = "The submission goes back to the trust with your reason. The trust can submit it again."
    button = "Return the submission"
    done = "The submission is back with the trust."

    def check_now(self) -> None:
        policies.check_can_issue(self.person, self.submission)
        SUBMISSION.target("return", self.submission.state)
        check_none_open(self.submission)

    def perform(self, form: Form) -> str:
        submissions.return_submission(
            submission=self.submission, reason=form.cleaned_data["reason"], by=self.person, now=now()
        )
        return reverse("submissions")
