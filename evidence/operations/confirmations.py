"""Saying that what was carried over from an earlier version of a product is still true."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Refused
from compass.foundation.history import record_change
from evidence import policies
from evidence.models import Confirmation, Pack, VersionChange
from evidence.operations.packs import lock_pack
from evidence.operations.versions import Stated, attest, checked_change
from evidence.queries.standards import asked_of
from evidence.queries.versions import unconfirmed_of, version_change_of


def _change_of(pack: Pack) -> VersionChange:
    change = version_change_of(pack)
    if change is None:
        raise Refused("This pack was not started from an earlier version.", next_step="There is nothing to confirm.")
    return change


def confirm_for_version(*, pack: Pack, question: str, by: User, now: datetime) -> None:
    """Let what stands under one question count for this version too; see `confirm_parts_for_version`."""
    confirm_parts_for_version(pack=pack, questions=[question], by=by, now=now)


@transaction.atomic
def confirm_parts_for_version(*, pack: Pack, questions: Collection[str], by: User, now: datetime) -> None:
    """Let what stands under these questions count for this version too; twice is as good as once.

    Raises Refused, and confirms none, when the pack is frozen or one of them does not wait to be confirmed.
    """
    pack = lock_pack(pack)
    policies.check_editable(by, pack)
    change, asked = _change_of(pack), asked_of(pack)
    done = set(Confirmation.objects.filter(pack=pack, question__in=questions).values_list("question", flat=True))
    new = [question for question in dict.fromkeys(questions) if question not in done]
    waiting = unconfirmed_of(pack, asked, change) if new else set()
    if not questions or not waiting.issuperset(new):
        raise Refused("There is nothing to confirm here.", next_step="Go back to the pack and look at its tasks.")
    titles = {one.question: one.title for one in reversed(asked)}
    for question in new:
        Confirmation.objects.create(pack=pack, question=question, confirmed_at=now, confirmed_by=by)
        said = f"“{titles[question]}” was confirmed for version {pack.product_version}."
        record_change("confirmed_for_version", pack, said, by=by, now=now)


@transaction.atomic
def restate_change(*, pack: Pack, change: Stated, by: User, now: datetime) -> VersionChange:
    """Correct in a draft what was attested of its version; what was confirmed stays confirmed."""
    pack = lock_pack(pack)
    policies.check_editable(by, pack)
    restated = attest(pack, _change_of(pack).previous, checked_change(change), by=by, now=now)
    record_change("version_change_attested", pack, f"The change was said to be {restated.size}.", by=by, now=now)
    return restated
