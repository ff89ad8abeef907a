"""Whether the product is alive, and whether its parts answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from compass.celery import app

_PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 2}  # seconds, for a broker that is away or silent


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _broker() -> bool:
    with app.connection_for_read(transport_options=_PATIENCE) as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
        return True


def _worker() -> bool:
    with app.connection_for_read(transport_options=_PATIENCE) as broker:
        return bool(app.control.ping(timeout=1.5, limit=1, connection=broker))


def _answers(part: Callable[[], bool]) -> str:
    try:
        return "ok" if part() else "no answer"
    except Exception as error:  # noqa: BLE001 (whatever is wrong with the part is what is asked for)
        return f"no answer: {type(error).__name__}"


def _ask() -> dict[str, str]:
    found = {"database": _answers(_database), "broker": _answers(_broker)}
    # A worker is asked through the broker.
    return found | {"worker": _answers(_worker) if found["broker"] == "ok" else "no answer: the broker is away"}


class Asked:
    """What a question was answered lately; while one request asks it again, the others get the last answer."""

    def __init__(self, question: Callable[[], dict[str, str]], *, kept_seconds: float) -> None:
        self._question, self._kept_seconds = question, kept_seconds
        self._asking = threading.Lock()
        self._answer: dict[str, str] = {}
        self._answered_at = 0.0

    def answer(self) -> dict[str, str]:
        """The answer, at most `kept_seconds` old unless somebody is asking; the very first is waited for."""
        if self._is_old() and self._asking.acquire(blocking=not self._answer):
            try:
                if self._is_old():
                    self._answer = self._question()
                    self._answered_at = time.monotonic()
            finally:
                self._asking.release()
        return self._answer

    def _is_old(self) -> bool:
        return not self._answer or time.monotonic() - self._answered_at >= self._kept_seconds


_parts = Asked(_ask, kept_seconds=5)  # anybody may ask for them, so each process asks at most this often


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when database, broker and a worker answer, 503 otherwise; says which does not."""
    found = _parts.answer()
    well = all(answer == "ok" for answer in found.values())
    return JsonResponse({"status": "ok" if well else "degraded", **found}, status=200 if well else 503)


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """200 while this process answers."""
    return JsonResponse({"status": "ok"})
