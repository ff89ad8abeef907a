"""Costly work is done one piece at a time, and few wait for it."""

from __future__ import annotations

import threading

import pytest

from compass.foundation.errors import Busy
from compass.foundation.shelf import Shelf
from compass.foundation.turns import Turns


def busy(turns):
    with pytest.raises(Busy, match="Others first") as refusal, turns.taken():
        pass
    return refusal.value


def test_one_works_one_waits_and_the_third_is_sent_away_at_once():
    turns = Turns("Others first.", waiting=1, seconds=60)
    waits, worked = threading.Event(), []

    def second():
        waits.set()
        with turns.taken():
            worked.append("second")

    with turns.taken():
        thread = threading.Thread(target=second)
        thread.start()
        waits.wait()
        while turns._room._value:  # until the second is inside
            pass
        refusal = busy(turns)
        worked.append("first")
    thread.join()
    assert worked == ["first", "second"]
    assert (refusal.status, refusal.headers) == (503, {"Retry-After": "30"})
    with turns.taken():
        worked.append("third")


def test_nobody_waits_longer_than_said():
    turns = Turns("Others first.", waiting=1, seconds=0.01)
    with turns.taken():
        busy(turns)
    with pytest.raises(ValueError, match="broke"), turns.taken():
        raise ValueError("broke")
    with turns.taken():
        pass


def test_a_shelf_never_holds_more_bytes_than_it_may():
    shelf: Shelf[int, bytes] = Shelf(10, len)
    for number in range(100):
        shelf.put(number, b"x" * 4)
    assert [shelf.get(number) is not None for number in (0, 97, 98, 99)] == [False, False, True, True]
    shelf.put(100, b"x" * 11)
    assert shelf.get(100) is None
    shelf.put(99, b"x")
    shelf.put(99, b"y" * 10)
    assert shelf.get(99) == b"y" * 10
