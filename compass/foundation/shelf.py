"""What a process keeps in its own memory: a bounded number of bytes, so that no crowd of requests can fill anything."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)
Thing = TypeVar("Thing")


class Shelf(Generic[Name, Thing]):
    """Things by name, at most so many bytes of them by `size`; what was not asked for longest goes first."""

    def __init__(self, most: int, size: Callable[[Thing], int]) -> None:
        self._most = most
        self._size = size
        self._bytes = 0
        self._things: OrderedDict[Name, Thing] = OrderedDict()
        self._lock = Lock()

    def get(self, name: Name) -> Thing | None:
        """The thing of a name; asking for it makes it the newest."""
        with self._lock:
            kept = self._things.get(name)
            if kept is not None:
                self._things.move_to_end(name)
            return kept

    def put(self, name: Name, thing: Thing) -> None:
        """Keep it in place of what was kept of the name."""
        with self._lock:
            if name in self._things:
                self._bytes -= self._size(self._things.pop(name))
            self._things[name] = thing
            self._bytes += self._size(thing)
            while self._bytes > self._most:
                self._bytes -= self._size(self._things.popitem(last=False)[1])

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._things.clear()
            self._bytes = 0
