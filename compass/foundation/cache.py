"""The cache, which nothing depends on: while Redis is away it is empty, and limits counted in it do not count."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, ClassVar

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

_PAUSE = 5.0  # seconds for which a process does not ask again: a silent server would hold each request

log = structlog.get_logger(__name__)


def _failing_open(name: str, answer: Callable[..., Any]) -> Any:
    """The method of this name, which gives `answer` of its arguments while Redis is away."""
    asked = getattr(RedisCache, name)

    def method(cache: FailingOpen, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= FailingOpen.away_until.get(cache.server, 0.0):
            try:
                return asked(cache, *args, **kwargs)
            except RedisError as error:
                FailingOpen.away_until[cache.server] = time.monotonic() + _PAUSE
                log.warning("cache_away", error=type(error).__name__, paused_seconds=_PAUSE)
        return answer(*args, **kwargs)

    return method


class FailingOpen(RedisCache):
    """Django's cache in Redis. What it keeps may be gone at any moment; an error would take the page with it."""

    # For each server, until when (of the monotonic clock) this process leaves it alone.
    away_until: ClassVar[dict[str, float]] = {}

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.server = server

    add = _failing_open("add", lambda *_, **__: True)
    get = _failing_open("get", lambda key, default=None, version=None: default)
    set = _failing_open("set", lambda *_, **__: None)
    touch = _failing_open("touch", lambda *_, **__: False)
    delete = _failing_open("delete", lambda *_, **__: False)
    get_many = _failing_open("get_many", lambda *_, **__: {})
    has_key = _failing_open("has_key", lambda *_, **__: False)
    incr = _failing_open("incr", lambda key, delta=1, version=None: delta)
    set_many = _failing_open("set_many", lambda data, *_, **__: list(data))
    delete_many = _failing_open("delete_many", lambda *_, **__: None)
    clear = _failing_open("clear", lambda *_, **__: False)
