"""Times requests: both arms in turn, A B A B, each only when the machine is idle again."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

from benchmarks.bounds import bound
from benchmarks.quiet import Quiet
from benchmarks.results import Result, timed
from benchmarks.servers import Server
from benchmarks.workloads import CROWDS, Sample, addresses

ROUNDS = 5
IN_A_ROUND = 10
ENOUGH_SECONDS = 20.0
LEAST_ROUNDS = 3


def measure(
    name: str, *, n: int, known: Sample, arms: dict[str, Server], cookie: str, queries: int | None, quiet: Quiet
) -> Result:
    """One line: the same requests to ours and to the floor; an empty cookie for nobody's."""
    crowd = CROWDS.get(name, 1)
    size = IN_A_ROUND * (2 if crowd > 1 else 1)
    paths = addresses(name, known, ROUNDS * size)
    seconds: dict[str, list[float]] = {arm: [] for arm in arms}
    for server in arms.values():
        _ask_all(server, paths[: 2 * size], crowd, cookie)
    began = time.monotonic()
    for start in range(0, len(paths), size):
        if start >= LEAST_ROUNDS * size and time.monotonic() - began > ENOUGH_SECONDS:
            break
        for arm, server in arms.items():
            quiet.wait()
            seconds[arm] += _ask_all(server, paths[start : start + size], crowd, cookie)
    return timed(name, n, seconds["ours"], seconds["floor"], bound=bound(name, n), queries=queries)


def _ask_all(server: Server, paths: Sequence[str], crowd: int, cookie: str) -> list[float]:
    shares = [paths[i::crowd] for i in range(crowd)]
    with ThreadPoolExecutor(crowd) as pool:
        return [second for share in pool.map(lambda share: _ask(server, share, cookie), shares) for second in share]


def _ask(server: Server, paths: Sequence[str], cookie: str) -> list[float]:
    """The seconds of each request, one after the other on one connection."""
    connection = server.connect()
    try:
        return [_one(connection, path, cookie) for path in paths]
    finally:
        connection.close()


def _one(connection: HTTPConnection, path: str, cookie: str) -> float:
    visitor = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}"  # noqa: S311
    began = time.perf_counter()
    connection.request("GET", path, headers={"X-Forwarded-For": visitor, "Cookie": cookie})
    response = connection.getresponse()
    body = response.read()
    took = time.perf_counter() - began
    if response.status != 200 or not body:
        raise RuntimeError(f"{path} answered {response.status}: {body[:500]!r}")
    return took
