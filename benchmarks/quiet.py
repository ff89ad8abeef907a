"""The wait before each arm, until the machine has nothing left to do of the arm before."""

from __future__ import annotations

import time
from pathlib import Path

WINDOW_SECONDS = 0.05
MOST_BUSY = 0.2
# A moment is waited for this long each time; on a machine that is never quiet, no longer than this in all.
EACH_SECONDS = 2.0
IN_ALL_SECONDS = 15.0
_STAT = Path("/proc/stat")


class Quiet:
    """Waits, and remembers how often something else kept the machine busy."""

    def __init__(self) -> None:
        self.patience = IN_ALL_SECONDS
        self.asked = 0
        self.noisy = 0

    def wait(self) -> None:
        """Return in a moment in which the machine does next to nothing, or when patience is at its end.

        Where the system does not say how busy it is, a pause that is longer than any request has to do.
        """
        self.asked += 1
        if not _STAT.exists():
            time.sleep(10 * WINDOW_SECONDS)
            return
        began = time.monotonic()
        deadline = began + min(EACH_SECONDS, max(self.patience, 2 * WINDOW_SECONDS))
        while (quiet := _busy_share() <= MOST_BUSY) is False and time.monotonic() < deadline:
            pass
        if not quiet:
            self.noisy += 1
            self.patience -= time.monotonic() - began

    def said(self) -> str:
        """A sentence for the end of the run; empty when the machine was quiet each time."""
        if not self.noisy:
            return ""
        return (
            f"Something else kept this machine busy before {self.noisy} of {self.asked} measurements: "
            "read the ratios with care."
        )


def _busy_share() -> float:
    """The share of all processors that is in use for a short while from now on."""
    whole, busy = _ticks()
    time.sleep(WINDOW_SECONDS)
    whole_after, busy_after = _ticks()
    return (busy_after - busy) / max(1, whole_after - whole)


def _ticks() -> tuple[int, int]:
    """Of all processors since the start of the machine: all ticks, and those with something to do."""
    fields = [int(field) for field in _STAT.read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]]
    return sum(fields), sum(fields) - fields[3] - fields[4]
