"""Triggers that keep what was decided provable: no statement, SQL included, gets round them."""

from __future__ import annotations

import pgtrigger


def never_deleted() -> pgtrigger.Trigger:
    """Rows of this table stay."""
    return pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


def append_only() -> list[pgtrigger.Trigger]:
    """Rows of this table are written once and neither changed nor deleted."""
    return [
        pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),
        never_deleted(),
    ]
