"""Many messages on their way at once, those of one lane (an endpoint and a passport) one after another. No database.

Whoever uses it hands messages in and takes marks out, both at any time: the threads never wait for the database. What
is handed in comes back as one mark, also when it was not tried because an earlier one of its lane failed. A free thread
turns to the endpoint that has the fewest, so that one that answers slowly holds up its own messages and no others.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from compass.notices.webhooks.connections import Outcome
from compass.notices.webhooks.messages import GONE, wait_after

THREADS = 16
SHARE = 4  # threads of one endpoint, while there are others
PATIENCE = 1.0  # seconds after which marks are handed out, few as they may be
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
    """`attempt` sends one message at an instant; `now` is when this run began, by the clock that was given to it.

    `alone` says that all messages go to one endpoint, which then has every thread.
    """

    def __init__(self, attempt: Callable[[Message, datetime], Outcome], now: datetime, *, alone: bool = False) -> None:
        self.silent: set[int] = set()  # endpoints that did not answer at all
        self.flying: dict[int, int] = {}  # handed in and not taken out yet, with the endpoint of each
        self._most = THREADS if alone else SHARE
        self._ready: dict[int, deque[Lane]] = defaultdict(deque)  # by endpoint: lanes that no thread works on yet
        self._running: Counter[int] = Counter()
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
            self.flying[message.id] = message.endpoint_id
            with self._lock:
                self._waiting[lane].append(message)
                begins = lane not in self._busy
                if begins:
                    self._busy.add(lane)
                    self._ready[message.endpoint_id].append(lane)
            if begins:
                self._threads.submit(self._work).add_done_callback(self._ended)

    def take(self, most: int) -> list[Mark]:
        """The marks of so many messages, or of all that are on their way: waits for them, but not long."""
        marks: list[Mark] = []
        wanted, until = min(most, len(self.flying)), time.monotonic() + PATIENCE
        while len(marks) < wanted or not self._done.empty():
            try:
                done = self._done.get(timeout=max(0.0, until - time.monotonic()))
            except Empty:
                break
            if isinstance(done, BaseException):
                raise done
            marks.append(done)
        for mark in marks:
            del self.flying[mark.id]
        return marks

    def stop(self) -> None:
        """Forget what no thread has in its hand: it comes back without a mark, as it was."""
        with self._lock:
            for waiting in self._waiting.values():
                for message in waiting:
                    del self.flying[message.id]
                waiting.clear()

    def _work(self) -> None:
        while (lane := self._turn()) is not None:
            while (message := self._next(lane)) is not None:
                self._done.put(self._send(message, lane))

    def _turn(self) -> Lane | None:
        """A lane of the endpoint that the fewest threads work for; None where no endpoint may have one more.

        Whoever ends a lane comes here again, so none is left behind.
        """
        with self._lock:
            free = [one for one, lanes in self._ready.items() if lanes and self._running[one] < self._most]
            if not free:
                return None
            endpoint = min(free, key=self._running.__getitem__)
            self._running[endpoint] += 1
            return self._ready[endpoint].popleft()

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
            self._running[lane[0]] -= 1
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
