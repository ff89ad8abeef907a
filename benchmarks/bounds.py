"""How many times the floor's time each kind of measurement may take. Pure.

Each is about 1.6 times the ratio that was measured last (November 2026, two cores): room for another machine, not for a
statement more; those marked are as promised. Among fewer rows the floor
costs next to nothing and a ratio says little, so there no bound holds except those that compare ours with ours or with
a limit.
"""

from __future__ import annotations

HOLD_FROM = 20_000
BOUNDS = {
    "list": 3.0,  # as promised
    "list-on": 1.7,
    "search": 2.0,  # as promised
    "search-new": 3.0,
    "detail": 3.0,  # as promised
    "compare": 3.0,  # as promised
    "api-list": 7.8,
    "api-search": 2.3,
    "api-compare": 2.4,
    "api-detail": 2.7,
    "pack": 3.0,  # as promised, not as measured
    "list@8": 3.0,  # as promised
    "search@8": 2.0,  # as promised
    "detail@8": 3.0,  # as promised
    "compare@8": 3.0,  # as promised
    "kept": 1.2,  # as promised: to a file of the same size
    "kept@8": 1.2,  # as promised
    "verdict": 2.0,  # as promised, not as measured
    "fan-out": 1.5,  # as promised, not as measured
    "fan-out-notices": 2.3,
    "webhooks": 3.5,
    "webhooks-at-work": 1.25,  # the receiver sets the pace
}
# Ours among many rows to ours among few: holds for any N.
GROWTH = 1.5
# What stands as a share of its limit: 250 MB for a worker, 120 kB for a page.
LIMIT = 1.0
LIMITS = frozenset({"memory", "weight-list", "weight-search", "weight-detail", "weight-compare"})
MOST_MEGABYTES = 250


def bound(name: str, n: int) -> float | None:
    """The highest ratio of this measurement among N rows; None where none holds."""
    if name == "verdict-growth":
        return GROWTH
    if name in LIMITS:
        return LIMIT
    # A pack costs the same among few technologies as among many.
    return BOUNDS[name] if n >= HOLD_FROM or name == "pack" else None
