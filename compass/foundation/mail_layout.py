"""The HTML of an e-mail follows from its text: paragraphs, lines and links. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

_ADDRESS = re.compile(r"https?://[^\s<>\"”]*[^\s<>\"”.,;:!?)]")


class Piece(NamedTuple):
    """Some words of a line, or a link (an address is its own words)."""

    words: str
    is_link: bool = False


def pieces(line: str) -> list[Piece]:
    """A line as words and links; joined again they are the line."""
    found, end = [], 0
    for match in _ADDRESS.finditer(line):
        found += [Piece(line[end : match.start()]), Piece(match[0], is_link=True)]
        end = match.end()
    return [piece for piece in [*found, Piece(line[end:])] if piece.words]


def paragraphs(text: str) -> list[list[list[Piece]]]:
    """Paragraphs (an empty line is between them) of lines of pieces."""
    whole = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return [[pieces(line) for line in paragraph.splitlines()] for paragraph in whole]
