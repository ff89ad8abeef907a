"""`make check`: every check to its end, as many at once as the machine has cores, then a table and what failed."""

import base64
import os
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compass.launch import say
from compass.launch.clone import Clone
from compass.launch.interrupts import Interrupts
from compass.launch.sessions import Kind, Session, session
from compass.launch.supervisor import Child, Command, Supervisor

# The slowest first, so that the quick ones fill the time beside it.
CHECKS: dict[str, Sequence[str]] = {
    "mypy": ["-m", "mypy"],
    "deploy settings": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "documents": ["manage.py", "write_docs", "--check"],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "import contracts": ["-c", "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"],
    "templates": ["-m", "djlint", "templates", "--lint", "--profile", "jinja", "--extension", "jinja"],
    "dependencies": ["-m", "deptry", "."],
    "ruff": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
}
# An invented but safe deployment: production settings refuse to start with anything less.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "compass.settings.production",
    "SIGNING_KEYS": base64.b64encode(b"-----BEGIN PRIVATE KEY-----").decode(),
    "ALLOWED_HOSTS": "compass.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://compass.example.org",
    "SITE_URL": "https://compass.example.org",
    "EMAIL_URL": "smtp+tls://user:word@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "MedTech Compass <no-reply@compass.example.org>",
}


@dataclass
class Running:
    """A check under way."""

    name: str
    child: Child
    started: float


@dataclass(frozen=True)
class Outcome:
    """A check that ended."""

    name: str
    code: int
    seconds: float
    log: Path

    def row(self) -> str:
        """One line of the table."""
        return f"  {'pass' if self.code == 0 else 'FAIL'}  {self.seconds:6.1f} s  {self.name}"


def check(clone: Clone, interrupts: Interrupts) -> int:
    """Exit code 1 when any failed."""
    with session(clone, interrupts, Kind("check", "test", "test")) as here:
        outcomes = run_all(here.supervisor, commands(here))
    failed = [outcome for outcome in outcomes if outcome.code]
    for outcome in failed:
        say.line(f"\n== {outcome.name}\n{outcome.log.read_text(encoding='utf-8', errors='replace').rstrip()}")
    say.line("\n" + "\n".join(outcome.row() for outcome in outcomes))
    say.line(f"{len(failed)} of {len(outcomes)} checks FAILED." if failed else "All checks passed.")
    return 1 if failed else 0


def commands(here: Session) -> list[Command]:
    """Each check as a command with its own log."""
    clone = here.instance.clone
    return [
        Command(name, [clone.python, *argv], clone.root, _told(name, here.told), log=_log(here, name))
        for name, argv in CHECKS.items()
    ]


def run_all(supervisor: Supervisor, waiting: Sequence[Command]) -> list[Outcome]:
    """In the order in which they were given, whatever the order in which they ended."""
    queue, running, outcomes = list(waiting), list[Running](), dict[str, Outcome]()
    while queue or running:
        while queue and len(running) < max(2, os.cpu_count() or 1):
            command = queue.pop(0)
            running.append(Running(command.name, supervisor.start(command), time.monotonic()))
        for one in list(running):
            if (code := supervisor.ended(one.child)) is not None:
                running.remove(one)
                log = one.child.command.log or Path(os.devnull)
                outcomes[one.name] = outcome = Outcome(one.name, code, time.monotonic() - one.started, log)
                say.line(outcome.row())
        supervisor.pause()
    return [outcomes[command.name] for command in waiting]


def _told(name: str, told: Mapping[str, str]) -> dict[str, str]:
    if name != "deploy settings":
        return dict(told)
    return dict(told) | PRODUCTION | {"SECRET_KEY": secrets.token_urlsafe(45)}  # 60 characters


def _log(here: Session, name: str) -> Path:
    return here.instance.logs / f"check-{name.replace(' ', '-')}.log"
