"""Times requests: both arms in turn, A B A B, each only when the machine is idle again."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle, islice

from benchmarks.bounds import bound
from benchmarks.quiet import Quiet
from benchmarks.results import Result, timed
from benchmarks.servers import Server
from benchmarks.workloads import CROWDS, KEPT, Sample, addresses

ROUNDS = 5
IN_A_ROUND = 10
ENOUGH_SECONDS = 20.0
LEAST_ROUNDS = 3
CROWD, WARMINGS = 8, 8


@dataclass(frozen=True)
class Arm:
    """What is asked of which server; an empty cookie for none."""

    server: Server
    paths: Sequence[str]
    cookie: str


def paths_of(name: str, known: Sample, *, of: Sequence[str] = ()) -> list[str]:
    """What one line asks in all its rounds: `of` again and again, or addresses of its kind."""
    count = ROUNDS * _size(name)
    return list(islice(cycle(of), count)) if of else addresses(name, known, count)


def measure(name: str, *, n: int, ours: Arm, floor: Arm, queries: int | None, quiet: Quiet) -> Result:
    """One line: as many requests to ours as to the floor, each for what its arm has."""
    crowd, size = CROWDS.get(name, 1), _size(name)
    arms = {"ours": ours, "floor": floor}
    seconds: dict[str, list[float]] = {which: [] for which in arms}
    for arm in arms.values():
        # Each worker keeps its own pages, and a visitor stays with one: many come first, until every worker has all.
        for together in (CROWD,) * WARMINGS if name in KEPT else (crowd,):
            _ask_all(arm, arm.paths[: 2 * size], together)
    began = time.monotonic()
    for start in range(0, len(ours.paths), size):
        if start >= LEAST_ROUNDS * size and time.monotonic() - began > ENOUGH_SECONDS:
            break
        for which, arm in arms.items():
            quiet.wait()
            seconds[which] += _ask_all(arm, arm.paths[start : start + size], crowd)
    return timed(name, n, seconds["ours"], seconds["floor"], bound=bound(name, n), queries=queries)


def _size(name: str) -> int:
    return IN_A_ROUND * (2 if name in CROWDS else 1)


def _ask_all(arm: Arm, paths: Sequence[str], crowd: int) -> list[float]:
    shares = [paths[i::crowd] for i in range(crowd)]
    with ThreadPoolExecutor(crowd) as pool:
        return [second for share in pool.map(lambda share: _ask(arm, share), shares) for second in share]


def _ask(arm: Arm, paths: Sequence[str]) -> list[float]:
    """The seconds of each request, one after the other on one connection."""
    connection = arm.server.connect()
    try:
        return [_one(connection, path, arm.cookie) for path in paths]
    finally:
        connection.close()


def _one(connection: HTTPConnection, path: str, cookie: str) -> float:
    visitor = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}"  # noqa: S311
    began = time.perf_counter()
    connection.request("GET", path, headers={"X-Forwarded-For": visitor} | ({"Cookie": cookie} if cookie else {}))
    response = connection.getresponse()
    body = response.read()
    took = time.perf_counter() - began
    if response.status != 200 or not body:
        raise RuntimeError(f"{path} answered {response.status}: {body[:500]!r}")
    return took
