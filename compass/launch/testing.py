"""`make test`, `make faults`, `make screenshots` and `make bench`: the suites against throwaway services."""

import os
import signal
import time
from collections.abc import Sequence

from compass.launch import chromium, clamav, say
from compass.launch.clone import Clone
from compass.launch.interrupts import Interrupts
from compass.launch.sessions import Kind, Session, session
from compass.launch.supervisor import Argument, Command

# The fast suite is what one runs while writing. The next starts servers, daemons and whole products, loads the whole
# demonstration, tries every address as everybody, commits and races, and lets generators try rules, files and the API.
# The journeys run last, two beside one another, each process with a product and a browser of its own.
_PARALLEL = ["-n", "auto", "--maxprocesses", "8", "--dist", "worksteal"]
SUITES = {
    "fast": [*_PARALLEL, "-m", "not browser and not launcher and not heavy"],
    "servers, the demonstration, races, everybody at every address, generated input": [
        *_PARALLEL,
        "-m",
        "launcher or heavy",
    ],
    "browser journeys": ["-m", "browser", "-n", "2", "--dist", "loadgroup"],
}
# The long form of what each run of all tests does in short: COMPASS_KILLS says how many are killed.
_FAULTS = ["-n", "0", "-v", "tests/notices/test_killed_at_any_instant.py", "tests/notices/test_broker_and_beat.py"]
KILLS = "100"
# Whoever needs it first makes it; made here, no test waits for the migrations.
_TEMPLATE = "from django.db import connection; from tests.template import template; template(connection)"


def test(clone: Clone, interrupts: Interrupts, arguments: Sequence[str]) -> int:
    """All suites, always all; with arguments, one pytest with these."""
    with session(clone, interrupts, Kind("test", "test", "test")) as here:
        here.told["CHROMIUM"] = chromium.ensure(here.supervisor, clone)
        here.told["CLAMD"] = clamav.ensure(here.supervisor, clone)
        if arguments:
            return _pytest(here, arguments)
        say.line("\n== The database that test databases are copied from")
        shell: list[Argument] = [
            clone.python,
            "manage.py",
            "shell",
            "--settings=compass.settings.test",
            "-c",
            _TEMPLATE,
        ]
        if code := here.supervisor.run(Command("template", shell, clone.root, here.told)):
            return code
        lines, worst = [], 0
        for name, options in SUITES.items():
            say.line(f"\n== Tests: {name}")
            started = time.monotonic()
            code = _pytest(here, options)
            worst = worst or code
            lines.append(
                f"  {'passed' if code == 0 else f'FAILED ({code})':12}{time.monotonic() - started:7.1f} s  {name}"
            )
        say.line("\n" + "\n".join(lines))
        say.line("All tests passed." if worst == 0 else "TESTS FAILED.")
        return worst


def faults(clone: Clone, interrupts: Interrupts) -> int:
    """Workers and Redis are killed at many random instants; everybody is told once. COMPASS_KILLS changes how many."""
    with session(clone, interrupts, Kind("test", "test", "test")) as here:
        here.told["COMPASS_KILLS"] = os.environ.get("COMPASS_KILLS", KILLS)
        return _pytest(here, _FAULTS)


def screenshots(clone: Clone, interrupts: Interrupts) -> int:
    """A picture of every page of the demonstration, in docs/screens."""
    with session(clone, interrupts, Kind("test", "test", "test")) as here:
        here.told["CHROMIUM"] = chromium.ensure(here.supervisor, clone)
        return _pytest(here, ["-n", "0", "tests/browser/screens/take.py"])


def bench(clone: Clone, interrupts: Interrupts) -> int:
    """`make bench N=… ONLY=…`; the numbers are for the benchmarks to read."""
    with session(clone, interrupts, Kind("bench", "bench", "benchmark")) as here:
        for variable in ("N", "ONLY"):
            if value := os.environ.get(variable):
                here.told[f"BENCH_{variable}"] = value
        return here.supervisor.run(Command("bench", [clone.python, "-m", "benchmarks"], clone.root, here.told))


def _pytest(here: Session, options: Sequence[str]) -> int:
    clone = here.instance.clone
    argv: list[Argument] = [clone.python, "-m", "pytest", *options]
    # Told to keep no compiled files, pytest would rewrite all tests and plug-ins anew in each of its processes.
    told = {name: value for name, value in here.told.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # SIGINT, because that lets pytest take its fixtures down: it is what Ctrl-C would have been.
    return here.supervisor.run(Command("pytest", argv, clone.root, told, stop=signal.SIGINT, grace=15))
