"""Files in a bucket behind the S3 protocol that may be away: whoever asks for one hears so within seconds."""

from __future__ import annotations

from typing import Any

from storages.backends.s3 import Config, S3Storage

# The libraries wait a minute for a connection, five times: longer than a web worker lives.
_PATIENCE = {"connect_timeout": 3, "read_timeout": 10, "retries": {"mode": "standard", "total_max_attempts": 2}}


class Bucket(S3Storage):  # type: ignore[misc]  # the library has no types
    """The storage of `django-storages`, with less patience."""

    client_config: Any

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.client_config = self.client_config.merge(Config(**_PATIENCE))
