-- What the daily job would have said about each of them.
INSERT INTO foundation_change (kind, subject, subject_id, sentence, data, occurred_at)
SELECT 'verdict_changed', 'passport', id, 'Passport ' || number || ' is now expired. UKCA certificate expired on 2 November 2026.',
       '{"from": "EXPIRING", "to": "EXPIRED"}', %(now)s
FROM passports_passport WHERE id <= %(passports)s ORDER BY id
