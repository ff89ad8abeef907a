"""Whether the product is alive, and whether its parts answer."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from compass.celery import app

_KEPT_SECONDS = 5  # anybody may ask, so the parts are asked at most this often


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _broker() -> bool:
    with app.connection_for_read() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
        return True


def _worker() -> bool:
    return bool(app.control.ping(timeout=2.0, limit=1))


_PARTS: dict[str, Callable[[], bool]] = {"database": _database, "broker": _broker, "worker": _worker}


def _answers(part: Callable[[], bool]) -> str:
    try:
        return "ok" if part() else "no answer"
    except Exception as error:  # noqa: BLE001 (whatever is wrong with the part is what is asked for)
        return f"no answer: {type(error).__name__}"


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when database, broker and a worker answer, 503 otherwise; says which does not."""
    try:
        found = cache.get("health")
    except Exception:  # noqa: BLE001 (the cache is the broker's Redis: then the parts are asked one by one)
        found = None
    if found is None:
        found = {name: _answers(part) for name, part in _PARTS.items()}
        if found["broker"] == "ok":
            cache.set("health", found, _KEPT_SECONDS)
    well = all(answer == "ok" for answer in found.values())
    return JsonResponse({"status": "ok" if well else "degraded", **found}, status=200 if well else 503)


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """200 while this process answers."""
    return JsonResponse({"status": "ok"})
