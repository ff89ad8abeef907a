"""The law decides until when CE marking counts. When its cut-off moves, passports are judged by the new day.

The cut-offs are data of a release (`evidence/cutoffs`); the log says which of them verdicts were last judged by.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection, transaction

from compass.foundation.models import Change
from compass.foundation.words import civil_date, listing, plural
from evidence.certificates import cutoffs
from evidence.queries.certificates import packs_under
from passports.models import Passport
from passports.operations.verdicts import refresh_verdicts
from passports.queries.cutoffs import KIND, SUBJECT, last_loaded
from passports.states import PassportState

_LOCK = 0x4C415753  # "LAWS"


@transaction.atomic
def load_cutoffs(*, now: datetime) -> str:
    """Judge the standing passports that rest on CE certificates whose legal cut-off moved since the last time.

    Followers are told by the verdicts that change. Returns what was done, in words; nothing when nothing had moved,
    after one statement.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    before, today = last_loaded(), {law: day.isoformat() for law, day in cutoffs().items()}
    moved = sorted(law for law in {*before, *today} if before.get(law) != today.get(law))
    if not moved:
        return ""
    standing = Passport.objects.filter(state__in=(PassportState.ACTIVE, PassportState.SUSPENDED))
    ids = list(standing.filter(pack_id__in=packs_under(moved)).values_list("pk", flat=True))
    refresh_verdicts(passport_ids=ids, by=None, now=now)
    said = listing([_said(law, before, today) for law in moved])
    sentence = f"CE marking counts in Great Britain {said}. {plural(len(ids), 'passport')} judged by that."
    Change.objects.create(
        kind=KIND, subject=SUBJECT, subject_id=0, sentence=sentence, data=today, occurred_at=now
    )  # fmt: skip
    return sentence


def _said(law: str, before: Mapping[str, str], today: Mapping[str, str]) -> str:
    """One law with its day, and the day that it had before."""
    day, former = (civil_date(date.fromisoformat(one[law])) if law in one else "" for one in (today, before))
    until = f"under the {law} until {day}" if day else f"under the {law} without a last day"
    return f"{until} (before: {former})" if former else until
