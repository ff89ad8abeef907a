"""Limits of typed text, said once for forms, models and API."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError

NAME_MAX = 200
LINE_MAX = 300
PROSE_MAX = 10_000

# Embeddings, overrides and isolates: with them a text is read in another order than it is stored (UAX #9).
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # no format characters, and shown as nothing all the same
_SHOWN_BEFORE = 20


def refuse_line_ends(value: str) -> None:
    """Raise ValidationError for a text of more than one line where one is meant (names end up in e-mail subjects)."""
    if len(value.splitlines()) > 1:
        raise ValidationError("Write this on one line.", code="lines")


def refuse_control_characters(value: str) -> None:
    """Raise ValidationError for characters that cannot be shown (tabs and line ends are fine) or that turn the text.

    Characters that turn the reading direction are refused, not taken out: what a panel decides on is kept and hashed
    as its author sent it, and no text is changed behind the back of the person who signs for it. Joiners, direction
    marks and soft hyphens stay: emoji and several scripts need them in prose.
    """
    for place, character in enumerate(value):
        if unicodedata.category(character) == "Cc" and character not in "\t\r\n":
            raise ValidationError(
                "The text has a character that cannot be shown. Delete it or type the text again.", code="control"
            )
        if character in _TURNING:
            raise ValidationError(
                f"The text has a character that turns its reading direction {_where(value, place)}. "
                "Type that part again.",
                code="direction",
            )


def refuse_hidden_characters(value: str) -> None:
    """Raise ValidationError for what nobody sees in a name: with it, two names look the same and are not (UTS #39)."""
    for place, character in enumerate(value):
        if unicodedata.category(character) == "Cf" or character in _BLANK_LETTERS:
            raise ValidationError(
                f"The text has a character that cannot be seen {_where(value, place)}. Type that part again.",
                code="hidden",
            )


def plain_line_ends(value: str) -> str:
    """The text with one kind of line end: browsers send two characters for each, whatever a page was given."""
    return value.replace("\r\n", "\n").replace("\r", "\n")


# What every line of text is held to, typed into a page or sent by a program.
LINE_CHECKS = (refuse_control_characters, refuse_hidden_characters, refuse_line_ends)


def _where(value: str, place: int) -> str:
    before = "".join(c for c in value[:place] if unicodedata.category(c)[0] != "C").strip()[-_SHOWN_BEFORE:]
    return f"after “{before}”" if before else "at the beginning"
