"""E-mails to one person because of an adoption, or of their company: stopped and taken up again, signed in or by the
link in one of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.history import record_change
from compass.foundation.mail import withdraw_emails
from compass.notices.models import InAppOnly
from compass.notices.stopping import ADOPTED, COMPANY, HEAD, Stop
from evidence import policies as evidence_policies
from evidence.models import Innovator
from passports import policies
from passports.models import Adoption

About = Adoption | Innovator
_BY_LINK = "by the link in one of them"


@transaction.atomic
def choose_emails(*, adoption: Adoption, wanted: bool, by: User, now: datetime) -> None:
    """Have e-mails about what was adopted or not; notices in the app go on, and so do e-mails about safety notices.

    Raises NotAllowed unless `by` buys for its organisation.
    """
    policies.check_adopter(by, adoption)
    (_resume if wanted else _stop)(adoption, by, by, now, "by that person")


@transaction.atomic
def choose_company_emails(*, innovator: Innovator, wanted: bool, by: User, now: datetime) -> None:
    """Have e-mails about one's company's technologies or not; what stops their use is told by e-mail in any case.

    Raises NotAllowed unless `by` works there.
    """
    evidence_policies.check_member(by, innovator)
    (_resume if wanted else _stop)(innovator, by, by, now, "by that person")


@transaction.atomic
def stop_by_link(*, stop: Stop, now: datetime) -> int:
    """Stop the e-mails of an adoption or company that a signed link is about; returns how many choices that made."""
    found = _of_link(stop)
    return _stop(*found, None, now, _BY_LINK) if found else 0


@transaction.atomic
def resume_by_link(*, stop: Stop, now: datetime) -> int:
    """Take back what `stop_by_link` did, by the same signed link; returns how many choices there were."""
    found = _of_link(stop)
    return _resume(*found, None, now, _BY_LINK) if found else 0


def _of_link(stop: Stop) -> tuple[About, User] | None:
    of = Innovator if stop.of == COMPANY else Adoption
    about, person = of.objects.filter(pk=stop.pk).first(), User.objects.filter(pk=stop.person).first()
    # Whoever left a company gets nothing because of it, and has nothing to choose.
    gone = isinstance(about, Innovator) and person is not None and not evidence_policies.is_member(person, about)
    return (about, person) if about and person and not gone else None


def _choice(about: About, person: User) -> dict[str, Any]:
    return {"innovator" if isinstance(about, Innovator) else "adoption": about, "person": person}


def _stop(about: About, person: User, by: User | None, now: datetime, how: str) -> int:
    _, added = InAppOnly.objects.get_or_create(**_choice(about, person), defaults={"chosen_at": now})
    if added:
        sentence = f"{about}: emails to one person were stopped {how}."
        record_change("emails_stopped", about, sentence, by=by, now=now)
        of = COMPANY if isinstance(about, Innovator) else ADOPTED
        withdraw_emails(f"{HEAD}/{of}-{about.pk}-{person.pk}")
    return int(added)


def _resume(about: About, person: User, by: User | None, now: datetime, how: str) -> int:
    gone, _ = InAppOnly.objects.filter(**_choice(about, person)).delete()
    if gone:
        sentence = f"{about}: emails to one person go on, {how}."
        record_change("emails_resumed", about, sentence, by=by, now=now)
    return gone
