"""Handing messages to the mail server, and judging what failed: the server, or this message."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, get_connection

_CLOSING = 421  # “service not available, closing transmission channel” (RFC 5321, 3.8)
_FOR_GOOD = 500  # from here on the same message is not to be sent again (RFC 5321, 4.2.1)


class ServerUnreachableError(Exception):
    """No mail server takes anything from us: it is down or does not know us. No message is to blame."""


class LineCutError(Exception):
    """The line ended, or nothing came back, while a message was handed over."""


@dataclass(frozen=True)
class Refusal:
    """Why a message was not taken, and whether it ever may be: `status` is the server's code, 0 for none."""

    words: str
    status: int = 0
    impossible: bool = False

    @property
    def for_good(self) -> bool:
        """Whether it is the message (an address that there is not), and not the server's state at this time."""
        return self.impossible or self.status >= _FOR_GOOD


class MailLine:
    """A connection that is kept from message to message."""

    def __init__(self) -> None:
        self._backend = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def hand_over(self, message: EmailMessage) -> Refusal | None:
        """None when the server took it; raises ServerUnreachableError.

        Servers end a line after some messages, or some time: where a kept one ends, a new one shows whether it was
        this message's fault.
        """
        fresh = self._open()
        try:
            return self._try(message)
        except LineCutError as cut:
            self._close()
            if fresh:
                return Refusal(str(cut))
        self._open()
        try:
            return self._try(message)
        except LineCutError as cut:
            self._close()
            return Refusal(str(cut))

    def _open(self) -> bool:
        """Have a line; whether it is a new one."""
        try:
            return self._backend.open() is True
        except OSError as error:  # SMTP errors are OSErrors too
            self._close()
            raise ServerUnreachableError(_words(error)) from error

    def _try(self, message: EmailMessage) -> Refusal | None:
        try:
            self._backend.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            ((status, words),) = error.recipients.values()
            refusal = Refusal(_said(status, words), status)
        except smtplib.SMTPResponseException as error:
            refusal = Refusal(_said(error.smtp_code, error.smtp_error), error.smtp_code)
        except smtplib.SMTPNotSupportedError as error:
            refusal = Refusal(_words(error), impossible=True)
        except OSError as error:
            raise LineCutError(_words(error)) from error
        except ValueError as error:  # a line end in a header, an impossible address: no server would ever take it
            refusal = Refusal(_words(error), impossible=True)
        else:
            return None
        if refusal.status == _CLOSING:
            raise LineCutError(refusal.words)
        return refusal

    def _close(self) -> None:
        with suppress(OSError):
            self._backend.close()


def _said(status: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{status} {' '.join(text.split())}"[:200]


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
