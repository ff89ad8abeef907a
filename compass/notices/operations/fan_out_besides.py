"""Beside followers of passports: followers of saved searches and needs, and companies; in the batch of `fan_out`.

The guide keeps saved searches and this room tells of them; neither knows the other. The log says who saved which, what
its name is, that it was stopped, and each difference. Needs are public, and told to all who follow them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.backends.utils import CursorWrapper

# Whoever saves a search follows it, if they buy for the organisation. Somebody who stopped following since is not made
# to follow again when changes are read a second time.
_TAKE_UP = """
    WITH saved AS (
        SELECT change.*, (data ->> 'search')::uuid AS search, (data ->> 'organisation')::bigint AS organisation_id
        FROM foundation_change AS change
        WHERE transaction_id > %(seen)s AND transaction_id <= %(upto)s AND id > %(brought)s
          AND subject = 'saved search' AND kind = 'search_saved'
    ), followed AS (
        INSERT INTO notices_subscription
               (organisation_id, person_id, kind, search, search_name, frequency, email, created_at)
        SELECT organisation_id, actor_id, 'SEARCH', search, data ->> 'name',
               CASE data ->> 'telling' WHEN 'DAILY' THEN 'DAILY' ELSE 'IMMEDIATE' END,
               data ->> 'telling' <> 'NO_EMAILS', occurred_at
        FROM saved
        WHERE EXISTS (
            SELECT FROM trusts_member AS member JOIN trusts_organisation AS held ON held.id = member.organisation_id
            JOIN trusts_organisation AS saver ON saver.id = saved.organisation_id
            WHERE member.person_id = saved.actor_id AND member.role = 'BUYER' AND held.current_id = saver.current_id
        ) AND NOT EXISTS (
            SELECT FROM notices_subscriptionevent AS past
            WHERE past.search = saved.search AND past.organisation_id = saved.organisation_id
              AND past.person_id = saved.actor_id
        )
        ORDER BY saved.id
        ON CONFLICT DO NOTHING
        RETURNING id, organisation_id, search, search_name
    )
    INSERT INTO foundation_change (kind, subject, subject_id, sentence, data, actor_id, occurred_at)
    SELECT 'subscribed', 'subscription', followed.id,
           organisation.name || ' follows the saved search “' || followed.search_name || '”.',
           -- From the moment of saving, whenever this is read; another server's transactions were before all of ours.
           jsonb_build_object('seen', CASE WHEN %(elsewhere)s THEN '1:1:'
                              ELSE saved.transaction_id || ':' || saved.transaction_id || ':' END),
           saved.actor_id, %(now)s
    FROM followed JOIN saved USING (search)
    JOIN trusts_organisation AS organisation ON organisation.id = followed.organisation_id
"""
_RENAME = """
    UPDATE notices_subscription AS s SET search_name = said.name
    FROM (
        SELECT DISTINCT ON (data ->> 'search') (data ->> 'search')::uuid AS search, data ->> 'name' AS name
        FROM foundation_change
        WHERE transaction_id > %(seen)s AND transaction_id <= %(upto)s AND id > %(brought)s
          AND subject = 'saved search' AND kind = 'search_renamed'
        ORDER BY data ->> 'search', id DESC
    ) AS said
    WHERE s.search = said.search AND s.search_name <> said.name
"""
_STOP = """
    WITH stopped AS (
        DELETE FROM notices_subscription WHERE search IN (
            SELECT (data ->> 'search')::uuid FROM foundation_change
            WHERE transaction_id > %(seen)s AND transaction_id <= %(upto)s AND id > %(brought)s
              AND subject = 'saved search' AND kind = 'search_stopped'
        )
        RETURNING id, organisation_id, search_name
    )
    INSERT INTO foundation_change (kind, subject, subject_id, sentence, data, occurred_at)
    SELECT 'unsubscribed', 'subscription', stopped.id,
           organisation.name || ' stopped following, because “' || search_name || '” was stopped.', '{}', %(now)s
    FROM stopped JOIN trusts_organisation AS organisation ON organisation.id = organisation_id
"""
# As `fan_out._TELL`, for changes that say themselves what they are about: `title` and `address` of their data.
_TELL = """
    WITH newly AS MATERIALIZED (
        SELECT subject_id AS subscription_id,
               coalesce(data ->> 'seen', transaction_id || ':' || transaction_id || ':')::txid_snapshot AS seen
        FROM foundation_change
        WHERE transaction_id > %(seen)s AND id > %(brought)s AND subject = 'subscription' AND kind = 'subscribed'
    ), changed AS MATERIALIZED (
        SELECT *, (data ->> 'search')::uuid AS search, (data ->> 'organisation')::bigint AS organisation_id
        FROM foundation_change
        WHERE transaction_id > %(seen)s AND transaction_id <= %(upto)s AND id > %(brought)s
          AND kind IN ('search_matched', 'search_unmatched', 'need_answered', 'need_changed', 'need_closed')
          AND subject IN ('saved search', 'need')
    ), matched AS MATERIALIZED (
        SELECT change.transaction_id, change.id AS change_id, follower.*
        FROM changed AS change
        JOIN LATERAL (
            SELECT *, row_number() OVER (PARTITION BY organisation_id ORDER BY subscription_id) = 1 AS is_first
            FROM (
                SELECT DISTINCT ON (coalesce(organisation.current_id, organisation.id), s.person_id)
                       coalesce(organisation.current_id, organisation.id) AS organisation_id,
                       s.person_id, s.id AS subscription_id, s.email, s.frequency, s.about
                FROM (
                    SELECT s.*, 'the saved search “' || s.search_name || '”' AS about
                    FROM notices_subscription AS s
                    JOIN trusts_organisation AS mine ON mine.id = s.organisation_id
                    JOIN trusts_organisation AS saver ON saver.id = change.organisation_id
                    WHERE change.subject = 'saved search' AND s.search = change.search
                      -- Nobody but those who saved it, or who carry on for them, whoever else may know its key.
                      AND (mine.id = saver.id OR mine.current_id = saver.current_id)
                    UNION ALL
                    SELECT s.*, 'this need' FROM notices_subscription AS s
                    WHERE change.subject = 'need' AND s.need_id = change.subject_id
                ) AS s
                JOIN trusts_organisation AS organisation ON organisation.id = s.organisation_id
                WHERE NOT EXISTS (
                    SELECT FROM newly
                    WHERE newly.subscription_id = s.id AND txid_visible_in_snapshot(change.transaction_id, newly.seen)
                )
                ORDER BY coalesce(organisation.current_id, organisation.id), s.person_id, s.email DESC,
                         s.frequency = 'DAILY', s.id
            ) AS told_by
        ) AS follower ON true
    ), told AS (
        INSERT INTO notices_notice (change_id, organisation_id, recipient_id, created_at)
        SELECT change_id, organisation_id, person_id, %(now)s FROM matched WHERE is_first
        ORDER BY transaction_id, change_id
        ON CONFLICT (change_id, organisation_id) DO NOTHING
        RETURNING id, organisation_id
    ), written AS MATERIALIZED (
        SELECT matched.* FROM matched
        WHERE email
          AND EXISTS (
            SELECT FROM trusts_member AS member JOIN trusts_organisation AS held ON held.id = member.organisation_id
            WHERE member.person_id = matched.person_id AND member.role = 'BUYER'
              AND held.current_id = matched.organisation_id
          )
    ), posted AS (
        INSERT INTO foundation_email (key, recipient, subject, text, opt_out, created_at, due_at, attempts)
        SELECT 'notice-' || change.id || '-' || person.id, person.email, left(change.data ->> 'title', 200),
               change.sentence || E'\n\nYou get this because ' || organisation.name || ' follows ' || written.about
               || E'.\n' || %(site)s || (change.data ->> 'address') || E'\n',
               'unsubscribe/follow-' || written.subscription_id, %(now)s, %(now)s, 0
        FROM written
        JOIN changed AS change ON change.id = written.change_id
        JOIN trusts_organisation AS organisation ON organisation.id = written.organisation_id
        JOIN accounts_user AS person ON person.id = written.person_id AND person.is_active
        WHERE written.frequency = 'IMMEDIATE'
        ORDER BY written.transaction_id, written.change_id
        ON CONFLICT (key) DO NOTHING
    ), gathered AS (
        INSERT INTO notices_digestline (change_id, person_id, subscription_id)
        SELECT change_id, person_id, subscription_id FROM written WHERE frequency = 'DAILY'
        ORDER BY transaction_id, change_id
        ON CONFLICT (change_id, person_id) DO NOTHING
    ), hooked AS (
        INSERT INTO notices_webhookdelivery (notice_id, endpoint_id, created_at, due_at)
        SELECT told.id, endpoint.id, %(now)s, %(now)s
        FROM told
        JOIN trusts_organisation AS organisation ON organisation.current_id = told.organisation_id
        JOIN notices_endpoint AS endpoint
          ON endpoint.organisation_id = organisation.id AND endpoint.removed_at IS NULL
        ORDER BY told.id
        ON CONFLICT (notice_id, endpoint_id) DO NOTHING
    )
    SELECT count(*) FROM told
"""
# A company is written to of all that is told of its passports, of safety notices where no verdict says it, and of a
# renewal that was returned to it. That, and what stops the use of a product or allows it again, is told in any case; of
# the rest its people may stop the e-mails.
_TELL_COMPANIES = """
    WITH verdicts AS MATERIALIZED (
        SELECT change.*, passport.innovation_id, passport.number FROM foundation_change AS change
        JOIN passports_passport AS passport ON passport.id = change.subject_id
        WHERE change.transaction_id > %(seen)s AND change.transaction_id <= %(upto)s AND change.id > %(brought)s
          AND change.subject = 'passport'
          AND (change.kind = ANY(%(kinds)s) OR change.kind = ANY(%(lesser)s) AND NOT EXISTS (
            SELECT FROM foundation_change AS beside
            WHERE beside.transaction_id = change.transaction_id AND beside.subject = 'passport'
              AND beside.subject_id = change.subject_id
              AND (beside.kind = 'verdict_changed' OR change.kind = ANY(%(restated)s) AND beside.kind = ANY(%(steps)s))
          ))
    ), news AS (
        SELECT 'passport' AS kind, id, transaction_id, innovation_id, sentence,
               'Your passport ' || number || ': ' AS headline, '/passports/' || number || '/' AS address,
               coalesce(data ->> 'to' IN ('SUSPENDED', 'WITHDRAWN', 'EXPIRED')
                        OR data ->> 'from' IN ('SUSPENDED', 'EXPIRED'), false) AS must
        FROM verdicts
        UNION ALL
        SELECT 'warning', change.id, change.transaction_id, match.innovation_id, change.sentence, 'Safety notice: ',
               '/innovations/' || innovation.slug || '/', true
        FROM foundation_change AS change
        JOIN passports_noticematch AS match ON match.id = change.subject_id
        JOIN evidence_innovation AS innovation ON innovation.id = match.innovation_id
        WHERE change.transaction_id > %(seen)s AND change.transaction_id <= %(upto)s AND change.id > %(brought)s
          AND change.subject = 'safety notice match' AND change.kind = ANY(%(matched)s)
          -- What nobody was told of is not taken back either.
          AND (change.kind <> 'notice_dismiss' OR match.is_certain)
          AND NOT EXISTS (
            SELECT FROM verdicts
            WHERE verdicts.transaction_id = change.transaction_id AND verdicts.innovation_id = match.innovation_id
          )
        UNION ALL
        SELECT 'renewal', change.id, change.transaction_id, pack.innovation_id, change.sentence, 'Renewal returned: ',
               '/packs/' || pack.id || '/', true
        FROM foundation_change AS change JOIN evidence_pack AS pack ON pack.id = change.subject_id
        WHERE change.transaction_id > %(seen)s AND change.transaction_id <= %(upto)s AND change.id > %(brought)s
          AND change.subject = 'evidence pack' AND change.kind = 'renewal_returned'
    )
    INSERT INTO foundation_email (key, recipient, subject, text, opt_out, created_at, due_at, attempts)
    SELECT news.kind || '-' || news.id || '-' || person.id, person.email, left(news.headline || innovation.name, 200),
           news.sentence || E'\n\nYou get this because you work for ' || innovator.name || E'.\n'
           || %(site)s || news.address || E'\n',
           CASE WHEN news.must THEN '' ELSE 'unsubscribe/company-' || innovator.id || '-' || person.id END,
           %(now)s, %(now)s, 0
    FROM news
    JOIN evidence_innovation AS innovation ON innovation.id = news.innovation_id
    JOIN evidence_innovator AS innovator ON innovator.id = innovation.innovator_id
    JOIN evidence_innovatormember AS member ON member.innovator_id = innovator.id
    JOIN accounts_user AS person ON person.id = member.person_id AND person.is_active
    WHERE news.must OR NOT EXISTS (
        SELECT FROM notices_inapponly AS quiet WHERE quiet.innovator_id = innovator.id AND quiet.person_id = person.id
    )
    ORDER BY news.transaction_id, news.id, person.id
    ON CONFLICT (key) DO NOTHING
"""
# Whoever works for a company that answered a need is written to when the need says something else, or is closed.
_TELL_ANSWERERS = """
    INSERT INTO foundation_email (key, recipient, subject, text, created_at, due_at, attempts)
    SELECT DISTINCT ON (change.transaction_id, change.id, person.id)
           'need-' || change.id || '-' || person.id, person.email, left(change.data ->> 'title', 200),
           change.sentence || E'\n\nYou get this because ' || innovator.name || E' answered it.\n'
           || %(site)s || (change.data ->> 'address') || E'\n', %(now)s, %(now)s, 0
    FROM foundation_change AS change
    JOIN trusts_needanswer AS answer ON answer.need_id = change.subject_id AND answer.answered_at <= change.occurred_at
    JOIN evidence_innovation AS innovation ON innovation.id = answer.innovation_id
    JOIN evidence_innovator AS innovator ON innovator.id = innovation.innovator_id
    JOIN evidence_innovatormember AS member ON member.innovator_id = innovator.id
    JOIN accounts_user AS person ON person.id = member.person_id AND person.is_active
    WHERE change.transaction_id > %(seen)s AND change.transaction_id <= %(upto)s AND change.id > %(brought)s
      AND change.subject = 'need' AND change.kind IN ('need_changed', 'need_closed')
    ORDER BY change.transaction_id, change.id, person.id, innovator.id
    ON CONFLICT (key) DO NOTHING
"""


def tell_besides(cursor: CursorWrapper, given: Mapping[str, Any]) -> int:
    """Take up what was saved, renamed and stopped, tell the differences and write to companies; returns how many
    notices were written.

    `given` as `fan_out` has it: from which transaction and id, up to which transaction, whether they are another
    server's, the kinds of changes, the moment, and our address.
    """
    for statement in (_TAKE_UP, _RENAME, _STOP, _TELL_COMPANIES, _TELL_ANSWERERS, _TELL):
        cursor.execute(statement, given)
    written: int = cursor.fetchone()[0]
    return written
