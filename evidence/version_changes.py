"""What a new version of a product touches of the evidence for the version before. Pure: no database, no clock.

A minor change is attested and touches only what every version needs anew; a major one also touches its topics. What is
touched counts again once somebody has confirmed or changed it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from evidence import answering
from evidence.completeness import Asked

EACH_VERSION = "EACH_VERSION"
# What somebody attests who says that a change is minor.
ATTESTED = "Nothing in this version bears on how safe the technology is or how well it works."


@dataclass(frozen=True)
class Standing:
    """What a pack says, part by part, so far as two packs are told apart by it."""

    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    # Kind, number and last day, as text, of what counts: a renewal instead of what it renews.
    certificates: Collection[tuple[str, ...]] = ()
    # Question and SHA-256 of a document put to it.
    documents: Collection[tuple[str, str]] = ()
    # Study design, then all else that the claim states.
    claims: Collection[tuple[Any, ...]] = ()
    cost_model: Mapping[str, Any] | None = None


def touched(requirements: Iterable[Asked], topics: Collection[str]) -> dict[str, list[str]]:
    """The questions that a change with these topics touches, each with why: `EACH_VERSION`, a topic, or both."""
    found: dict[str, list[str]] = {}
    for asked in requirements:
        reasons = [EACH_VERSION] if asked.expires == EACH_VERSION else []
        reasons += [asked.topic] if asked.topic in topics else []
        for reason in reasons:
            listed = found.setdefault(asked.question, [])
            if reason not in listed:
                listed.append(reason)
    return found


def unchanged(asked: Asked, before: Standing, now: Standing) -> bool:
    """Whether something stands under the requirement word for word, or byte for byte, as in the pack before."""
    if asked.kind in answering.VALUED:
        value = now.answers.get(asked.question, {})
        return answering.is_answered(asked.asks, value) and value == before.answers.get(asked.question)
    if asked.kind == "DOCUMENT":
        put = {one for one in now.documents if one[0] == asked.question}
        return bool(put & set(before.documents))
    if asked.kind == "COST_MODEL":
        return now.cost_model is not None and now.cost_model == before.cost_model
    rows, older = (
        (now.certificates, before.certificates) if asked.kind == "CERTIFICATE" else (now.claims, before.claims)
    )
    return any(row in older for row in rows if not asked.accepts or row[0] in asked.accepts)


def unconfirmed(
    requirements: Iterable[Asked],
    *,
    topics: Collection[str],
    before: Standing,
    now: Standing,
    confirmed: Collection[str],
) -> set[str]:
    """The touched questions under which something still stands as in the pack before, and that nobody confirmed."""
    requirements = list(requirements)
    open_ = set(touched(requirements, topics)) - set(confirmed)
    return {one.question for one in requirements if one.question in open_ and unchanged(one, before, now)}
