"""Watching real processes: who belongs to a clone, and waiting with a deadline instead of a fixed sleep."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from compass.launch.guard import alive

PROC = Path("/proc")


def eventually(what: str, condition: Callable[[], object], seconds: float = 15.0) -> None:
    """Returns as soon as the condition holds; fails with its name when it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"still not after {seconds:.0f} s: {what}"
        time.sleep(0.02)


def belonging_to(*folders: Path) -> list[str]:
    """Living processes that work in one of the folders or name it in their arguments."""
    marks = [str(folder) for folder in folders]
    found = []
    for entry in PROC.iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            arguments = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            place = str((entry / "cwd").readlink())
        except OSError:
            continue
        if any(mark in arguments or place.startswith(mark) for mark in marks) and alive(int(entry.name)):
            found.append(f"{entry.name} {arguments}")
    return found
