"""One run from the empty database to the table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks import hooks, inside, jobs, pages, seeding, workloads  # noqa: E402
from benchmarks.arena import Arena  # noqa: E402
from benchmarks.quiet import Quiet  # noqa: E402
from benchmarks.results import Result, as_json, broken, table, wanted  # noqa: E402
from benchmarks.steps import step  # noqa: E402

LATEST = Path(__file__).with_name("latest.json")
PAGES = (*workloads.NAMES, *workloads.BESIDE)
NAMES = (*PAGES, *jobs.NAMES, *hooks.NAMES)


def run(made: Arena, n: int, only: str) -> int:
    """Measure what `only` asks for among N records; returns the exit code."""
    names = [name for name in NAMES if wanted(name, only)]
    if not names:
        print(f"ONLY={only} names nothing that is measured here. Known: {', '.join(NAMES)}.")
        return 2
    print(f"Benchmarks of {', '.join(names)} with N={n:,}", flush=True)
    with step("migrating a throwaway database"):
        call_command("migrate", verbosity=0)
        _let_go()
    quiet = Quiet()
    results = pages.measured(made, n, [name for name in names if name in PAGES], quiet)
    results += _jobs(made, n, only, [name for name in names if name in (*jobs.NAMES, *hooks.NAMES)], quiet)
    LATEST.write_text(as_json(results), encoding="utf-8")
    print(table(results))
    if quiet.said():
        print(quiet.said())
    return _outcome(results)


def _outcome(results: Sequence[Result]) -> int:
    failed = broken(results)
    print(f"Broken bounds: {', '.join(failed)}." if failed else "Every bound is kept.", f"Written to {LATEST.name}.")
    return 1 if failed else 0


def _let_go() -> None:
    """Close the default connection and its pool: a database in use cannot be copied."""
    default: Any = connection
    default.close()
    default.close_pool()


def _jobs(made: Arena, n: int, only: str, names: list[str], quiet: Quiet) -> list[Result]:
    if not names:
        return []
    seeding.seeded(made, "_jobs", jobs.shape(n))
    many = inside.database(f"{made.name}_jobs")
    results = []
    if any(name.startswith("verdict") for name in names):
        seeding.seeded(made, "_fewer", jobs.shape(n, few=True))
        fewer = inside.database(f"{made.name}_fewer")
        with step("verdict"):
            results += jobs.verdicts(n, many, fewer, only, quiet)
        fewer.close()
    if any(name.startswith("fan-out") for name in names):
        with step("fan-out"):
            results += jobs.fan_out(n, many, only, quiet)
    for name in (name for name in names if name in hooks.NAMES):
        with step(name):
            results.append(hooks.webhooks(name, n, many, quiet))
    many.close()
    return results
