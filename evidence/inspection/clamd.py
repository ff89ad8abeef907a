"""A client of the ClamAV daemon: VERSION and INSTREAM of its protocol (`man clamd`). Pure.

The published client library has not changed since 2014; what we need of it is these lines.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

SECONDS, PORT = 60.0, 3310
_REPLY_MAX = 4096


class UnreachableError(Exception):
    """The scanner gave no verdict: down, busy, or it would not take the file. Ask again later."""


@dataclass(frozen=True)
class Scan:
    """One verdict: what was found (empty when clean), and by which engine and signatures."""

    finding: str
    scanner: str


def scan(address: str, content: Iterable[bytes]) -> Scan:
    """Have the scanner at `tcp://host:port` or `unix:///path` judge the bytes; raises UnreachableError.

    An error of reading the content is passed on as it is: it says nothing about the scanner.
    """
    with _Link(address) as link:
        link.send(b"zVERSION\0")
        scanner = link.reply()
    with _Link(address) as link:
        link.send(b"zINSTREAM\0")
        for piece in content:
            if piece:  # a piece of no length would end the stream
                link.send(struct.pack("!L", len(piece)) + piece)
        link.send(struct.pack("!L", 0))
        said = link.reply().removeprefix("stream: ")
    if said == "OK":
        return Scan("", scanner)
    if said.endswith(" FOUND"):
        return Scan(said.removesuffix(" FOUND"), scanner)
    raise UnreachableError(f"The virus scanner gave no verdict: {said or 'no answer'}.")


def _unix(path: str) -> socket.socket:
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(SECONDS)
    try:
        link.connect(path)
    except OSError:
        link.close()
        raise
    return link


def _tcp(host: str | None, port: int | None) -> socket.socket:
    return socket.create_connection((host or "", port or PORT), timeout=SECONDS)


class _Link:
    """One connection, for one command: the daemon closes it after its reply."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        try:
            self._socket = _unix(parts.path) if parts.scheme == "unix" else _tcp(parts.hostname, parts.port)
        except OSError as error:
            raise UnreachableError(f"The virus scanner at {address} cannot be reached: {error}.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def send(self, sent: bytes) -> None:
        try:
            self._socket.sendall(sent)
        except OSError as error:
            raise UnreachableError(f"The virus scanner took no more: {error}.") from error

    def reply(self) -> str:
        """What the daemon says, up to its closing NUL."""
        said = b""
        try:
            while len(said) < _REPLY_MAX and not said.endswith(b"\0") and (more := self._socket.recv(_REPLY_MAX)):
                said += more
        except OSError as error:
            raise UnreachableError(f"The virus scanner did not answer: {error}.") from error
        return said.rstrip(b"\0\n").decode("utf-8", "replace").strip()
