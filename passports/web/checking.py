"""“Is this affected?”: what a scanned or pasted label is told. Errs towards looking at the notice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from compass.foundation.web.presenting import Tag
from evidence.identifiers import WrongIdentifierError
from evidence.scans import Scan, read_scan
from passports.models import Passport, SafetyNotice
from passports.presenters import safety as safety_words
from passports.presenters.passports import status_tag
from passports.queries.safety import current_passports, device_named, notices_naming, open_notices_about

_AFFECTED = Tag("Affected", "red")
_PERHAPS = Tag("May be affected", "orange")
_NONE = Tag("No open notice known", "green")
_UNKNOWN = Tag("Not known here", "grey")
_DO = {
    "Affected": "Stop using it and do what the notice says.",
    "May be affected": "Compare the label with the notice before it is used.",
    "No open notice known": (
        "No safety notice about it is open here. Notices that nobody has checked yet are not counted. Only the "
        "regulator’s own list is complete."
    ),
    "Not known here": (
        "No technology and no notice here has this number. That says nothing about whether it is safe. Look at the "
        "regulator’s own list."
    ),
}


@dataclass
class Checked:
    """The answer: a problem with what was typed, or the verdict on the device with all that it rests on."""

    problem: str = ""
    tag: Tag = _UNKNOWN
    item: str = ""
    identifier: str = ""
    device: Any = None
    passport: Passport | None = None
    passport_tag: Tag | None = None
    notices: list[dict[str, Any]] = field(default_factory=list)

    @property
    def advice(self) -> str:
        """What to do now."""
        return _DO[self.tag.words]


def check(text: str, *, on: date) -> Checked:
    """What is known of the device that a label names; at most four queries. Raises nothing."""
    try:
        scan = read_scan(text, on=on)
    except WrongIdentifierError as error:
        return Checked(problem=f"{error.message} {error.next_step}")
    device = device_named(scan.scheme, scan.di)
    passport = current_passports([device.pk]).get(device.pk) if device else None
    matched = [match.notice for match in open_notices_about(device.slug)] if device else []
    known = device.pk if device else None
    lines = [_line(notice, scan) for notice in (*matched, *notices_naming(scan.scheme, scan.di, but_of=known))]
    found = Checked(
        item=safety_words.item_line(scan.lot, scan.serial, scan.expires_on),
        identifier=scan.di,
        device=device,
        passport=passport,
        passport_tag=status_tag(passport.status) if passport else None,
        notices=lines,
    )
    if lines:
        found.tag = _AFFECTED if any(line["affected"] for line in lines) else _PERHAPS
    elif device:
        found.tag = _NONE
    return found


def _line(notice: SafetyNotice, scan: Scan) -> dict[str, Any]:
    affected, why = safety_words.of_lots(notice, scan.lot)
    return {
        "title": notice.title,
        "url": notice.url,
        "source": safety_words.source_line(notice),
        "affected": affected,
        "why": why,
        "lots": [lot.replace("..", " to ") for lot in notice.lots],
    }
