"""Versions of a scheme in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from compass.foundation import words
from compass.guide.models import SchemeVersion
from compass.guide.queries.schemes import as_scheme, label_of
from compass.guide.value.scheme import DOMAIN_NAMES, Scheme, changed, domain_weights, first_scheme, percent


@dataclass(frozen=True)
class Part:
    """A domain with its weight and its questions, each a text and a weight."""

    name: str
    weight: str
    questions: list[tuple[str, str]]


def parts(scheme: Scheme) -> list[Part]:
    """The questions under their domains, in the order of the domains."""
    weights = domain_weights((one.domain, one.weight) for one in scheme.questions)
    return [
        Part(
            name,
            percent(weights[domain]),
            [(one.text, percent(one.weight)) for one in scheme.questions if one.domain == domain],
        )
        for domain, name in DOMAIN_NAMES.items()
    ]


@dataclass(frozen=True)
class Version:
    """One version: its name, who made it and why, and what it changed, in sentences."""

    label: str
    made: str
    why: str
    changes: list[str]


def versions(rows: Sequence[SchemeVersion]) -> list[Version]:
    """Newest first, each with what differs from the one before; the one the product comes with is last."""
    schemes = [*(as_scheme(row) for row in rows), first_scheme()]
    return [
        Version(
            label_of(row.organisation, row.number),
            f"{row.made_by}, {words.instant(row.made_at)}",
            row.why,
            _changes(before, after),
        )
        for row, (after, before) in zip(rows, pairwise(schemes), strict=True)
    ]


def _changes(before: Scheme, after: Scheme) -> list[str]:
    found, texts = changed(before, after), {one.key: one.text for one in (*after.questions, *before.questions)}
    said = [f"Added: {texts[key]}" for key in found.added]
    said += [f"No longer asked: {texts[key]}" for key in found.retired]
    said += [f"Reworded: {_text(before, key)} → {_text(after, key)}" for key in found.reworded]
    if found.weighed:
        said.append(f"Other weights for {words.plural(len(found.weighed), 'question')}.")
    if before.cost_weight != after.cost_weight:
        said.append(f"Whole-life cost: {percent(before.cost_weight)} → {percent(after.cost_weight)}.")
    return said


def _text(scheme: Scheme, key: str) -> str:
    return next(one.text for one in scheme.questions if one.key == key)
