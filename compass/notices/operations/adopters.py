"""E-mails to one person because of an adoption: stopped and taken up again, signed in or by the link in one of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.history import record_change
from compass.foundation.mail import withdraw_emails
from compass.notices.models import InAppOnly
from compass.notices.stopping import HEAD, Stop
from passports import policies
from passports.models import Adoption

_BY_LINK = "by the link in one of them"


@transaction.atomic
def choose_emails(*, adoption: Adoption, wanted: bool, by: User, now: datetime) -> None:
    """Have e-mails about what was adopted or not; notices in the app go on, and so do e-mails about safety notices.

    Raises NotAllowed unless `by` buys for its organisation.
    """
    policies.check_adopter(by, adoption)
    (_resume if wanted else _stop)(adoption, by, by, now, "by that person")


@transaction.atomic
def stop_by_link(*, stop: Stop, now: datetime) -> int:
    """Stop the e-mails of an adoption that a signed link is about; returns how many choices that made."""
    found = _of_link(stop)
    return _stop(*found, None, now, _BY_LINK) if found else 0


@transaction.atomic
def resume_by_link(*, stop: Stop, now: datetime) -> int:
    """Take back what `stop_by_link` did, by the same signed link; returns how many choices there were."""
    found = _of_link(stop)
    return _resume(*found, None, now, _BY_LINK) if found else 0


def _of_link(stop: Stop) -> tuple[Adoption, User] | None:
    adoption, person = Adoption.objects.filter(pk=stop.pk).first(), User.objects.filter(pk=stop.person).first()
    return (adoption, person) if adoption and person else None


def _stop(adoption: Adoption, person: User, by: User | None, now: datetime, how: str) -> int:
    _, added = InAppOnly.objects.get_or_create(adoption=adoption, person=person, defaults={"chosen_at": now})
    if added:
        sentence = f"{adoption}: e-mails to one person were stopped {how}."
        record_change("emails_stopped", adoption, sentence, by=by, now=now)
        withdraw_emails(f"{HEAD}/adopted-{adoption.pk}-{person.pk}")
    return int(added)


def _resume(adoption: Adoption, person: User, by: User | None, now: datetime, how: str) -> int:
    gone, _ = InAppOnly.objects.filter(adoption=adoption, person=person).delete()
    if gone:
        sentence = f"{adoption}: e-mails to one person go on, {how}."
        record_change("emails_resumed", adoption, sentence, by=by, now=now)
    return gone
