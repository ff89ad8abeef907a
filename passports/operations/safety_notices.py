"""Stage 8 of the journey: what regulators publish is taken in. Nothing malformed stops the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from compass.foundation.models import Change
from compass.foundation.words import civil_date, listing, plural
from passports.models import NoticeSetAside, NoticeSource, SafetyNotice
from passports.operations.safety_matching import BATCH, match_notices, take_turns
from passports.queries.safety import FETCHED, READ_BACK, SUBJECT, missing_of
from passports.safety.notices import Malformed, Reading, ReadNotice

_KEPT = (
    "title", "published_on", "url", "maker", "products", "identifiers", "lots", "body", "revised_at", "is_summary",
    "is_withdrawn", "digest",
)  # fmt: skip


@dataclass
class Imported:
    """What one import did, in numbers of items."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0
    set_aside: int = 0
    set_aside_before: int = 0
    matches: int = 0

    @property
    def sentence(self) -> str:
        """The numbers in words."""
        return (
            f"Safety notices: {self.added} new, {self.changed} changed, {self.unchanged} as they were, "
            f"{self.left_out} left out, {self.set_aside + self.set_aside_before} set aside ({self.set_aside} new); "
            f"{plural(self.matches, 'match', 'matches')} new or different."
        )


def import_notices(*, reading: Reading, now: datetime) -> Imported:
    """Take in what was read, in batches of one transaction each; the same again changes nothing.

    Two imports at once take turns. A changed notice is matched again; a summary never replaces a whole notice.
    """
    done = Imported(left_out=len(reading.left_out))
    with transaction.atomic():
        take_turns()
        _set_aside(reading.malformed, done, now)
    for place in range(0, len(reading.notices), BATCH):
        _import_batch(reading.notices[place : place + BATCH], done, now)
    if done.added or done.changed or done.set_aside or done.matches:
        Change.objects.create(
            kind="safety_notices_imported",
            subject=SUBJECT,
            subject_id=0,
            sentence=done.sentence,
            data=asdict(done),
            occurred_at=now,
        )
    return done


def record_missing(*, source: str, missing: Sequence[str], now: datetime) -> None:
    """Keep in the log what a regulator lists and a run did not fetch, or that nothing is missing any more."""
    said = listing(missing)
    if said == missing_of(source):
        return
    label = NoticeSource(source).label
    what = f"Not all that is listed was fetched: {said}." if said else "Nothing that was missing is missing any more."
    Change.objects.create(
        kind=FETCHED,
        subject=SUBJECT,
        subject_id=0,
        sentence=f"{label}: {what}",
        data={"source": source, "missing": said},
        occurred_at=now,
    )


def record_read_back(*, source: str, month: date, now: datetime) -> None:
    """Keep in the log that all which a regulator published from the first day of a month on is here.

    A later month than the one before says that it has to be read again.
    """
    Change.objects.create(
        kind=READ_BACK,
        subject=SUBJECT,
        subject_id=0,
        sentence=f"{NoticeSource(source).label}: older notices are here from {civil_date(month)} on.",
        data={"source": source, "month": month.isoformat()},
        occurred_at=now,
    )


def _set_aside(items: Sequence[Malformed], done: Imported, now: datetime) -> None:
    wanted = {one.digest: one for one in items}
    had = set(NoticeSetAside.objects.filter(digest__in=wanted).values_list("digest", flat=True))
    new = [one for digest, one in wanted.items() if digest not in had]
    NoticeSetAside.objects.bulk_create(
        NoticeSetAside(
            source=one.source, reference=one.reference, reason=one.reason, raw=one.raw, digest=one.digest, found_at=now
        )
        for one in new
    )
    done.set_aside, done.set_aside_before = len(new), len(had)


@transaction.atomic
def _import_batch(notices: Sequence[ReadNotice], done: Imported, now: datetime) -> None:
    take_turns()
    had = {
        (one.source, one.source_id): one
        for one in SafetyNotice.objects.filter(source_id__in=[one.source_id for one in notices])
    }
    new, changed = [], []
    for read in notices:
        before = had.get((read.source.value, read.source_id))
        if before is None:
            new.append(_row(read, now))
        elif before.digest == read.digest or (read.is_summary and not before.is_summary):
            done.unchanged += 1
        else:
            for name, value in _values(read).items():
                setattr(before, name, value)
            before.changed_at = now
            changed.append(before)
    new = SafetyNotice.objects.bulk_create(new)
    SafetyNotice.objects.bulk_update(changed, [*_KEPT, "changed_at"])
    done.added += len(new)
    done.changed += len(changed)
    done.matches += match_notices(notice_ids=_ids(new + changed), changed=_ids(changed), now=now)


def _ids(notices: Iterable[SafetyNotice]) -> list[int]:
    return [notice.pk for notice in notices]


def _values(read: ReadNotice) -> dict[str, Any]:
    found = {name: getattr(read, name) for name in _KEPT}
    return found | {name: list(found[name]) for name in ("products", "identifiers", "lots")}


def _row(read: ReadNotice, now: datetime) -> SafetyNotice:
    return SafetyNotice(
        source=read.source.value, source_id=read.source_id, imported_at=now, changed_at=now, **_values(read)
    )
