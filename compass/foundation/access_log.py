"""The web server's access log: `gunicorn --logger-class compass.foundation.access_log.AccessLog`."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from compass.foundation.secret_addresses import masked


class AccessLog(Logger):  # type: ignore[misc]
    """Gunicorn's own, without the secrets of addresses: in the request, the referrer or any header."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        given: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {name: masked(value) if isinstance(value, str) else value for name, value in given.items()}
