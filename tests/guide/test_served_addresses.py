"""Absurd addresses sent to the real server: it answers, or hangs up, and goes on serving."""

from __future__ import annotations

import socket
import urllib.request
from contextlib import suppress

import pytest

from compass.guide.search import FILTERS
from tests.browser.product import Product, wait_until
from tests.guide.catalogue import Item

pytestmark = pytest.mark.django_db(transaction=True)
MEGABYTES = 10_000_000


@pytest.fixture
def server(catalogue, tmp_path, worker_id):
    """gunicorn with the whole product, on the test's database."""
    catalogue.add(Item("Lamp"))
    place = Product(tmp_path / "product", worker_id)
    place.state.mkdir()
    place.start("web")
    try:
        wait_until(lambda: answer(place, "/health/live/") == 200, seconds=40, what="the server")
        yield place
    finally:
        place.stop()


def answer(place: Product, address: str) -> int | None:
    """The status; None where the server hangs up without one, as it may on who sends more than it reads."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", place.port), timeout=20) as wire:
        with suppress(OSError):
            wire.sendall(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        first = wire.makefile("rb").readline().split()
        return int(first[1]) if len(first) > 1 else None
    return None


def page(place: Product, address: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"{place.url}{address}", timeout=20) as told:
        return told.status, told.read().decode()


def test_the_server_outlives_any_address(server):
    endless = [
        f"/innovations/?q={'x' * MEGABYTES}",
        f"/innovations/{'x' * MEGABYTES}/",
        f"/compare/?i={'x' * MEGABYTES}",
    ]
    for address in endless:
        assert answer(server, address) in {None, 400, 414}
        assert page(server, "/innovations/")[0] == 200
    many = "&".join(f"{FILTERS[n % len(FILTERS)]}=V{n}" for n in range(200))
    status, told = page(server, f"/innovations/?{many}")
    assert status == 200
    assert "Not used, because there is no such filter" in told
    assert "Lamp" in told
    assert answer(server, f"/innovations/?{'&'.join(f'kind=K{n}' for n in range(400))}") == 400
    assert answer(server, f"/innovations/?q={'%F0%9F%98%80' * 300}") == 422
    assert answer(server, "/innovations/?q=%00") == 400
