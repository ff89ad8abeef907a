"""`make run`: everything from an empty clone to the first page, then watching over it until somebody says stop."""

import http.client
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from compass.launch import assets, environment, ports, say, services
from compass.launch.clone import Clone, Instance
from compass.launch.instance import hold
from compass.launch.interrupts import Interrupts
from compass.launch.supervisor import Child, Command, Supervisor

FIRST_PAGE_SECONDS = 90.0


Builder = Callable[[Supervisor, Clone], None]


@dataclass(frozen=True)
class Plan:
    """What to run on top of the services, so that tests can supervise something small."""

    prepare: Command
    processes: Sequence[Command]
    port: int

    @property
    def address(self) -> str:
        """Where the person finds it."""
        return f"http://{ports.HOST}:{self.port}/"


Planner = Callable[[Instance, services.Services, int], Plan]


def build(supervisor: Supervisor, clone: Clone) -> None:
    """What the product needs before anything of it can start."""
    environment.ensure(supervisor, clone, environment.LOCAL)
    assets.ensure(supervisor, clone)


def run(clone: Clone, interrupts: Interrupts, build: Builder = build, planner: Planner | None = None) -> int:
    """Returns only when interrupted; whatever goes wrong is a refusal."""
    port = ports.wanted_port()
    instance = clone.instance("dev")
    with hold(instance, "run", address=f"http://{ports.HOST}:{port}/") as lock:
        ports.refuse_taken(port)
        services.refuse_unreachable()
        say.line("MedTech Compass starts")
        with Supervisor(interrupts, [lock]) as supervisor:
            build(supervisor, clone)
            started = services.start(supervisor, instance)
            serve(supervisor, instance, started, (planner or plan)(instance, started, port))
    return 0


def plan(instance: Instance, started: services.Services, port: int) -> Plan:
    """The product's own processes."""
    clone = instance.clone
    told = services.django_environment(instance, started.urls, "development")
    told["SITE_URL"] = f"http://{ports.HOST}:{port}"
    python = clone.python

    def command(name: str, *arguments: str) -> Command:
        return Command(name, [python, "-m", *arguments], clone.root, told, log=instance.logs / f"{name}.log")

    bind = ["--bind", f"{ports.HOST}:{port}", "--access-logfile", str(instance.logs / "access.log")]
    # No header of a request may say where the site begins or which page is asked for.
    bind += ["--logger-class", "compass.foundation.access_log.AccessLog", "--forwarder-headers", ""]
    size = ["--workers", "2", "--threads", "4", "--worker-class", "gthread", "--graceful-timeout", "5"]
    schedule = str(instance.folder / "celerybeat-schedule")
    celery = ["celery", "-A", "compass.celery"]
    return Plan(
        Command("prepare", [python, "manage.py", "prepare"], clone.root, told),
        [
            command("web", "gunicorn", "compass.wsgi:application", *bind, *size),
            command("worker", *celery, "worker", "-c", "2", "--loglevel", "info"),
            # Its pid file is switched off: the instance's lock already allows only one.
            command("beat", *celery, "beat", "--loglevel", "info", "--schedule", schedule, "--pidfile="),
        ],
        port,
    )


def serve(supervisor: Supervisor, instance: Instance, started: services.Services, plan: Plan) -> None:
    """Prepares, starts, waits for the first page, says where it is, and watches."""
    with say.long_step("Database and demonstration data"):
        supervisor.must(plan.prepare)
    with say.step("Web, worker and beat"):
        children = [supervisor.start(command) for command in plan.processes]
        everything = [*started.children, *children]
        _wait_for_first_page(supervisor, plan, everything)
    services.remember(instance, started)
    try:
        say.banner(f"MedTech Compass is ready at {plan.address}   (Ctrl-C stops it)")
        supervisor.watch(everything)
    finally:
        services.forget(instance)


def _wait_for_first_page(supervisor: Supervisor, plan: Plan, children: Sequence[Child]) -> None:
    deadline = time.monotonic() + FIRST_PAGE_SECONDS
    while (status := _status(plan.port)) is None or status >= http.client.INTERNAL_SERVER_ERROR:
        supervisor.refuse_dead(children)
        if time.monotonic() > deadline or status is not None:
            log = plan.processes[0].log
            what = "does not answer" if status is None else f"answers with an error ({status})"
            raise say.Refusal(f"The first page {what}:\n{say.tail(log) if log else ''}")
        supervisor.pause()


def _status(port: int) -> int | None:
    link = http.client.HTTPConnection(ports.HOST, port, timeout=30)
    try:
        link.request("GET", "/")
        return link.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        link.close()
