"""The way to Redis for tasks: kombu's own, made to outlive a Redis that restarts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis
from kombu.transport import redis as kombu_redis


class Channel(kombu_redis.Channel):
    """One that was closed fails as a lost connection does, and not as a mistake in a program.

    When Redis goes away, a worker closes its channel while tasks that came through it still run. Putting them back and
    acknowledging them later go through the closed channel; in kombu 5.7 that is an AttributeError, of which Celery ends
    the worker or leaves it standing with nothing to do. A lost connection is logged, and the worker connects again.
    """

    @contextmanager
    def conn_or_acquire(self, client: Any = None) -> Iterator[Any]:
        """A connection to Redis; raises redis.ConnectionError once this channel is closed."""
        if not client and (self.connection is None or self.connection.client is None):
            raise redis.ConnectionError("The connection that this came through was closed.")
        with super().conn_or_acquire(client) as found:
            yield found


class Transport(kombu_redis.Transport):
    """Named by `CELERY_BROKER_TRANSPORT`."""

    Channel = Channel
