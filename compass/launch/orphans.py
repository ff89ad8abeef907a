"""A server that outlived both its launcher and its guard, because somebody killed both, is stopped by its pid file.

Asked only while the instance's lock is held: then nobody else can rightfully be using that server.
"""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from compass.launch.guard import PROC, alive

SECONDS = 20.0


def stop(pid_file: Path, mark: str, first: signal.Signals) -> None:
    """Stops the process named by the file if its command line bears our mark: numbers are given anew after a crash."""
    try:
        pid = int(pid_file.read_text(encoding="utf-8").split()[0])
    except (OSError, ValueError, IndexError):
        return
    if pid <= 1 or not alive(pid) or mark not in command_line(pid):
        return
    for number, seconds in ((first, SECONDS), (signal.SIGKILL, 5.0)):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + seconds
        while alive(pid) and time.monotonic() < deadline:
            time.sleep(0.05)


def command_line(pid: int) -> str:
    """What the process was started as; empty when that cannot be known."""
    if PROC.joinpath("self").exists():
        with suppress(OSError):
            return PROC.joinpath(str(pid), "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    with suppress(OSError, subprocess.SubprocessError):
        return subprocess.run(
            ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, timeout=10, check=False
        ).stdout
    return ""
