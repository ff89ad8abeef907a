"""What the launcher tells the person at the keyboard: short steps with their seconds, one sentence when it refuses."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Refusal(Exception):  # noqa: N818  # an answer to the person, not a fault
    """The sentence for the person; the launcher prints it and ends with exit code 1."""


def line(text: str = "") -> None:
    """Prints at once: the output is often a pipe, and a pipe would hold it back."""
    print(text, flush=True)


@contextmanager
def step(label: str) -> Iterator[None]:
    """Says what is being done, and the seconds it took."""
    started = time.monotonic()
    print(f"  {label} ... ", end="", flush=True)
    try:
        yield
    except BaseException:
        line("not finished")
        raise
    line(f"{time.monotonic() - started:.1f} s")


@contextmanager
def long_step(label: str) -> Iterator[None]:
    """A step whose own output is shown: its seconds stand on a line of their own."""
    started = time.monotonic()
    line(f"  {label}:")
    yield
    line(f"  {label} took {time.monotonic() - started:.1f} s")


def banner(text: str) -> None:
    """The one thing to see when everything runs."""
    rule = "=" * (len(text) + 4)
    line(f"\n{rule}\n  {text}\n{rule}\n")


def tail(log: Path, lines: int = 20) -> str:
    """The end of a log, indented, for a failure that must explain itself."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return f"    ({log} cannot be read)"
    return "\n".join(f"    {entry}" for entry in text.splitlines()[-lines:]) or f"    ({log} is empty)"


def complaint(text: str) -> None:
    """A refusal goes where errors go."""
    sys.stdout.flush()
    print(text, file=sys.stderr, flush=True)
