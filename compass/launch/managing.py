"""`make manage ARGS="…"`: Django's command line with the development services, borrowed or started for the duration."""

import time
from collections.abc import Sequence

from compass.launch import environment, say, services
from compass.launch.clone import Clone, Instance
from compass.launch.guard import alive
from compass.launch.instance import Holder, holder
from compass.launch.interrupts import Interrupts
from compass.launch.sessions import Kind, session
from compass.launch.supervisor import Argument, Command, Supervisor

STARTING_SECONDS = 120.0
KIND = Kind("manage", "dev", "development", lock=environment.LOCAL, wait=False)


def manage(clone: Clone, interrupts: Interrupts, arguments: Sequence[str]) -> int:
    """The exit code is Django's."""
    instance = clone.instance("dev")
    other = holder(instance)
    if other is None or other.command != "run" or not alive(other.pid):
        with session(clone, interrupts, KIND) as here:
            return _django(here.supervisor, instance, here.told, arguments, interrupts)
    urls = _borrow(instance, other)
    with Supervisor(interrupts) as supervisor:
        told = services.django_environment(instance, urls, KIND.settings)
        return _django(supervisor, instance, told, arguments, interrupts)


def _borrow(instance: Instance, other: Holder) -> dict[str, str]:
    deadline = time.monotonic() + STARTING_SECONDS
    while (urls := services.remembered(instance, other.pid)) is None:
        if not alive(other.pid) or time.monotonic() > deadline:
            raise say.Refusal("The `make run` of this clone has not started its services; look there, then try again.")
        time.sleep(0.2)
    return urls


def _django(
    supervisor: Supervisor, instance: Instance, told: dict[str, str], arguments: Sequence[str], interrupts: Interrupts
) -> int:
    clone = instance.clone
    interrupts.ignore_keyboard()
    argv: list[Argument] = [clone.python, "manage.py", *arguments]
    return supervisor.run(Command("manage.py", argv, clone.root, told, foreground=True))
