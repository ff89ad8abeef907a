"""Another organisation relies on a passport and does only what is local."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from compass.accounts.models import User
from compass.foundation.errors import Refused
from compass.foundation.history import record_change
from passports import policies
from passports.models import Adoption, LocalCheck, LocalCheckKind, Passport
from passports.operations.lifecycle import lock_passport
from passports.operations.verdicts import refresh_verdict
from passports.states import ADOPTION, AdoptionState
from passports.validity import USABLE, Status
from trusts.models import Organisation


@transaction.atomic
def adopt(*, passport: Passport, organisation: Organisation, by: User, now: datetime) -> Adoption:
    """Accept a passport for an organisation and list its local checks; raises Refused for a second adoption."""
    passport = lock_passport(passport)
    # The stored verdict may be of yesterday when the job is late. A refusal rolls this back, so the job still tells.
    refresh_verdict(passport=passport, by=None, now=now)
    policies.check_can_adopt(by, passport, organisation)
    # An adoption of an organisation that merged into this one counts as its own.
    if (
        Adoption.objects.filter(passport=passport, organisation__current=organisation)
        .exclude(state=AdoptionState.ENDED)
        .exists()
    ):
        raise _adopted_already(organisation, passport)
    try:
        with transaction.atomic():
            adoption = Adoption.objects.create(
                passport=passport, organisation=organisation, accepted_by=by, accepted_at=now
            )
    except IntegrityError as error:
        raise _adopted_already(organisation, passport) from error
    LocalCheck.objects.bulk_create(LocalCheck(adoption=adoption, kind=kind) for kind in LocalCheckKind.values)
    record_change("adopted", adoption, f"{organisation} adopted {passport.innovation}.", by=by, now=now)
    return adoption


def _adopted_already(organisation: Organisation, passport: Passport) -> Refused:
    return Refused(
        f"{organisation} has already adopted passport {passport}.", next_step="Carry on with its local checks."
    )


def _lock(adoption: Adoption) -> Adoption:
    return (
        Adoption.objects.select_for_update(of=("self",))
        .select_related("organisation__current", "passport__innovation")
        .get(pk=adoption.pk)
    )


def check_can_complete(adoption: Adoption, check: LocalCheck) -> None:
    """Raise Refused when the adoption's checks are closed, or this one is done."""
    if adoption.state != AdoptionState.LOCAL_CHECKS:
        raise Refused("The local checks of this adoption are closed.", next_step="There is nothing left to do here.")
    if check.done_at is not None:
        raise Refused(f"“{check}” is already done.", next_step="Go on with the next check.")


def _check_can_go_live(adoption: Adoption, now: datetime) -> None:
    """Raise Refused when the passport cannot be relied on now; the adoption then waits with its last check open."""
    passport = lock_passport(adoption.passport)
    # The stored verdict may be of yesterday when the job is late. A refusal rolls this back, so the job still tells.
    refresh_verdict(passport=passport, by=None, now=now)
    status = Status(passport.status)
    if status not in USABLE:
        waits = "Record this check once the national operator has lifted the suspension."
        gone = "End this adoption. If the technology has a newer passport, adopt that one."
        raise Refused(
            f"The last local check takes {passport.innovation} into use, and passport {passport} cannot be relied on "
            f"now: it is {passport.get_status_display().lower()}.",
            next_step=waits if status == Status.SUSPENDED else gone,
        )


@transaction.atomic
def complete_check(*, check: LocalCheck, note: str, by: User, now: datetime) -> LocalCheck:
    """Record a local check as done; the last one takes the adoption live.

    Raises Refused for the last one while the passport cannot be relied on.
    """
    adoption = _lock(check.adoption)
    policies.check_adopter(by, adoption)
    check = LocalCheck.objects.select_for_update().get(pk=check.pk)
    check_can_complete(adoption, check)
    last = not adoption.checks.exclude(pk=check.pk).filter(done_at=None).exists()
    if last:
        _check_can_go_live(adoption, now)
    check.note, check.done_at, check.done_by = note, now, by
    check.save(update_fields=["note", "done_at", "done_by"])
    record_change("local_check_done", adoption, f"{check}: done.", by=by, now=now)
    if last:
        adoption.state, adoption.live_at = ADOPTION.target("go_live", adoption.state), now
        adoption.save(update_fields=["state", "live_at"])
        record_change("adoption_live", adoption, f"{adoption.organisation} uses it now.", by=by, now=now)
    return check


@transaction.atomic
def end_adoption(*, adoption: Adoption, by: User, now: datetime) -> Adoption:
    """End an adoption; the organisation may adopt again later."""
    adoption = _lock(adoption)
    policies.check_adopter(by, adoption)
    adoption.state, adoption.ended_at = ADOPTION.target("end", adoption.state), now
    adoption.save(update_fields=["state", "ended_at"])
    record_change("adoption_ended", adoption, f"{adoption.organisation} ended its adoption.", by=by, now=now)
    return adoption
