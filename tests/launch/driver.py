"""A `make run` in small: the launcher's own road with real services, and stand-ins for the product's processes.

Run as a program: driver.py ROOT [crash], with PORT in the environment. It must work as any user, so it imports nothing
but the launcher.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[2]))

from compass.launch import commands, running  # noqa: E402  # the path comes first
from compass.launch.clone import Clone, Instance  # noqa: E402
from compass.launch.services import Services  # noqa: E402
from compass.launch.supervisor import Command, Supervisor  # noqa: E402

# Ignores every polite signal and has a child that does the same.
STUBBORN = """
import os, signal, time
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(number, signal.SIG_IGN)
os.fork()
while True: time.sleep(60)
"""
CRASHING = "import time; print('the worker fell over'); time.sleep(0.2); raise SystemExit(3)"


def main(root: Path, *, crash: bool) -> int:
    """Runs until told to stop."""

    def plan(instance: Instance, _started: Services, wanted: int) -> running.Plan:
        def python(name: str, *arguments: str) -> Command:
            log = instance.logs / f"{name}.log"
            return Command(name, [sys.executable, *arguments], root, log=log, grace=0.2)

        web = python("web", "-m", "http.server", str(wanted), "--bind", "127.0.0.1", "--directory", str(instance.logs))
        worker = python("worker", "-c", CRASHING if crash else STUBBORN)
        return running.Plan(python("prepare", "-c", "print('prepared')"), [web, worker], wanted)

    def ready(_supervisor: Supervisor, _clone: Clone) -> None:
        """The packages are there already."""

    clone = Clone(root)
    return commands.guarded("run", lambda interrupts: running.run(clone, interrupts, ready, plan))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), crash="crash" in sys.argv))
