"""National operators, and what trusts submit to them."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from compass.foundation.immutable import never_deleted
from passports.states import SUBMISSION, SubmissionState
from trusts.models import Decision, Organisation


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Operator(models.Model):
    """A person who works for the national operator."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="operator")

    class Meta:
        verbose_name = "national operator"

    def __str__(self) -> str:
        return str(self.person)


@pghistory.track()
class Submission(models.Model):
    """An approving decision, handed to the national operator. One for each decision."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="submission")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=20, choices=SubmissionState, default=SubmissionState.WAITING)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    return_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = "submission"
        constraints = [
            SUBMISSION.known_states(),
            models.CheckConstraint(
                condition=~Q(state=SubmissionState.RETURNED) | ~Q(return_reason=""),
                name="submission_returned_with_reason",
            ),
        ]
        triggers = [
            SUBMISSION.legal_moves(),
            never_deleted(),
            pgtrigger.Trigger(
                name="of_approving_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM trusts_decision
                        WHERE id = NEW.decision_id AND outcome IN ('APPROVED', 'APPROVED_WITH_CONDITIONS')
                    ) THEN RAISE EXCEPTION 'only an approving decision can be submitted'; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return str(self.decision.assessment.pack)
