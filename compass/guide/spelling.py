"""What a word was probably meant to be, and which parts of a text matched. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

# Below this likeness, words mean something else; words of fewer than four letters are like too many others.
_LIKENESS = 0.75
_WORD = re.compile(r"[^\W\d_]{4,}")

# Around what matched, in the database's answer: characters that mean nothing anywhere.
START, STOP = "\ue000", "\ue001"
_MARKED = re.compile(f"{START}([^{STOP}]*){STOP}")


def suggestion(text: str, known: Iterable[str]) -> str:
    """The text with each word that nobody knows replaced by the known one most like it; empty when none is."""
    words = {word.lower() for phrase in known for word in _WORD.findall(phrase)}
    pool = sorted(words)

    def better(found: re.Match[str]) -> str:
        word = found[0].lower()
        if word in words or word.removesuffix("s") in words or f"{word}s" in words:
            return found[0]
        alike = get_close_matches(word, pool, n=1, cutoff=_LIKENESS)
        return alike[0] if alike else found[0]

    meant = _WORD.sub(better, text)
    return meant if meant != text else ""


def parts(text: str) -> list[tuple[str, bool]]:
    """A text of the database in pieces, each with whether it matched; the pieces are still to be escaped."""
    pieces: list[tuple[str, bool]] = []
    for place, piece in enumerate(_MARKED.split(text)):
        clean = piece.replace(START, "").replace(STOP, "")
        if clean:
            pieces.append((clean, place % 2 == 1))
    return pieces


def is_marked(text: str) -> bool:
    """Whether any of it matched."""
    return bool(_MARKED.search(text))
