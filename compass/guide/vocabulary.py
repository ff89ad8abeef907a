"""What the words of a search also mean: abbreviations and synonyms, benefits and places of care. Pure.

The words themselves are data, in `vocabulary.toml` beside this file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("vocabulary.toml")
# No entry has more words; and a search says no more things than this, however long it is.
_LONGEST = 5
_MEANINGS = 12
_EDGES = ".,;:!?()[]{}“”‘’'\""
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True)
class Meaning:
    """One thing that a search asks for: the words as typed, what else they are called, and codes they stand for."""

    typed: str
    others: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    # It says nothing of what is wanted: "alternative to".
    empty: bool = False

    @property
    def known(self) -> bool:
        """Whether the vocabulary says more of it than what was typed."""
        return bool(self.others or self.benefits or self.settings or self.areas)


@dataclass(frozen=True)
class Doubt:
    """What tells that a phrase which also means other things is meant: capitals, or a word beside it that begins so."""

    capitals: bool
    beside: tuple[str, ...]

    def settled(self, typed: str, others: Sequence[str]) -> bool:
        """Whether the phrase as typed, among the other words of the text, has the meaning of the vocabulary."""
        if any(other.lower().strip(_EDGES).startswith(self.beside) for other in others):
            return True
        if not self.capitals:
            return not others
        # Where all is in capitals, they say nothing.
        shouted = bool(others) and " ".join(others).isupper()
        return typed.strip(_EDGES).removesuffix("s").isupper() and not shouted


@dataclass(frozen=True)
class Vocabulary:
    """Phrases in small letters, each with its meaning, and what tells the meaning of those that have others too."""

    meanings: Mapping[str, Meaning]
    words: frozenset[str] = field(default_factory=frozenset)
    doubts: Mapping[str, Doubt] = field(default_factory=dict)


def read_vocabulary(given: Mapping[str, object]) -> Vocabulary:
    """The vocabulary from the tables of its file; a phrase in several of them means all of it."""
    others: dict[str, dict[str, None]] = {}
    codes: dict[str, dict[str, dict[str, None]]] = {"benefits": {}, "settings": {}, "areas": {}}
    for group in _lists(given["same"]):
        for phrase in group:
            others.setdefault(phrase.lower(), {}).update(dict.fromkeys(other for other in group if other != phrase))
    for phrase, group in _tables(given["wider"]):
        others.setdefault(phrase.lower(), {}).update(dict.fromkeys(group))
    for kind, of in codes.items():
        for code, phrases in _tables(given[kind]):
            for phrase in phrases:
                of.setdefault(phrase.lower(), {})[code] = None
    every = {*others, *(phrase for of in codes.values() for phrase in of)}
    meanings = {
        phrase: Meaning(
            phrase,
            others=tuple(others.get(phrase, ())),
            benefits=tuple(codes["benefits"].get(phrase, ())),
            settings=tuple(codes["settings"].get(phrase, ())),
            areas=tuple(codes["areas"].get(phrase, ())),
        )
        for phrase in every
    }
    # Written in small letters there, no capitals tell.
    doubts = {phrase.lower(): Doubt(phrase.isupper(), tuple(beside)) for phrase, beside in _tables(given["only"])}
    empty = {phrase: Meaning(phrase, empty=True) for group in _lists([given["empty"]]) for phrase in group}
    words = frozenset(word for phrase in (*every, *empty) for word in _WORD.findall(phrase))
    return Vocabulary(meanings | empty, words, doubts)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the file, read once."""
    return read_vocabulary(tomllib.loads(_FILE.read_text(encoding="utf-8")))


def either(text: str) -> list[str]:
    """The parts of a text that stand on either side of an "or"."""
    return [part for part in _OR.split(text) if part.strip()] or [text]


def meanings(text: str, known: Vocabulary | None = None) -> list[Meaning]:
    """What a text asks for, in order: the longest known phrases, and the plain words between them together."""
    known = known or vocabulary()
    words = text.split()
    said: list[Meaning] = []
    plain: list[str] = []
    place = 0
    while place < len(words) and len(said) < _MEANINGS:
        found = _known_at(words, place, known)
        if found is None:
            plain.append(words[place])
            place += 1
            continue
        if plain:
            said.append(Meaning(" ".join(plain)))
            plain = []
        said.append(found[0])
        place += found[1]
    rest = " ".join([*plain, *words[place:]])
    return [*said, Meaning(rest)] if rest else said


def wanted(text: str) -> list[Meaning]:
    """What of a text says what is wanted; all of it where nothing does."""
    said = meanings(text)
    return [meaning for meaning in said if not meaning.empty] or said


def _known_at(words: Sequence[str], place: int, known: Vocabulary) -> tuple[Meaning, int] | None:
    for length in range(min(_LONGEST, len(words) - place), 0, -1):
        typed = " ".join(words[place : place + length])
        phrase = " ".join(word.strip(_EDGES) for word in typed.lower().split())
        for form in (phrase, phrase.removesuffix("s"), f"{phrase}s"):
            meaning = known.meanings.get(form) if form else None
            doubt = known.doubts.get(form)
            others = [*words[:place], *words[place + length :]]
            if meaning and (not doubt or doubt.settled(typed, others)):
                return replace(meaning, typed=typed.strip(_EDGES)), length
    return None


def _lists(given: object) -> Iterator[list[str]]:
    if isinstance(given, list):
        yield from ([str(phrase) for phrase in group] for group in given)


def _tables(given: object) -> Iterator[tuple[str, list[str]]]:
    if isinstance(given, Mapping):
        yield from ((str(key), [str(value) for value in values]) for key, values in given.items())
