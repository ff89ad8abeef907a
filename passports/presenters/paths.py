"""What a verdict means, and what whoever relies on the passport does next, in words and links."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from compass.foundation.web.presenting import Tag
from compass.foundation.words import civil_date
from passports.models import Passport
from passports.presenters.passports import status_tag
from passports.queries.page import Successor
from passports.validity import BY_LAW, USABLE, Status
from trusts.models import Organisation

_MEANINGS = {
    Status.VALID: "An NHS organisation assessed this version. All that the passport rests on is in order today.",
    Status.VALID_WITH_CONDITIONS: (
        "An NHS organisation assessed this version and set conditions. Not all of them are met yet. You can rely on "
        "it while none is overdue."
    ),
    Status.EXPIRING: (
        "You can rely on it until the end of its last day. Something it rests on ends soon, and nothing has taken "
        "its place."
    ),
    Status.SUSPENDED: "It was stopped for the reason given. It can become valid again. Until then nobody can adopt it.",
    Status.EXPIRED: "Something that it rests on has ended. It becomes valid again only if that is renewed.",
    Status.WITHDRAWN: "Two national operators took it back for good. It never becomes valid again.",
    Status.SUPERSEDED: "A newer version of the product was assessed, and its passport took the place of this one.",
}
_NOBODY = (
    "The organisation that assessed it has closed, and nobody took over. Its maker cannot renew that: another NHS "
    "organisation has to take over, or to assess the product again."
)
_LAW = (
    "The law ends CE marking here, so the same certificate cannot be renewed. Its maker can hand in a CE certificate "
    "under a law that {counts}, or have the product assessed again."
)


class Step(NamedTuple):
    """One thing to do next; without an address it is only said."""

    words: str
    link: str = ""
    address: str = ""


def meanings() -> list[tuple[Tag, str]]:
    """Every status as a tag, with what it means."""
    return [(status_tag(status), said) for status, said in _MEANINGS.items()]


def meaning_of(passport: Passport) -> list[str]:
    """What the verdict means: the status, its last day, the one version it covers, and when it is looked at again."""
    status = Status(passport.status)
    said = [_MEANINGS[status]]
    if status in USABLE:
        said.append(f"As things stand it is valid until {civil_date(passport.until)}, that day included.")
    said.append(f"It covers version {passport.pack.product_version} of the product and no other.")
    if passport.next_change_on is not None:
        said.append(
            f"As things stand, its status next changes on {civil_date(passport.next_change_on)}. "
            "We look at it again sooner if a certificate, a condition, a safety notice or the passport itself changes."
        )
    return said


def next_steps(passport: Passport, successor: Successor | None, on: date) -> list[Step]:
    """What to do about a passport that cannot be relied on, or soon cannot; nothing while it can."""
    status = Status(passport.status)
    if status == Status.EXPIRING:
        return [_ending(passport)]
    if status in USABLE:
        return []
    steps = _on(status, passport, on)
    if successor is not None and successor.status in USABLE:
        steps.insert(0, _instead(successor))
    if status != Status.SUSPENDED:
        steps.append(_alternatives(passport))
    return steps


def _on(status: Status, passport: Passport, on: date) -> list[Step]:
    watching = (
        "If you use it already: ask your clinical safety officer to decide today whether you may go on, and "
        "to record why."
    )
    if status == Status.SUPERSEDED:
        return [Step(f"Ask its maker how long version {passport.pack.product_version} is still supported.")]
    if status == Status.WITHDRAWN:
        return [Step(watching), Step("Do not start to use it.")]
    if status == Status.SUSPENDED:
        return [
            Step("Do not start to use it. You can go on with your local checks, but not finish the last one."),
            Step(watching),
        ]
    if passport.life_ends_on < on:
        renewal = "The passport’s life is over. The product has to be assessed again, as its next version."
    elif _has_nobody(passport):
        renewal = _NOBODY
    elif _ends_by_law(passport):
        renewal = _LAW.format(counts="still counts")
    else:
        renewal = (
            "Its maker can renew what has ended, without a new assessment. The passport is then valid again, and "
            "whoever follows it is told."
        )
    return [Step(renewal), Step("Until then, do not start to use it."), Step(watching)]


def _ending(passport: Passport) -> Step:
    day = civil_date(passport.until)
    if passport.until == passport.life_ends_on:
        return Step(
            f"The passport’s life ends on {day}. Ask the maker when the next version is assessed, and plan "
            "for that day now."
        )
    otherwise = "Otherwise do not start to use it after that day."
    if _has_nobody(passport):
        return Step(f"{_NOBODY} {otherwise}")
    if _ends_by_law(passport):
        return Step(f"{_LAW.format(counts=f'counts after {day}')} {otherwise}")
    return Step(
        f"Its maker can renew what ends on {day}, or show that the condition is met, without a new assessment. The "
        f"passport then goes on and you need to do nothing. {otherwise}"
    )


def _has_nobody(passport: Passport) -> bool:
    """Whether the organisation that assessed has closed without a successor, and that is what ends the passport."""
    assessor = passport.assessed_by
    if assessor.closed_on is None or assessor.current_id is not None:
        return False
    return passport.until == assessor.closed_on + timedelta(days=settings.PASSPORT_DAYS_AFTER_CLOSURE)


def _ends_by_law(passport: Passport) -> bool:
    return any(BY_LAW in reason for reason in passport.reasons)


def _instead(successor: Successor) -> Step:
    return Step(
        f"Rely on the passport of version {successor.version} instead.",
        f"Passport {successor.number}",
        reverse("passport", args=[successor.number]),
    )


def _alternatives(passport: Passport) -> Step:
    technology = passport.innovation
    address = reverse("innovations") + "?" + urlencode({"area": technology.clinical_area})
    area = technology.get_clinical_area_display()
    return Step("Look at what else the NHS has assessed.", f"Technologies for {area.lower()}", address)


def assessor_of(organisation: Organisation) -> str:
    """Who assessed, and who answers for it today; the organisation comes with its `current`."""
    if organisation.closed_on is None or organisation.current_id == organisation.pk:
        return str(organisation)
    if organisation.current is None:
        return f"{organisation}, closed on {civil_date(organisation.closed_on)}; nobody took over"
    return f"{organisation}, now part of {organisation.current}"
