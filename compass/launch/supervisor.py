"""Starts processes, watches them, and leaves none behind: the guard does the stopping on every road out."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from compass.launch import say
from compass.launch.guard import Ward, stop_all
from compass.launch.interrupts import Interrupts
from compass.launch.unprivileged import User

Argument = str | Path

HERE = Path(__file__).parent
# What is stopped first stands first: whoever uses a service before the service.
WORK, REDIS, POSTGRES = 0, 1, 2


@dataclass(frozen=True)
class Command:
    """A program to run, where its output goes, and how it wants to be stopped."""

    name: str
    argv: Sequence[Argument]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    log: Path | None = None  # None: the person sees the output
    stop: signal.Signals = signal.SIGTERM
    grace: float = 8.0
    rank: int = WORK
    user: User | None = None
    stdin: Path | None = None  # read from this file
    foreground: bool = False  # keeps the terminal: for shells and other conversations


@dataclass(frozen=True)
class Child:
    """A started command."""

    command: Command
    process: subprocess.Popen[bytes]


class Supervisor:
    """A context: whatever was started inside has stopped when it ends."""

    def __init__(self, interrupts: Interrupts, held_locks: Sequence[int] = ()) -> None:
        self.interrupts = interrupts
        self.children: dict[int, Child] = {}
        reader, self.pipe = os.pipe()
        self.guard = subprocess.Popen(
            [sys.executable, "-I", "-S", HERE / "guard.py"],
            stdin=reader,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=held_locks,
            start_new_session=True,
            cwd="/",
        )
        os.close(reader)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.interrupts.mute()
        self.close()

    def start(self, command: Command) -> Child:
        """Starts and returns at once."""
        ward = _ward(0, command)
        entry = {key: value for key, value in asdict(ward).items() if key != "pid"}
        user = json.dumps(None if command.user is None else asdict(command.user))
        output = None if command.log is None else _open_log(command.log)
        silent = None if command.log is None else subprocess.DEVNULL
        given = None if command.stdin is None else command.stdin.open("rb")
        try:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", HERE / "admit.py", str(self.pipe), json.dumps(entry), user, *command.argv],
                stdin=given or silent,
                stdout=output,
                stderr=None if output is None else subprocess.STDOUT,
                pass_fds=[self.pipe],
                start_new_session=not command.foreground,
                cwd=command.folder,
                env=command.environment,
            )
        finally:
            if output is not None:
                os.close(output)
            if given is not None:
                given.close()
        self.children[process.pid] = child = Child(command, process)
        return child

    def ended(self, child: Child) -> int | None:
        """The exit code once the child has ended; the guard forgets it then, for its number may be given anew."""
        code = child.process.poll()
        if code is not None and self.children.pop(child.process.pid, None) is not None:
            os.write(self.pipe, json.dumps({"gone": child.process.pid}).encode() + b"\n")
        return code

    def pause(self) -> None:
        """The one place that waits, in short breaths, noticing a dead parent."""
        self.interrupts.check_parent()
        time.sleep(0.03)

    def run(self, command: Command) -> int:
        """Starts, waits, returns the exit code."""
        child = self.start(command)
        while (code := self.ended(child)) is None:
            self.pause()
        return code

    def must(self, command: Command) -> None:
        """Runs a command that has to succeed; its log is shown only if it did not."""
        if code := self.run(command):
            shown = "" if command.log is None else f":\n{say.tail(command.log, 40)}"
            raise say.Refusal(f"{command.name} failed (exit code {code}){shown}")

    def refuse_dead(self, children: Iterable[Child]) -> None:
        """Raises with the end of the log when one that should run for ever has ended."""
        for child in children:
            if (code := self.ended(child)) is not None:
                shown = "" if child.command.log is None else f":\n{say.tail(child.command.log)}"
                raise say.Refusal(f"{child.command.name} ended by itself (exit code {code}){shown}")

    def watch(self, children: Sequence[Child]) -> None:
        """Stays until somebody interrupts, or one of the children dies."""
        while True:
            self.refuse_dead(children)
            self.pause()

    def close(self) -> None:
        """Ends the pipe and waits for the guard, collecting the dead meanwhile; the same road that SIGKILL takes."""
        os.close(self.pipe)
        while self.guard.poll() is None:
            self._collect()
            time.sleep(0.01)
        self._collect()
        if self.children:  # somebody killed the guard itself
            stop_all(_ward(pid, child.command) for pid, child in self.children.items())

    def _collect(self) -> None:
        self.children = {pid: child for pid, child in self.children.items() if child.process.poll() is None}


def _ward(pid: int, command: Command) -> Ward:
    return Ward(pid, command.rank, command.stop, command.grace, group=not command.foreground)


def _open_log(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
