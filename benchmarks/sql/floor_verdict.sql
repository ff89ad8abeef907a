-- All of the daily job in one statement: judge what is due, write the verdicts, announce each changed status.
WITH due AS (
    SELECT passport.id, passport.number, innovation.name, passport.pack_id, passport.life_ends_on, passport.state,
           passport.state_reason, passport.status AS was
    FROM passports_passport AS passport JOIN evidence_innovation AS innovation ON innovation.id = passport.innovation_id
    WHERE passport.next_change_on <= %(on)s
    FOR UPDATE OF passport
), {judge}, written AS (
    UPDATE passports_passport AS passport
    SET status = judged.status, until = judged.until, reasons = judged.reasons, next_change_on = judged.next_change_on
    FROM judged WHERE passport.id = judged.id
), announced AS (
    INSERT INTO foundation_change (kind, subject, subject_id, sentence, data, actor_id, occurred_at)
    SELECT 'verdict_changed', 'passport', id,
           'Passport ' || number || ' for ' || name || ' is now ' || CASE status WHEN 'VALID' THEN 'valid'
               WHEN 'VALID_WITH_CONDITIONS' THEN 'valid with conditions' WHEN 'EXPIRING' THEN 'expiring soon'
               ELSE lower(status) END || '.'
               || coalesce((SELECT string_agg(' ' || reason, '' ORDER BY place)
                            FROM jsonb_array_elements_text(reasons) WITH ORDINALITY AS said(reason, place)), ''),
           jsonb_build_object('from', was, 'to', status, 'until', until, 'reasons', reasons), NULL, %(now)s
    FROM judged WHERE status <> was
    RETURNING 1
)
SELECT count(*) FROM announced
