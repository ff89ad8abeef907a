"""Rules of the house that no import contract can say."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("compass", "evidence", "trusts", "passports")
WRITES = {"create", "bulk_create", "update_or_create", "get_or_create", "bulk_update", "save", "delete", "update"}
# Where rows may be written: operations, and the cellar's own log and outbox. `update` on a dict is no write.
WRITERS = ("operations", "history.py", "mail.py", "operations.py", "models.py", "demo")


def sources(*rooms: str) -> list[Path]:
    found = [p for package in PACKAGES for p in (ROOT / package).rglob("*.py") if "migrations" not in p.parts]
    return [p for p in found if not rooms or set(rooms) & set(p.parts)]


def calls(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func


def managers(tree: ast.AST) -> list[int]:
    """Lines on which a model's manager is used."""
    names = {"objects", "_default_manager", "_base_manager"}
    return [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in names]


@pytest.mark.parametrize("path", sources("web", "api"), ids=lambda p: str(p.relative_to(ROOT)))
def test_pages_and_api_ask_through_queries(path):
    """An unscoped `.objects` in a page or in the API could show one owner's rows to another."""
    assert managers(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_rows_are_written_by_operations_only(path):
    if any(part in WRITERS for part in path.parts) or "launch" in path.parts:
        return
    found = []
    for call in calls(path):
        on_manager = isinstance(call.value, ast.Attribute) and call.value.attr == "objects"
        chained = any(isinstance(n, ast.Attribute) and n.attr == "objects" for n in ast.walk(call.value))
        if call.attr in WRITES and (on_manager or chained or call.attr in {"bulk_create", "save"}):
            found.append(f"{call.attr} in line {call.lineno}")
    assert found == []


def test_the_rules_would_find_a_breach():
    """Each rule is shown to fail once."""
    breach = ast.parse("Innovation.objects.filter(pk=1)")
    assert managers(breach) == [1]


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_clock_reads_the_time(path):
    if path.name == "clock.py" or "launch" in path.parts:
        return
    reads = {"utcnow", "today", "now"}
    owners = {"datetime", "date", "timezone", "dt"}
    found = [
        f"{call.value.id}.{call.attr}"
        for call in calls(path)
        if call.attr in reads and isinstance(call.value, ast.Name) and call.value.id in owners
    ]
    assert found == []


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_settings_read_the_environment(path):
    if path.name == "env.py" or "launch" in path.parts:
        return
    text = path.read_text(encoding="utf-8")
    allowed = "os.environ.setdefault" if path.name in {"wsgi.py", "celery.py"} else ""
    assert "os.environ" not in (text.replace(allowed, "") if allowed else text)
    assert "getenv" not in text


def test_no_file_asks_to_be_split():
    long = {str(p.relative_to(ROOT)): n for p in sources() if (n := len(p.read_text().splitlines())) > 300}
    assert long == {}
