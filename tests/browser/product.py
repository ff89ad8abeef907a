"""The whole product as its users meet it: gunicorn, a Celery worker and beat as processes of their own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

from compass.accounts.models import User
from compass.celery import app

BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def database_url() -> str:
    """The test database's address, for other processes."""
    given = connection.settings_dict
    password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgresql://{given['USER']}{password}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def wait_until(true, *, seconds: float, what: str):
    """Poll until `true()` is truthy and return that; fails with what was waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.1)  # between looks; the deadline bounds it
    raise AssertionError(f"waited {seconds} s for {what}")


@dataclass
class Product:
    """The running processes, by name."""

    state: Path
    name: str = "alone"  # of the test process: each has its product, and all share one Redis
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def mail(self) -> Path:
        return self.state / "mail"

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": database_url(),
            "COMPASS_STATE_DIR": str(self.state),
            "DJANGO_SETTINGS_MODULE": "compass.settings.test",
            "SITE_URL": self.url,
            "LOG_LEVEL": "ERROR",
            "TEST_PRODUCT": self.name,
            "WEBHOOKS_TO_THIS_MACHINE": "true",
        }

    def send(self, task: str, **given: object) -> None:
        """Have this product's worker do something."""
        app.send_task(f"compass.watch.tasks.{task}", kwargs=given, queue=f"celery-{self.name}")

    def has_done(self, task: str) -> bool:
        """Whether none of these tasks waits or is worked on: the worker keeps a message until its task has ended."""
        with app.connection_for_read() as connection:
            channel = connection.default_channel
            waiting = channel.client.lrange(f"celery-{self.name}", 0, -1)
            held = channel.client.hvals(channel.unacked_key)  # of all products, hence the look for this one's queue
        ours = [one for one in held if f'"celery-{self.name}"'.encode() in one]
        return not any(f"compass.watch.tasks.{task}".encode() in one for one in (*waiting, *ours))

    def session_of(self, email: str) -> dict[str, str]:
        """The cookie of somebody who has signed in."""
        client = Client()
        client.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.url}

    def start(self, name: str) -> None:
        celery = [BIN / "celery", "-A", "compass.celery"]
        commands = {
            "web": [BIN / "gunicorn", "compass.wsgi:application", "-b", f"127.0.0.1:{self.port}", "--threads", "4"],
            "worker": [*celery, "worker", "-c", "2", "--loglevel", "warning"],
            "beat": [*celery, "beat", "--schedule", self.state / "beat", "--pidfile", self.state / "beat.pid"],
        }
        with (self.state / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [str(part) for part in commands[name]],
                env=self._environment(),
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(timeout=20)

    def stop(self) -> None:
        for name in list(self.running):
            self.kill(name)
        # A killed client's session lives on until the server notices; the database could not be dropped before.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )

    def well(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False

    def open(self) -> None:
        self.state.mkdir(parents=True, exist_ok=True)
        for name in ("web", "worker", "beat"):
            self.start(name)
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def _wait(self) -> None:
        wait_until(self.well, seconds=40, what=f"/health/ to say ok; see {self.state}")
