"""Stops everything the launcher started, however the launcher went: a process of its own that waits on a pipe.

Each child registers itself through the pipe before it becomes the program it is to be (see admit.py), so that none can
be missed. The pipe ends when the launcher closes it, exits, or is killed outright; then the guard stops what is
registered, rank by rank. It also holds the instance's lock, so nobody starts while services still stop.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
STRAGGLERS_SECONDS = 0.5
LAST_SECONDS = 5.0


@dataclass(frozen=True)
class Ward:
    """A process to stop: lower ranks first, `stop` as the signal, SIGKILL for its whole group after `grace` seconds."""

    pid: int
    rank: int
    stop: int
    grace: float
    group: bool  # false for a program that shares the terminal's process group with the launcher


def alive(pid: int) -> bool:
    """False for a zombie too: its parent may be gone, and it stops nothing."""
    if PROC.is_dir() and PROC.joinpath("self").exists():
        return _state_and_group(pid)[0] not in "ZX"
    return _signal(pid, 0, group=False)


def group_members(group: int) -> list[int]:
    """The living processes of a group; without /proc, the group's number stands for all of them."""
    if not PROC.joinpath("self").exists():
        return [group] if _signal(group, 0, group=True) else []
    found = []
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            state, its_group = _state_and_group(int(entry.name))
            if its_group == group and state not in "ZX":
                found.append(int(entry.name))
    return found


def stop_all(wards: Iterable[Ward]) -> None:
    """Web, worker and beat before what they use: rank by rank, all of one rank together."""
    remaining = sorted(wards, key=lambda ward: ward.rank)
    while remaining:
        together = [ward for ward in remaining if ward.rank == remaining[0].rank]
        remaining = remaining[len(together) :]
        _stop_together(together)


def _stop_together(wards: list[Ward]) -> None:
    started = time.monotonic()
    for ward in wards:
        # Only the leader is asked: gunicorn and celery stop their own workers in good order.
        _signal(ward.pid, ward.stop, group=False)
    waiting = list(wards)
    while waiting:
        waiting = [ward for ward in waiting if alive(ward.pid) and time.monotonic() - started < ward.grace]
        time.sleep(0.02)
    for ward in wards:
        if not ward.group:
            if alive(ward.pid):
                _signal(ward.pid, signal.SIGKILL, group=False)
        elif not _gone_within(ward.pid, STRAGGLERS_SECONDS if not alive(ward.pid) else 0):
            _signal(ward.pid, signal.SIGKILL, group=True)
            _gone_within(ward.pid, LAST_SECONDS)


def _gone_within(group: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while group_members(group):
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.02)
    return True


def _signal(pid: int, number: int, *, group: bool) -> bool:
    try:
        if group:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it lives, as somebody else
    return True


def _state_and_group(pid: int) -> tuple[str, int]:
    try:
        # The second field is the program's name in brackets, which may hold spaces and brackets itself.
        fields = PROC.joinpath(str(pid), "stat").read_text(errors="replace").rpartition(")")[2].split()
        return fields[0], int(fields[2])
    except (OSError, IndexError, ValueError):
        return "X", -1


def main() -> None:
    """Reads registrations until the pipe ends, then stops what is left."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    wards: dict[int, Ward] = {}
    for entry in sys.stdin.buffer:
        message = json.loads(entry)
        if "gone" in message:
            wards.pop(message["gone"], None)
        else:
            wards[message["pid"]] = Ward(**message)
    stop_all(wards.values())


if __name__ == "__main__":
    main()
