"""What the search reads is kept by the database; when mere time passes, agreements that begin or end are written."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from compass.guide.models import SearchEntry

# So many at a time: nobody waits long for a technology that is being written.
_BATCH = 500


def write_due_entries(*, on: date) -> int:
    """Write the entries whose buying routes or funding change by this day; gives how many differ now.

    The search is right without it and only slower: `guide_tags` says what holds on a day.
    """
    changed = 0
    due = SearchEntry.objects.filter(lasts_until__lte=on).order_by("pk").values_list("pk", flat=True)
    while batch := [*due[:_BATCH]]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT guide_write_entries(%s, %s)", [batch, on])
            changed += int(cursor.fetchone()[0])
    return changed
