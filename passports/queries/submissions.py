"""National operators, and what is asked about submissions: what trusts may submit, and what waits for an operator."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from compass.accounts.models import User
from passports.models import Operator, Submission
from passports.states import SubmissionState
from trusts.models import Assessment, Role
from trusts.queries import assessments_of, organisations_of
from trusts.states import APPROVING


def operators() -> QuerySet[Operator]:
    """Everybody who works for the national operator."""
    return Operator.objects.all()


def submissions_waiting() -> QuerySet[Submission]:
    """The operators' queue, oldest first; the caller has checked that the person is an operator."""
    return (
        Submission.objects.filter(state=SubmissionState.WAITING)
        .select_related(
            "organisation", "decision__assessment__innovation__innovator", "decision__assessment__pack__innovation"
        )
        .order_by("submitted_at", "id")
    )


def submission_for_operator(pk: int) -> Submission:
    """One submission with all that the operator's page shows; raises Submission.DoesNotExist."""
    return Submission.objects.select_related(
        "organisation", "submitted_by", "decision__decided_by__person",
        "decision__assessment__innovation__innovator", "decision__assessment__pack__innovation__innovator",
        "decision__assessment__panel__organisation",
    ).get(pk=pk)  # fmt: skip


def submission_of(assessment: Assessment) -> Submission | None:
    """The submission of an assessment's decision, None before it is submitted."""
    return Submission.objects.filter(decision__assessment=assessment).select_related("passport").first()


def decisions_to_submit(person: User) -> QuerySet[Assessment]:
    """Approving decisions of the person's organisations that are not (or not again) with the operator."""
    led = organisations_of(person, Role.INNOVATION_LEAD).values("pk")
    return (
        assessments_of(person)
        .filter(panel__organisation__current__in=led, state__in=APPROVING)
        .filter(Q(decision__submission=None) | Q(decision__submission__state=SubmissionState.RETURNED))
    )
