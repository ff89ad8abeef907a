"""Writing and reading the change log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from compass.foundation.models import Change
from compass.foundation.sealing import content_hash

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet


def subject_name(subject: Model) -> str:
    """The word under which changes of this model are kept, for example `passport`."""
    return str(subject._meta.verbose_name)


def record_change(
    kind: str, subject: Model, sentence: str, *, by: Any | None, now: datetime, data: Mapping[str, Any] | None = None
) -> Change:
    """Say what happened to `subject`, in the caller's transaction; `by` is the person, None for the system."""
    return Change.objects.create(
        kind=kind,
        subject=subject_name(subject),
        subject_id=subject.pk,
        sentence=sentence,
        data=dict(data or {}),
        actor=by,
        occurred_at=now,
    )


def changes_of(subject: Model) -> QuerySet[Change]:
    """What happened to `subject`, newest first."""
    return Change.objects.filter(subject=subject_name(subject), subject_id=subject.pk).order_by("-id")


def faults_of_record(content: Any, stated: str, changes: QuerySet[Change]) -> list[str]:
    """Where a kept record does not agree with its stated hash and with the changes that logged it, in sentences."""
    faults = []
    computed = content_hash(content)
    if computed != stated:
        faults.append(f"What it says has the hash {computed}, not the one it was kept with.")
    if list(changes.values_list("data__content_hash", flat=True)) != [stated]:
        faults.append("The change log does not have this hash for it.")
    return faults
