"""What operators do with a passport after issue. Each step ends in a fresh verdict."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Refused
from compass.foundation.history import record_change
from evidence.models import Innovation
from passports import policies
from passports.models import Passport
from passports.operations.proposing import open_proposal
from passports.operations.verdicts import refresh_verdict
from passports.states import PASSPORT, Hat, ProposedMove


def lock_passport(passport: Passport) -> Passport:
    """The passport as it is now, kept still until the transaction ends."""
    return (
        Passport.objects.select_for_update(of=("self",))
        .select_related("submission__decision__assessment__innovation__innovator", "innovation")
        .get(pk=passport.pk)
    )


def check_move(passport: Passport, move: str, reason: str, by: User) -> None:
    """Raise NotAllowed or Refused when the person cannot make a move with a locked passport, or gives no reason."""
    policies.check_can_act_on(by, passport)
    PASSPORT.target(move, passport.state)
    if not reason.strip():
        raise Refused(
            "Say why.", next_step="The reason is shown to everybody who relies on the passport.", field="reason"
        )


def move_passport(*, passport: Passport, move: str, reason: str, by: User, now: datetime) -> Passport:
    """Suspend, reinstate or withdraw a locked passport: the step that a proposal allows, never called without one."""
    check_move(passport, move, reason, by)
    passport.state, passport.state_reason = PASSPORT.target(move, passport.state), reason.strip()
    passport.save(update_fields=["state", "state_reason"])
    record_change(f"passport_{move}", passport, f"{passport.get_state_display()}: {reason}", by=by, now=now)
    refresh_verdict(passport=passport, by=by, now=now)
    return passport


@transaction.atomic
def suspend_passport(*, passport: Passport, reason: str, by: User, now: datetime) -> Passport:
    """Suspend at once, with a reason, and leave it to a second operator to confirm or lift that.

    Raises NotAllowed unless an independent operator acts. Harm does not wait for a second signature (decision 12).
    """
    passport = lock_passport(passport)
    check_move(passport, "suspend", reason, by)
    open_proposal(move=ProposedMove.SUSPEND, subject=passport, reason=reason, by=by, hat=Hat.OPERATOR, now=now)
    return move_passport(passport=passport, move="suspend", reason=reason, by=by, now=now)


def make_way(*, innovation: Innovation, for_number: str) -> Passport | None:
    """Let the technology's present passport, if any, make way for the next, in the transaction that issues it.

    The caller judges it afresh once the next one is there.
    """
    passport = Passport.objects.select_for_update().filter(innovation=innovation, is_current=True).first()
    if passport is None:
        return None
    passport.is_current = False
    if PASSPORT.allows("supersede", passport.state):
        passport.state, passport.state_reason = PASSPORT.target("supersede", passport.state), for_number
    passport.save(update_fields=["is_current", "state", "state_reason"])
    return passport
