"""The daily e-mail: one for each person and civil day in London, with every line that waited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from compass.foundation.clock import civil_date
from compass.foundation.words import civil_date as in_words
from compass.notices.models import Cursor

LINES = 100

# What waits for somebody who stopped it, or who does not buy there any more, is not sent: it may be the organisation's
# own business. Lines that do not say their subscription are from before it was kept.
_DROP = """
    DELETE FROM notices_digestline AS line
    WHERE line.sent_on IS NULL AND NOT EXISTS (
        SELECT FROM notices_subscription AS s
        JOIN trusts_organisation AS organisation ON organisation.id = s.organisation_id
        JOIN trusts_organisation AS held ON held.current_id = organisation.current_id
        JOIN trusts_member AS member ON member.organisation_id = held.id AND member.role = 'BUYER'
        JOIN accounts_user AS person ON person.id = member.person_id AND person.is_active
        WHERE person.id = line.person_id AND s.person_id = line.person_id AND s.email
          AND s.id = coalesce(line.subscription_id, s.id)
    )
"""

# The e-mail's key and the lines it took go in one statement. Who had the e-mail of that day gets the rest tomorrow.
_POST = """
    WITH taken AS (
        UPDATE notices_digestline AS line SET sent_on = %(on)s::date
        WHERE line.sent_on IS NULL
          AND NOT EXISTS (SELECT 1 FROM foundation_email WHERE key = 'daily-' || line.person_id || '-' || %(on)s::date)
        RETURNING line.id, line.person_id, line.change_id, line.passport_id
    ), numbered AS (
        SELECT taken.*, row_number() OVER (PARTITION BY person_id ORDER BY id) AS place,
               count(*) OVER (PARTITION BY person_id) AS total
        FROM taken
    )
    INSERT INTO foundation_email (key, recipient, subject, text, opt_out, created_at, due_at, attempts)
    SELECT 'daily-' || person.id || '-' || %(on)s::date, person.email,
           total || CASE WHEN total = 1 THEN ' notice' ELSE ' notices' END || ' about what you follow, ' || %(day)s,
           string_agg(change.sentence || E'\\n' || %(site)s
                      || coalesce('/passports/' || passport.number || '/', change.data ->> 'address'), E'\\n\\n'
                      ORDER BY place)
           || CASE WHEN total > %(lines)s THEN E'\\n\\nAnd ' || total - %(lines)s || ' more.' ELSE '' END
           || E'\\n\\nAll notices: ' || %(site)s || E'/notices/\\n',
           'unsubscribe/daily-' || person.id, %(now)s, %(now)s, 0
    FROM numbered
    JOIN foundation_change AS change ON change.id = numbered.change_id
    LEFT JOIN passports_passport AS passport ON passport.id = numbered.passport_id
    JOIN accounts_user AS person ON person.id = numbered.person_id AND person.is_active
    WHERE place <= %(lines)s
    GROUP BY person.id, person.email, total
    ORDER BY person.id
    ON CONFLICT (key) DO NOTHING
"""


@transaction.atomic
def post_digests(*, now: datetime) -> int:
    """Put the daily e-mails of the civil day into the outbox; returns how many. Run again, it posts none twice."""
    on = civil_date(now)
    # One run at a time: another would judge by what it saw before this one ends.
    Cursor.objects.get_or_create(name="digests")
    Cursor.objects.select_for_update().get(name="digests")
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"on": on, "day": in_words(on), "now": now, "site": settings.SITE_URL, "lines": LINES}
        cursor.execute(_DROP)
        cursor.execute(_POST, given)
        return int(cursor.rowcount)
