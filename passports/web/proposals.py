"""Pages of what takes two people: proposing a move of a passport, and settling what somebody else proposed."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.web.views import FormPage
from passports import policies
from passports.models import Passport, Proposal
from passports.operations import lifecycle, proposals
from passports.operations.proposing import check_none_open
from passports.presenters.proposals import effect_of, subject_of
from passports.presenters.safety import issue_lines
from passports.queries import proposals as proposal_queries
from passports.queries.safety import notices_at_issue
from passports.states import PASSPORT, PROPOSAL, ProposedMove
from passports.web.forms import DeclineForm, ReasonForm
from passports.web.passports import load_passport

# Heading, button, what is said when it is done, what it means.
_WORDS = {
    "suspend": (
        "Suspend this passport",
        "Suspend the passport now",
        "The passport is suspended. A second operator has to confirm it.",
        (
            "The suspension starts at once. We tell everybody who follows this passport, with your reason. A second "
            "operator then confirms the suspension or lifts it."
        ),
    ),
    "reinstate": (
        "Lift the suspension",
        "Propose to reinstate the passport",
        "Your proposal waits for a second operator.",
        (
            "Nothing changes until a second operator confirms it. Then we tell everybody who follows this passport, "
            "with your reason."
        ),
    ),
    "withdraw": (
        "Withdraw this passport for good",
        "Propose to withdraw the passport",
        "Your proposal waits for a second operator.",
        (
            "Nothing changes until a second operator confirms it. Then we tell everybody who follows this passport, "
            "with your reason. To stop its use at once, suspend it first."
        ),
    ),
}


class MovePassport(FormPage):
    """Suspend at once, or propose to reinstate or withdraw, with a reason."""

    form_class = ReasonForm
    move = ""
    passport: Passport

    def prepare(self) -> None:
        self.passport = load_passport(self.kwargs["number"])
        policies.check_can_act_on(self.person, self.passport)
        self.heading, self.button, self.done, self.lead = _WORDS[self.move]
        self.variant = "" if self.move == "reinstate" else "warning"

    def check_now(self) -> None:
        PASSPORT.target(self.move, self.passport.state)
        check_none_open(self.passport, move=ProposedMove(self.move.upper()))

    def caption(self) -> str:
        return f"{self.passport}, {self.passport.innovation}"

    def back(self) -> str:
        return reverse("passport", args=[self.passport.number])

    def perform(self, form: Form) -> str:
        said = {"passport": self.passport, "reason": form.cleaned_data["reason"], "by": self.person, "now": now()}
        if self.move == "suspend":
            lifecycle.suspend_passport(**said)
        else:
            proposals.propose_move(move=ProposedMove(self.move.upper()), **said)
        return self.back()


class _ProposalForm(FormPage):
    proposal: Proposal

    def prepare(self) -> None:
        self.proposal = get_object_or_404(proposal_queries.proposals_to_see(), pk=self.kwargs["pk"])
        # For others it does not exist: its number would tell how many there are.
        try:
            policies.check_can_see(self.person, self.proposal)
        except NotAllowed as refusal:
            raise Http404 from refusal

    def caption(self) -> str:
        return subject_of(self.proposal).words

    def back(self) -> str:
        return reverse("proposal", args=[self.proposal.pk])


class ProposalPage(_ProposalForm):
    """What somebody proposed, and its confirmation by a second person."""

    button = "Confirm the proposal"
    done = "The proposal is confirmed."
    template_name = "passports/proposal.jinja"

    def prepare(self) -> None:
        super().prepare()
        self.heading = self.proposal.get_move_display()

    def back(self) -> str:
        return subject_of(self.proposal).address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting, submission = PROPOSAL.allows("confirm", self.proposal.state), self.proposal.submission
        notices = notices_at_issue(submission.decision.assessment.innovation_id) if submission and waiting else []
        return super().get_context_data(
            proposal=self.proposal,
            subject=subject_of(self.proposal),
            effect=effect_of(self.proposal, notices=len(notices)),
            notices=issue_lines(notices),
            waiting=waiting,
            own=self.person.pk == self.proposal.proposed_by_id,
            in_force=self.proposal.move == ProposedMove.SUSPEND,
            hindrance=self._hindrance(),
            outdated=self._outdated() if waiting else "",
            **kwargs,
        )

    def _hindrance(self) -> str:
        """Why this person leaves it to somebody else; empty when they may settle it."""
        try:
            policies.check_can_settle(self.person, self.proposal)
        except NotAllowed as refusal:
            return refusal.whole
        return ""

    def _outdated(self) -> str:
        """Why nobody can confirm it any more; empty when they can."""
        try:
            policies.check_up_to_date(self.proposal)
        except Refused as refusal:
            return refusal.whole
        return ""

    def perform(self, form: Form) -> str:
        proposals.confirm_proposal(proposal=self.proposal, by=self.person, now=now())
        return subject_of(self.proposal).address


class DeclineProposal(_ProposalForm):
    """Decline what somebody else proposed, with a reason."""

    form_class = DeclineForm
    heading = "Decline the proposal"
    button = "Decline the proposal"
    done = "The proposal is declined."

    def prepare(self) -> None:
        super().prepare()
        policies.check_can_settle(self.person, self.proposal)
        if self.proposal.move == ProposedMove.SUSPEND:
            self.lead = "If you decline, the suspension ends. We tell everybody who follows the passport why."

    def check_now(self) -> None:
        PROPOSAL.target("decline", self.proposal.state)

    def perform(self, form: Form) -> str:
        reason = form.cleaned_data["reason"]
        proposals.decline_proposal(proposal=self.proposal, reason=reason, by=self.person, now=now())
        return self.back()


class TakeBackProposal(_ProposalForm):
    """Take back what one proposed oneself."""

    heading = "Take back your proposal?"
    button = "Take back the proposal"
    lead = "Nobody can confirm it any more. You can propose the same again."
    done = "Your proposal is taken back."

    def check_now(self) -> None:
        policies.check_can_take_back(self.person, self.proposal)
        PROPOSAL.target("take_back", self.proposal.state)

    def perform(self, form: Form) -> str:
        proposals.take_back_proposal(proposal=self.proposal, by=self.person, now=now())
        return self.back()
