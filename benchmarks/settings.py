"""The product's own benchmark settings; each request names its visitor, so that the API's throttle sees many."""

from __future__ import annotations

from compass.settings.benchmark import *  # noqa: F403
from compass.settings.benchmark import REST_FRAMEWORK

# The last address in X-Forwarded-For is the visitor, as behind one proxy.
REST_FRAMEWORK["NUM_PROXIES"] = 1
