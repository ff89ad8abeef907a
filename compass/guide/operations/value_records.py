"""The record of an evaluation: kept when it closes, and held against its hashes."""

from __future__ import annotations

from datetime import datetime

from compass.foundation.history import changes_of, faults_of_record
from compass.foundation.sealing import content_hash
from compass.guide.models import Evaluation, EvaluationRecord
from compass.guide.queries.value_record import content_of


def keep_record(*, evaluation: Evaluation, now: datetime) -> str:
    """Keep what a closing evaluation rests on and came to, for good, in the caller's transaction; gives its hash.

    Whoever closes it writes the hash into the change log, which is sealed each day.
    """
    content = content_of(evaluation)
    hashed = content_hash(content)
    EvaluationRecord.objects.create(evaluation=evaluation, content=content, content_hash=hashed, kept_at=now)
    return hashed


def faults_of(record: EvaluationRecord) -> list[str]:
    """What does not agree in a kept record, in sentences; empty when it is just as it was kept."""
    closed = changes_of(record.evaluation).filter(kind="evaluation_closed")
    return faults_of_record(record.content, record.content_hash, closed)
