"""Editing an organisation's scheme: every change is a new version; evaluations keep the one they began with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from compass.guide import policies
from compass.guide.models import SchemeVersion
from compass.guide.queries.schemes import scheme_of
from compass.guide.value.scheme import Question, faults, own_key
from trusts.models import Organisation

MOST_QUESTIONS = 60


@transaction.atomic
def publish_scheme(
    *, organisation: Organisation, seen: str, cost_weight: Decimal, questions: Sequence[Question], why: str, by: User,
    now: datetime,
) -> SchemeVersion:  # fmt: skip
    """Make the next version: `questions` in order; a new one has no key yet, one that is left out is retired.

    `seen` is the version that the change began from. Raises NotAllowed for anybody but buyers and innovation leads,
    Refused when a colleague made another version since, Invalid (with every sentence) for weights that break the rule.
    """
    policies.check_can_start(by, organisation)
    # Before the first version there is no row to lock: all who edit wait for the organisation's.
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    standing = scheme_of(organisation)
    if standing.version != seen:
        raise Refused(
            "A colleague changed the questions while you were typing.",
            next_step="Open the page again in a second window, compare, and save what is right.",
        )
    asked = [one for one in questions if one.text.strip()]
    known = {one.key: one.domain for one in standing.questions}
    if any(one.key and known.get(one.key) != one.domain for one in asked):
        raise Invalid("One of the questions is not of this version.", next_step="Open the page again.")
    wrong = faults([(one.domain, one.weight) for one in asked], cost_weight)
    if len(asked) > MOST_QUESTIONS:
        wrong.append(f"A version has {MOST_QUESTIONS} questions at most: this one has {len(asked)}.")
    if wrong:
        raise Invalid(" ".join(wrong), next_step="Nothing is saved yet: change the weights and save again.")
    if not why.strip():
        raise Invalid("Say what you changed and why.", field="why")
    earlier = SchemeVersion.objects.filter(organisation__current_id=organisation.pk)
    used = [one["key"] for row in earlier.values_list("questions", flat=True) for one in row]
    version = SchemeVersion.objects.create(
        organisation=organisation, number=earlier.filter(organisation=organisation).count() + 1, title=standing.title,
        cost_weight=cost_weight, questions=_stored(asked, [*known, *used]), why=why, made_by=by, made_at=now,
    )  # fmt: skip
    record_change("scheme_published", version, "A version of an own scheme was made.", by=by, now=now)
    return version


def _stored(asked: Sequence[Question], used: list[str]) -> list[dict[str, str]]:
    """The questions as they are kept, new ones with a key that no version had before."""
    rows = []
    for one in asked:
        key = one.key or own_key(used)
        used.append(key)
        rows.append({"key": key, "domain": one.domain, "text": one.text.strip(), "weight": str(one.weight)})
    return rows
