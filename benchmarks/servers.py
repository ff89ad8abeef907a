"""Both arms under the same server, each with as many workers and threads."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

ARMS = {"ours": "compass.wsgi:application", "floor": "benchmarks.floor:application"}
WORKERS, THREADS = 2, 4  # as `make run` has them


@dataclass(frozen=True)
class Server:
    """A listening application on this machine."""

    port: int
    pid: int = 0

    def connect(self) -> HTTPConnection:
        """A connection that stays open from request to request."""
        return HTTPConnection("127.0.0.1", self.port, timeout=60)

    def most_megabytes(self) -> float | None:
        """The most memory that one of its workers ever held; None where the system does not say."""
        found = []
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                told = dict(line.split(":", 1) for line in status.read_text().splitlines())
            except OSError:  # it ended meanwhile
                continue
            if int(told["PPid"]) == self.pid and "VmHWM" in told:
                found.append(int(told["VmHWM"].split()[0]) / 1024)
        return max(found, default=None)


@contextmanager
def serving(arm: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """Gunicorn for one arm; its socket is opened here, so that no other program can take the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener, tempfile.TemporaryFile() as log:
        command = [sys.executable, "-m", "gunicorn", ARMS[arm], "--bind", f"fd://{listener.fileno()}"]
        command += ["--workers", str(WORKERS), "--worker-class", "gthread", "--threads", str(THREADS)]
        command += ["--keep-alive", "75", "--log-level", "warning"]
        process = subprocess.Popen(command, env={**environment}, stdout=log, stderr=log, pass_fds=[listener.fileno()])
        try:
            server = Server(int(listener.getsockname()[1]), process.pid)
            try:
                yield server
            except Exception:
                log.seek(0)
                print(f"-- {arm}:\n{log.read().decode(errors='replace')[-4000:]}", file=sys.stderr)
                raise
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def environment_of(database_url: str) -> dict[str, str]:
    """What a server is told: this process's own environment with another database."""
    return {**os.environ, "DATABASE_URL": database_url}
