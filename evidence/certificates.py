"""How long a certificate counts, and what its number looks like. Pure: dates in, dates and sentences out.

Rules: DOMAIN.md, "What expires"; cut-offs for CE marking in Great Britain: `cutoffs/ce_in_great_britain.toml`.
All dates are London civil dates, the last one included.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

CUTOFFS = Path(__file__).parent / "cutoffs" / "ce_in_great_britain.toml"
# Days before the last day (after it: negative) on which the innovator is reminded, and when it is too late to.
REMINDERS = (90, 30, 7, -7)
LATEST_REMINDER = 30
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """What is known of one kind of certificate; `months` is its longest life, None where it states its own."""

    months: int | None = None
    number: str = r"[\w ./-]{2,80}"
    number_is: str = "Certificate number"
    example: str = "GB-1234"
    begins: str = "Valid from"
    # Certified by an approved or notified body, whose number of four digits stands beside the mark.
    body_number: bool = False
    # Who issues every one of them; empty where it has to be asked.
    issuer: str = ""
    # A year ends on 30 June whatever the day it was published on.
    ends_in_june: bool = False
    # Whether it states its last day; where it does not, `months` say it, and without those it has none.
    states_end: bool = True
    may_have_no_end: bool = False
    # Its number is a code, written in capitals.
    is_code: bool = False


_BODY = Rule(months=60, body_number=True)
RULES: Mapping[str, Rule] = {
    "UKCA": _BODY,
    "CE": _BODY,
    "CYBER_ESSENTIALS": Rule(months=12, number=r"[A-Za-z0-9-]{6,60}", example="IASME-CE-012345"),
    "CYBER_ESSENTIALS_PLUS": Rule(months=12, number=r"[A-Za-z0-9-]{6,60}", example="IASME-CEP-012345"),
    "DSPT": Rule(
        number=r"[A-Za-z0-9]{3,10}", number_is="Organisation code", example="8JX42", begins="Published on",
        issuer="NHS England", ends_in_june=True, is_code=True,
    ),
    "ICO": Rule(
        months=12, number=r"[Zz][A-Za-z0-9]\d{5}[\dXx]", number_is="Registration number", example="ZA123456",
        begins="Registered or renewed on", issuer="Information Commissioner's Office",
        is_code=True,
    ),
    "ISO_13485": Rule(months=36, example="MD 123456"),
    "ISO_27001": Rule(months=36, example="IS 123456"),
    "PENETRATION_TEST": Rule(
        months=12, number_is="Reference of the report", example="Report 2026-17", begins="Finished on",
        states_end=False,
    ),
    "EVERGREEN": Rule(
        months=12, number=r"[Ll]evel [1-4]", number_is="Level", example="Level 2", begins="Assessed on",
        issuer="NHS England", states_end=False,
    ),
    "MHRA_REGISTRATION": Rule(
        number=r"([A-Za-z]{2})?\d{1,10}", number_is="Registration number", example="12345",
        begins="Registered on", issuer="MHRA", may_have_no_end=True, is_code=True,
    ),
}  # fmt: skip
# Certificates under the older directives were prolonged by law beyond the five years that they state.
_PROLONGED = frozenset({"MDD", "AIMDD", "IVDD"})
# The EU laws that CE certificates name, whether or not Great Britain has a cut-off for each.
LAWS = _PROLONGED | {"MDR", "IVDR"}


@dataclass(frozen=True)
class Stated:
    """What stands on a certificate; `expires_on` is None where it states no last day."""

    kind: str
    number: str
    valid_from: date
    expires_on: date | None = None
    body_number: str = ""
    legislation: str = ""
    # When the innovator last looked it up at its source.
    checked_on: date | None = None


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def normal_number(kind: str, typed: str) -> str:
    """The number without stray spaces, a code in capitals: the same number is written in one way."""
    number = " ".join(typed.split())
    return number.upper() if RULES[kind].is_code else number


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day: 29 February and 12 months make 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def longest_end(kind: str, valid_from: date, legislation: str = "") -> date | None:
    """The last day that such a certificate can state, None where there is no such day.

    Certificates of a year state its last day or the anniversary; both are in use.
    """
    rule = RULES[kind]
    if rule.ends_in_june:
        # A year's toolkit is published by 30 June and holds until the 30 June after.
        return date(valid_from.year + (2 if (valid_from.month, valid_from.day) > (6, 30) else 1), 6, 30)
    if rule.months is None or legislation in _PROLONGED:
        return None
    return add_months(valid_from, rule.months)


def stated_end(kind: str, valid_from: date, expires_on: date | None) -> date | None:
    """The last day of a certificate: as stated, or by its kind's rule where it states none; None for no end."""
    rule = RULES[kind]
    if rule.states_end or rule.months is None:
        return expires_on
    return add_months(valid_from, rule.months) - ONE_DAY


@cache
def cutoffs() -> Mapping[str, date]:
    """For each EU law the last day on which its CE marking counts in Great Britain."""
    rows = tomllib.loads(CUTOFFS.read_text(encoding="utf-8"))["cutoff"]
    return {row["legislation"]: row["last_day"] for row in rows}


def ends_on(
    kind: str, legislation: str, expires_on: date | None, by_law: Mapping[str, date] | None = None
) -> date | None:
    """The last day on which a certificate counts: its own, or the statutory cut-off when that comes first.

    `by_law` are the cut-offs of a past day; without it those of today count.
    """
    cutoff = (cutoffs() if by_law is None else by_law).get(legislation) if kind == "CE" else None
    return min((day for day in (expires_on, cutoff) if day is not None), default=None)


def counts_until(
    legislation: str,
    expires_on: date | None,
    as_handed_in: date | None,
    by_law: Mapping[str, date] | None = None,
) -> date | None:
    """The last day on which what was handed in counts by the cut-offs of today, or of `by_law`; None for no end.

    What a frozen pack holds (`as_handed_in`) never changes; the law may, and then it is the law that counts: a cut-off
    that it moves, and one that it lifts. Only CE certificates name a law.
    """
    return ends_on("CE", legislation, expires_on, by_law) if legislation else as_handed_in


def _problem_of_end(stated: Stated, rule: Rule, on: date) -> str:
    ends = stated_end(stated.kind, stated.valid_from, stated.expires_on)
    if ends is None:
        return "" if rule.may_have_no_end else "Enter the last day on which it is valid"
    counts = ends_on(stated.kind, stated.legislation, ends) or ends
    latest = longest_end(stated.kind, stated.valid_from, stated.legislation) or date.max
    # The first that is true is said.
    wrong = {
        "The expiry date is before the date the certificate is valid from. Check both dates": ends < stated.valid_from,
        "This certificate has already expired. Add the renewed certificate instead": ends < on,
        f"CE marking under this law counted in Great Britain until {_said(counts)}. Add the UKCA certificate": (
            counts < on
        ),
        "A toolkit assessment ends on 30 June: enter that day of the year it holds until": (
            rule.ends_in_june and (ends.month, ends.day) != (6, 30)
        ),
        f"Such a certificate cannot be valid after {_said(latest)}. Check both dates": ends > latest,
    }
    return next((sentence for sentence, is_so in wrong.items() if is_so), "")


def problems(stated: Stated, *, on: date, begins_by: date | None = None) -> dict[str, str]:
    """What cannot be right about a certificate on a civil date, by field.

    `begins_by` is the last day on which it may begin: for a renewal the day after the certificate it follows.
    """
    rule, found = RULES[stated.kind], {}
    if not re.fullmatch(rule.number, stated.number):
        found["number"] = f"{rule.number_is}: enter it as it stands there, for example {rule.example}"
    if rule.body_number and not re.fullmatch(r"[0-9]{4}", stated.body_number):
        found["body_number"] = "Enter the four digits of the approved or notified body, for example 0086"
    if not rule.body_number and stated.body_number:
        found["body_number"] = "Only UKCA and CE certificates have the number of a body: leave it empty"
    if stated.kind == "CE" and stated.legislation not in LAWS:
        found["legislation"] = "Choose the EU law that the certificate was issued under"
    if stated.kind != "CE" and stated.legislation:
        found["legislation"] = "Only CE certificates name an EU law: leave it empty"
    if wrong := _problem_of_end(stated, rule, on):
        found["expires_on" if rule.states_end else "valid_from"] = wrong
    if stated.valid_from > max(on, begins_by or on):
        wait = "Add it on the day it begins" if begins_by is None else "It has to begin when the one before it ends"
        found.setdefault("valid_from", f"This certificate is not valid yet. {wait}")
    if stated.checked_on is not None and stated.checked_on > on:
        found["checked_on"] = "The day on which you checked it cannot be in the future"
    return found


def reminder_due(ends: date, on: date) -> int | None:
    """Which reminder a certificate that ends on `ends` is due by `on`: the nearest one reached, None for none.

    A job that did not run for some days sends the reminder it is at, not all it missed; one long past is not sent.
    """
    left = (ends - on).days
    reached = [days for days in REMINDERS if left <= days]
    return min(reached) if reached and left >= -LATEST_REMINDER else None
