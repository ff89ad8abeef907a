-- Every open trust follows the first %(passports)s passports; nobody else follows them. Whoever subscribed buys there,
-- so each gets an e-mail with each notice. Triggers rest meanwhile.
SET session_replication_role = replica;
DELETE FROM notices_subscription WHERE passport_id <= %(passports)s;
INSERT INTO notices_subscription (organisation_id, passport_id, person_id, created_at)
SELECT organisation.id, passport.id, 1 + organisation.id, %(now)s::timestamptz - interval '1 day'
FROM passports_passport AS passport CROSS JOIN trusts_organisation AS organisation
WHERE passport.id <= %(passports)s AND organisation.kind = 'TRUST' AND organisation.closed_on IS NULL;
INSERT INTO trusts_member (organisation_id, person_id, role)
SELECT id, 1 + id, 'BUYER' FROM trusts_organisation WHERE kind = 'TRUST' AND closed_on IS NULL
ON CONFLICT DO NOTHING;
ANALYZE notices_subscription, trusts_member;
SET session_replication_role = origin;
