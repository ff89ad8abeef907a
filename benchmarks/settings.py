"""The product's own benchmark settings; each request names its visitor, so that the API's throttle sees many."""

from __future__ import annotations

from typing import Any

from compass.settings.benchmark import *  # noqa: F403
from compass.settings.benchmark import REST_FRAMEWORK as GIVEN

# The last address in X-Forwarded-For is the visitor, as behind one proxy.
REST_FRAMEWORK: dict[str, Any] = {**GIVEN, "NUM_PROXIES": 1}
