"""Many messages on their way at once, those of one lane (an endpoint and a passport) one after another. No database.

Whoever uses it hands messages in and takes marks out, both at any time: the threads never wait for the database. What
is handed in comes back as one mark, also when it was not tried because an earlier one of its lane failed.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import SimpleQueue
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from compass.notices.webhook_connections import Outcome
from compass.notices.webhook_messages import GONE, wait_after

THREADS = 16
# An endpoint that did not answer at all is left alone for so long, whatever else waits for it.
PAUSE = timedelta(minutes=1)
Lane = tuple[int, int | None]


class Sendable(Protocol):
    """What is handed in."""

    @property
    def id(self) -> int: ...
    @property
    def endpoint_id(self) -> int: ...
    @property
    def passport_id(self) -> int | None: ...
    @property
    def attempts(self) -> int: ...


Message = TypeVar("Message", bound=Sendable)


@dataclass(frozen=True)
class Mark:
    """What is written of a delivery after its turn."""

    id: int
    tried: int = 0
    due_at: datetime | None = None
    delivered_at: datetime | None = None
    dead_at: datetime | None = None
    outcome: str = ""


class Lanes(Generic[Message]):
    """`attempt` sends one message at an instant; `now` is when this run began, by the clock that was given to it."""

    def __init__(self, attempt: Callable[[Message, datetime], Outcome], now: datetime) -> None:
        self.silent: set[int] = set()  # endpoints that did not answer at all
        self.flying: set[int] = set()  # handed in, and not taken out yet
        self._attempt, self._now, self._began = attempt, now, time.monotonic()
        self._waiting: dict[Lane, deque[Message]] = defaultdict(deque)
        self._busy: set[Lane] = set()
        self._broken: dict[Lane, datetime] = {}
        self._lock = threading.Lock()
        self._done: SimpleQueue[Mark | BaseException] = SimpleQueue()
        self._threads = ThreadPoolExecutor(THREADS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._lock:
            self._waiting.clear()
        self._threads.shutdown()

    @property
    def seconds(self) -> float:
        """How long this run has taken."""
        return time.monotonic() - self._began

    def add(self, messages: Iterable[Message]) -> None:
        """Hand messages in, each lane's in its order."""
        for message in messages:
            lane = (message.endpoint_id, message.passport_id)
            self.flying.add(message.id)
            with self._lock:
                self._waiting[lane].append(message)
                begins = lane not in self._busy
                self._busy.add(lane)
            if begins:
                self._threads.submit(self._work, lane).add_done_callback(self._ended)

    def take(self, most: int) -> list[Mark]:
        """The marks of so many messages, or of all that are on their way: waits for them."""
        marks: list[Mark] = []
        wanted = min(most, len(self.flying))
        while len(marks) < wanted or not self._done.empty():
            done = self._done.get()
            if isinstance(done, BaseException):
                raise done
            marks.append(done)
        self.flying.difference_update(mark.id for mark in marks)
        return marks

    def _work(self, lane: Lane) -> None:
        while (message := self._next(lane)) is not None:
            self._done.put(self._send(message, lane))

    def _ended(self, work: Future[None]) -> None:
        """What went wrong in a thread is raised where the marks are taken."""
        if error := work.exception():
            self._done.put(error)

    def _next(self, lane: Lane) -> Message | None:
        with self._lock:
            if self._waiting[lane]:
                return self._waiting[lane].popleft()
            del self._waiting[lane]
            self._busy.discard(lane)
            return None

    def _send(self, message: Message, lane: Lane) -> Mark:
        if lane in self._broken:
            return Mark(message.id, due_at=self._broken[lane])
        if message.endpoint_id in self.silent:
            return Mark(message.id, due_at=self._now + PAUSE)
        outcome = self._attempt(message, self._now + timedelta(seconds=self.seconds))
        mark = _judged(message, outcome, self._now)
        if outcome.status == 0:
            self.silent.add(message.endpoint_id)
        if mark.due_at is not None:
            self._broken[lane] = mark.due_at
        return mark


def _judged(message: Sendable, outcome: Outcome, now: datetime) -> Mark:
    if outcome.delivered:
        return Mark(message.id, 1, delivered_at=now, outcome=outcome.words)
    wait = None if outcome.status == GONE else wait_after(message.attempts + 1)
    if wait is None:
        return Mark(message.id, 1, dead_at=now, outcome=outcome.words)
    return Mark(message.id, 1, due_at=now + wait, outcome=outcome.words)
