"""Limits of typed text, said once for forms, models and API."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError

NAME_MAX = 200
LINE_MAX = 300
PROSE_MAX = 10_000


def refuse_line_ends(value: str) -> None:
    """Raise ValidationError for a text of more than one line where one is meant (names end up in e-mail subjects)."""
    if len(value.splitlines()) > 1:
        raise ValidationError("Write this on one line.", code="lines")


def refuse_control_characters(value: str) -> None:
    """Raise ValidationError for characters that cannot be shown (tabs and line ends are fine)."""
    for character in value:
        if unicodedata.category(character) == "Cc" and character not in "\t\r\n":
            raise ValidationError(
                "The text has a character that cannot be shown. Delete it or type the text again.", code="control"
            )
