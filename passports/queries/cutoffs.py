"""By which cut-offs of the law verdicts were judged, as the log says it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from compass.foundation.models import Change
from compass.foundation.transparency.queries import not_backdated

SUBJECT, KIND = "cut-offs", "cutoffs_loaded"


def last_loaded() -> Mapping[str, str]:
    """The day of each law, as ISO text, that verdicts were judged by last; none before the first time."""
    last = Change.objects.filter(subject=SUBJECT, subject_id=0).order_by("-id").first()
    return last.data if last else {}


def loaded_before(end: datetime) -> QuerySet[Change]:
    """What the log says of the cut-offs before a moment, the newest first; its data is the whole table."""
    loaded = Change.objects.filter(subject=SUBJECT, subject_id=0, kind=KIND, occurred_at__lt=end)
    return not_backdated(loaded).order_by("-id")


def read_cutoffs(data: Mapping[str, str] | None) -> Mapping[str, date] | None:
    """The day of each law, from the data of a change; None for None."""
    return None if data is None else {law: date.fromisoformat(day) for law, day in data.items()}


def cutoffs_before(end: datetime) -> Mapping[str, date] | None:
    """The cut-offs in force before a moment; None when the log does not say: then only those of today are known."""
    return read_cutoffs(loaded_before(end).values_list("data", flat=True).first())
