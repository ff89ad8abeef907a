"""What every page's template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from compass.foundation.clock import today
from compass.foundation.secret_addresses import masked

# Nobody types an address that is longer.
_PRINTED_MAX = 1000


def page(request: HttpRequest) -> dict[str, Any]:
    """The signed-in person, whether this is demonstration data, and what a printed page says of itself."""
    address = f"{settings.SITE_URL}{request.get_full_path()}"
    return {
        "printed_from": masked(address) if len(address) <= _PRINTED_MAX else settings.SITE_URL,
        "printed_on": today(),
        "user": getattr(request, "user", None),
        "demonstration": settings.DEMONSTRATION,
        "site_url": settings.SITE_URL,
    }
