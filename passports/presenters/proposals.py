"""Proposals in words: what they are about, and what confirming them does."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from compass.foundation.words import civil_date
from passports.models import Proposal
from passports.states import ProposedMove

_EFFECTS = {
    ProposedMove.ISSUE: "The passport is issued and the technology becomes public.",
    ProposedMove.SUSPEND: "The suspension, which is in force already, is confirmed.",
    ProposedMove.REINSTATE: "The suspension is lifted, and everybody who follows the passport is told why.",
    ProposedMove.WITHDRAW: "The passport is withdrawn for good, and everybody who follows it is told why.",
    ProposedMove.DISCHARGE: "The condition counts as met.",
    ProposedMove.DISMISS: "The notice suspends no passport any more, and everybody who follows one is told why.",
    ProposedMove.CLOSE: "The notice suspends no passport any more, and everybody who follows one is told why.",
}


class Subject(NamedTuple):
    """What a proposal is about, and its page."""

    words: str
    address: str


def subject_of(proposal: Proposal) -> Subject:
    """What a proposal is about: the submission, the safety notice, or the passport, with the condition if about one."""
    if proposal.submission is not None:
        return Subject(str(proposal.submission), reverse("submission", args=[proposal.submission.pk]))
    if proposal.match is not None:
        words = f"{proposal.match.innovation}: safety notice “{proposal.match.notice}”"
        return Subject(words, reverse("notice-match", args=[proposal.match.pk]))
    condition = proposal.condition
    passport = proposal.passport if condition is None else condition.passport
    if passport is None:  # the table holds that it is one of the four
        raise ValueError(proposal.pk)
    about = f": {condition}" if condition else ""
    words = f"{passport.innovation}, passport {passport}{about}"
    return Subject(words, reverse("passport", args=[passport.number]))


def effect_of(proposal: Proposal, *, notices: int = 0) -> str:
    """What confirming does; `notices` is how many safety notices a passport would be issued under."""
    if notices:
        which = "a safety notice" if notices == 1 else f"{notices} safety notices"
        return (
            f"The passport is issued and suspended at once because of {which}, and the technology becomes public. "
            "Nobody can adopt it before two operators have closed or dismissed every such notice."
        )
    if proposal.due_on is not None:
        return f"The condition has to be met by {civil_date(proposal.due_on)}, that day included."
    return _EFFECTS[ProposedMove(proposal.move)]
