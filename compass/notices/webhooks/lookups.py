"""Looking a host name up, for a limited time: who asks for a webhook also answers for its name, and may keep silent."""

from __future__ import annotations

import socket
import threading

LOOK_UP = 5.0  # seconds


class _LookUp(threading.Thread):
    """One question to the system's resolver, which nothing can call off. A daemon, so that no process waits for it."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(daemon=True, name="look-up")
        self.host, self.port = host, port
        self.numbers: list[str] = []
        self.error: OSError | None = None
        self.done = threading.Event()

    def run(self) -> None:
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
            self.numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        except (OSError, UnicodeError) as error:
            self.error = error if isinstance(error, OSError) else OSError(str(error))
        finally:
            with _lock:
                del _running[self.host, self.port]
            self.done.set()


_running: dict[tuple[str, int], _LookUp] = {}
_lock = threading.Lock()


def numbers_of(host: str, port: int) -> list[str]:
    """The addresses of a host; raises OSError, and TimeoutError when there is no answer in time.

    Whoever asks while a question about the same host is under way waits for its answer: a resolver that keeps silent
    holds one thread for each host, for as long as the system itself waits.
    """
    key = (host, port)
    with _lock:
        look_up = _running.get(key)
        if look_up is None:
            look_up = _running[key] = _LookUp(host, port)
            look_up.start()
    if not look_up.done.wait(LOOK_UP):
        raise TimeoutError(f"{host} was not found in time")
    if look_up.error is not None:
        raise look_up.error
    return look_up.numbers
