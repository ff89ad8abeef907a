"""Requests: pages and addresses against the floor, pages asked for again against files, and their weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from benchmarks import floor_statements, inside, plans, seeding, weight, workloads
from benchmarks.arena import Arena
from benchmarks.asking import Arm, measure, paths_of
from benchmarks.bounds import HOLD_FROM, LIMIT, MOST_MEGABYTES
from benchmarks.quiet import Quiet
from benchmarks.results import Result, counted, shared
from benchmarks.seeding import Shape
from benchmarks.servers import Server, environment_of, serving
from benchmarks.steps import step

ASKED = 8  # addresses whose queries are counted
EACH_KEPT = 2  # addresses of each kind that are asked for again
_FILES = "benchmark"  # their folder among the static files


def measured(made: Arena, n: int, names: Sequence[str], quiet: Quiet) -> list[Result]:
    """The lines of these names among N technologies."""
    if not names:
        return []
    with step("collecting static files"):
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["drf_spectacular_sidecar"])
    few = max(100, n // 10)
    seeding.seeded(made, "_pages", Shape(n))
    seeding.seeded(made, "_few", Shape(few, requirements=30))
    with made.connect("_pages") as own, made.connect("_few") as less:
        known, known_few = workloads.sample(own), workloads.sample(less)
    asked = {name: paths_of(name, known) for name in names if name in workloads.NAMES}
    many = inside.database(f"{made.name}_pages")
    maker = inside.session_of_maker(many)
    counts = _counts(made, asked, known_few, maker)
    with step("reading the statements of ours for the floor"), inside.pointed_at(many):
        statements = _statements(many, asked, maker)
        kept = [path for kind in workloads.KEPT_KINDS for path in workloads.addresses(kind, known, EACH_KEPT)]
        files = _files(kept) if {*workloads.KEPT} & {*names} else []
    many.close()
    written = Path(str(settings.STATIC_ROOT)).parent / "statements.json"
    floor_statements.kept(statements, written)
    environment = environment_of(made.url("_pages")) | {"BENCH_STATEMENTS": str(written)}
    results = []
    with ExitStack() as stack:
        ours, floor = (stack.enter_context(serving(arm, environment)) for arm in ("ours", "floor"))
        for name, paths in asked.items():
            kind = _kind(name)
            cookie = maker if kind in workloads.SIGNED_IN else inside.NOBODY
            with step(name):
                mine, other = Arm(ours, paths, cookie), Arm(floor, paths, cookie)
                results.append(measure(name, n=n, ours=mine, floor=other, queries=counts[kind][0], quiet=quiet))
            results += [counted(name, n, *counts[kind])] if name == kind else []
        for name in (one for one in workloads.KEPT if one in names):
            with step(name):
                again = paths_of(name, known, of=kept), paths_of(name, known, of=files)
                mine, other = Arm(ours, again[0], ""), Arm(ours, again[1], "")
                results.append(measure(name, n=n, ours=mine, floor=other, queries=1, quiet=quiet))
        results += _weights(ours, n, known, [name for name in workloads.WEIGHTS if name in names])
        if workloads.MEMORY in names:
            results += _memory(ours, n)
    return results + _plans(made, n, asked, statements)


def _kind(name: str) -> str:
    return name.partition("@")[0]


def _counts(
    made: Arena, asked: Mapping[str, Sequence[str]], known_few: workloads.Sample, maker: str
) -> dict[str, tuple[int, int]]:
    """For each kind the most queries of one page, among many technologies and among few."""
    found = {}
    with step("counting queries"):
        many, less = inside.database(f"{made.name}_pages"), inside.database(f"{made.name}_few")
        maker_less = inside.session_of_maker(less)
        for kind in dict.fromkeys(map(_kind, asked)):
            signed_in = kind in workloads.SIGNED_IN
            paths = next(paths for name, paths in asked.items() if _kind(name) == kind)[:ASKED]
            fewer = workloads.addresses(kind, known_few, ASKED)
            found[kind] = (
                inside.queries_of(many, paths, maker if signed_in else inside.NOBODY),
                inside.queries_of(less, fewer, maker_less if signed_in else inside.NOBODY),
            )
        many.close()
        less.close()
    return found


def _statements(many: object, asked: Mapping[str, Sequence[str]], maker: str) -> dict[str, list[str]]:
    """What the floor sends for each address."""
    public = {path for name, paths in asked.items() if _kind(name) not in workloads.SIGNED_IN for path in paths}
    own = {path for name, paths in asked.items() if _kind(name) in workloads.SIGNED_IN for path in paths}
    session = maker.partition("=")[2].partition(";")[0]
    return floor_statements.statements_of(sorted(public)) | {
        path: floor_statements.of_pack(many, path, session) for path in own
    }


def _files(kept: Sequence[str]) -> list[str]:
    """A static file as large as each of these pages; their addresses."""
    folder = Path(str(settings.STATIC_ROOT)) / _FILES
    folder.mkdir()
    client, found = Client(), []
    for number, path in enumerate(kept):
        size = len(inside.page_of(client, path, inside.NOBODY))
        (folder / f"{number}.html").write_bytes(b"x" * size)
        found.append(f"/{settings.STATIC_URL.strip('/')}/{_FILES}/{number}.html")
    return found


def _weights(server: Server, n: int, known: workloads.Sample, names: Sequence[str]) -> list[Result]:
    """The heaviest of a few pages of each kind; anything from elsewhere ends the run."""
    results = []
    for name in names:
        heaviest = 0
        for path in workloads.addresses(workloads.WEIGHTS[name], known, ASKED):
            bytes_, foreign = weight.weight_of(server, path)
            if foreign:
                raise RuntimeError(f"{path} fetches from elsewhere: {', '.join(foreign)}")
            heaviest = max(heaviest, bytes_)
        print(f"  {name}: {heaviest / 1000:.1f} kB compressed with all that it brings", flush=True)
        results.append(shared(name, n, heaviest / weight.MOST_BYTES, bound=LIMIT))
    return results


def _memory(server: Server, n: int) -> list[Result]:
    most = server.most_megabytes()
    if most is None:
        print("  memory: this system does not say.", flush=True)
        return []
    print(f"  memory: a web worker held at most {most:.0f} MB", flush=True)
    return [shared(workloads.MEMORY, n, most / MOST_MEGABYTES, bound=LIMIT)]


def _plans(
    made: Arena, n: int, asked: Mapping[str, Sequence[str]], statements: floor_statements.Statements
) -> list[Result]:
    """How PostgreSQL answers each kind; one that reads a large table whole, and should not, breaks a bound."""
    results = []
    with made.connect("_pages") as own:
        for kind in dict.fromkeys(map(_kind, asked)):
            paths = dict.fromkeys(path for name, paths in asked.items() if _kind(name) == kind for path in paths)
            plan = plans.plan_of(own, [statements[path] for path in paths])
            print(plans.said(kind, plan), flush=True)
            wrongly = plan.whole - plans.MAY_READ_WHOLE.get(kind, frozenset())
            results.append(shared(f"{kind}-whole", n, len(wrongly), bound=0.0 if n >= HOLD_FROM else None))
    return results
