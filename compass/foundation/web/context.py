"""What every page's template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from compass.foundation.clock import today
from compass.foundation.secret_addresses import masked

# Of an address that is longer nobody types the end.
_PRINTED_MAX = 400


def page(request: HttpRequest) -> dict[str, Any]:
    """The signed-in person, whether this is demonstration data, and what a printed page says of itself."""
    query = request.META.get("QUERY_STRING", "")
    asked = f"?{query}" if 0 < len(query) <= _PRINTED_MAX else ""
    return {
        "printed_from": masked(f"{settings.SITE_URL}{request.path}{asked}"),
        "printed_on": today(),
        "user": getattr(request, "user", None),
        "demonstration": settings.DEMONSTRATION,
        "site_url": settings.SITE_URL,
    }
