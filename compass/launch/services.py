"""The database and the broker of an instance: those that the environment names, else local ones started here."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from compass.launch import postgres, reach, redis, say
from compass.launch.clone import Instance, write_private
from compass.launch.supervisor import Child, Supervisor

ATTEMPTS = 3


@dataclass
class Services:
    """Their addresses, and the processes among them that are ours."""

    urls: dict[str, str] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)


def refuse_unreachable() -> None:
    """The quick check of what the environment names, before anything slow."""
    for service in reach.given().values():
        service.refuse_closed_port()


def start(supervisor: Supervisor, instance: Instance) -> Services:
    """Both at once; returns when both accept connections."""
    instance.make_folders()
    given = reach.given()
    names = [
        name for variable, name in (("DATABASE_URL", "PostgreSQL"), ("REDIS_URL", "Redis")) if variable not in given
    ]
    with say.step(" and ".join(names) if names else "Given services"):
        for service in given.values():
            service.refuse_closed_door(instance.clone)
        services = Services({name: service.url for name, service in given.items()})
        for attempt in range(1, ATTEMPTS + 1):
            try:
                _start_missing(supervisor, instance, services)
                break
            except say.Refusal as refusal:
                # Between finding a free port and listening on it, another program may have taken it.
                if "in use" not in str(refusal) or attempt == ATTEMPTS:
                    raise
    return services


def remember(instance: Instance, services: Services) -> None:
    """For `make manage` in another terminal."""
    write_private(instance.services_file, json.dumps({"pid": os.getpid(), "urls": services.urls}))


def forget(instance: Instance) -> None:
    """They are about to stop."""
    instance.services_file.unlink(missing_ok=True)


def remembered(instance: Instance, pid: int) -> dict[str, str] | None:
    """The addresses that the launcher with this number wrote down, once it has."""
    with suppress(OSError, ValueError, KeyError):
        found = json.loads(instance.services_file.read_text(encoding="utf-8"))
        if found["pid"] == pid:
            return {str(name): str(url) for name, url in found["urls"].items()}
    return None


def django_environment(instance: Instance, urls: Mapping[str, str], settings: str) -> dict[str, str]:
    """What every Django process of an instance is told; nothing of the person's own Django shines through."""
    clone = instance.clone
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    return kept | {
        **urls,
        "SECRET_KEY": clone.secret_key(),
        "COMPASS_STATE_DIR": str(instance.folder),
        "COMPASS_ASSETS_DIR": str(clone.assets),
        "DJANGO_SETTINGS_MODULE": f"compass.settings.{settings}",
        "PYTHONUNBUFFERED": "1",
        "VIRTUAL_ENV": str(clone.venv),
        "PATH": f"{clone.venv / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }


# Of an outer make, of another Python, of a deployment's settings.
_NOT_OURS = frozenset({
    "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONHOME", "PYTHONPATH",
    "DEBUG", "SIGNING_KEYS", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SITE_URL", "MEDIA_ROOT", "STATIC_ROOT",
    "EMAIL_URL",
})  # fmt: skip


def _start_missing(supervisor: Supervisor, instance: Instance, services: Services) -> None:
    broker, broker_child, broker_port = None, None, 0
    if "REDIS_URL" not in services.urls:
        broker = redis.redis_of(instance)
        broker.prepare()
        broker_child, broker_port = broker.launch(supervisor)
    if "DATABASE_URL" not in services.urls:
        database = postgres.postgres_of(instance)
        database.prepare(supervisor)
        child, port = database.launch(supervisor)
        postgres.wait_ready(supervisor, database, child)
        services.urls["DATABASE_URL"] = database.url(port)
        services.children.append(child)
    if broker is not None and broker_child is not None:
        redis.wait_ready(supervisor, broker, broker_child, broker_port)
        services.urls["REDIS_URL"] = broker.url(broker_port)
        services.children.append(broker_child)
