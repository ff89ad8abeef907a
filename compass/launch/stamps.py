"""Remembers what something was made from, so that unchanged things are not made again."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path]) -> str:
    """One hash over names and contents; a file that is not there counts as empty."""
    total = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes() if path.is_file() else b""
        total.update(f"{path.name}:{len(content)}:".encode() + content)
    return total.hexdigest()


def read(path: Path) -> dict[str, str]:
    """What the stamp says; empty when there is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write(path: Path, facts: dict[str, str]) -> None:
    """Written last, after the thing itself is whole."""
    path.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
