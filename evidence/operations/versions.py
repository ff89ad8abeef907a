"""What somebody attests of a new product version when its pack is started from the one before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from compass.accounts.models import User
from compass.foundation.errors import Invalid
from compass.foundation.text import PROSE_MAX
from evidence.models import Confirmation, Magnitude, Pack, Topic, VersionChange


@dataclass(frozen=True)
class Stated:
    """How large the change is, what is new, and the topics that a major change touches."""

    magnitude: str
    statement: str
    topics: Collection[str] = ()


def checked_change(stated: Stated) -> Stated:
    """The same in its one form; raises Invalid, naming the field."""
    statement = stated.statement.strip()
    if stated.magnitude not in Magnitude.values:
        raise Invalid("Say how large the change is.", next_step="Choose minor or major.", field="magnitude")
    if not statement or len(statement) > PROSE_MAX:
        raise Invalid("Say what is new in this version.", next_step="One sentence is enough.", field="statement")
    if unknown := sorted(set(stated.topics) - set(Topic.values)):
        raise Invalid(
            f"No part of a pack is called {unknown[0][:40]}.", next_step="Choose from the list.", field="topics"
        )
    if stated.magnitude == Magnitude.MAJOR and not stated.topics:
        raise Invalid("Say what the change affects.", next_step="Choose at least one part.", field="topics")
    if stated.magnitude == Magnitude.MINOR and stated.topics:
        raise Invalid(
            "A minor change affects none of these parts.",
            next_step="Choose a major change, or take the ticks away.",
            field="topics",
        )
    return Stated(stated.magnitude, statement, [one for one in Topic.values if one in stated.topics])


def attest(pack: Pack, previous: Pack, stated: Stated, *, by: User, now: datetime) -> VersionChange:
    """Write down a checked change; a new one takes the place of the one before while the pack is a draft."""
    change, _ = VersionChange.objects.update_or_create(
        pack=pack,
        defaults={
            "previous": previous,
            "magnitude": stated.magnitude,
            "statement": stated.statement,
            "topics": list(stated.topics),
            "attested_at": now,
            "attested_by": by,
        },
    )
    return change


def keep_attested(old: Pack, new: Pack) -> None:
    """Copy change and confirmations to a revision of the same version: nobody is asked twice."""
    for change in VersionChange.objects.filter(pack=old):
        VersionChange.objects.create(
            pack=new,
            previous_id=change.previous_id,
            magnitude=change.magnitude,
            statement=change.statement,
            topics=change.topics,
            attested_at=change.attested_at,
            attested_by_id=change.attested_by_id,
        )
    Confirmation.objects.bulk_create(
        Confirmation(
            pack=new, question=one.question, confirmed_at=one.confirmed_at, confirmed_by_id=one.confirmed_by_id
        )
        for one in Confirmation.objects.filter(pack=old).order_by("id")
    )
