"""What one person proposes and a second one confirms, and the evidence that a condition is met."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from compass.foundation.immutable import append_only, never_deleted
from evidence.models import Document
from passports.models.passports import Condition, Passport
from passports.models.safety import NoticeMatch
from passports.models.submissions import Submission
from passports.states import CONDITION_MOVES, MATCH_MOVES, PASSPORT_MOVES, PROPOSAL, Hat, ProposalState, ProposedMove

_SETTLED = (ProposalState.CONFIRMED, ProposalState.DECLINED)
# Which moves are of which subject: of this one, and of no other.
_SUBJECTS = {
    "submission": (ProposedMove.ISSUE,),
    "passport": PASSPORT_MOVES,
    "condition": CONDITION_MOVES,
    "match": MATCH_MOVES,
}


def _of_one_subject() -> Q:
    """Each move has its own kind of subject, and no second one."""
    held = Q()
    for subject, moves in _SUBJECTS.items():
        rest = {f"{other}__isnull": True for other in _SUBJECTS if other != subject}
        held |= Q(move__in=moves, **{f"{subject}__isnull": False}, **rest)
    return held


@pghistory.track()
class Proposal(models.Model):
    """A move of a submission, passport, condition or safety notice, written by one person and closed by a second.

    Both are national operators; only of a condition one is the chair of the assessing panel and the other an operator.
    A suspension takes effect when it is proposed; every other move when it is confirmed.
    """

    move = models.CharField(max_length=20, choices=ProposedMove)
    submission = models.ForeignKey(
        Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    passport = models.ForeignKey(Passport, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    condition = models.ForeignKey(Condition, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    # A safety notice that suspends a technology.
    match = models.ForeignKey(NoticeMatch, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    # Of the match, when it was proposed: what was agreed about a notice that has changed since does not count.
    match_revision = models.PositiveSmallIntegerField(default=1, db_default=1)
    reason = models.TextField()
    # The new last day of a condition, that day included.
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=ProposalState, default=ProposalState.OPEN)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_as = models.CharField(max_length=20, choices=Hat)
    proposed_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_as = models.CharField(max_length=20, choices=Hat, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = "proposal"
        constraints = [
            PROPOSAL.known_states(),
            models.CheckConstraint(condition=_of_one_subject(), name="proposal_of_one_subject"),
            *(
                models.UniqueConstraint(
                    fields=[subject], condition=Q(state=ProposalState.OPEN), name=f"proposal_one_open_of_{subject}"
                )
                for subject in _SUBJECTS
                if subject != "passport"
            ),
            # A suspension holds at once, and so beside a withdrawal that waits.
            models.UniqueConstraint(
                fields=["passport"],
                condition=Q(state=ProposalState.OPEN) & ~Q(move=ProposedMove.SUSPEND),
                name="proposal_one_open_of_passport",
            ),
            models.UniqueConstraint(
                fields=["passport"],
                condition=Q(state=ProposalState.OPEN, move=ProposedMove.SUSPEND),
                name="proposal_one_open_suspension",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_with_reason"),
            models.CheckConstraint(
                condition=Q(move=ProposedMove.EXTEND, due_on__isnull=False)
                | (~Q(move=ProposedMove.EXTEND) & Q(due_on=None)),
                name="proposal_of_a_day_extends",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, closed_by=None, closed_as="", closed_at=None, closing_reason="")
                | (~Q(state=ProposalState.OPEN) & Q(closed_by__isnull=False, closed_at__isnull=False)),
                name="proposal_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN)
                | Q(state=ProposalState.TAKEN_BACK, closed_by=F("proposed_by"))
                | (Q(state__in=_SETTLED) & ~Q(closed_by=F("proposed_by"))),
                name="proposal_settled_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(proposed_as=Hat.OPERATOR, closed_as__in=["", Hat.OPERATOR])
                | Q(move__in=CONDITION_MOVES, proposed_as__in=Hat.values, closed_as__in=["", *Hat.values]),
                name="proposal_by_operators",
            ),
            models.CheckConstraint(
                condition=~Q(move__in=CONDITION_MOVES, state=ProposalState.CONFIRMED)
                | Q(proposed_as=Hat.OPERATOR, closed_as=Hat.CHAIR)
                | Q(proposed_as=Hat.CHAIR, closed_as=Hat.OPERATOR),
                name="proposal_agreed_by_chair_and_operator",
            ),
            # It is in force already: only a second operator lifts it.
            models.CheckConstraint(
                condition=~Q(move=ProposedMove.SUSPEND, state=ProposalState.TAKEN_BACK),
                name="proposal_of_suspension_not_taken_back",
            ),
        ]
        indexes = [
            models.Index(fields=["proposed_at", "id"], name="proposal_waiting", condition=Q(state=ProposalState.OPEN))
        ]
        triggers = [
            PROPOSAL.legal_moves(),
            never_deleted(),
            pgtrigger.ReadOnly(
                name="terms_never_changed",
                fields=[
                    "move", *_SUBJECTS, "match_revision", "reason", "due_on", "proposed_by", "proposed_as",
                    "proposed_at",
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.get_move_display()


class ConditionEvidence(models.Model):
    """What the innovator hands in to show that a condition is met: in words, with a link or a document of the pack."""

    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="evidence")
    text = models.TextField()
    link = models.URLField(max_length=500, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()

    class Meta:
        verbose_name = "evidence for a condition"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="condition_evidence_in_words")]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="document_of_its_pack",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__document__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM passports_condition AS c
                        JOIN passports_passport AS p ON p.id = c.passport_id
                        JOIN evidence_document AS d ON d.pack_id = p.pack_id
                        WHERE c.id = NEW.condition_id AND d.id = NEW.document_id
                    ) THEN RAISE EXCEPTION 'document % is not of the pack of this passport', NEW.document_id; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.text
