"""Buyers are told by e-mail that a webhook of theirs is paused: nobody who buys there answers for it any more."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection

# Once for each person who stays, and each who left.
_TELL = """
    INSERT INTO foundation_email (key, recipient, subject, text, created_at, due_at, attempts)
    SELECT DISTINCT ON (endpoint.id, person.id)
           'webhook-' || endpoint.id || '-' || endpoint.added_by_id || '-' || person.id, person.email,
           left('A webhook of ' || organisation.name || ' is paused', 200),
           'Confirm this webhook, or remove it. It sends the notices of ' || organisation.name || ' to '
           || endpoint.address || E'.\\n\\n'
           || 'The person who answered for it does not buy there any more. So nothing is sent until somebody confirms '
           || E'that the address is still yours. New notices wait until then.\\n'
           || %(site)s || '/webhooks/' || endpoint.id || E'/\\n', %(now)s, %(now)s, 0
    FROM notices_endpoint AS endpoint
    JOIN trusts_organisation AS organisation ON organisation.id = endpoint.organisation_id
    JOIN trusts_organisation AS held ON held.current_id = organisation.current_id
    JOIN trusts_member AS member ON member.organisation_id = held.id AND member.role = 'BUYER'
    JOIN accounts_user AS person ON person.id = member.person_id AND person.is_active
    WHERE endpoint.removed_at IS NULL AND NOT EXISTS (
        SELECT FROM trusts_organisation AS held
        JOIN trusts_member AS member ON member.organisation_id = held.id AND member.role = 'BUYER'
        JOIN accounts_user AS answers ON answers.id = member.person_id AND answers.is_active
        WHERE held.current_id = organisation.current_id AND answers.id = endpoint.added_by_id
    )
    ORDER BY endpoint.id, person.id
    ON CONFLICT (key) DO NOTHING
"""


def tell_of_paused_webhooks(*, now: datetime) -> int:
    """Write to all who buy for an organisation whose webhook is paused, once; returns how many e-mails."""
    with connection.cursor() as cursor:
        cursor.execute(_TELL, {"now": now, "site": settings.SITE_URL})
        return int(cursor.rowcount)
