"""Technologies to compare."""

from __future__ import annotations

from typing import Any

from compass.foundation.rows import shaped
from compass.guide.queries.catalogue import DETAIL_FIELDS, public_innovations


def compared(slugs: tuple[str, ...]) -> list[dict[str, Any]]:
    """The public ones of these technologies, in the order asked for: one statement."""
    found = {row["slug"]: row for row in shaped(public_innovations().filter(slug__in=slugs), DETAIL_FIELDS)}
    return [found[slug] for slug in slugs if slug in found]
