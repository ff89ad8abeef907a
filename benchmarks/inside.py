"""The product inside this process: pointed at one database after another, its queries counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.utils import load_backend
from django.test import Client
from django.test.utils import CaptureQueriesContext

from compass.accounts.models import User


def database(name: str) -> Any:
    """A lasting connection of its own, without the pool, to the database of this name on the same server."""
    given = deepcopy(connections.settings["default"])
    given |= {"NAME": name, "CONN_MAX_AGE": None}
    given["OPTIONS"].pop("pool", None)
    return load_backend(given["ENGINE"]).DatabaseWrapper(given, "default")


@contextmanager
def pointed_at(wrapper: Any) -> Iterator[Any]:
    """Meanwhile the product's operations and pages work on this database."""
    before = connections["default"]
    connections["default"] = wrapper
    try:
        yield wrapper
    finally:
        connections["default"] = before


# Brings a session that is none: such a visitor's page is made anew each time.
NOBODY = f"{settings.SESSION_COOKIE_NAME}="


def session_of_maker(wrapper: Any) -> str:
    """The cookie of a new session of the person who works on the pack in draft."""
    with pointed_at(wrapper):
        client = Client()
        client.force_login(User.objects.latest("id"))
    return client.cookies[settings.SESSION_COOKIE_NAME].OutputString([])


def queries_of(wrapper: Any, paths: Sequence[str], cookie: str) -> int:
    """The most queries that one of these pages makes, after a first look at each."""
    most = 0
    with pointed_at(wrapper):
        client = Client()
        for path in paths:
            page_of(client, path, cookie)
        for path in paths:
            with CaptureQueriesContext(wrapper) as caught:
                page_of(client, path, cookie)
            most = max(most, len(caught))
    return most


def page_of(client: Client, path: str, cookie: str) -> bytes:
    """The page of an address."""
    response = client.get(path, headers={"X-Forwarded-For": "10.0.0.1"} | ({"Cookie": cookie} if cookie else {}))
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    body: bytes = response.getvalue()
    return body
