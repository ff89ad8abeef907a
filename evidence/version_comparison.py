"""Two packs side by side, from their content: what was added, removed and changed. Pure: JSON in, rows out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from evidence import answering
from evidence.answering import Question
from evidence.claims import Design, Measure

# A comparison word by word of longer texts takes too long, and nobody can read it.
WORDS_MAX = 2_000
# The share of words that two texts must have in common to be shown in one.
ALIKE = 0.5
ADDED, REMOVED, CHANGED = "Added", "Removed", "Changed"
# (`same`, `added` or `removed`; the text)
Pieces = list[tuple[str, str]]


@dataclass(frozen=True)
class Difference:
    """One thing that differs; `pieces` are empty unless both texts can be shown word by word."""

    title: str
    how: str
    before: str
    after: str
    pieces: Pieces


def word_pieces(before: str, after: str) -> Pieces:
    """Both texts in one, word by word; empty when they are too long, or have too little in common, to be read so."""
    old, new = (re.findall(r"\w+|\s+|[^\w\s]", text) for text in (before, after))
    if max(len(old), len(new)) > WORDS_MAX:
        return []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.quick_ratio() < ALIKE:
        return []
    pieces: Pieces = []
    for _, a, b, c, d in matcher.get_opcodes():
        if old[a:b] == new[c:d]:
            pieces.append(("same", "".join(old[a:b])))
            continue
        pieces += [(kind, "".join(words)) for kind, words in (("removed", old[a:b]), ("added", new[c:d])) if words]
    return pieces


def differences(before: Mapping[str, str], after: Mapping[str, str], titles: Mapping[str, str]) -> list[Difference]:
    """What differs between two sets of texts with the same keys, in the order of the titles, then of the keys."""
    keys = [key for key in dict.fromkeys(chain(titles, before, after)) if before.get(key, "") != after.get(key, "")]
    found = []
    for key in keys:
        old, new = before.get(key, ""), after.get(key, "")
        how = CHANGED if old and new else ADDED if new else REMOVED
        found.append(Difference(titles.get(key, key), how, old, new, word_pieces(old, new) if old and new else []))
    return found


def _keyed(rows: Iterable[Mapping[str, Any]], key: Callable[[Mapping[str, Any]], str]) -> dict[str, str]:
    """Each row in words; two of one key are told apart by a number."""
    found: dict[str, str] = {}
    for row in rows:
        name, number = key(row), 2
        while name in found:
            name, number = f"{key(row)} ({number})", number + 1
        found[name] = _line(row)
    return found


def _line(row: Mapping[str, Any]) -> str:
    """The facts of a row, one on each line; what is not stated is left out."""
    said = {name: value for name, value in row.items() if value not in (None, "", [], {})}
    return "\n".join(
        f"{name.replace('_', ' ').capitalize()}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in said.items()
    )


def _flat(value: Any, path: str = "") -> dict[str, str]:
    """Every value of nested JSON by where it stands; rows are named by their title, where they have one."""
    if isinstance(value, Mapping):
        parts = [_flat(one, f"{path} › {key.replace('_', ' ')}") for key, one in value.items()]
    elif isinstance(value, list):
        named = [one.get("title") if isinstance(one, Mapping) else None for one in value]
        parts = [_flat(one, f"{path} › {named[n] or n + 1}") for n, one in enumerate(value)]
    else:
        return {path.removeprefix(" › "): "" if value is None else str(value)}
    return {key: text for part in parts for key, text in part.items()}


def compare(
    before: Mapping[str, Any], after: Mapping[str, Any], questions: Mapping[str, tuple[str, Question]]
) -> list[tuple[str, list[Difference]]]:
    """What differs, by part of the pack, parts without a difference left out; `questions` come with their titles."""

    def answers(content: Mapping[str, Any]) -> dict[str, str]:
        given = {one["question"]: one["value"] for one in content["answers"]}
        return {
            slug: answering.words(questions[slug][1], value) if slug in questions else _line(value)
            for slug, value in given.items()
        }

    def documents(content: Mapping[str, Any]) -> dict[str, str]:
        return {one["sha256"]: f"{one['title']}\nSHA-256: {one['sha256']}" for one in content["documents"]}

    def standards(content: Mapping[str, Any]) -> dict[str, str]:
        return {one["code"]: one["version"] for one in content["standards"]}

    titles = {slug: title for slug, (title, _) in questions.items()}
    named = {one["sha256"]: one["title"] for one in [*before["documents"], *after["documents"]]}
    parts = [
        ("Answers", differences(answers(before), answers(after), titles)),
        (
            "Certificates",
            differences(_keyed(before["certificates"], _certificate), _keyed(after["certificates"], _certificate), {}),
        ),
        ("Claims", differences(_claims(before), _claims(after), {})),
        ("Cost model", differences(_flat(before["cost_model"] or {}), _flat(after["cost_model"] or {}), {})),
        ("Documents", differences(documents(before), documents(after), named)),
        ("Standards", differences(standards(before), standards(after), {})),
    ]
    return [(title, found) for title, found in parts if found]


def _certificate(row: Mapping[str, Any]) -> str:
    return f"{row['kind'].replace('_', ' ')} {row['number']}"


def _claims(content: Mapping[str, Any]) -> dict[str, str]:
    """The claims in words, by their outcome."""
    said = [
        one | {"measure": Measure[one["measure"]].value, "design": Design[one["design"]].value}
        for one in content["claims"]
    ]
    return _keyed(said, lambda claim: str(claim["outcome"]))
