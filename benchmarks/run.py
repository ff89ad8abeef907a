"""One run from the empty database to the table."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks import hooks, inside, jobs, workloads  # noqa: E402
from benchmarks.arena import Arena  # noqa: E402
from benchmarks.asking import measure  # noqa: E402
from benchmarks.quiet import Quiet  # noqa: E402
from benchmarks.results import Result, as_json, broken, counted, table, wanted  # noqa: E402
from benchmarks.seeding import Shape, seed  # noqa: E402
from benchmarks.servers import environment_of, serving  # noqa: E402

LATEST = Path(__file__).with_name("latest.json")
NAMES = (*workloads.NAMES, *jobs.NAMES, *hooks.NAMES)
ASKED = 8  # addresses whose queries are counted


@contextmanager
def _step(words: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"  {words} …", end="", flush=True)
    yield
    print(f" {time.monotonic() - began:.1f} s", flush=True)


def run(made: Arena, n: int, only: str) -> int:
    """Measure what `only` asks for among N records; returns the exit code."""
    names = [name for name in NAMES if wanted(name, only)]
    if not names:
        print(f"ONLY={only} names nothing that is measured here. Known: {', '.join(NAMES)}.")
        return 2
    print(f"Benchmarks of {', '.join(names)} with N={n:,}", flush=True)
    with _step("migrating a throwaway database"):
        call_command("migrate", verbosity=0)
        _let_go()
    quiet = Quiet()
    results = _requests(made, n, [name for name in names if name in workloads.NAMES], quiet)
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


def _seeded(made: Arena, suffix: str, shape: Shape) -> None:
    with _step(f"seeding {shape.n:,} technologies"):
        made.copy(suffix)
        with made.connect(suffix) as own:
            seed(own, shape)


def _known(made: Arena, suffix: str) -> workloads.Sample:
    with made.connect(suffix) as own:
        return workloads.sample(own)


def _requests(made: Arena, n: int, names: list[str], quiet: Quiet) -> list[Result]:
    if not names:
        return []
    with _step("collecting static files"):
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["drf_spectacular_sidecar"])
    few = max(100, n // 10)
    _seeded(made, "_pages", Shape(n))
    _seeded(made, "_few", Shape(few, requirements=30))
    results = []
    known, known_few = _known(made, "_pages"), _known(made, "_few")
    counts = {}
    with _step("counting queries"):
        many, less = inside.database(f"{made.name}_pages"), inside.database(f"{made.name}_few")
        cookie, cookie_less = inside.session_of_maker(many), inside.session_of_maker(less)
        for kind in dict.fromkeys(name.partition("@")[0] for name in names):
            own, own_less = (cookie, cookie_less) if kind in workloads.SIGNED_IN else ("", "")
            counts[kind] = (
                inside.queries_of(many, workloads.addresses(kind, known, ASKED), own),
                inside.queries_of(less, workloads.addresses(kind, known_few, ASKED), own_less),
            )
        many.close()
        less.close()
    with ExitStack() as stack:
        environment = environment_of(made.url("_pages"))
        arms = {arm: stack.enter_context(serving(arm, environment)) for arm in ("ours", "floor")}
        for name in names:
            kind = name.partition("@")[0]
            with _step(f"{name}"):
                own = cookie if kind in workloads.SIGNED_IN else ""
                found = measure(name, n=n, known=known, arms=arms, cookie=own, queries=counts[kind][0], quiet=quiet)
                results.append(found)
            if name == kind:
                results.append(counted(name, n, *counts[kind]))
    return results


def _jobs(made: Arena, n: int, only: str, names: list[str], quiet: Quiet) -> list[Result]:
    if not names:
        return []
    _seeded(made, "_jobs", jobs.shape(n))
    many = inside.database(f"{made.name}_jobs")
    results = []
    if any(name.startswith("verdict") for name in names):
        _seeded(made, "_fewer", jobs.shape(n, few=True))
        fewer = inside.database(f"{made.name}_fewer")
        with _step("verdict"):
            results += jobs.verdicts(n, many, fewer, only, quiet)
        fewer.close()
    if any(name.startswith("fan-out") for name in names):
        with _step("fan-out"):
            results += jobs.fan_out(n, many, only, quiet)
    for name in (name for name in names if name in hooks.NAMES):
        with _step(name):
            results.append(hooks.webhooks(name, n, many, quiet))
    many.close()
    return results
