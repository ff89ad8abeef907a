"""While a passport lives: the innovator shows that a condition is met, chair and operator agree what follows."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from compass.accounts.models import User
from compass.foundation.clock import civil_date
from compass.foundation.errors import Refused
from compass.foundation.history import record_change
from compass.foundation.words import civil_date as said
from evidence.models import Document
from evidence.operations.judged_files import judge_upload
from passports import policies
from passports.models import Condition, ConditionEvidence, Passport, Proposal
from passports.operations.condition_documents import check_room, keep_with_evidence
from passports.operations.lifecycle import lock_passport
from passports.operations.proposing import open_proposal
from passports.operations.verdicts import refresh_verdict
from passports.queries.conditions import due_day_of
from passports.states import CONDITION, ProposedMove


def lock_condition(condition: Condition) -> tuple[Passport, Condition]:
    """A condition and its passport as they are now, kept still until the transaction ends."""
    passport = lock_passport(condition.passport)
    return passport, Condition.objects.select_for_update().get(pk=condition.pk)


def hand_in_evidence(
    *,
    condition: Condition,
    text: str,
    link: str,
    document: Document | None,
    by: User,
    now: datetime,
    upload: UploadedFile | None = None,
) -> ConditionEvidence:
    """Hand in, for the innovator, what shows that a condition is met; the chair and the operators find it.

    Raises NotAllowed for anybody else, Refused when the condition is met or the document is of another pack. Of
    `upload`: Invalid when it is not taken, Unavailable when it cannot be scanned or stored.
    """
    policies.check_makes(by, condition.passport)
    # Before anything is locked: inspecting and scanning take as long as they take.
    judged = judge_upload(upload) if upload else None
    with transaction.atomic():
        passport, condition = lock_condition(condition)
        policies.check_makes(by, passport)
        CONDITION.target("discharge", condition.state)
        if not text.strip():
            raise Refused("Say how the condition is met.", next_step="Those who judge it read this.", field="text")
        if document is not None and document.pack_id != passport.pack_id:
            raise Refused(
                "This document is not in the pack of the passport.", next_step="Choose one that is.", field="document"
            )
        evidence = ConditionEvidence.objects.create(
            condition=condition, text=text.strip(), link=link, document=document, handed_in_by=by, handed_in_at=now
        )
        if judged:
            check_room(condition)
            keep_with_evidence(evidence, judged, now)
        record_change("condition_evidence", condition, f"Evidence for “{condition}” was handed in.", by=by, now=now)
    return evidence


@transaction.atomic
def propose_discharge(*, condition: Condition, reason: str, by: User, now: datetime) -> Proposal:
    """Propose, as chair of the assessing panel or as operator, that a condition is met; the other of the two agrees."""
    _, condition = lock_condition(condition)
    hat = policies.check_can_judge(by, condition)
    CONDITION.target("discharge", condition.state)
    if not reason.strip():
        raise Refused("Say by what the condition was met.", next_step="Name the evidence that you saw.", field="reason")
    return open_proposal(move=ProposedMove.DISCHARGE, subject=condition, reason=reason, by=by, hat=hat, now=now)


@transaction.atomic
def propose_extension(*, condition: Condition, due_on: date, reason: str, by: User, now: datetime) -> Proposal:
    """Propose, as chair or operator, more time for a condition, through `due_on`; the other of the two agrees.

    Raises Refused for a day that is not later, is past, or lies beyond the passport's life.
    """
    passport, condition = lock_condition(condition)
    hat = policies.check_can_judge(by, condition)
    CONDITION.target("extend", condition.state)
    _check_day(passport, condition, due_on, civil_date(now))
    if not reason.strip():
        raise Refused(
            "Say why more time is right.", next_step="It is shown to all who rely on the passport.", field="reason"
        )
    return open_proposal(
        move=ProposedMove.EXTEND, subject=condition, reason=reason, by=by, hat=hat, now=now, due_on=due_on
    )


def _check_day(passport: Passport, condition: Condition, due_on: date, today: date) -> None:
    earliest = max(due_day_of(condition), today)
    if due_on <= earliest:
        raise Refused(f"Choose a day after {said(earliest)}.", next_step="An extension gives time.", field="due_on")
    if due_on > passport.life_ends_on:
        raise Refused(
            f"The passport's life ends on {said(passport.life_ends_on)}.",
            next_step="Choose that day or an earlier one.",
            field="due_on",
        )


def discharge(*, condition: Condition, reason: str, by: User, now: datetime) -> None:
    """Record a locked condition as met: the step that a confirmed proposal allows."""
    condition.state = CONDITION.target("discharge", condition.state)
    condition.discharge_reason, condition.discharged_at, condition.discharged_by = reason, now, by
    condition.save(update_fields=["state", "discharge_reason", "discharged_at", "discharged_by"])
    _told(condition, "condition_discharged", f"Condition met: {condition}", by, now)


def extend(*, condition: Condition, due_on: date, reason: str, by: User, now: datetime) -> None:
    """Let the later day count, which the confirmed proposal holds: the step that it allows."""
    CONDITION.target("extend", condition.state)
    sentence = f"Condition to be met by {said(due_on)} now: {condition} {reason}"
    _told(condition, "condition_extended", sentence, by, now)


def _told(condition: Condition, kind: str, sentence: str, by: User, now: datetime) -> None:
    passport = condition.passport
    record_change(kind, passport, sentence, by=by, now=now)
    refresh_verdict(passport=passport, by=by, now=now)
