-- The notices and their e-mails, in one statement.
WITH told AS (
    INSERT INTO notices_notice (change_id, organisation_id, passport_id, recipient_id, created_at)
    SELECT change.id, follower.organisation_id, follower.passport_id, follower.person_id, %(now)s
    FROM foundation_change AS change JOIN notices_subscription AS follower ON follower.passport_id = change.subject_id
    WHERE change.transaction_id > %(seen)s AND change.kind = 'verdict_changed'
    RETURNING id, change_id, organisation_id, passport_id, recipient_id
), posted AS (
    INSERT INTO foundation_email (key, recipient, subject, text, opt_out, created_at, due_at, attempts)
    SELECT 'notice-' || told.change_id || '-' || told.recipient_id, person.email, left('Passport ' || passport.number || ': ' || innovation.name, 200),
           change.sentence || E'\n\nYou get this because ' || organisation.name || ' follows this passport.\n'
           || %(site)s || '/passports/' || passport.number || E'/\n', 'unsubscribe/follow-1', %(now)s, %(now)s, 0
    FROM told
    JOIN foundation_change AS change ON change.id = told.change_id
    JOIN trusts_organisation AS organisation ON organisation.id = told.organisation_id
    JOIN accounts_user AS person ON person.id = told.recipient_id
    JOIN passports_passport AS passport ON passport.id = told.passport_id
    JOIN evidence_innovation AS innovation ON innovation.id = passport.innovation_id
)
SELECT count(*) FROM told
