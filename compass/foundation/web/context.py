"""What every page's template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The signed-in person, and whether this is demonstration data."""
    return {
        "user": getattr(request, "user", None),
        "demonstration": settings.DEMONSTRATION,
        "site_url": settings.SITE_URL,
    }
