"""Posting to a receiver that nobody vouches for: only to public machines, with limits of time and size.

The host name is resolved here, each number is judged, and the connection goes to a judged number: there is no second
look-up that could answer otherwise (DNS rebinding). No redirect is followed and no proxy of the environment is used.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from compass.notices.webhooks.addresses import may_connect
from compass.notices.webhooks.lookups import numbers_of

STEP = 5.0  # seconds for each step on the network
WHOLE = 15.0  # seconds for a whole attempt, however slowly a receiver drips
ANSWER_MAX = 65_536  # bytes that are read of an answer


class Outcome(NamedTuple):
    """What came of an attempt: the HTTP status (0 when there was no answer) and a few words."""

    status: int
    words: str

    @property
    def delivered(self) -> bool:
        """Whether the receiver took it."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


class NotPublicError(OSError):
    """The host name stands for a machine that webhooks may not reach."""


def _reached(host: str, port: int, *, this_machine: bool) -> socket.socket:
    """A socket connected to a judged number of the host; raises OSError."""
    numbers = numbers_of(host, port)
    if not all(may_connect(number, this_machine=this_machine) for number in numbers):
        raise NotPublicError(f"{host} is not a public address")
    failed: OSError = OSError(f"{host} has no address")
    for number in numbers[:3]:
        try:
            reached = socket.create_connection((number, port), timeout=STEP)
        except OSError as error:
            failed = error
            continue
        if not may_connect(str(reached.getpeername()[0]), this_machine=this_machine):
            reached.close()
            raise NotPublicError(f"{host} is not a public address")
        reached.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return reached
    raise failed


class _Plain(HTTPConnection):
    this_machine = True

    def connect(self) -> None:
        self.sock = _reached(self.host, self.port, this_machine=self.this_machine)


class _Secure(HTTPSConnection):
    this_machine = False

    def connect(self) -> None:
        plain = _reached(self.host, self.port, this_machine=self.this_machine)
        # The handshake comes after `sock` is set, so that it can be cut off too.
        self.sock = _tls().wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock.do_handshake()


_contexts = threading.local()


def _tls() -> ssl.SSLContext:
    if not hasattr(_contexts, "context"):
        _contexts.context = ssl.create_default_context()
    context: ssl.SSLContext = _contexts.context
    return context


class Lines:
    """Connections that are kept from one message to the next, for one thread each; as a context it ends them all."""

    def __init__(self, *, this_machine: bool) -> None:
        self._this_machine = this_machine
        self._own = threading.local()
        self._all: list[HTTPConnection] = []
        self._busy: dict[int, tuple[float, HTTPConnection]] = {}
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._cut_off_the_slow, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._watch.join()
        for kept in self._all:
            kept.close()

    def post(self, address: str, body: bytes, headers: dict[str, str]) -> Outcome:
        """One attempt; never raises for what the receiver or the network does."""
        line = self._line(address)
        self._busy[threading.get_ident()] = (time.monotonic(), line)
        try:
            return self._attempt(line, address, body, headers)
        except NotPublicError:
            return Outcome(0, "The host name stands for an address that is not public.")
        except ssl.SSLError as error:
            return Outcome(0, f"TLS: {error.reason or 'failed'}"[:200])
        except TimeoutError:
            return Outcome(0, "No answer in time.")
        except (OSError, HTTPException, ValueError) as error:
            return Outcome(0, f"No answer: {type(error).__name__}.")
        finally:
            del self._busy[threading.get_ident()]

    def _attempt(self, line: HTTPConnection, address: str, body: bytes, headers: dict[str, str]) -> Outcome:
        parts = urlsplit(address)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        kept = line.sock is not None
        try:
            try:
                line.request("POST", target, body, headers)
                answer = line.getresponse()
            except (ConnectionError, HTTPException):
                if not kept:
                    raise
                # A kept connection that the receiver had closed in the meantime: once more, on a fresh one.
                line.close()
                line.request("POST", target, body, headers)
                answer = line.getresponse()
            if len(answer.read(ANSWER_MAX + 1)) > ANSWER_MAX:
                line.close()
        except BaseException:
            line.close()
            raise
        return Outcome(answer.status, f"HTTP {answer.status}")

    def _line(self, address: str) -> HTTPConnection:
        kept: dict[str, HTTPConnection] = self._own.__dict__.setdefault("lines", {})
        if address not in kept:
            parts = urlsplit(address)
            made = _Plain if parts.scheme == "http" else _Secure
            line = made(parts.hostname or "", parts.port or made.default_port, timeout=STEP)
            line.this_machine = self._this_machine
            kept[address] = line
            self._all.append(line)
        return kept[address]

    def _cut_off_the_slow(self) -> None:
        while not self._over.wait(0.5):
            for began, line in list(self._busy.values()):
                if time.monotonic() - began > WHOLE and line.sock is not None:
                    with contextlib.suppress(OSError):
                        line.sock.shutdown(socket.SHUT_RDWR)
