"""Turns Ctrl-C, SIGTERM, SIGHUP and the death of `make` into one exception that unwinds the launcher."""

import ctypes
import os
import signal
import sys
from types import FrameType

PR_SET_PDEATHSIG = 1


class Interrupted(BaseException):
    """Somebody asked the launcher to stop; not an Exception, so that no handler of failures swallows it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Interrupts:
    """Listens until `mute` is called: while everything stops, further signals change nothing."""

    def __init__(self) -> None:
        self.muted = False
        self.parent = os.getppid()
        # Only under make: a launcher started by hand may outlive the shell that started it.
        self.follows_parent = "MAKELEVEL" in os.environ

    def listen(self) -> None:
        """Called once, by the main thread."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._handle)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup asks that a hang-up be ignored
            signal.signal(signal.SIGHUP, self._handle)
        if self.follows_parent and sys.platform == "linux":
            # Make killed outright forwards nothing, so the kernel is asked to tell; elsewhere `check_parent` notices.
            ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    def mute(self) -> None:
        """From here on nothing interrupts."""
        self.muted = True

    def ignore_keyboard(self) -> None:
        """While a program in the foreground (a shell, say) has the keyboard, Ctrl-C is for that program."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def check_parent(self) -> None:
        """Raises when the parent that started us is gone; called from every waiting loop."""
        if self.follows_parent and not self.muted and os.getppid() != self.parent:
            raise Interrupted(signal.SIGHUP)

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        if not self.muted:
            self.muted = True
            raise Interrupted(number)
