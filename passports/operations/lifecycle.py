"""What operators do with a passport after issue. Each step ends in a fresh verdict."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Refused
from compass.foundation.history import record_change
from evidence.models import Innovation
from passports import policies
from passports.models import Condition, Passport
from passports.operations.verdicts import refresh_verdict
from passports.states import CONDITION, PASSPORT, ConditionState


def lock_passport(passport: Passport) -> Passport:
    """The passport as it is now, kept still until the transaction ends."""
    return (
        Passport.objects.select_for_update(of=("self",))
        .select_related("submission__decision__assessment__innovation__innovator", "innovation")
        .get(pk=passport.pk)
    )


def _move(passport: Passport, move: str, reason: str, by: User, now: datetime) -> Passport:
    passport = lock_passport(passport)
    policies.check_can_act_on(by, passport)
    target = PASSPORT.target(move, passport.state)
    if not reason.strip():
        raise Refused("Say why.", next_step="The reason is shown to everybody who relies on the passport.")
    passport.state, passport.state_reason = target, reason.strip()
    passport.save(update_fields=["state", "state_reason"])
    record_change(f"passport_{move}", passport, f"{passport.get_state_display()}: {reason}", by=by, now=now)
    refresh_verdict(passport=passport, by=by, now=now)
    return passport


@transaction.atomic
def suspend_passport(*, passport: Passport, reason: str, by: User, now: datetime) -> Passport:
    """Suspend with a reason; raises NotAllowed unless an independent operator acts."""
    return _move(passport, "suspend", reason, by, now)


@transaction.atomic
def reinstate_passport(*, passport: Passport, reason: str, by: User, now: datetime) -> Passport:
    """Lift a suspension, with a reason."""
    return _move(passport, "reinstate", reason, by, now)


@transaction.atomic
def withdraw_passport(*, passport: Passport, reason: str, by: User, now: datetime) -> Passport:
    """Withdraw for good, with a reason."""
    return _move(passport, "withdraw", reason, by, now)


def make_way(*, innovation: Innovation, for_number: str, by: User, now: datetime) -> None:
    """Let the technology's present passport, if any, make way for the next, in the transaction that issues it."""
    passport = Passport.objects.select_for_update().filter(innovation=innovation, is_current=True).first()
    if passport is None:
        return
    passport.is_current = False
    if PASSPORT.allows("supersede", passport.state):
        passport.state, passport.state_reason = PASSPORT.target("supersede", passport.state), for_number
    passport.save(update_fields=["is_current", "state", "state_reason"])
    refresh_verdict(passport=passport, by=by, now=now)


@transaction.atomic
def discharge_condition(*, condition: Condition, reason: str, by: User, now: datetime) -> Condition:
    """Record that a condition is met, and by what."""
    passport = lock_passport(condition.passport)
    policies.check_can_act_on(by, passport)
    condition = Condition.objects.select_for_update().get(pk=condition.pk)
    CONDITION.target("discharge", condition.state)
    if not reason.strip():
        raise Refused("Say by what the condition was met.", next_step="Name the evidence that you saw.")
    condition.state, condition.discharge_reason = ConditionState.DISCHARGED, reason.strip()
    condition.discharged_at, condition.discharged_by = now, by
    condition.save(update_fields=["state", "discharge_reason", "discharged_at", "discharged_by"])
    record_change("condition_discharged", passport, f"Condition met: {condition}", by=by, now=now)
    refresh_verdict(passport=passport, by=by, now=now)
    return condition
