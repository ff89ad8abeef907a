"""The virtual environment: made once, filled from a hash-pinned lock, and filled again only when that lock changed."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from compass.launch import say, stamps
from compass.launch.clone import Clone
from compass.launch.instance import exclusive
from compass.launch.supervisor import Argument, Command, Supervisor

LOCAL = "requirements-local.txt"
DEV = "requirements-dev.txt"
# The development lock holds all of the local one, at the same versions: installing it satisfies both.
ALSO_SATISFIES = {LOCAL: (LOCAL,), DEV: (LOCAL, DEV)}
STAMP = "compass-stamp.json"
UNFINISHED = "compass-unfinished"


def ensure(supervisor: Supervisor, clone: Clone, lock: str) -> None:
    """Makes the environment hold what the lock says."""
    with exclusive(clone.local / "environment.lock"), say.step("Python packages"):
        wanted = {"venv": str(clone.venv), "python": _this_python(), lock: stamps.digest([clone.root / lock])}
        have = stamps.read(clone.venv / STAMP)
        if os.access(clone.python, os.X_OK) and wanted.items() <= have.items():
            return
        _make(supervisor, clone, have)
        _install(supervisor, clone, lock)
        facts = {name: stamps.digest([clone.root / name]) for name in ALSO_SATISFIES[lock]}
        stamps.write(clone.venv / STAMP, wanted | facts)


def interpreter() -> str:
    """The Python under a virtual environment, should the launcher itself run in one."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def pip(clone: Clone, *arguments: str | Path) -> list[Argument]:
    """Quiet, so that a log shows only what matters."""
    return [clone.python, "-m", "pip", "--disable-pip-version-check", "--no-input", "-q", *arguments]


def _this_python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor} {os.path.realpath(interpreter())}"


def _make(supervisor: Supervisor, clone: Clone, have: dict[str, str]) -> None:
    unfinished = clone.venv / UNFINISHED
    usable = os.access(clone.python, os.X_OK) and not unfinished.exists()
    moved = bool(have) and (have.get("venv"), have.get("python")) != (str(clone.venv), _this_python())
    if usable and not moved:
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise say.Refusal(
            f"This Python ({interpreter()}) came without its venv module: on Debian and Ubuntu, "
            f"`apt-get install python{sys.version_info.major}.{sys.version_info.minor}-venv` brings it."
        )
    # A half-filled or moved environment is not worth mending.
    if clone.venv.is_dir() and not clone.venv.is_symlink():
        shutil.rmtree(clone.venv)
    log = clone.logs / "venv.log"
    supervisor.must(
        Command("Making the virtual environment", [interpreter(), "-m", "venv", clone.venv], clone.root, log=log)
    )


def _install(supervisor: Supervisor, clone: Clone, lock: str) -> None:
    unfinished = clone.venv / UNFINISHED
    unfinished.touch()
    environment = dict(os.environ) | {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    # The lock is complete, so there is nothing to resolve.
    argv = pip(clone, "install", "--require-hashes", "--no-deps", "--retries", "5", "-r", clone.root / lock)
    name = f"Installing {lock}"
    supervisor.must(Command(name, argv, clone.root, environment, log=clone.logs / "pip.log"))
    unfinished.unlink()
