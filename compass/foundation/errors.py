"""Refusals that explain themselves: a sentence for the person, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

Given = ParamSpec("Given")


class Refused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The request is understood but may not be carried out as things stand (HTTP 409)."""

    status = 409
    title = "This cannot be done now"

    def __init__(self, sentence: str, *, next_step: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step
        # The argument of the operation that is at fault, so that a page can say it beside that field.
        self.field = field
        # After so many seconds it is worth while to ask again; 0 when time alone mends nothing.
        self.retry_after = 0

    @property
    def headers(self) -> dict[str, str]:
        """What the answer says to programs (RFC 9110, section 10.2.3)."""
        return {"Retry-After": str(self.retry_after)} if self.retry_after else {}

    @property
    def whole(self) -> str:
        """The sentence and the next step, as one text."""
        return f"{self.sentence} {self.next_step}".strip()


class NotAllowed(Refused):
    """This person may not do this (HTTP 403)."""

    status = 403
    title = "You do not have permission to do this"


class Invalid(Refused):
    """What was given cannot be accepted as it is (HTTP 422)."""

    status = 422
    title = "There is a problem with what was sent"


class Unavailable(Refused):
    """A part of the service that this rests on does not answer (HTTP 503)."""

    status = 503
    title = "This is not available at the moment"


class Busy(Unavailable):
    """Others ask for the same costly work at this moment (HTTP 503): soon it is done."""

    title = "Many people ask for this at the moment"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, next_step="Try again in half a minute. Nothing was recorded this time.")
        self.retry_after = 30


def passes(check: Callable[Given, object], *given: Given.args, **named: Given.kwargs) -> bool:
    """Whether a `check_…` would let this through: the other face of the same rule, for `can_…`."""
    try:
        check(*given, **named)
    except Refused:
        return False
    return True
