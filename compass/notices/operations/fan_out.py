"""Change rows → notices → e-mails, lines of daily e-mails and webhooks: set-based inserts, each with a unique key.

A run is one transaction with the cursor's row locked: killed at any instant it leaves nothing half told, and run
twice it tells nothing twice. Changes are read up to the oldest transaction of this database that is still running,
because rows commit out of the order of their ids.

Read from a dump into another server, the log goes on under lower transaction numbers: a cursor beyond all that this
server has reached shows it. What the other server left untold is told first, then its rows are left alone by their ids.
"""

from __future__ import annotations

from datetime import datetime

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from compass.foundation.settled import reached, settled_before
from compass.notices.models import Cursor
from compass.notices.operations.fan_out_besides import tell_besides
from compass.notices.told import MATCHED, RESTATED, STEPS, TOLD

log = structlog.get_logger(__name__)

_KINDS = {
    "kinds": list(TOLD), "lesser": [*STEPS, *RESTATED], "steps": list(STEPS), "restated": list(RESTATED),
    "matched": list(MATCHED),
}  # fmt: skip

_WAITING = """
    SELECT max(transaction_id), count(*) FROM (
        SELECT transaction_id FROM foundation_change
        WHERE transaction_id > %(seen)s AND transaction_id < %(bound)s AND id > %(brought)s
        ORDER BY transaction_id LIMIT %(batch)s
    ) AS waiting
"""
# What another server wrote and did not tell: no transaction that this statement can see has so high a number.
_LEFT_BEHIND = """
    SELECT max(transaction_id), count(*) FROM (
        SELECT transaction_id FROM foundation_change
        WHERE transaction_id > %(seen)s AND transaction_id >= txid_snapshot_xmax(txid_current_snapshot())
          AND id > %(brought)s
        ORDER BY transaction_id LIMIT %(batch)s
    ) AS waiting
"""
_BROUGHT = """
    SELECT greatest(max(id), %(brought)s) FROM foundation_change
    WHERE transaction_id >= txid_snapshot_xmax(txid_current_snapshot())
"""

# One row for each change, with everybody who is told of it in arrays: what a change says is kept once and not for each
# of them, and nothing is joined or sorted again. A change that anybody was told of was told to all, in one transaction.
_TELL = """
    WITH newly AS MATERIALIZED (
        -- Who began to follow lately, with the transactions that they could see then. The log says so and no clock:
        -- one that was set back would hide a change from those who followed before it. Subscriptions that are not
        -- here are older than all of these changes. Before the log held `seen`, the order of transactions stands in.
        SELECT subject_id AS subscription_id,
               coalesce(data ->> 'seen', transaction_id || ':' || transaction_id || ':')::txid_snapshot AS seen
        FROM foundation_change
        WHERE transaction_id > %(seen)s AND id > %(brought)s AND subject = 'subscription' AND kind = 'subscribed'
    ), turns AS MATERIALIZED (
        -- Adoptions that began or ended lately: who adopted after a change, or ended before it, is not told of it.
        SELECT subject_id AS adoption_id, kind = 'adoption_ended' AS is_end, transaction_id
        FROM foundation_change
        WHERE transaction_id > %(seen)s AND id > %(brought)s AND subject = 'adoption'
          AND kind IN ('adopted', 'adoption_ended')
    ), buying AS MATERIALIZED (
        -- Who buys for an organisation as it stands today: people move on, and organisations close.
        SELECT DISTINCT held.current_id AS organisation_id, member.person_id
        FROM trusts_member AS member
        JOIN trusts_organisation AS held ON held.id = member.organisation_id
        JOIN accounts_user AS person ON person.id = member.person_id AND person.is_active
        WHERE member.role = 'BUYER' AND held.current_id IS NOT NULL
    ), news AS MATERIALIZED (
        SELECT row_number() OVER (ORDER BY change.transaction_id, change.id) AS place, change.id AS change_id,
               change.kind AS change_kind, change.transaction_id, change.sentence, passport.id AS passport_id,
               innovation.id AS innovation_id, innovation.clinical_area, assessor.id AS assessor_id,
               assessor.current_id AS assessor_now_id,
               left('Passport ' || passport.number || ': ' || innovation.name, 200) AS headline,
               E'.\n' || %(site)s || '/passports/' || passport.number || E'/\n' AS address
        FROM foundation_change AS change
        JOIN passports_passport AS passport ON passport.id = change.subject_id
        JOIN evidence_innovation AS innovation ON innovation.id = passport.innovation_id
        JOIN trusts_organisation AS assessor ON assessor.id = passport.assessed_by_id
        WHERE change.transaction_id > %(seen)s AND change.transaction_id <= %(upto)s AND change.id > %(brought)s
          AND change.subject = 'passport'
          AND (change.kind = ANY(%(kinds)s) OR change.kind = ANY(%(lesser)s) AND NOT EXISTS (
            SELECT 1 FROM foundation_change AS beside
            WHERE beside.transaction_id = change.transaction_id AND beside.subject = 'passport'
              AND beside.subject_id = change.subject_id
              AND (beside.kind = 'verdict_changed' OR change.kind = ANY(%(restated)s) AND beside.kind = ANY(%(steps)s))
          ))
          AND NOT EXISTS (SELECT 1 FROM notices_notice AS told WHERE told.change_id = change.id)
    ), matched AS MATERIALIZED (
        -- Everybody who follows what a change is about, once for each organisation as it stands today (predecessors'
        -- subscriptions count for it) and person, by the subscription that tells them soonest. The first of each
        -- organisation has its notice; each person one e-mail, also who follows it for two organisations.
        SELECT news.*, follower.*
        FROM news
        JOIN LATERAL (
            SELECT array_agg(organisation_id) AS organisations, array_agg(person_id) AS people,
                   array_agg(is_first) AS firsts, array_agg(subscription_id) AS subscriptions,
                   array_agg(adoption_id) AS adoptions, array_agg(kind) AS whys,
                   array_agg(CASE WHEN mailed AND turn = 1 THEN frequency ELSE '' END) AS mails
            FROM (
                SELECT *, row_number() OVER (PARTITION BY person_id, frequency, mailed ORDER BY organisation_id) AS turn
                FROM (
                    SELECT *,
                           email AND (organisation_id, person_id) IN (SELECT organisation_id, person_id FROM buying)
                           AS mailed,
                           row_number() OVER (PARTITION BY organisation_id ORDER BY subscription_id, person_id) = 1
                           AS is_first
                    FROM (
                        SELECT DISTINCT ON (coalesce(organisation.current_id, organisation.id), s.person_id)
                               coalesce(organisation.current_id, organisation.id) AS organisation_id,
                               s.person_id, s.id AS subscription_id, s.adoption_id, s.kind, s.email, s.frequency
                        FROM (
                            -- Who adopted a passport is told without following it: the person who adopted or, when
                            -- they do not buy there any more, another who does. By e-mail, until they stop that.
                            SELECT NULL::bigint AS id, adoption.id AS adoption_id, adoption.organisation_id,
                                   coalesce(buyer.person_id, adoption.accepted_by_id) AS person_id, 'ADOPTED' AS kind,
                                   NOT EXISTS (
                                       SELECT 1 FROM notices_inapponly AS quiet
                                       WHERE quiet.adoption_id = adoption.id AND quiet.person_id = buyer.person_id
                                   ) AS email, 'IMMEDIATE' AS frequency
                            FROM passports_adoption AS adoption
                            JOIN trusts_organisation AS adopter ON adopter.id = adoption.organisation_id
                            LEFT JOIN LATERAL (
                                SELECT member.person_id FROM trusts_organisation AS held
                                JOIN trusts_member AS member
                                  ON member.organisation_id = held.id AND member.role = 'BUYER'
                                JOIN accounts_user AS person ON person.id = member.person_id AND person.is_active
                                WHERE held.current_id = adopter.current_id
                                ORDER BY member.person_id <> adoption.accepted_by_id, member.id LIMIT 1
                            ) AS buyer ON true
                            WHERE adoption.passport_id = news.passport_id AND news.change_kind <> 'passport_issued'
                              AND (adoption.state <> 'ENDED' OR EXISTS (
                                  SELECT FROM turns
                                  WHERE turns.adoption_id = adoption.id AND is_end
                                    AND turns.transaction_id > news.transaction_id
                              ))
                              AND NOT EXISTS (
                                  SELECT FROM turns
                                  WHERE turns.adoption_id = adoption.id AND NOT is_end
                                    AND turns.transaction_id > news.transaction_id
                              )
                            UNION ALL
                            SELECT id, NULL, organisation_id, person_id, kind, email, frequency FROM (
                            SELECT * FROM notices_subscription
                            -- Who follows a passport knew that it was issued.
                            WHERE passport_id = news.passport_id AND news.change_kind <> 'passport_issued'
                            UNION ALL
                            SELECT * FROM notices_subscription WHERE innovation_id = news.innovation_id
                            UNION ALL
                            SELECT * FROM notices_subscription
                            WHERE passport_id IS NULL AND innovation_id IS NULL
                              AND kind = 'CLINICAL_AREA' AND clinical_area = news.clinical_area
                            UNION ALL
                            SELECT * FROM notices_subscription WHERE assessor_id = news.assessor_id
                            UNION ALL
                            SELECT s.* FROM trusts_organisation AS followed
                            JOIN notices_subscription AS s ON s.assessor_id = followed.id
                            WHERE followed.current_id = news.assessor_now_id
                            UNION ALL
                            SELECT * FROM notices_subscription
                            WHERE passport_id IS NULL AND innovation_id IS NULL AND kind = 'EVERYTHING'
                            ) AS chosen
                        ) AS s
                        JOIN trusts_organisation AS organisation ON organisation.id = s.organisation_id
                        WHERE NOT EXISTS (
                            SELECT 1 FROM newly
                            WHERE newly.subscription_id = s.id
                              AND txid_visible_in_snapshot(news.transaction_id, newly.seen)
                        )
                        ORDER BY coalesce(organisation.current_id, organisation.id), s.person_id,
                                 s.id IS NULL, s.email DESC, s.frequency = 'DAILY', s.id
                    ) AS told_by
                ) AS placed
                -- What somebody chose for the organisation counts before what follows from its adoption.
                WHERE subscription_id IS NOT NULL OR is_first
            ) AS turned
        ) AS follower ON follower.organisations IS NOT NULL
        ORDER BY news.place
    ), told AS (
        INSERT INTO notices_notice (change_id, organisation_id, passport_id, recipient_id, created_at)
        SELECT change_id, organisation_id, passport_id, person_id, %(now)s
        FROM matched, unnest(organisations, people, firsts) AS one(organisation_id, person_id, is_first)
        WHERE is_first
        ORDER BY place
        RETURNING id, organisation_id, passport_id
    ), posted AS (
        INSERT INTO foundation_email (id, key, recipient, subject, text, opt_out, created_at, due_at, attempts)
        SELECT numbered.id, 'notice-' || change_id || '-' || person.id, person.email, headline,
               sentence || E'\n\nYou get this because ' || organisation.name
               || CASE why WHEN 'ADOPTED' THEN ' has adopted it' WHEN 'PASSPORT' THEN ' follows this passport'
                  WHEN 'INNOVATION' THEN ' follows this technology'
                  WHEN 'CLINICAL_AREA' THEN ' follows its clinical area'
                  WHEN 'EVERYTHING' THEN ' follows every passport'
                  ELSE ' follows the organisation that assessed it' END
               || address,
               CASE WHEN adoption_id IS NULL THEN 'unsubscribe/follow-' || subscription_id
                    ELSE 'unsubscribe/adopted-' || adoption_id || '-' || person.id END, %(now)s, %(now)s, 0
        FROM (
            -- Numbered in order before anything is joined, because e-mails leave in the order of their numbers.
            SELECT nextval('foundation_email_id_seq') AS id, change_id, headline, sentence, address, one.*
            FROM matched, unnest(organisations, people, subscriptions, adoptions, whys, mails)
                 AS one(organisation_id, person_id, subscription_id, adoption_id, why, mail)
            WHERE mail = 'IMMEDIATE'
            ORDER BY place
        ) AS numbered
        JOIN trusts_organisation AS organisation ON organisation.id = numbered.organisation_id
        JOIN accounts_user AS person ON person.id = numbered.person_id
    ), gathered AS (
        INSERT INTO notices_digestline (change_id, passport_id, person_id, subscription_id)
        SELECT change_id, passport_id, person_id, subscription_id
        FROM matched, unnest(people, subscriptions, mails) AS one(person_id, subscription_id, mail)
        WHERE mail = 'DAILY'
        ORDER BY place
    ), hooked AS (
        INSERT INTO notices_webhookdelivery (notice_id, endpoint_id, passport_id, created_at, due_at)
        SELECT told.id, endpoint.id, told.passport_id, %(now)s, %(now)s
        FROM told
        JOIN trusts_organisation AS organisation ON organisation.current_id = told.organisation_id
        JOIN notices_endpoint AS endpoint
          ON endpoint.organisation_id = organisation.id AND endpoint.removed_at IS NULL
        ORDER BY told.id
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
    at = Cursor.objects.select_for_update().get(name="notices")
    bound = settled_before()
    elsewhere = at.transaction_id >= bound and at.transaction_id >= reached()
    asked = {"seen": at.transaction_id, "brought": at.brought_id, "bound": bound, "batch": batch}
    with connection.cursor() as cursor:
        cursor.execute(_LEFT_BEHIND if elsewhere else _WAITING, asked)
        upto, waiting = cursor.fetchone()
        if not waiting:
            return _begin_anew(cursor, at) if elsewhere else None
        given = asked | _KINDS | {"upto": upto, "elsewhere": elsewhere, "now": now, "site": settings.SITE_URL}
        cursor.execute("SET LOCAL jit = off")  # compiling so long a statement takes longer than it saves
        cursor.execute(_TELL, given)
        written: int = cursor.fetchone()[0]
        written += tell_besides(cursor, given)
    at.transaction_id = upto
    at.save(update_fields=["transaction_id"])
    return written


def _begin_anew(cursor: CursorWrapper, at: Cursor) -> int:
    """Count by this server's transactions from now on, without the rows that came from another one; tells nothing."""
    cursor.execute(_BROUGHT, {"brought": at.brought_id})
    brought = cursor.fetchone()[0]
    log.warning("notices_of_a_log_from_another_server", told_up_to=at.transaction_id, brought_up_to_id=brought)
    at.transaction_id, at.brought_id = 0, brought
    at.save(update_fields=["transaction_id", "brought_id"])
    return 0
