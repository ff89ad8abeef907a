"""Change rows → notices → e-mails, lines of daily e-mails and webhooks: set-based inserts, each with a unique key.

A run is one transaction with the cursor's row locked: killed at any instant it leaves nothing half told, and run
twice it tells nothing twice. Changes are read up to the oldest transaction of this database that is still running,
because rows commit out of the order of their ids.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from compass.foundation.settled import settled_before
from compass.notices.models import Cursor
from compass.notices.operations.fan_out_besides import tell_besides

_WAITING = """
    SELECT max(transaction_id), count(*) FROM (
        SELECT transaction_id FROM foundation_change
        WHERE transaction_id > %(seen)s AND transaction_id < %(bound)s
        ORDER BY transaction_id LIMIT %(batch)s
    ) AS waiting
"""

# What is told, of all that happens to passports: the rest shows in the passport's own history.
TOLD = ("verdict_changed", "passport_issued")

_TELL = """
    WITH newly AS MATERIALIZED (
        -- Who began to follow lately, with the transactions that they could see then. The log says so and no clock:
        -- one that was set back would hide a change from those who followed before it. Subscriptions that are not
        -- here are older than all of these changes. Before the log held `seen`, the order of transactions stands in.
        SELECT subject_id AS subscription_id,
               coalesce(data ->> 'seen', transaction_id || ':' || transaction_id || ':')::txid_snapshot AS seen
        FROM foundation_change
        WHERE transaction_id > %(seen)s AND subject = 'subscription' AND kind = 'subscribed'
    ), matched AS MATERIALIZED (
        -- Everybody who follows what a change is about, once for each organisation as it stands today (predecessors'
        -- subscriptions count for it) and person, by the subscription that tells them soonest.
        SELECT change.transaction_id, change.id AS change_id, passport.id AS passport_id, follower.*
        FROM foundation_change AS change
        JOIN passports_passport AS passport ON passport.id = change.subject_id
        JOIN evidence_innovation AS innovation ON innovation.id = passport.innovation_id
        JOIN trusts_organisation AS assessor ON assessor.id = passport.assessed_by_id
        JOIN LATERAL (
            SELECT *, row_number() OVER (PARTITION BY organisation_id ORDER BY subscription_id, person_id) = 1
                      AS is_first
            FROM (
                SELECT DISTINCT ON (coalesce(organisation.current_id, organisation.id), s.person_id)
                       coalesce(organisation.current_id, organisation.id) AS organisation_id,
                       s.person_id, s.id AS subscription_id, s.kind, s.email, s.frequency
                FROM (
                    -- Who adopted a passport is told without following it, in the name of the person who adopted.
                    SELECT NULL::bigint AS id, organisation_id, accepted_by_id AS person_id, 'ADOPTED' AS kind,
                           true AS email, 'IMMEDIATE' AS frequency, accepted_at AS created_at
                    FROM passports_adoption
                    WHERE passport_id = passport.id AND state <> 'ENDED' AND change.kind <> 'passport_issued'
                    UNION ALL
                    SELECT id, organisation_id, person_id, kind, email, frequency, created_at FROM (
                    SELECT * FROM notices_subscription
                    -- Who follows a passport knew that it was issued.
                    WHERE passport_id = passport.id AND change.kind <> 'passport_issued'
                    UNION ALL
                    SELECT * FROM notices_subscription WHERE innovation_id = innovation.id
                    UNION ALL
                    SELECT * FROM notices_subscription
                    WHERE passport_id IS NULL AND innovation_id IS NULL
                      AND kind = 'CLINICAL_AREA' AND clinical_area = innovation.clinical_area
                    UNION ALL
                    SELECT s.* FROM notices_subscription AS s
                    JOIN trusts_organisation AS followed ON followed.id = s.assessor_id
                    WHERE s.assessor_id = assessor.id OR followed.current_id = assessor.current_id
                    UNION ALL
                    SELECT * FROM notices_subscription
                    WHERE passport_id IS NULL AND innovation_id IS NULL AND kind = 'EVERYTHING'
                    ) AS chosen
                ) AS s
                JOIN trusts_organisation AS organisation ON organisation.id = s.organisation_id
                WHERE NOT EXISTS (
                    SELECT 1 FROM newly
                    WHERE newly.subscription_id = s.id AND txid_visible_in_snapshot(change.transaction_id, newly.seen)
                )
                ORDER BY coalesce(organisation.current_id, organisation.id), s.person_id,
                         s.id IS NULL, s.email DESC, s.frequency = 'DAILY', s.id
            ) AS told_by
        -- What somebody chose for the organisation counts before what follows from its adoption.
        ) AS follower ON follower.subscription_id IS NOT NULL OR follower.is_first
        WHERE change.transaction_id > %(seen)s AND change.transaction_id <= %(upto)s
          AND change.subject = 'passport' AND change.kind = ANY(%(kinds)s)
    ), told AS (
        INSERT INTO notices_notice (change_id, organisation_id, passport_id, recipient_id, created_at)
        SELECT change_id, organisation_id, passport_id, person_id, %(now)s FROM matched WHERE is_first
        ORDER BY transaction_id, change_id
        ON CONFLICT (change_id, organisation_id) DO NOTHING
        RETURNING id, organisation_id, passport_id
    ), written AS MATERIALIZED (
        SELECT matched.* FROM matched
        WHERE email
          -- Only to somebody who buys for the organisation now: people move on, and organisations close.
          AND EXISTS (
            SELECT 1 FROM trusts_member AS member JOIN trusts_organisation AS held ON held.id = member.organisation_id
            WHERE member.person_id = matched.person_id AND member.role = 'BUYER'
              AND held.current_id = matched.organisation_id
          )
    ), posted AS (
        -- One a person, also to somebody who follows it for two organisations.
        INSERT INTO foundation_email (key, recipient, subject, text, opt_out, created_at, due_at, attempts)
        SELECT 'notice-' || change.id || '-' || person.id, person.email,
               left('Passport ' || passport.number || ': ' || innovation.name, 200),
               change.sentence || E'\n\nYou get this because ' || organisation.name
               || CASE written.kind WHEN 'ADOPTED' THEN ' has adopted ' ELSE ' follows ' END
               || CASE written.kind WHEN 'ADOPTED' THEN 'it' WHEN 'PASSPORT' THEN 'this passport'
                  WHEN 'INNOVATION' THEN 'this technology'
                  WHEN 'CLINICAL_AREA' THEN 'its clinical area' WHEN 'EVERYTHING' THEN 'every passport'
                  ELSE 'the organisation that assessed it' END
               || E'.\n' || %(site)s || '/passports/' || passport.number || E'/\n',
               coalesce('unsubscribe/follow-' || written.subscription_id, ''), %(now)s, %(now)s, 0
        FROM written
        JOIN foundation_change AS change ON change.id = written.change_id
        JOIN trusts_organisation AS organisation ON organisation.id = written.organisation_id
        JOIN accounts_user AS person ON person.id = written.person_id AND person.is_active
        JOIN passports_passport AS passport ON passport.id = written.passport_id
        JOIN evidence_innovation AS innovation ON innovation.id = passport.innovation_id
        WHERE written.frequency = 'IMMEDIATE'
        ORDER BY written.transaction_id, written.change_id
        ON CONFLICT (key) DO NOTHING
    ), gathered AS (
        INSERT INTO notices_digestline (change_id, passport_id, person_id)
        SELECT change_id, passport_id, person_id FROM written WHERE frequency = 'DAILY'
        ORDER BY transaction_id, change_id
        ON CONFLICT (change_id, person_id) DO NOTHING
    ), hooked AS (
        INSERT INTO notices_webhookdelivery (notice_id, endpoint_id, passport_id, created_at, due_at)
        SELECT told.id, endpoint.id, told.passport_id, %(now)s, %(now)s
        FROM told
        JOIN trusts_organisation AS organisation ON organisation.current_id = told.organisation_id
        JOIN notices_endpoint AS endpoint
          ON endpoint.organisation_id = organisation.id AND endpoint.removed_at IS NULL
        ORDER BY told.id
        ON CONFLICT (notice_id, endpoint_id) DO NOTHING
    )
    SELECT count(*) FROM told
"""


def tell_followers(*, now: datetime, batch: int = 5000) -> int:
    """Tell every change not told yet to those who follow its passport; returns how many notices were written."""
    told = 0
    while True:
        written = _tell_batch(now, batch)
        if written is None:
            return told
        told += written


@transaction.atomic
def _tell_batch(now: datetime, batch: int) -> int | None:
    Cursor.objects.get_or_create(name="notices")
    cursor_row = Cursor.objects.select_for_update().get(name="notices")
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"seen": cursor_row.transaction_id, "bound": settled_before(), "batch": batch})
        upto, waiting = cursor.fetchone()
        if not waiting:
            return None
        given = {"seen": cursor_row.transaction_id, "upto": upto, "now": now, "site": settings.SITE_URL}
        cursor.execute(_TELL, given | {"kinds": list(TOLD)})
        written: int = cursor.fetchone()[0]
        written += tell_besides(cursor, given)
    cursor_row.transaction_id = upto
    cursor_row.save(update_fields=["transaction_id"])
    return written
