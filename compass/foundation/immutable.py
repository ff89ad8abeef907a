"""Triggers that keep what was decided provable: no statement, SQL included, gets round them."""

from __future__ import annotations

import pgtrigger


def never_deleted() -> pgtrigger.Trigger:
    """Rows of this table stay."""
    return pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


def stamped() -> pgtrigger.Trigger:
    """`inserted_at` is the database's clock at the instant of writing, whatever the statement says."""
    return pgtrigger.Trigger(
        name="stamped",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="NEW.inserted_at = clock_timestamp(); RETURN NEW;",
    )


def append_only() -> list[pgtrigger.Trigger]:
    """Rows of this table are written once and neither changed nor deleted."""
    return [
        pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),
        never_deleted(),
    ]
