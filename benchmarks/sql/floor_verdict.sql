-- All of the daily job in one statement: judge what is due, write the verdicts, announce each one that differs.
WITH due AS (
    SELECT passport.id, passport.number, innovation.name, passport.innovation_id, passport.pack_id, passport.life_ends_on,
           passport.state, passport.state_reason, assessor.name AS closer,
           CASE WHEN assessor.current_id IS NULL THEN assessor.closed_on END AS closed_on,
           passport.status AS was, passport.until AS was_until, passport.reasons AS was_reasons
    FROM passports_passport AS passport JOIN evidence_innovation AS innovation ON innovation.id = passport.innovation_id
    JOIN trusts_organisation AS assessor ON assessor.id = passport.assessed_by_id
    WHERE passport.next_change_on <= %(on)s
    FOR UPDATE OF passport
), {judge}, written AS (
    UPDATE passports_passport AS passport
    SET status = judged.status, until = judged.until, reasons = judged.reasons, next_change_on = judged.next_change_on
    FROM judged WHERE passport.id = judged.id
), announced AS (
    INSERT INTO foundation_change (kind, subject, subject_id, sentence, data, actor_id, occurred_at)
    SELECT CASE WHEN moved THEN 'verdict_changed' ELSE 'verdict_restated' END, 'passport', id,
           'Passport ' || number || ' for ' || name || ' is ' || CASE WHEN moved THEN 'now ' ELSE 'still ' END || lower(label)
               || CASE WHEN NOT moved AND until <> was_until AND status IN ('VALID', 'VALID_WITH_CONDITIONS', 'EXPIRING')
                       THEN ', and now until ' || to_char(until, 'FMDD FMMonth YYYY') || ' as things stand' ELSE '' END
               || CASE WHEN reasons ->> 0 IS NULL THEN '.' WHEN starts_with(reasons ->> 0, label || ': ')
                       THEN ': ' || substr(reasons ->> 0, length(label) + 3) ELSE '. ' || (reasons ->> 0) END
               || CASE WHEN jsonb_array_length(reasons) > 1 AND reasons ->> 0 !~ '[.!?]$' THEN '.' ELSE '' END
               || coalesce((SELECT string_agg(' ' || reason || CASE WHEN place < jsonb_array_length(reasons) - 1
                                                                    AND reason !~ '[.!?]$' THEN '.' ELSE '' END,
                                              '' ORDER BY place)
                            FROM jsonb_array_elements_text(reasons - 0) WITH ORDINALITY AS said(reason, place)), ''),
           jsonb_build_object('from', was, 'to', status, 'until', until, 'reasons', reasons), NULL, %(now)s
    FROM (
        SELECT *, status <> was AS moved, CASE status WHEN 'VALID' THEN 'Valid' WHEN 'EXPIRED' THEN 'Expired'
                   WHEN 'VALID_WITH_CONDITIONS' THEN 'Valid with conditions' WHEN 'EXPIRING' THEN 'Expiring soon'
                   WHEN 'SUSPENDED' THEN 'Suspended' WHEN 'WITHDRAWN' THEN 'Withdrawn' ELSE 'Superseded' END AS label
        FROM judged WHERE (status, until, reasons) IS DISTINCT FROM (was, was_until, was_reasons)
    ) AS differing
    RETURNING kind
)
SELECT count(*) FILTER (WHERE kind = 'verdict_changed') FROM announced
