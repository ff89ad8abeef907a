"""What is asked about proposals: those that wait, and for whom."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from compass.accounts.models import User
from passports.models import Proposal
from passports.models.chairs import passports_chaired_by
from passports.states import Hat, ProposalState


def proposals_to_see() -> QuerySet[Proposal]:
    """Every proposal with what its page shows; the caller checks the person against the one they take."""
    return Proposal.objects.select_related(
        "proposed_by", "closed_by", "passport__innovation", "condition__passport__innovation",
        "match__notice", "match__innovation__innovator",
        "submission__organisation", "submission__decision__assessment__pack__innovation",
    ).defer(
        "submission__decision__assessment__pack__content", "passport__innovation__search",
        "condition__passport__innovation__search", "match__innovation__search", "match__notice__body",
        "submission__decision__assessment__pack__innovation__search",
    )  # fmt: skip


def waiting_for_operator(person: User) -> QuerySet[Proposal]:
    """Open proposals that an operator may have to settle, the oldest first: not their own, not the operators' half.

    The caller has checked that the person is an operator; which of them they have a part in, their pages say.
    """
    others = proposals_to_see().filter(state=ProposalState.OPEN).exclude(proposed_by_id=person.pk)
    return others.filter(Q(condition=None) | Q(proposed_as=Hat.CHAIR)).order_by("proposed_at", "id")


def waiting_for_chair(person: User) -> QuerySet[Proposal]:
    """What operators proposed of the conditions of this chair's passports, the oldest first."""
    mine = passports_chaired_by(person).values("pk")
    waiting = proposals_to_see().filter(state=ProposalState.OPEN, proposed_as=Hat.OPERATOR)
    return waiting.filter(condition__passport__in=mine).order_by("proposed_at", "id")


def own_open_proposals(person: User) -> QuerySet[Proposal]:
    """What this person proposed and nobody has settled yet, the oldest first."""
    own = proposals_to_see().filter(state=ProposalState.OPEN, proposed_by_id=person.pk)
    return own.order_by("proposed_at", "id")
