"""While a passport lives: its innovator is reminded of conditions. Followers hear of its verdict."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction

# Days before the day through which a condition is to be met; after it: negative. Later than the latest, nobody is told.
STEPS = (30, 7, -1)
LATEST = 30
_LOCK = 0x434F4E44  # "COND"
# The step that is reached, once to each person: what was reminded of is in the e-mail's key. Evidence that nobody has
# answered is the chair's and the operator's turn.
_WRITE = """
    WITH due AS (
        SELECT c.id AS condition_id, c.text AS condition, c.blocking, passport.id AS passport_id, passport.number,
               innovation.name, innovation.innovator_id, day.due_on, day.due_on < %(on)s AS overdue,
               (SELECT min(step) FROM unnest(%(steps)s::int[]) AS step WHERE day.due_on - %(on)s <= step) AS days
        FROM passports_condition AS c
        JOIN passports_passport AS passport
          ON passport.id = c.passport_id AND passport.is_current AND passport.state IN ('ACTIVE', 'SUSPENDED')
        JOIN evidence_innovation AS innovation ON innovation.id = passport.innovation_id
        CROSS JOIN LATERAL (
            SELECT greatest(c.due_on, max(agreed.due_on)) AS due_on FROM passports_proposal AS agreed
            WHERE agreed.condition_id = c.id AND agreed.move = 'EXTEND' AND agreed.state = 'CONFIRMED'
        ) AS day
        WHERE c.state = 'OPEN' AND day.due_on BETWEEN %(from)s AND %(to)s
    ), posted AS (
        INSERT INTO foundation_email (key, recipient, subject, text, created_at, due_at, attempts)
        SELECT 'condition-' || due.condition_id || '-' || due.due_on || '-' || due.days || '-' || person.id,
               person.email,
               left(CASE WHEN due.overdue THEN 'Condition overdue: ' ELSE 'Condition due by ' || due.said || ': ' END
                    || due.name, 200),
               CASE WHEN due.overdue THEN 'Show now that a condition is met. It was due by '
                    ELSE 'Show that a condition is met by ' END
               || due.said || ', that day included. It is a condition of passport ' || due.number || ' for '
               || due.name || E':\n\n' || due.condition || E'\n\n'
               || CASE WHEN NOT due.blocking THEN 'Everybody who looks at the passport sees whether it is overdue.'
                       WHEN due.overdue THEN 'The passport is suspended until it is met.'
                       ELSE 'The passport is suspended when it is overdue.' END
               || E'\n\nShow it here:\n'
               || %(site)s || '/passports/' || due.number || '/conditions/' || due.condition_id || E'/evidence/\n\n'
               || 'You get this because you work for ' || innovator.name
               || E'. If you have left, ask a colleague there to remove you.\n',
               %(now)s, %(now)s, 0
        FROM (SELECT due.*, to_char(due_on, 'FMDD FMMonth YYYY') AS said FROM due) AS due
        JOIN evidence_innovator AS innovator ON innovator.id = due.innovator_id
        JOIN evidence_innovatormember AS member ON member.innovator_id = due.innovator_id
        JOIN accounts_user AS person ON person.id = member.person_id AND person.is_active
        WHERE NOT EXISTS (
            SELECT FROM passports_conditionevidence AS shown
            WHERE shown.condition_id = due.condition_id AND NOT EXISTS (
                SELECT FROM passports_proposal AS answer
                WHERE answer.condition_id = shown.condition_id AND answer.proposed_at >= shown.handed_in_at
            )
        )
        ORDER BY due.condition_id, person.id
        ON CONFLICT (key) DO NOTHING
        RETURNING id
    )
    SELECT count(*) FROM posted
"""


@transaction.atomic
def remind_of_conditions(*, on: date, now: datetime) -> int:
    """Write the reminders due by a civil date.

    Returns how many e-mails were written. Safe to run twice, at once or after days of not running.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(
            _WRITE,
            {
                "on": on,
                "from": date.fromordinal(on.toordinal() - LATEST),
                "to": date.fromordinal(on.toordinal() + max(STEPS)),
                "steps": list(STEPS),
                "site": settings.SITE_URL,
                "now": now,
            },
        )
        written: int = cursor.fetchone()[0]
    return written
