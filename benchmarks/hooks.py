"""Times the sending of webhooks against a bare client with as many threads that posts as many bodies as long.

To a receiver that does nothing, which shows what sending costs, and to one that works: it should set the pace, not we.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any

from django.conf import settings
from django.test.utils import CaptureQueriesContext, override_settings

from benchmarks.bounds import bound
from benchmarks.inside import pointed_at
from benchmarks.quiet import Quiet
from benchmarks.results import Result, timed
from benchmarks.seeding import DAY, statement
from compass.notices.operations.send_webhooks import send_due_webhooks
from compass.notices.webhooks.lanes import THREADS
from compass.notices.webhooks.messages import headers, new_secret, notice_body
from compass.notices.webhooks.secrets_at_rest import seal

# What each receiver takes for a message, in milliseconds, and how many it takes at a time.
RECEIVERS = {"webhooks": (0, 1), "webhooks-at-work": (10, 8)}
NAMES = tuple(RECEIVERS)
MESSAGES = 10_000
ROUNDS = 3
NOON = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)


@contextmanager
def _receiving(name: str) -> Iterator[int]:
    """The port of a receiver in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.receiver", *map(str, RECEIVERS[name])]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield int(process.stdout.readline()) if process.stdout else 0
    finally:
        process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _bare(port: int, messages: int) -> None:
    """Post as many bodies of the same length with as many threads, each on a connection that is kept."""
    body = notice_body(
        kind="verdict_changed", at=NOON, site=settings.SITE_URL, number="MTC-0000-0000-0000", told_to="R0000",
        sentence="Passport MTC-0000-0000-0000 is now expired. UKCA certificate expired on 2 November 2026.",
        data={"from": "EXPIRING", "to": "EXPIRED"},
    )  # fmt: skip
    signed = headers(secret=new_secret(), message_id="msg_1", at=0, body=body)

    def post(count: int) -> None:
        line = HTTPConnection("127.0.0.1", port)
        for _ in range(count):
            line.request("POST", "/", body, signed)
            line.getresponse().read()
        line.close()

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(post, [messages // THREADS + (n < messages % THREADS) for n in range(THREADS)]))


def _queue(wrapper: Any, passports: int, port: int) -> None:
    """So many deliveries that are due, and nothing else."""
    with wrapper.cursor() as cursor:
        cursor.execute("TRUNCATE notices_notice, notices_webhookdelivery, notices_digestline, notices_endpoint CASCADE")
        cursor.execute("SELECT coalesce(max(transaction_id), 0) FROM foundation_change")
        told: dict[str, Any] = {"passports": passports, "now": NOON, "seen": cursor.fetchone()[0]}
        cursor.execute(statement("news"), told)
        told |= {"address": f"http://127.0.0.1:{port}/", "secret": seal(new_secret())}
        cursor.execute(statement("hooks"), told)
        cursor.execute("ANALYZE notices_webhookdelivery, notices_notice, notices_endpoint")  # as autovacuum would


def webhooks(name: str, n: int, wrapper: Any, quiet: Quiet) -> Result:
    """Messages to a receiver on this machine: ours, and the bare client."""
    messages = min(MESSAGES, n)
    ours, floor, queries = [], [], 0
    with _receiving(name) as port, override_settings(WEBHOOKS_TO_THIS_MACHINE=True), pointed_at(wrapper):
        for number in range(ROUNDS + 1):
            _queue(wrapper, messages, port)
            quiet.wait()
            began = time.perf_counter()
            if number == 0:
                with CaptureQueriesContext(wrapper) as caught:
                    sent = send_due_webhooks(now=NOON, seconds=600)
                queries = len(caught)
            else:
                sent = send_due_webhooks(now=NOON, seconds=600)
                ours.append(time.perf_counter() - began)
            if sent != messages:
                raise RuntimeError(f"{sent} webhooks were delivered, not {messages}")
            quiet.wait()
            began = time.perf_counter()
            _bare(port, messages)
            floor.append(time.perf_counter() - began)
    return timed(name, n, ours, floor[1:], bound=bound(name, n), queries=queries)
