-- The verdicts of the day on which the story begins, for every passport.
WITH due AS (
    SELECT id, number, ''::text AS name, innovation_id, pack_id, life_ends_on, state, state_reason, ''::text AS closer,
           NULL::date AS closed_on, status AS was, until AS was_until, reasons AS was_reasons
    FROM passports_passport
), {judge}
UPDATE passports_passport AS passport
SET status = judged.status, until = judged.until, reasons = judged.reasons, next_change_on = judged.next_change_on
FROM judged WHERE passport.id = judged.id
