"""Installs what the tests need from outside Python, where that is possible: as root on Debian and its like."""

import os
import shutil

from compass.launch.clone import Clone
from compass.launch.supervisor import Command, Supervisor


def can_install() -> bool:
    """Whether this machine has apt-get and we may use it."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(supervisor: Supervisor, clone: Clone, package: str) -> None:
    """Install one package; a failure is told by the command itself."""
    environment = dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
    for name, argv in (
        ("apt-get update", ["apt-get", "update"]),
        (f"apt-get install {package}", ["apt-get", "install", "-y", "--no-install-recommends", package]),
    ):
        # Ample grace: a package manager killed half-way leaves the machine in need of repair.
        supervisor.must(Command(name, argv, clone.root, environment, log=clone.logs / "apt.log", grace=60))
