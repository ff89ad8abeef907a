"""Costly work of a process: one piece at a time, and few requests that wait for it.

A web process has a handful of threads. If each could wait for costly work, a handful of requests would stop the site.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from compass.foundation.errors import Busy


class Turns:
    """Turns at one kind of work: at most `waiting` others wait for it, each for at most so many seconds."""

    def __init__(self, sentence: str, *, waiting: int, seconds: float) -> None:
        self._sentence = sentence
        self._seconds = seconds
        self._room = threading.BoundedSemaphore(1 + waiting)
        self._turn = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the one turn; raises Busy when too many wait already, or it does not come in time."""
        if not self._room.acquire(blocking=False):
            raise Busy(self._sentence)
        try:
            if not self._turn.acquire(timeout=self._seconds):
                raise Busy(self._sentence)
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._room.release()
