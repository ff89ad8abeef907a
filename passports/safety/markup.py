"""Untrusted HTML as lines of text: of its markup only what is a heading and what is a cell is kept. Pure.

One pass of the length of the text, whatever it holds; no parser that others could make fail or wait.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from passports.safety.notices import SOURCE_MAX

_UNSEEN = tuple(
    (re.compile(opening, re.IGNORECASE), re.compile(closing, re.IGNORECASE))
    for opening, closing in ((r"<!--", r"-->"), (r"<script\b", r"</script\s*>"), (r"<style\b", r"</style\s*>"))
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]{0,5000}>|<[!?/][^<>]{0,5000}>")
_BREAKS = frozenset({
    "address", "article", "br", "div", "dd", "dl", "dt", "footer", "header", "hr", "li", "ol", "p", "section", "table",
    "tbody", "tr", "ul",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True)
class Line:
    """A line of text; `kind` is `heading`, `td`, `th` or empty, `row` counts the rows of tables from 1."""

    text: str
    kind: str = ""
    row: int = 0


def lines_of(markup: str) -> list[Line]:
    """The lines that a reader would see."""
    return [Line(words, kind, row) for words, kind, row in _pieces(_seen(markup[:SOURCE_MAX])) if words]


def text_of(markup: str) -> str:
    """What a reader would see, one line for each block."""
    return "\n".join(line.text for line in lines_of(markup))


def _pieces(markup: str) -> Iterator[tuple[str, str, int]]:
    held: list[str] = []
    kind, row, place = "", 0, 0
    for found in _TAG.finditer(markup):
        held.append(markup[place : found.start()])
        place = found.end()
        name = (found[2] or "").lower()
        if name not in _BREAKS and name not in _HEADINGS and name not in _CELLS:
            continue
        # A break inside a heading or a cell starts another line of the same kind.
        yield _words(held), kind, row
        held.clear()
        if name == "tr" and not found[1]:
            row += 1
        if name in _HEADINGS or name in _CELLS:
            kind = "" if found[1] else ("heading" if name in _HEADINGS else name)
    held.append(markup[place:])
    yield _words(held), kind, row


def _words(held: list[str]) -> str:
    return " ".join(html.unescape("".join(held)).split())


def _seen(markup: str) -> str:
    """Without comments, scripts and styles; one that is never closed takes the rest with it."""
    for opening, closing in _UNSEEN:
        kept, place = [], 0
        while found := opening.search(markup, place):
            kept.append(markup[place : found.start()])
            end = closing.search(markup, found.end())
            place = end.end() if end else len(markup)
        markup = "".join([*kept, markup[place:]])
    return markup
