"""Another organisation relies on a passport and does only what is local."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from passports import policies
from passports.models import Adoption, LocalCheck, LocalCheckKind, Passport
from passports.operations.lifecycle import lock_passport
from passports.operations.verdicts import refresh_verdict
from passports.queries.passports import successor_of
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
        _end_replaced(adoption, by, now)
    return check


# About one version of a product (DCB0160 rests on that version's safety case), so it is never carried over.
_ANEW = (LocalCheckKind.DCB0160,)


def check_can_move(adoption: Adoption) -> Passport:
    """The passport to move an adoption to; raises Refused when it has ended, or no newer passport can be relied on."""
    ADOPTION.target("end", adoption.state)
    successor = successor_of(adoption.passport)
    if successor is None:
        raise Refused(f"No newer passport has taken the place of {adoption.passport}.", next_step="Carry on with it.")
    policies.check_usable(successor)
    return successor


@transaction.atomic
def move_adoption(*, adoption: Adoption, by: User, now: datetime) -> Adoption:
    """Adopt the successor of a replaced passport with the local checks carried over; all but DCB0160 that are done.

    An adoption in use stays so until the new one goes live; one that never was in use ends at once. Raises what
    `adopt` does, and Refused when there is no successor to rely on.
    """
    before = _lock(adoption)
    policies.check_adopter(by, before)
    successor = check_can_move(before)
    organisation = before.organisation.acting
    moved = adopt(passport=successor, organisation=organisation, by=by, now=now)
    done = {check.kind: check for check in before.checks.filter(done_at__isnull=False).exclude(kind__in=_ANEW)}
    carried = list(moved.checks.filter(kind__in=done))
    for check in carried:
        earlier = done[check.kind]
        check.note = f"Carried over from passport {before.passport}. {earlier.note}".strip()
        check.done_at, check.done_by = earlier.done_at, earlier.done_by
    LocalCheck.objects.bulk_update(carried, ["note", "done_at", "done_by"])
    moved.contact_name, moved.contact_email = before.contact_name, before.contact_email
    moved.save(update_fields=["contact_name", "contact_email"])
    sentence = f"{organisation} moved from passport {before.passport} to {successor}."
    record_change("adoption_moved", moved, sentence, by=by, now=now)
    if before.state != AdoptionState.LIVE:
        _end(before, by, now)
    return moved


def _end_replaced(adoption: Adoption, by: User, now: datetime) -> None:
    """End what an adoption that goes live replaces: its organisation's of the technology's replaced passports."""
    replaced = Adoption.objects.filter(
        passport__innovation_id=adoption.passport.innovation_id,
        passport__is_current=False,
        organisation__current_id=adoption.organisation.current_id or adoption.organisation_id,
    )
    for other in replaced.exclude(pk=adoption.pk).exclude(state=AdoptionState.ENDED).order_by("pk"):
        _end(_lock(other), by, now)


def _end(adoption: Adoption, by: User, now: datetime) -> None:
    adoption.state, adoption.ended_at = ADOPTION.target("end", adoption.state), now
    adoption.contact_name = adoption.contact_email = ""
    adoption.save(update_fields=["state", "ended_at", "contact_name", "contact_email"])
    record_change("adoption_ended", adoption, f"{adoption.organisation} ended its adoption.", by=by, now=now)


@transaction.atomic
def end_adoption(*, adoption: Adoption, by: User, now: datetime) -> Adoption:
    """End an adoption; the organisation may adopt again later."""
    adoption = _lock(adoption)
    policies.check_adopter(by, adoption)
    _end(adoption, by, now)
    return adoption


def check_can_offer_contact(adoption: Adoption) -> None:
    """Raise Refused when the adoption has ended: then nobody is asked how it went there."""
    if adoption.state == AdoptionState.ENDED:
        raise Refused(
            "This adoption has ended, so it offers no contact.", next_step="There is nothing left to do here."
        )


@transaction.atomic
def offer_contact(*, adoption: Adoption, name: str, email: str, by: User, now: datetime) -> Adoption:
    """Offer other NHS organisations a team or person to ask, or, with both empty, nobody any more.

    Raises Invalid when only one of the two is given, Refused for an adoption that has ended. The log says that a
    contact is offered, not which.
    """
    adoption = _lock(adoption)
    policies.check_adopter(by, adoption)
    check_can_offer_contact(adoption)
    name, email = name.strip(), email.strip()
    if bool(name) != bool(email):
        field, missing = ("email", "email address") if name else ("name", "name")
        raise Invalid(f"The contact has no {missing}.", next_step="Give both, or leave both empty.", field=field)
    if (name, email) == (adoption.contact_name, adoption.contact_email):
        return adoption
    adoption.contact_name, adoption.contact_email = name, email
    adoption.save(update_fields=["contact_name", "contact_email"])
    sentence = f"{adoption.organisation} {'offers a contact' if email else 'no longer offers a contact'}."
    record_change("adoption_contact", adoption, sentence, by=by, now=now)
    return adoption
