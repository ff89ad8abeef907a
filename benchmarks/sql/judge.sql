-- The verdict on each row of `due`, as passports/validity.py gives it, in SQL: a CTE `judged` for what stands before it.
-- All its rules: life, certificates with renewals and statutory cut-offs, conditions with more time, open safety notices,
-- closed organisations, operators' moves and newer versions.
judged AS (
    SELECT due.id, due.number, due.name, due.was, due.was_until, due.was_reasons,
           verdict.status, dated.until, to_jsonb(verdict.reasons) AS reasons,
           CASE WHEN due.state IN ('WITHDRAWN', 'SUPERSEDED') THEN NULL
                ELSE least(CASE WHEN dated.until - 90 > %(on)s THEN dated.until - 90 END,
                           CASE WHEN due.life_ends_on + 1 > %(on)s THEN due.life_ends_on + 1 END,
                           CASE WHEN closing.until + 1 > %(on)s THEN closing.until + 1 END, held.turn, unmet.turn) END AS next_change_on
    FROM due
    CROSS JOIN LATERAL (SELECT due.closed_on + 180 AS until) AS closing
    CROSS JOIN LATERAL (
        SELECT min(ends_on) AS first, min(ends_on + 1) FILTER (WHERE ends_on + 1 > %(on)s) AS turn,
               array_agg(CASE kind WHEN 'UKCA' THEN 'UKCA certificate' WHEN 'CE' THEN 'CE certificate' WHEN 'DSPT' THEN
                   'Data Security and Protection Toolkit' WHEN 'ISO_13485' THEN 'ISO 13485 certificate' WHEN 'ISO_27001' THEN
                   'ISO 27001 certificate' ELSE 'Cyber Essentials' END || ' ' || number ORDER BY ends_on, id) AS names,
               array_agg(CASE WHEN ends_on IS DISTINCT FROM expires_on THEN CASE legislation
                   WHEN 'MDR' THEN 'Medical Devices Regulation (EU) 2017/745' WHEN 'MDD' THEN 'Medical Devices Directive 93/42/EEC'
                   WHEN 'IVDR' THEN 'In Vitro Diagnostic Regulation (EU) 2017/746'
                   WHEN 'AIMDD' THEN 'Active Implantable Devices Directive 90/385/EEC'
                   WHEN 'IVDD' THEN 'In Vitro Diagnostic Directive 98/79/EC' END END ORDER BY ends_on, id) AS laws,
               array_agg(ends_on ORDER BY ends_on, id) AS days
        FROM (
            SELECT stated.id, stated.kind, coalesce(renewed.number, stated.number) AS number, stands.expires_on, stands.legislation,
                   CASE WHEN law.last_day IS NULL THEN stands.ends_on ELSE least(stands.expires_on, law.last_day) END AS ends_on
            FROM evidence_certificate AS stated LEFT JOIN LATERAL (
                SELECT number, expires_on, ends_on, legislation FROM evidence_certificaterenewal
                WHERE certificate_id = stated.id AND state = 'CONFIRMED' ORDER BY id DESC LIMIT 1
            ) AS renewed ON true
            CROSS JOIN LATERAL (
                SELECT CASE WHEN renewed.number IS NULL THEN stated.ends_on ELSE renewed.ends_on END AS ends_on,
                       CASE WHEN renewed.number IS NULL THEN stated.expires_on ELSE renewed.expires_on END AS expires_on,
                       coalesce(renewed.legislation, stated.legislation) AS legislation
            ) AS stands
            CROSS JOIN LATERAL (SELECT CASE stands.legislation {cutoffs} END AS last_day) AS law
            WHERE stated.pack_id = due.pack_id
        ) AS in_force WHERE ends_on IS NOT NULL
    ) AS held
    CROSS JOIN LATERAL (
        SELECT min(day) FILTER (WHERE blocking) AS first, min(day + 1) FILTER (WHERE day + 1 > %(on)s) AS turn,
               count(*) > 0 AS found, coalesce(bool_or(blocking) FILTER (WHERE day < %(on)s), false) AS stops,
               array_agg('Condition overdue, was due by ' || to_char(day, 'FMDD FMMonth YYYY') || ': ' || text ORDER BY day, id)
                   FILTER (WHERE day < %(on)s) AS overdue,
               array_agg('Condition to be met by ' || to_char(day, 'FMDD FMMonth YYYY') || ': ' || text ORDER BY day, id)
                   FILTER (WHERE day >= %(on)s) AS open
        FROM (
            SELECT id, text, blocking, coalesce((
                SELECT max(due_on) FROM passports_proposal
                WHERE condition_id = condition.id AND move = 'EXTEND' AND state = 'CONFIRMED'
            ), due_on) AS day
            FROM passports_condition AS condition WHERE passport_id = due.id AND state = 'OPEN'
        ) AS with_more_time
    ) AS unmet
    CROSS JOIN LATERAL (
        SELECT array_agg('Safety notice of ' || to_char(
                             coalesce(published_on, (imported_at AT TIME ZONE 'Europe/London')::date), 'FMDD FMMonth YYYY')
                         || ' is open: ' || title ORDER BY published_on, notice.id) AS open
        FROM passports_noticematch AS match JOIN passports_safetynotice AS notice ON notice.id = match.notice_id
        WHERE match.innovation_id = due.innovation_id AND match.state IN ('CERTAIN', 'CONFIRMED')
    ) AS noticed
    CROSS JOIN LATERAL (
        SELECT least(due.life_ends_on, held.first, closing.until) AS ends,
               least(due.life_ends_on, held.first, closing.until, unmet.first) AS until
    ) AS dated
    CROSS JOIN LATERAL (
        SELECT array_agg(CASE WHEN law IS NULL THEN certificate || ' expired on ' || to_char(day, 'FMDD FMMonth YYYY') || '.'
                   ELSE certificate || ' no longer counts: CE marking under the ' || law || ' counted in Great Britain until '
                        || to_char(day, 'FMDD FMMonth YYYY') || '.' END) FILTER (WHERE day < %(on)s) AS lapsed,
               array_agg(CASE WHEN law IS NULL THEN certificate || ' expires on ' || to_char(day, 'FMDD FMMonth YYYY') || '.'
                   ELSE 'CE marking under the ' || law || ' counts in Great Britain until ' || to_char(day, 'FMDD FMMonth YYYY')
                        || ', and ' || certificate || ' with it.' END) FILTER (WHERE day = dated.until) AS ends
        FROM unnest(held.names, held.laws, held.days) AS one(certificate, law, day)
    ) AS certificates
    CROSS JOIN LATERAL (
        SELECT CASE WHEN due.state IN ('WITHDRAWN', 'SUPERSEDED') THEN due.state
                    WHEN dated.ends < %(on)s THEN 'EXPIRED'
                    WHEN due.state = 'SUSPENDED' OR noticed.open IS NOT NULL OR unmet.stops THEN 'SUSPENDED'
                    WHEN dated.until - 90 <= %(on)s THEN 'EXPIRING'
                    WHEN unmet.found THEN 'VALID_WITH_CONDITIONS' ELSE 'VALID' END AS status,
               due.closer || ', which assessed it, closed on ' || to_char(due.closed_on, 'FMDD FMMonth YYYY')
               || ' and nobody took over: the passport ' || CASE WHEN closing.until < %(on)s THEN 'counted' ELSE 'counts' END
               || ' until ' || to_char(closing.until, 'FMDD FMMonth YYYY') || '.' AS closed
    ) AS standing
    CROSS JOIN LATERAL (
        SELECT standing.status, CASE due.state
            WHEN 'WITHDRAWN' THEN ARRAY['Withdrawn: ' || due.state_reason]
            WHEN 'SUPERSEDED' THEN ARRAY['Replaced by passport ' || due.state_reason || coalesce((
                SELECT ', which covers version ' || pack.product_version
                FROM passports_passport AS newer JOIN evidence_pack AS pack ON pack.id = newer.pack_id
                WHERE newer.number = due.state_reason), '') || '.']
            ELSE coalesce(certificates.lapsed, '{}')
                || CASE WHEN due.life_ends_on < %(on)s
                        THEN ARRAY['The passport''s life ended on ' || to_char(due.life_ends_on, 'FMDD FMMonth YYYY') || '.'] ELSE '{}' END
                || CASE WHEN closing.until < %(on)s THEN ARRAY[standing.closed] ELSE '{}' END
                || CASE WHEN due.state = 'SUSPENDED' THEN ARRAY['Suspended: ' || due.state_reason] ELSE '{}' END
                || coalesce(noticed.open, '{}') || coalesce(unmet.overdue, '{}')
                || CASE WHEN standing.status <> 'EXPIRING' THEN '{}' WHEN certificates.ends IS NOT NULL THEN certificates.ends
                        WHEN due.life_ends_on = dated.until
                        THEN ARRAY['The passport''s life ends on ' || to_char(dated.until, 'FMDD FMMonth YYYY') || '.'] ELSE '{}' END
                || CASE WHEN closing.until >= %(on)s THEN ARRAY[standing.closed] ELSE '{}' END
                || coalesce(unmet.open, '{}')
            END AS reasons
    ) AS verdict
)
