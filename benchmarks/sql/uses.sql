-- Who adopted and who follows: few for most, every trust for a handful.
INSERT INTO passports_adoption (passport_id, organisation_id, state, accepted_by_id, accepted_at, live_at, ended_at)
SELECT passport.id, organisation.id, said.state, 1, %(day)s::date - 100, CASE WHEN said.state = 'LIVE' THEN %(day)s::date - 50 END,
       CASE WHEN said.state = 'ENDED' THEN %(day)s::date - 10 END
FROM passports_passport AS passport
CROSS JOIN LATERAL generate_series(1, CASE WHEN passport.id %% 1000 = 0 THEN 190 ELSE pg_temp.roll(passport.id, 17, 6) END) AS k
JOIN trusts_organisation AS organisation ON organisation.id = 50 + (passport.id + k) %% 200
CROSS JOIN LATERAL (SELECT (ARRAY['LIVE', 'LOCAL_CHECKS', 'LIVE', 'ENDED'])[1 + k %% 4] AS state) AS said;

INSERT INTO notices_subscription (organisation_id, passport_id, person_id, created_at)
SELECT organisation_id, passport_id, 1 + organisation_id, accepted_at FROM passports_adoption;
