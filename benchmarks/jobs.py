"""Times the jobs: the product's operations in this process against one set-based statement that does the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.test.utils import CaptureQueriesContext

from benchmarks.bounds import bound
from benchmarks.inside import pointed_at
from benchmarks.quiet import Quiet
from benchmarks.results import Result, timed, wanted
from benchmarks.seeding import DAY, Shape, statement
from compass.notices.models import Cursor
from compass.notices.operations.fan_out import tell_followers
from passports.operations.verdicts import recompute_due

NAMES = ("verdict", "verdict-growth", "fan-out", "fan-out-notices")
CROWD_SHARE = 20  # one passport in twenty changes on one day: 5,000 among 100,000
CROWD_ROUNDS = 7
TOLD = 5_000  # changes: a million notices
TRUSTS = 200  # open ones, as people.sql makes them
CHANGES = 500  # on one day, where the job is held against itself among fewer
SMALL = 10_000
GROWTH_ROUNDS = 9
FAN_OUT_ROUNDS = 3
# A broken growth bound is measured once more, because other programs disturb times of a tenth of a second.
ATTEMPTS = 2
# Days are used once: by each arm for a warm-up and in each round.
CROWDED_DAYS = 2 * (CROWD_ROUNDS + 1)
DAYS = ATTEMPTS * GROWTH_ROUNDS + 1


def small_size(n: int) -> int:
    """How many passports the fewer are: 10,000, or a tenth where N is not much more than that."""
    return SMALL if n >= 2 * SMALL else n // 10


def crowd_of(n: int) -> int:
    """How many verdicts change on one day when many do."""
    return n // CROWD_SHARE


def changes_of(n: int) -> int:
    """How many change on one day when few do: 500, or what the fewer passports, or those the crowd left, have."""
    return min(CHANGES, small_size(n) // DAYS, n // 200)


def shape(n: int, *, few: bool = False) -> Shape:
    """N passports, or the fewer, of which the same number changes on each of the days that follow the crowded ones."""
    if few:
        return Shape(small_size(n), published=100, passports=100, superseded=0, changes=changes_of(n), days=DAYS)
    return Shape(
        n, published=100, passports=100, superseded=0, crowd=crowd_of(n), crowded_days=CROWDED_DAYS,
        changes=changes_of(n), days=DAYS,
    )  # fmt: skip


class Days:
    """The days after DAY on one database, each used once; every job of a day must change the planned number."""

    def __init__(self, wrapper: Any, quiet: Quiet) -> None:
        self.wrapper = wrapper
        self.quiet = quiet
        self.day = DAY

    def _on(self, job: Callable[[dict[str, Any]], int], changes: int) -> float:
        self.day += timedelta(days=1)
        told = {"on": self.day, "now": datetime(self.day.year, self.day.month, self.day.day, 0, 5, tzinfo=UTC)}
        self.quiet.wait()
        with pointed_at(self.wrapper):
            began = time.perf_counter()
            changed = job(told)
            took = time.perf_counter() - began
        if changed != changes:
            raise RuntimeError(f"{changed} verdicts changed on {self.day}, not {changes}")
        return took

    def ours(self, changes: int) -> float:
        """Seconds of the product's daily job."""
        return self._on(lambda told: recompute_due(**told), changes)

    def floor(self, changes: int) -> float:
        """Seconds of one statement with the same writes."""
        return self._on(lambda told: _execute(self.wrapper, "floor_verdict", told, fetch=True), changes)


def _execute(wrapper: Any, name: str, told: dict[str, Any], *, fetch: bool = False) -> int:
    with wrapper.cursor() as cursor:
        cursor.execute(statement(name), told)
        return int(cursor.fetchone()[0] if fetch else cursor.rowcount)


def verdicts(n: int, many: Any, few: Any, only: str, quiet: Quiet) -> list[Result]:
    """The daily job among N passports: against the floor when many change, and against itself among fewer."""
    among_many, among_few = Days(many, quiet), Days(few, quiet)
    crowd, changes = crowd_of(n), changes_of(n)
    with CaptureQueriesContext(many) as caught:
        among_many.ours(crowd)
    among_many.floor(crowd)
    rounds = [(among_many.ours(crowd), among_many.floor(crowd)) for _ in range(CROWD_ROUNDS)]
    ours, floor = zip(*rounds, strict=True)
    lines = [timed("verdict", n, ours, floor, bound=bound("verdict", n), queries=len(caught))]
    with CaptureQueriesContext(many) as caught:
        among_many.ours(changes)
    among_few.ours(changes)
    for _ in range(ATTEMPTS):
        rounds = [(among_many.ours(changes), among_few.ours(changes)) for _ in range(GROWTH_ROUNDS)]
        ours, small = zip(*rounds, strict=True)
        growth = timed("verdict-growth", n, ours, small, bound=bound("verdict-growth", n), queries=len(caught))
        if not growth.broken:
            break
    return [line for line in (*lines, growth) if wanted(line.name, only)]


class Telling:
    """Changes told to followers; what was written is swept away after each run."""

    def __init__(self, wrapper: Any, passports: int, quiet: Quiet) -> None:
        self.wrapper = wrapper
        self.quiet = quiet
        self.told: dict[str, Any] = {
            "passports": passports,
            "now": datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC),
            "site": settings.SITE_URL,
        }
        self.notices = passports * TRUSTS
        with wrapper.cursor() as cursor:
            for part in statement("followers").split(";\n"):
                if part.strip():
                    cursor.execute(part, self.told)

    def run(self, job: Callable[[dict[str, Any]], int], *, emails: bool = True) -> float:
        """Seconds to tell fresh changes to everybody who follows; what was written is gone afterwards."""
        with pointed_at(self.wrapper):
            seen = self._newest()
            Cursor.objects.update_or_create(name="notices", defaults={"transaction_id": seen})
            _execute(self.wrapper, "news", self.told)
            self.quiet.wait()
            began = time.perf_counter()
            told = job({**self.told, "seen": seen})
            took = time.perf_counter() - began
            if told != self.notices:
                raise RuntimeError(f"{told} notices were written, not {self.notices}")
            with self.wrapper.cursor() as cursor:
                # The company of each passport is written to besides: a few more, which the floor does not write.
                cursor.execute("SELECT count(*) FROM foundation_email WHERE key NOT LIKE 'passport-%'")
                if (written := cursor.fetchone()[0]) != self.notices * emails:
                    raise RuntimeError(f"{written} e-mails were written, not {self.notices * emails}")
                cursor.execute("TRUNCATE notices_notice, notices_webhookdelivery, notices_digestline, foundation_email")
        return took

    def _newest(self) -> int:
        with self.wrapper.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(transaction_id), 0) FROM foundation_change")
            return int(cursor.fetchone()[0])


def fan_out(n: int, wrapper: Any, only: str, quiet: Quiet) -> list[Result]:
    """Notices (and e-mails) for followers: ours, one statement with the same writes, and the notices alone."""
    telling = Telling(wrapper, min(TOLD, max(5, n // 20)), quiet)
    arms: dict[str, Callable[[dict[str, Any]], int]] = {
        "ours": lambda told: tell_followers(now=told["now"]),
        "fan-out": lambda told: _execute(wrapper, "floor_fan_out", told, fetch=True),
        "fan-out-notices": lambda told: _execute(wrapper, "floor_notices", told),
    }
    arms = {arm: job for arm, job in arms.items() if arm == "ours" or wanted(arm, only)}
    queries = 0

    def first(told: dict[str, Any]) -> int:
        nonlocal queries
        with CaptureQueriesContext(wrapper) as caught:
            written = arms["ours"](told)
        queries = len(caught)
        return written

    telling.run(first)
    seconds: dict[str, list[float]] = {arm: [] for arm in arms}
    for _ in range(FAN_OUT_ROUNDS):
        for arm, job in arms.items():
            seconds[arm].append(telling.run(job, emails=arm != "fan-out-notices"))
    return [
        timed(arm, n, seconds["ours"], seconds[arm], bound=bound(arm, n), queries=queries)
        for arm in arms
        if arm != "ours"
    ]
