"""The way into an instance for commands that end by themselves: lock, environment, services; all stopped afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from compass.launch import assets, environment, services
from compass.launch.clone import Clone, Instance
from compass.launch.instance import hold
from compass.launch.interrupts import Interrupts
from compass.launch.supervisor import Supervisor


@dataclass(frozen=True)
class Session:
    """A prepared instance with its services up."""

    supervisor: Supervisor
    instance: Instance
    told: dict[str, str]  # the environment of Django processes


@dataclass(frozen=True)
class Kind:
    """What a command needs."""

    command: str
    instance: str
    settings: str
    lock: str = environment.DEV
    wait: bool = True  # for another command of the same clone, rather than refuse


@contextmanager
def session(clone: Clone, interrupts: Interrupts, kind: Kind) -> Iterator[Session]:
    """Yields with the services accepting connections."""
    instance = clone.instance(kind.instance)
    with hold(instance, kind.command, wait=kind.wait) as held:
        services.refuse_unreachable()
        with Supervisor(interrupts, [held]) as supervisor:
            environment.ensure(supervisor, clone, kind.lock)
            assets.ensure(supervisor, clone)
            started = services.start(supervisor, instance)
            yield Session(supervisor, instance, services.django_environment(instance, started.urls, kind.settings))
