-- The notices alone, in one INSERT … SELECT.
INSERT INTO notices_notice (change_id, organisation_id, passport_id, recipient_id, created_at)
SELECT change.id, follower.organisation_id, follower.passport_id, follower.person_id, %(now)s
FROM foundation_change AS change JOIN notices_subscription AS follower ON follower.passport_id = change.subject_id
WHERE change.transaction_id > %(seen)s AND change.kind = 'verdict_changed'
