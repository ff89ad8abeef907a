"""Ports of this machine: the one the person asked for, and free ones for the services."""

import os
import socket

from compass.launch.say import Refusal

HOST = "127.0.0.1"
DEFAULT = 8000


def wanted_port() -> int:
    """PORT from the environment, where make puts its variable too."""
    text = os.environ.get("PORT", "").strip() or str(DEFAULT)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Refusal(f"PORT must be a number from 1 to 65535, for example `make run PORT=8001`; it is {text!r}.")
    return int(text)


def refuse_taken(port: int) -> None:
    """One sentence, before anything slow has begun."""
    with socket.socket() as server:
        # As gunicorn does: a port that only lingers after its last connection is free.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HOST, port))
        except PermissionError:
            raise Refusal(f"This user may not listen on port {port}: try `make run PORT={DEFAULT}`.") from None
        except OSError:
            other = port + 1 if port < 65535 else DEFAULT
            raise Refusal(f"Port {port} is in use by another program: try `make run PORT={other}`.") from None


def free_port() -> int:
    """A port nobody listens on now; whoever takes it may still be beaten to it, and then asks again."""
    with socket.socket() as server:
        server.bind((HOST, 0))
        port: int = server.getsockname()[1]
        return port
