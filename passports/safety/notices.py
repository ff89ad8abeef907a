"""What reading a safety notice ends in: a notice, an item kept aside with its reason, or one left out. Pure.

Everything here was written by others: texts are cut to size, and lose what cannot be stored or shown.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

TITLE_MAX, NAME_MAX, REFERENCE_MAX, BODY_MAX, RAW_MAX = 300, 200, 300, 20_000, 2_000
LIST_MAX = 200
# Longer texts are not looked into: no real notice comes near.
SOURCE_MAX = 400_000
EARLIEST_YEAR, LATEST_YEAR = 1950, 2100
_LONDON = ZoneInfo("Europe/London")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
        rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)})[a-z]* (?P<year>\d{{4}})",
    )
)


class Source(StrEnum):
    """Who published a notice."""

    GOVUK = "GOVUK"
    FDA = "FDA"
    # By nobody: no reader of files makes these.
    DEMONSTRATION = "DEMONSTRATION"


@dataclass(frozen=True)
class ReadNotice:
    """A notice as its source says it. A summary is what a list says of a notice; `lots` may hold ranges `A..B`.

    `identifiers` are a scheme of `evidence` and a value in its normal form, with a space between them.
    """

    source: Source
    source_id: str
    title: str
    published_on: date | None
    url: str
    maker: str
    products: tuple[str, ...]
    identifiers: tuple[str, ...]
    lots: tuple[str, ...]
    body: str
    revised_at: datetime | None = None
    is_summary: bool = False
    is_withdrawn: bool = False
    digest: str = ""


@dataclass(frozen=True)
class Malformed:
    """An item that cannot be read, with the reason and the beginning of what came."""

    source: str
    reference: str
    reason: str
    raw: str

    @property
    def digest(self) -> str:
        """The same item with the same fault has the same 64 characters."""
        return _sum([self.source, self.reference, self.reason, self.raw])


@dataclass(frozen=True)
class LeftOut:
    """An item that is well formed and not about a device."""

    reference: str
    reason: str


Found = ReadNotice | Malformed | LeftOut


@dataclass(frozen=True)
class Reading:
    """All that one file or answer holds."""

    notices: tuple[ReadNotice, ...] = ()
    malformed: tuple[Malformed, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    # How many items were seen, also those that stand there twice.
    count: int = 0


def gathered(found: Iterable[Found]) -> Reading:
    """The items by kind; of two notices with one number the first counts and the other is kept aside."""
    notices: dict[tuple[str, str], ReadNotice] = {}
    malformed, left_out, count = [], [], 0
    for one in found:
        count += 1
        if isinstance(one, Malformed):
            malformed.append(one)
        elif isinstance(one, LeftOut):
            left_out.append(one)
        elif (first := notices.setdefault((one.source, one.source_id), one)).digest != one.digest:
            reason = "Another item of the same file has this number, and says something else."
            malformed.append(Malformed(one.source, one.source_id, reason, line(one.title, RAW_MAX)))
            notices[one.source, one.source_id] = one if first.is_summary and not one.is_summary else first
    return Reading(tuple(notices.values()), tuple(malformed), tuple(left_out), count)


def sealed(notice: ReadNotice, whole: str) -> ReadNotice:
    """The notice with the sum of all that is kept of it and of its `whole` text, which may be longer than is kept."""
    kept: list[Any] = [
        notice.source,
        notice.source_id,
        notice.title,
        str(notice.published_on),
        notice.url,
        notice.maker,
    ]
    kept += [notice.products, notice.identifiers, notice.lots, notice.is_summary, notice.is_withdrawn, whole]
    return replace(notice, digest=_sum(kept))


def malformed(source: str, reference: str, reason: str, raw: object) -> Malformed:
    """An item kept aside, with the beginning of what came as text."""
    return Malformed(source, line(reference, REFERENCE_MAX), reason, prose(shown(raw), RAW_MAX))


def shown(raw: object) -> str:
    """Whatever came, as text."""
    if isinstance(raw, str):
        return raw
    try:
        return json.dumps(raw, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        return "(nested too deeply to be shown)"


def _sum(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def line(text: str, limit: int) -> str:
    """The text on one line, without what cannot be stored or seen, cut to `limit` characters."""
    return " ".join(_storable(text[: 4 * limit + 1000]).split())[:limit].strip()


def prose(text: str, limit: int) -> str:
    """The text with its line ends, without what cannot be stored or seen, cut to `limit` characters."""
    lines = (" ".join(one.split()) for one in _storable(text[: 4 * limit + 1000]).splitlines())
    return "\n".join(one for one in lines if one)[:limit].strip()


def _storable(text: str) -> str:
    """Without control, format and half characters: some cannot be stored, others turn the reading direction."""
    return "".join(c if c in "\n\r\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"} else " " for c in text)


def lines(texts: Iterable[str], limit: int = NAME_MAX) -> tuple[str, ...]:
    """The texts as lines, each once, in order, without empty ones; at most `LIST_MAX`."""
    cut = dict.fromkeys(line(text, limit) for text in texts)
    return tuple(text for text in cut if text)[:LIST_MAX]


def said(item: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that holds a text or a whole number, as text; empty when none does."""
    for name in names:
        value = item.get(name)
        if isinstance(value, str) and value.strip():
            return value[:SOURCE_MAX]
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**20:
            return str(value)
    return ""


def part(item: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object in a field; an empty one when something else is there."""
    value = item.get(name)
    return value if isinstance(value, dict) else {}


def read_moment(text: str) -> datetime | None:
    """An ISO 8601 instant with its offset; None for anything else."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo is not None and EARLIEST_YEAR < found.year < LATEST_YEAR else None


def read_day(text: str) -> date | None:
    """The civil date in `2012-06-13`, `20120613`, `06/13/2012` (US), `13 June 2012` or an instant; None for others."""
    moment = read_moment(text)
    if moment is not None:
        return moment.astimezone(_LONDON).date()
    plain = " ".join(text[:60].split())
    for form in _DAYS:
        found = form.fullmatch(plain)
        if found:
            named = found["month"][:3].lower()
            month = _MONTHS.index(named) + 1 if named in _MONTHS else int(found["month"])
            try:
                day = date(int(found["year"]), month, int(found["day"]))
            except ValueError:
                return None
            return day if EARLIEST_YEAR <= day.year <= LATEST_YEAR else None
    return None
