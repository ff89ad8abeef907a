"""`make lock`: compiles the locks from pyproject.toml and package.json, with hashes and no registry's address."""

import os
import shutil
from collections.abc import Sequence

from compass.launch import assets, environment, say
from compass.launch.clone import Clone
from compass.launch.interrupts import Interrupts
from compass.launch.supervisor import Argument, Command, Supervisor

RUNTIME = "requirements.txt"
# The two larger locks may not disagree with what production installs.
LOCKS: dict[str, list[str]] = {
    RUNTIME: [],
    environment.LOCAL: ["--group", "local", "-c", RUNTIME],
    environment.DEV: ["--group", "local", "--group", "dev", "-c", RUNTIME],
}
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--quiet"]


def lock(clone: Clone, interrupts: Interrupts, arguments: Sequence[str]) -> int:
    """Keeps the versions that are locked already; `make lock ARGS=--upgrade` takes the newest."""
    with Supervisor(interrupts) as supervisor:
        tool = Clone(clone.local / "lock")  # a throwaway environment for uv, apart from the product's own
        shutil.rmtree(tool.root, ignore_errors=True)
        tool.root.mkdir(parents=True)
        log = clone.logs / "lock.log"
        with say.step("uv"):
            make: list[Argument] = [environment.interpreter(), "-m", "venv", tool.venv]
            supervisor.must(Command("Making an environment for uv", make, tool.root, log=log))
            supervisor.must(Command("Installing uv", environment.pip(tool, "install", "uv"), tool.root, log=log))
        for name, options in LOCKS.items():
            with say.step(name):
                argv: list[Argument] = [
                    tool.python,
                    "-m",
                    "uv",
                    "pip",
                    "compile",
                    "pyproject.toml",
                    *OPTIONS,
                    *options,
                    *arguments,
                ]
                argv += ["--custom-compile-command", "make lock", "-o", name]
                supervisor.must(Command(f"Compiling {name}", argv, clone.root, log=log))
        with say.step("package-lock.json"):
            _node, npm = assets.node_and_npm(clone)
            wanted = ["--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved", "--no-audit"]
            told = dict(os.environ)
            argv = [*npm, "install", *wanted]
            supervisor.must(Command("Locking npm packages", argv, clone.root, told, log=log))
        shutil.rmtree(tool.root)
    return 0
