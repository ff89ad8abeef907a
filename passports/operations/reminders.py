"""While a pack or passport lives: its innovator is reminded before and after its certificates end."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction

from evidence import certificates
from evidence.certificates import LATEST_REMINDER, REMINDERS
from evidence.models import CertificateKind

# What counts, of packs that live: drafts, the newest submitted pack of each technology, and the pack of its passport.
# A certificate with a renewal that waits is the operator's turn; one with a confirmed renewal ends when that does.
_WRITE = """
    WITH counting AS (
        SELECT c.id AS certificate_id, c.pack_id, c.kind, c.number, c.legislation, c.expires_on, c.ends_on
        FROM evidence_certificate AS c
        WHERE NOT EXISTS (
            SELECT FROM evidence_certificaterenewal AS r WHERE r.certificate_id = c.id AND r.state = 'CONFIRMED'
        )
        UNION ALL
        SELECT c.id, c.pack_id, c.kind, r.number, r.legislation, r.expires_on, r.ends_on
        FROM evidence_certificaterenewal AS r JOIN evidence_certificate AS c ON c.id = r.certificate_id
        WHERE r.state = 'CONFIRMED' AND NOT EXISTS (
            SELECT FROM evidence_certificaterenewal AS later
            WHERE later.certificate_id = c.id AND later.state = 'CONFIRMED' AND later.id > r.id
        )
    ), ending AS (
        -- The rule of `evidence.certificates.counts_until`.
        SELECT certificate_id, pack_id, kind, number,
               CASE legislation WHEN '' THEN ends_on
                    ELSE least(expires_on, (%(cutoffs)s::jsonb ->> legislation)::date) END AS ends_on
        FROM counting
    ), due AS (
        SELECT innovation.innovator_id, ending.kind, ending.number, ending.ends_on,
               (SELECT min(step) FROM unnest(%(steps)s::int[]) AS step WHERE ending.ends_on - %(on)s <= step) AS days,
               string_agg(
                   innovation.name || ', version ' || pack.product_version || E'\n'
                   || %(site)s || '/packs/' || pack.id || '/', E'\n' ORDER BY innovation.name, pack.id
               ) AS packs,
               -- One certificate can stand in the packs of several technologies: then the text names them.
               CASE WHEN count(DISTINCT innovation.id) = 1 THEN ', ' || min(innovation.name) ELSE '' END AS of_one,
               bool_or(pack.state = 'DRAFT') AS in_draft, bool_or(pack.state = 'FROZEN') AS submitted
        FROM ending
        JOIN evidence_pack AS pack ON pack.id = ending.pack_id
        JOIN evidence_innovation AS innovation ON innovation.id = pack.innovation_id
        WHERE ending.ends_on BETWEEN %(from)s AND %(to)s AND (
            pack.state = 'DRAFT'
            OR NOT EXISTS (
                SELECT FROM evidence_pack AS newer
                WHERE newer.innovation_id = pack.innovation_id AND newer.state = 'FROZEN'
                  AND (newer.frozen_at, newer.id) > (pack.frozen_at, pack.id)
            )
            OR EXISTS (
                SELECT FROM passports_passport AS passport
                WHERE passport.pack_id = pack.id AND passport.is_current AND passport.state IN ('ACTIVE', 'SUSPENDED')
            )
        ) AND NOT EXISTS (
            SELECT FROM evidence_certificaterenewal AS r
            WHERE r.certificate_id = ending.certificate_id AND r.state = 'WAITING'
        )
        GROUP BY innovation.innovator_id, ending.kind, ending.number, ending.ends_on
    ), reminded AS (
        INSERT INTO passports_certificatereminder (innovator_id, kind, number, ends_on, days, written_at)
        SELECT innovator_id, kind, number, ends_on, days, %(now)s FROM due
        ORDER BY innovator_id, kind, number, ends_on
        ON CONFLICT (innovator_id, kind, number, ends_on, days) DO NOTHING
        RETURNING id, innovator_id, kind, number, ends_on, days
    ), said AS (
        SELECT reminded.id, reminded.innovator_id, due.packs, due.of_one, due.in_draft, due.submitted,
               (%(kinds)s::jsonb ->> reminded.kind) || ' ' || reminded.number
               || CASE WHEN reminded.ends_on < %(on)s THEN ' ended on ' ELSE ' ends on ' END
               || to_char(reminded.ends_on, 'FMDD FMMonth YYYY') AS what,
               reminded.ends_on < %(on)s AS ended
        FROM reminded JOIN due USING (innovator_id, kind, number, ends_on, days)
    ), posted AS (
        INSERT INTO foundation_email (key, recipient, subject, text, created_at, due_at, attempts)
        SELECT 'certificate-' || said.id || '-' || person.id, person.email, left(said.what || said.of_one, 200),
               'Hand in the renewed certificate ' || CASE WHEN said.ended THEN 'now. ' ELSE 'in time. ' END
               || said.what
               || CASE WHEN said.ended THEN ', and does not count any more.'
                       ELSE ', and counts until the end of that day.' END || E'\n\n'
               || CASE WHEN said.submitted THEN 'Open the submitted pack and choose Renew beside the certificate. You '
                       || 'hand in only the renewed certificate, nothing else again. A passport that needs the '
                       || E'certificate is not valid once it has ended.\n\n' ELSE '' END
               || CASE WHEN said.in_draft THEN 'In a pack in draft, remove the certificate and add the renewed one: '
                       || E'the pack cannot be submitted with one that has ended.\n\n' ELSE '' END
               || E'It is in:\n' || said.packs || E'\n\nYou get this because you work for ' || innovator.name
               || E'. If you have left, ask a colleague there to remove you.\n',
               %(now)s, %(now)s, 0
        FROM said
        JOIN evidence_innovator AS innovator ON innovator.id = said.innovator_id
        JOIN evidence_innovatormember AS member ON member.innovator_id = said.innovator_id
        JOIN accounts_user AS person ON person.id = member.person_id AND person.is_active
        ORDER BY said.id, person.id
        ON CONFLICT (key) DO NOTHING
        RETURNING id
    )
    SELECT count(*) FROM posted
"""


@transaction.atomic
def remind_of_certificates(*, on: date, now: datetime) -> int:
    """Write the reminders due by a civil date, one e-mail to each of the innovator's people; returns how many.

    The steps and the one that is due are those of `evidence.certificates.reminder_due`. Safe to run twice, at once or
    after days of not running: a step of a certificate is written once, and only the one that is reached.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            {
                "on": on,
                "from": date.fromordinal(on.toordinal() - LATEST_REMINDER),
                "to": date.fromordinal(on.toordinal() + max(REMINDERS)),
                "steps": list(REMINDERS),
                "cutoffs": json.dumps(certificates.cutoffs(), default=date.isoformat),
                "kinds": json.dumps(dict(CertificateKind.choices)),
                "site": settings.SITE_URL,
                "now": now,
            },
        )
        written: int = cursor.fetchone()[0]
    return written
