"""When DATABASE_URL or REDIS_URL is given, nothing is started: is what they name there? Never shows a password."""

import os
import socket
import subprocess
from dataclasses import dataclass
from urllib.parse import urlsplit

from compass.launch.clone import Clone
from compass.launch.say import Refusal

SECONDS = 3.0
# The address travels in the environment: every user of the machine can read arguments.
PROBES = {
    "DATABASE_URL": "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL'], connect_timeout=5).close()",
    "REDIS_URL": "import os, redis; redis.Redis.from_url(os.environ['REDIS_URL'], socket_connect_timeout=5).ping()",
}
SCHEMES = {
    "DATABASE_URL": {"postgres": 5432, "postgresql": 5432},
    "REDIS_URL": {"redis": 6379, "rediss": 6379, "unix": 0},
}


@dataclass(frozen=True)
class Given:
    """A service that somebody else runs."""

    variable: str
    url: str

    def endpoint(self) -> tuple[str, int] | None:
        """Host and port; None for a unix socket. Refuses an address that is none."""
        schemes = SCHEMES[self.variable]
        try:
            parts = urlsplit(self.url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise Refusal(f"{self.variable} is not a valid address: see .env.example.") from None
        if parts.scheme not in schemes:
            raise Refusal(f"{self.variable} must begin with {' or '.join(f'{name}://' for name in sorted(schemes))}.")
        if parts.scheme == "unix" or not host or host.startswith("%2f"):
            return None
        return host, port or schemes[parts.scheme]

    def refuse_closed_port(self) -> None:
        """Quick and early, before anything is installed."""
        endpoint = self.endpoint()
        if endpoint is None:
            return
        try:
            socket.create_connection(endpoint, timeout=SECONDS).close()
        except OSError as error:
            reason = error.strerror or "no answer"
            raise Refusal(
                f"{self.variable} names {endpoint[0]} port {endpoint[1]}, which cannot be reached ({reason}): "
                f"start it there, or unset {self.variable} and a local one is started for you."
            ) from None

    def refuse_closed_door(self, clone: Clone) -> None:
        """A real connection with the product's own library: user, password and name of the database count too."""
        environment = dict(os.environ) | {self.variable: self.url}
        try:
            answer = subprocess.run(
                [clone.python, "-c", PROBES[self.variable]],
                env=environment, capture_output=True, text=True, timeout=20, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Refusal(f"{self.variable} ({self._where()}) accepts connections but does not answer.") from None
        if answer.returncode:
            last = (answer.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise Refusal(f"{self.variable} ({self._where()}) refuses us: {self._without_password(last)}")

    def _where(self) -> str:
        endpoint = self.endpoint()
        return "a unix socket" if endpoint is None else f"{endpoint[0]} port {endpoint[1]}"

    def _without_password(self, text: str) -> str:
        password = urlsplit(self.url).password
        text = text.replace(self.url, "…")
        return text.replace(password, "…") if password else text


def given() -> dict[str, Given]:
    """What the environment names, by variable."""
    return {name: Given(name, url) for name in PROBES if (url := os.environ.get(name, "").strip())}
