"""The operators' pages of safety notices: matches to judge, and items that could not be read."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import NotAllowed
from compass.foundation.history import changes_of
from compass.foundation.web.presenting import Tag
from compass.foundation.web.views import FormPage, MemberPage
from passports import policies
from passports.models import NoticeMatch, Proposal
from passports.operations.notice_matches import as_read, judge_match, settle_set_aside, takes_two
from passports.operations.proposing import check_none_open
from passports.presenters import safety as safety_words
from passports.queries import safety as safety_queries
from passports.states import NOTICE_MATCH, OPEN_MATCHES, ProposalState
from passports.web.safety_forms import JudgementForm

_MOVES = {
    "confirm": (
        "It concerns this technology", "Confirm the notice", "The notice is confirmed.",
    ),
    "dismiss": ("It does not concern this technology", "Dismiss the notice", "The notice is dismissed."),
    "close": ("It is dealt with", "Close the notice", "The notice is closed. It suspends no passport any more."),
}  # fmt: skip
_LEADS = {
    "confirm": (
        "If the technology has a passport that stands, it is suspended at once, until the notice is closed. We tell "
        "everybody who relies on it."
    ),
    "dismiss": "Nothing changes for a passport: this notice has suspended none.",
    "close": "Say what the maker did, and how it was checked.",
}


# What ends a suspension: the button, and what is said before and after.
_PROPOSE = {"dismiss": "Propose to dismiss the notice", "close": "Propose to close the notice"}
_STAYS = (
    "A passport that the notice suspends stays suspended until a second operator confirms this. Then we tell everybody "
    "who relies on it."
)


def _waiting_for(match: NoticeMatch) -> Proposal | None:
    """The open proposal to end a suspension by a match; asks nothing where none is suspended."""
    if match.state not in OPEN_MATCHES:
        return None
    return match.proposals.filter(state=ProposalState.OPEN).select_related("proposed_by").first()


def _tagged(rows: QuerySet[NoticeMatch]) -> list[tuple[NoticeMatch, Tag]]:
    return [(match, safety_words.match_tag(match)) for match in rows[: safety_queries.SHOWN]]


class NoticeQueue(MemberPage):
    """What waits for an operator, what is confirmed, and what could not be read."""

    template_name = "passports/notice_queue.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        policies.check_operator(self.person)
        return super().get_context_data(
            waiting=_tagged(safety_queries.matches_to_judge()),
            confirmed=_tagged(safety_queries.matches_confirmed()),
            set_aside=[
                (item, safety_words.source_name(item.source))
                for item in safety_queries.set_aside()[: safety_queries.SHOWN]
            ],
            set_aside_count=safety_queries.set_aside().count(),
            counts=safety_words.counted(safety_queries.notice_counts()),
            most=safety_queries.SHOWN,
            **kwargs,
        )


class NoticeMatchPage(MemberPage):
    """One match: the notice's text beside the technology, why they were matched, and what can be done."""

    template_name = "passports/notice_match.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        policies.check_operator(self.person)
        match = get_object_or_404(safety_queries.matches_for_operator(), pk=self.kwargs["pk"])
        hindrance = ""
        try:
            policies.check_can_judge_match(self.person, match)
        except NotAllowed as refusal:
            hindrance = refusal.whole
        return super().get_context_data(
            match=match,
            notice=match.notice,
            tag=safety_words.match_tag(match),
            source=safety_words.source_line(match.notice),
            lots=[lot.replace("..", " to ") for lot in match.notice.lots],
            read=as_read(match),
            moves=[(move, _MOVES[move][0]) for move in _MOVES if NOTICE_MATCH.allows(move, match.state)],
            hindrance=hindrance,
            proposal=_waiting_for(match),
            changes=changes_of(match)[:50],
            **kwargs,
        )


class JudgeMatch(FormPage):
    """Confirm, dismiss or close a match, with a reason; what ends a suspension is proposed to a second operator."""

    form_class = JudgementForm
    move = ""
    match: NoticeMatch

    def prepare(self) -> None:
        policies.check_operator(self.person)
        self.match = get_object_or_404(safety_queries.matches_for_operator(), pk=self.kwargs["pk"])
        self.heading, self.button, self.done = _MOVES[self.move]
        self.variant = "warning" if self.move == "confirm" else ""
        self.lead = _LEADS[self.move]
        if NOTICE_MATCH.allows(self.move, self.match.state) and takes_two(self.match, self.move):
            self.button, self.done = _PROPOSE[self.move], "Your proposal waits for a second operator."
            self.lead = f"{_LEADS[self.move]} {_STAYS}" if self.move == "close" else _STAYS

    def check_now(self) -> None:
        policies.check_can_judge_match(self.person, self.match)
        NOTICE_MATCH.target(self.move, self.match.state)
        if self.match.state in OPEN_MATCHES:
            check_none_open(self.match)

    def caption(self) -> str:
        return f"{self.match.notice}, {self.match.innovation}"

    def back(self) -> str:
        return reverse("notice-match", args=[self.match.pk])

    def get_initial(self) -> dict[str, Any]:
        return {"read": self.request.GET.get("read") or as_read(self.match)}

    def perform(self, form: Form) -> str:
        given = form.cleaned_data
        # Whoever is told that it has changed, and reads it again, sends this page a second time.
        sent: Any = form
        sent.data = {**sent.data.dict(), "read": as_read(self.match)}
        judge_match(
            match=self.match, move=self.move, reason=given["reason"], by=self.person, now=now(), read=given["read"]
        )
        return reverse("notice-queue")


class SettleSetAside(FormPage):
    """Record that an item that could not be read is dealt with."""

    heading = "Is this item dealt with?"
    button = "Mark as dealt with"
    done = "The item is dealt with."

    def prepare(self) -> None:
        policies.check_operator(self.person)
        self.item = get_object_or_404(safety_queries.set_aside(), pk=self.kwargs["pk"])
        self.lead = (
            f"{self.item.reason} So we do not know what it says. Read it at its source, and act on it if it concerns "
            f"a technology here. Its source: {safety_words.source_name(self.item.source)}."
        )

    def caption(self) -> str:
        return str(self.item)

    def back(self) -> str:
        return reverse("notice-queue")

    def perform(self, form: Form) -> str:
        settle_set_aside(item=self.item, by=self.person, now=now())
        return self.back()
