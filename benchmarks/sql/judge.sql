-- The verdict on each row of `due`, as passports/validity.py gives it, in SQL: a CTE `judged` for what stands before it.
judged AS (
    SELECT due.id, due.number, due.name, due.was, verdict.status, dated.until, to_jsonb(verdict.reasons) AS reasons,
           CASE WHEN due.state IN ('WITHDRAWN', 'SUPERSEDED') THEN NULL
                ELSE least(CASE WHEN dated.until - 90 > %(on)s THEN dated.until - 90 END,
                           CASE WHEN due.life_ends_on + 1 > %(on)s THEN due.life_ends_on + 1 END, held.turn, unmet.turn) END AS next_change_on
    FROM due
    CROSS JOIN LATERAL (
        SELECT min(ends_on) AS first, min(ends_on + 1) FILTER (WHERE ends_on + 1 > %(on)s) AS turn,
               array_agg(CASE kind WHEN 'UKCA' THEN 'UKCA certificate' WHEN 'CE' THEN 'CE certificate' WHEN 'DSPT' THEN
                   'Data Security and Protection Toolkit' WHEN 'ISO_13485' THEN 'ISO 13485 certificate' WHEN 'ISO_27001' THEN
                   'ISO 27001 certificate' ELSE 'Cyber Essentials' END || ' ' || number ORDER BY ends_on, id) AS names,
               array_agg(ends_on ORDER BY ends_on, id) AS days
        FROM (
            SELECT stated.id, stated.kind, coalesce(renewed.number, stated.number) AS number,
                   CASE WHEN renewed.number IS NULL THEN stated.ends_on ELSE renewed.ends_on END AS ends_on
            FROM evidence_certificate AS stated LEFT JOIN LATERAL (
                SELECT number, ends_on FROM evidence_certificaterenewal
                WHERE certificate_id = stated.id AND state = 'CONFIRMED' ORDER BY id DESC LIMIT 1
            ) AS renewed ON true
            WHERE stated.pack_id = due.pack_id
        ) AS in_force WHERE ends_on IS NOT NULL
    ) AS held
    CROSS JOIN LATERAL (
        SELECT min(due_on) FILTER (WHERE blocking) AS first, min(due_on + 1) FILTER (WHERE due_on + 1 > %(on)s) AS turn,
               count(*) > 0 AS found, coalesce(bool_or(blocking) FILTER (WHERE due_on < %(on)s), false) AS stops,
               array_agg('Condition overdue, was due by ' || to_char(due_on, 'FMDD FMMonth YYYY') || ': ' || text ORDER BY due_on, id)
                   FILTER (WHERE due_on < %(on)s) AS overdue,
               array_agg('Condition to be met by ' || to_char(due_on, 'FMDD FMMonth YYYY') || ': ' || text ORDER BY due_on, id)
                   FILTER (WHERE due_on >= %(on)s) AS open
        FROM passports_condition WHERE passport_id = due.id AND state = 'OPEN'
    ) AS unmet
    CROSS JOIN LATERAL (SELECT least(due.life_ends_on, held.first, unmet.first) AS until) AS dated
    CROSS JOIN LATERAL (
        SELECT array_agg(certificate || ' expired on ' || to_char(day, 'FMDD FMMonth YYYY') || '.') FILTER (WHERE day < %(on)s) AS lapsed,
               array_agg(certificate || ' expires on ' || to_char(day, 'FMDD FMMonth YYYY') || '.') FILTER (WHERE day = dated.until) AS ends
        FROM unnest(held.names, held.days) AS one(certificate, day)
    ) AS certificates
    CROSS JOIN LATERAL (
        SELECT CASE WHEN due.state IN ('WITHDRAWN', 'SUPERSEDED') THEN due.state
                    WHEN least(due.life_ends_on, held.first) < %(on)s THEN 'EXPIRED'
                    WHEN due.state = 'SUSPENDED' OR unmet.stops THEN 'SUSPENDED' WHEN dated.until - 90 <= %(on)s THEN 'EXPIRING'
                    WHEN unmet.found THEN 'VALID_WITH_CONDITIONS' ELSE 'VALID' END AS status
    ) AS standing
    CROSS JOIN LATERAL (
        SELECT standing.status, CASE due.state
            WHEN 'WITHDRAWN' THEN ARRAY['Withdrawn: ' || due.state_reason]
            WHEN 'SUPERSEDED' THEN ARRAY['Replaced by passport ' || due.state_reason || '.']
            ELSE coalesce(certificates.lapsed, '{}')
                || CASE WHEN due.life_ends_on < %(on)s
                        THEN ARRAY['The passport''s life ended on ' || to_char(due.life_ends_on, 'FMDD FMMonth YYYY') || '.'] ELSE '{}' END
                || CASE WHEN due.state = 'SUSPENDED' THEN ARRAY['Suspended: ' || due.state_reason] ELSE '{}' END
                || coalesce(unmet.overdue, '{}')
                || CASE WHEN standing.status <> 'EXPIRING' THEN '{}' WHEN certificates.ends IS NOT NULL THEN certificates.ends
                        WHEN due.life_ends_on = dated.until
                        THEN ARRAY['The passport''s life ends on ' || to_char(dated.until, 'FMDD FMMonth YYYY') || '.'] ELSE '{}' END
                || coalesce(unmet.open, '{}')
            END AS reasons
    ) AS verdict
)
