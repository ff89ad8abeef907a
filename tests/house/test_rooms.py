"""Rules of the house that no import contract can say. Each test holds one rule and names every breach of it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("compass", "evidence", "trusts", "passports")
WRITES = {"create", "bulk_create", "update_or_create", "get_or_create", "bulk_update", "save", "delete", "update"}
# Where rows may be written: operations, and the cellar's own log and outbox. `update` on a dict is no write.
WRITERS = (
    "*/operations/*.py",
    "compass/*/operations.py",
    "compass/foundation/transparency/operations.py",
    "compass/foundation/history.py",
    "compass/foundation/mail.py",
    "compass/accounts/models.py",
    "compass/demo/*.py",
)


def writer(path: Path) -> bool:
    return any(fnmatch(path.relative_to(ROOT).as_posix(), one) for one in WRITERS)


@cache
def sources() -> list[Path]:
    found = [p for package in PACKAGES for p in (ROOT / package).rglob("*.py") if "migrations" not in p.parts]
    assert found
    return found


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Everything in the file, parsed once for all rules."""
    return list(ast.walk(ast.parse(text(path))))


def breaches(rule: Callable[[Path], list[str]], *, but: Callable[[Path], bool]) -> list[str]:
    """What the rule finds in all files but those that are excepted."""
    return [f"{p.relative_to(ROOT)}: {found}" for p in sources() if not but(p) for found in rule(p)]


def calls(path: Path) -> Iterator[ast.Attribute]:
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func


def managers(path: Path) -> list[str]:
    """A model's manager is used."""
    names = {"objects", "_default_manager", "_base_manager"}
    return [f"line {n.lineno}" for n in nodes(path) if isinstance(n, ast.Attribute) and n.attr in names]


def writes(path: Path) -> list[str]:
    """Rows are written through a manager or a query set."""
    found = []
    for call in calls(path):
        on_manager = isinstance(call.value, ast.Attribute) and call.value.attr == "objects"
        chained = any(isinstance(n, ast.Attribute) and n.attr == "objects" for n in ast.walk(call.value))
        if call.attr in WRITES and (on_manager or chained or call.attr in {"bulk_create", "save"}):
            found.append(f"{call.attr} in line {call.lineno}")
    return found


def clock_reads(path: Path) -> list[str]:
    """The time is read."""
    reads = {"utcnow", "today", "now"}
    owners = {"datetime", "date", "timezone", "dt"}
    return [
        f"{call.value.id}.{call.attr}"
        for call in calls(path)
        if call.attr in reads and isinstance(call.value, ast.Name) and call.value.id in owners
    ]


def environment_reads(path: Path) -> list[str]:
    """The environment is read."""
    allowed = "os.environ.setdefault" if path.name in {"wsgi.py", "celery.py"} else ""
    rest = text(path).replace(allowed, "") if allowed else text(path)
    return [name for name in ("os.environ", "getenv") if name in rest]


def length(path: Path) -> list[str]:
    """More than 300 lines."""
    lines = len(text(path).splitlines())
    return [f"{lines} lines"] if lines > 300 else []


def in_launcher(path: Path) -> bool:
    return "launch" in path.parts


def test_pages_and_api_ask_through_queries():
    """An unscoped `.objects` in a page or in the API could show one owner's rows to another."""
    assert breaches(managers, but=lambda p: not {"web", "api"} & set(p.parts)) == []


def test_rows_are_written_by_operations_only():
    assert breaches(writes, but=lambda p: in_launcher(p) or writer(p)) == []
    assert not writer(ROOT / "passports/queries/history.py")


def test_only_the_clock_reads_the_time():
    assert breaches(clock_reads, but=lambda p: in_launcher(p) or p.name == "clock.py") == []


def test_only_the_settings_read_the_environment():
    assert breaches(environment_reads, but=lambda p: in_launcher(p) or p.name == "env.py") == []


def test_no_file_asks_to_be_split():
    assert breaches(length, but=lambda _: False) == []


def test_the_rules_would_find_a_breach(tmp_path):
    """Each rule is shown to fail once."""
    breach = tmp_path / "breach.py"
    breach.write_text(
        "Innovation.objects.filter(pk=1).delete()\ndate.today()\nos.environ['A']\n" + "\n" * 300, encoding="utf-8"
    )
    assert managers(breach) == ["line 1"]
    assert writes(breach) == ["delete in line 1"]
    assert clock_reads(breach) == ["date.today"]
    assert environment_reads(breach) == ["os.environ"]
    assert length(breach) == ["303 lines"]
