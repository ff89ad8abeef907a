"""The launcher's commands by name, and what their ways of ending mean to the shell."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from compass.launch import assets, checking, cleaning, locking, managing, running, say, testing
from compass.launch.clone import Clone
from compass.launch.interrupts import Interrupted, Interrupts
from compass.launch.supervisor import Supervisor

Action = Callable[[Clone, Interrupts, Sequence[str]], int]


def build_assets(clone: Clone, interrupts: Interrupts) -> int:
    """Styles and scripts alone, for the container image."""
    with Supervisor(interrupts) as supervisor:
        assets.ensure(supervisor, clone)
    return 0


COMMANDS: dict[str, tuple[Action, str]] = {
    "run": (lambda clone, ears, _: running.run(clone, ears), "start everything and print the address (PORT=8000)"),
    "test": (testing.test, 'run all tests, or one pytest with ARGS="…"'),
    "faults": (lambda clone, ears, _: testing.faults(clone, ears), "kill workers and Redis at 100 random instants"),
    "check": (
        lambda clone, ears, _: checking.check(clone, ears),
        "format, lint, types, contracts, migrations, documents",
    ),
    "screenshots": (
        lambda clone, ears, _: testing.screenshots(clone, ears),
        "a picture of every page, in docs/screens",
    ),
    "bench": (lambda clone, ears, _: testing.bench(clone, ears), "measure, with N records (N=10000 ONLY=search)"),
    "manage": (managing.manage, 'run manage.py with the local services (ARGS="shell")'),
    "assets": (lambda clone, ears, _: build_assets(clone, ears), "build the styles and scripts only"),
    "lock": (locking.lock, "compile the dependency locks (ARGS=--upgrade for the newest)"),
    "clean": (lambda clone, _, __: cleaning.clean(clone), "remove everything that the commands above made"),
}
TAKES_ARGUMENTS = {"test", "manage", "lock"}


def main(arguments: Sequence[str]) -> int:
    """Runs one command for the clone that this file belongs to."""
    name, rest = (arguments[0], list(arguments[1:])) if arguments else ("help", [])
    if name not in COMMANDS or (rest and name not in TAKES_ARGUMENTS):
        return _usage(wrong=name not in {"help", "--help", "-h"})
    clone = Clone(Path(__file__).resolve().parents[2])
    if sys.platform == "win32" or os.name != "posix":
        say.complaint("The launcher needs Linux or macOS; on Windows, use it inside WSL.")
        return 1
    return guarded(name, lambda interrupts: COMMANDS[name][0](clone, interrupts, rest))


def guarded(name: str, action: Callable[[Interrupts], int]) -> int:
    """Turns refusals and interruptions into a sentence and an exit code."""
    interrupts = Interrupts()
    try:
        interrupts.listen()
        return action(interrupts)
    except say.Refusal as refusal:
        say.complaint(f"\n{refusal}")
        return 1
    except OSError as error:  # a full disk, a folder that may not be written
        say.complaint(f"\nThe machine refused: {error}")
        return 1
    except Interrupted as interrupted:
        say.line("\nStopped.")
        # `make run` has no other way to end than being stopped, so for it that is success.
        asked = interrupted.number in {signal.SIGINT, signal.SIGTERM}
        return 0 if name == "run" and asked else 128 + interrupted.number


def _usage(*, wrong: bool) -> int:
    lines = [f"  make {name:11} {about}" for name, (_, about) in COMMANDS.items()]
    (say.complaint if wrong else say.line)("MedTech Compass:\n" + "\n".join(lines))
    return 2 if wrong else 0
