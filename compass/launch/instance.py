"""One launcher at a time on each instance's data: an flock that the kernel drops when its last holder is gone."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from compass.launch import say
from compass.launch.clone import Instance
from compass.launch.guard import alive

STOPPING_SECONDS = 45.0


@dataclass(frozen=True)
class Holder:
    """Who has the lock, as it said itself."""

    command: str
    pid: int
    address: str

    def sentence(self) -> str:
        """Why somebody else has to wait."""
        if self.command == "run":
            return (
                f"MedTech Compass is already running from this clone, at {self.address} (process {self.pid}): "
                "use that one, or stop it first with Ctrl-C where it runs."
            )
        return f"`make {self.command}` (process {self.pid}) is using the same local services of this clone."


def holder(instance: Instance) -> Holder | None:
    """The living process that holds the instance, else None."""
    descriptor = _try(lock_path(instance))
    if descriptor is not None:
        os.close(descriptor)
        return None
    return _read(lock_path(instance))


@contextmanager
def hold(instance: Instance, command: str, *, address: str = "", wait: bool = False) -> Iterator[int]:
    """Holds the instance and yields the lock's descriptor; refuses with a sentence, or waits when told to.

    A holder that has died leaves its guard stopping the services with the lock in hand: that is always waited for.
    """
    path = lock_path(instance)
    said = False
    deadline = time.monotonic() + STOPPING_SECONDS
    while (descriptor := _try(path)) is None:
        other = _read(path)
        living = other is not None and alive(other.pid)
        if other is not None and living and not wait:
            raise say.Refusal(other.sentence())
        if not living and time.monotonic() > deadline:
            raise say.Refusal(
                f"The services of an earlier start are still stopping (they hold {path}); try again soon."
            )
        if not said:
            said = True
            say.line(f"  Waiting: {other.sentence() if other and living else 'an earlier start is still stopping.'}")
        time.sleep(0.1)
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps({"command": command, "pid": os.getpid(), "address": address}).encode())
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """One at a time among launchers of this clone, for the short work that all instances share (pip, npm)."""
    while (descriptor := _try(path)) is None:
        time.sleep(0.1)
    try:
        yield
    finally:
        os.close(descriptor)


def lock_path(instance: Instance) -> Path:
    """Beside the instance's folder, so that the folder can be removed while the lock is held."""
    return instance.clone.local / f"{instance.name}.lock"


def _try(path: Path) -> int | None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # `make clean` may have removed the file between our opening and locking it: that lock would guard nothing.
        if os.path.samestat(os.fstat(descriptor), path.stat()):
            return descriptor
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(descriptor)
    return None


def _read(path: Path) -> Holder | None:
    with suppress(OSError, ValueError, TypeError):
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    return None  # taken this very moment, and not yet signed
