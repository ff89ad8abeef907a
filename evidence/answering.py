"""The value of an answer by its kind: reading what was given, and saying it in words. Pure.

A value is a small JSON object: `text` (TEXT, and a detail beside the others), `choice` (YES_NO, CHOICE), `choices`
(CHOICES), `number` (NUMBER: a decimal as text), `date` (DATE: ISO), `link` (LINK: an https address).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

TEXT_MAX = 10_000
LINK_MAX = 300
YES_NO = {"YES": "Yes", "NO": "No"}
# Kinds whose answer is a value; the others are met by rows of their own (documents, certificates, claims, cost model).
VALUED = frozenset({"TEXT", "YES_NO", "CHOICE", "CHOICES", "NUMBER", "DATE", "LINK"})
_OWN_KEY = {
    "TEXT": "text",
    "YES_NO": "choice",
    "CHOICE": "choice",
    "CHOICES": "choices",
    "NUMBER": "number",
    "DATE": "date",
    "LINK": "link",
}
_NUMBER_LIMIT = Decimal(10) ** 12


class AnswerError(ValueError):
    """What was given does not answer the question; `str()` says what to do."""


@dataclass(frozen=True)
class Question:
    """What is asked, as far as its answer needs it; `options` are codes with their words."""

    slug: str
    kind: str
    options: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""

    @property
    def choices(self) -> Mapping[str, str]:
        return YES_NO if self.kind == "YES_NO" else self.options


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise AnswerError("Give the text as text.")
    if len(given) > TEXT_MAX:
        raise AnswerError(f"Write {TEXT_MAX:,} characters or fewer. You wrote {len(given):,}.")
    if any(unicodedata.category(c) == "Cc" and c not in "\t\r\n" for c in given):
        raise AnswerError("The text has a character that cannot be shown. Delete it or type the text again.")
    return given.replace("\r\n", "\n").strip()


def _choice(question: Question, given: Any) -> str:
    if not isinstance(given, str) or given not in question.choices:
        raise AnswerError("Choose one of the listed answers: " + ", ".join(question.choices) + ".")
    return given


def _choices(question: Question, given: Any) -> list[str]:
    if not isinstance(given, list | tuple):
        raise AnswerError("Give the chosen answers as a list.")
    picked = {_choice(question, one) for one in given}
    return [code for code in question.choices if code in picked]


def _number(given: Any) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise AnswerError("Enter a number, for example 12 or 12.5.")
    try:
        number = Decimal(str(given).strip().replace(",", ""))
    except InvalidOperation as error:
        raise AnswerError("Enter a number, for example 12 or 12.5.") from error
    if not number.is_finite() or abs(number) >= _NUMBER_LIMIT:
        raise AnswerError("Enter a number below 1,000,000,000,000.")
    return format(number.normalize(), "f")


def _date(given: Any) -> str:
    try:
        return (given if isinstance(given, date) else date.fromisoformat(given)).isoformat()
    except (TypeError, ValueError) as error:
        raise AnswerError("Enter a real date, as YYYY-MM-DD.") from error


def _link(given: Any) -> str:
    if not isinstance(given, str) or len(given) > LINK_MAX or any(c.isspace() for c in given.strip()):
        raise AnswerError(f"Enter one web address of up to {LINK_MAX} characters.")
    try:
        parts = urlsplit(given.strip())
    except ValueError as error:
        raise AnswerError("Enter a full web address that begins with https://") from error
    if parts.scheme != "https" or "." not in parts.netloc:
        raise AnswerError("Enter a full web address that begins with https://")
    return given.strip()


def _is_empty(given: Any) -> bool:
    return given is None or given in ("", [], ()) or (isinstance(given, str) and not given.strip())


def read(question: Question, given: Any) -> dict[str, Any]:
    """The value in its one form; an empty object when nothing was given. Raises AnswerError.

    Takes a whole value (`{"choice": "YES", "text": "…"}`) or, for brevity in files, only its main part (`"YES"`).
    """
    own = _OWN_KEY[question.kind]
    if not isinstance(given, Mapping):
        given = {own: given}
    unknown = sorted(str(key) for key in set(given) - {own, "text"})
    if unknown:
        raise AnswerError(f"This question has no part called {', '.join(unknown)[:80]}.")
    value: dict[str, Any] = {}
    if own != "text" and not _is_empty(given.get(own)):
        value[own] = {
            "choice": lambda v: _choice(question, v),
            "choices": lambda v: _choices(question, v),
            "number": _number,
            "date": _date,
            "link": _link,
        }[own](given[own])
    if not _is_empty(given.get("text")):
        value["text"] = _text(given["text"])
    return value


def is_answered(question: Question, value: Mapping[str, Any]) -> bool:
    """Whether the value's main part is there; a detail alone is not an answer."""
    return not _is_empty(value.get(_OWN_KEY[question.kind]))


def words(question: Question, value: Mapping[str, Any]) -> str:
    """The answer as a reader sees it; an empty text when there is none."""
    main = ""
    if question.kind in {"YES_NO", "CHOICE"}:
        main = question.choices.get(value.get("choice", ""), "")
    elif question.kind == "CHOICES":
        main = "; ".join(question.choices[c] for c in value.get("choices", ()) if c in question.choices)
    elif question.kind == "NUMBER" and value.get("number"):
        main = f"{value['number']} {question.unit}".strip()
    elif question.kind == "DATE" and value.get("date"):
        day = date.fromisoformat(value["date"])
        main = f"{day.day} {day:%B %Y}"
    elif question.kind == "LINK":
        main = value.get("link", "")
    detail = value.get("text", "")
    return "\n\n".join(part for part in (main, detail) if part)
