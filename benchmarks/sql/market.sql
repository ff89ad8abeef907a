-- How the market stands to the technologies, what their packs claim and answer, their numbers, and what happened to them.
INSERT INTO evidence_emdncode (code, title) SELECT code, title FROM nomenclature;

INSERT INTO evidence_identifier (innovation_id, scheme, value, added_at)
SELECT i.id, 'GTIN', lpad((5000000000000 + i.id)::text, 14, '0'), i.published_at
FROM evidence_innovation AS i WHERE i.published_at IS NOT NULL AND pg_temp.roll(i.id, 20, 10) < 6
UNION ALL
SELECT i.id, 'EMDN', one.code, i.published_at
FROM evidence_innovation AS i CROSS JOIN (SELECT count(*) AS rows FROM nomenclature) AS known
JOIN nomenclature AS one ON one.id = 1 + pg_temp.roll(i.id, 21, known.rows::int)
WHERE i.published_at IS NOT NULL AND pg_temp.roll(i.id, 22, 10) < 5;

-- One guidance for each 50 technologies, on a fifth of them.
INSERT INTO evidence_guidance (id, reference, aliases, title, url, state, published_on, checked_on)
SELECT i, (ARRAY['MTG', 'DG', 'HTE', 'IPG'])[1 + i %% 4] || i, '{}', left(one.name || ' for ' || lower(two.term), 180),
       'https://guidance.example/' || i, CASE WHEN i %% 9 = 0 THEN 'WITHDRAWN' ELSE 'CURRENT' END,
       %(day)s::date - 100 - pg_temp.roll(i, 23, 3000), %(day)s::date - 30
FROM generate_series(1, greatest(20, %(n)s / 50)) AS i
CROSS JOIN (SELECT count(*) AS rows FROM material) AS known
JOIN material AS one ON one.id = 1 + pg_temp.roll(i, 24, known.rows::int)
JOIN material AS two ON two.id = 1 + pg_temp.roll(i, 25, known.rows::int);
INSERT INTO evidence_guidanceon (innovation_id, guidance_id, recommendation)
SELECT i.id, 1 + (i.id + k) %% known.rows,
       (ARRAY['RECOMMENDED', 'RESEARCH_ONLY', 'WITH_EVIDENCE_GENERATION', 'NOT_RECOMMENDED', 'NOT_VERIFIED', 'RECOMMENDED'])
       [1 + pg_temp.roll(i.id, 26 + k, 6)]
FROM evidence_innovation AS i CROSS JOIN (SELECT count(*) AS rows FROM evidence_guidance) AS known
CROSS JOIN generate_series(1, 2) AS k
WHERE i.published_at IS NOT NULL AND pg_temp.roll(i.id, 28, 10) < 3 - k;

-- Forty agreements; half of the technologies stand on one or two. Some have ended.
INSERT INTO evidence_buyingroute (id, code, name, kind, organiser, reference, url, starts_on, ends_on)
SELECT i, 'route-' || i, left(one.term || ' and accessories', 150) || ' ' || i,
       (ARRAY['FRAMEWORK', 'FRAMEWORK', 'DPS', 'CATALOGUE', 'DIRECT'])[1 + i %% 5], 'Benchmark purchasing ' || 1 + i %% 7,
       'ocds-' || i, 'https://route.example/' || i, %(day)s::date - 800, %(day)s::date + CASE WHEN i %% 8 = 0 THEN -20 ELSE 600 END
FROM generate_series(1, 40) AS i CROSS JOIN (SELECT count(*) AS rows FROM material) AS known
JOIN material AS one ON one.id = 1 + pg_temp.roll(i, 29, known.rows::int);
INSERT INTO evidence_listing (innovation_id, route_id, lot, starts_on, ends_on, source_url)
SELECT i.id, 1 + (pg_temp.roll(i.id, 30, 40) + 7 * k) %% 40, 'Lot ' || 1 + pg_temp.roll(i.id, 31, 9), %(day)s::date - 200,
       %(day)s::date + pg_temp.roll(i.id, 32, 900) - 90, 'https://route.example/listed/' || i.id
FROM evidence_innovation AS i CROSS JOIN generate_series(1, 2) AS k
WHERE i.published_at IS NOT NULL AND pg_temp.roll(i.id, 33, 10) < 7 - 2 * k;

INSERT INTO evidence_fundingprogramme (id, code, name, kind, payer, url)
SELECT i, 'programme-' || i, 'Programme ' || i || ' for new technologies', (ARRAY['MANDATE', 'PROGRAMME', 'LOCAL'])[1 + i %% 3],
       'payer ' || i, 'https://programme.example/' || i
FROM generate_series(1, 8) AS i;
INSERT INTO evidence_funding (innovation_id, programme_id, starts_on, ends_on, note, source_url)
SELECT i.id, 1 + pg_temp.roll(i.id, 34, 8), %(day)s::date - 300, %(day)s::date + pg_temp.roll(i.id, 35, 700) - 60,
       'For adults only.', 'https://programme.example/paid/' || i.id
FROM evidence_innovation AS i WHERE i.published_at IS NOT NULL AND pg_temp.roll(i.id, 36, 10) < 2;

-- What every pack states of the law and of NICE's tiers, and up to three claims.
INSERT INTO evidence_answer (pack_id, question, value, revision, changed_at, changed_by_id)
SELECT pack.id, said.question, jsonb_build_object('choice', said.choice), 1, pack.created_at, 1
FROM evidence_pack AS pack CROSS JOIN LATERAL (VALUES ('medical-device', 'DEVICE'), ('software', 'YES'),
    ('device-class', (ARRAY['I', 'IIA', 'IIB', 'III'])[1 + pg_temp.roll(pack.id, 37, 4)]),
    ('esf-tier', (ARRAY['A', 'B', 'C'])[1 + pg_temp.roll(pack.id, 38, 3)])) AS said(question, choice)
WHERE pack.state = 'FROZEN';
INSERT INTO evidence_claim (pack_id, outcome, population, comparator, measure, size, low, high, confidence, unit, design,
                            participants, follow_up_months, sites, source, changed_at, changed_by_id)
SELECT pack.id, (ARRAY['Infections within 30 days', 'Days in hospital', 'Time of staff'])[k], 'adults after surgery', 'usual care',
       'PERCENTAGE_POINTS', -3.1, -4.4, -1.8, 95, 'points', (ARRAY['RANDOMISED', 'COHORT', 'BEFORE_AFTER'])[1 + pg_temp.roll(pack.id, 38 + k, 3)],
       100 + pg_temp.roll(pack.id, 42, 900), 12, '{}', '10.5555/benchmark.' || pack.id || '.' || k, pack.created_at, 1
FROM evidence_pack AS pack CROSS JOIN generate_series(1, 3) AS k
WHERE pack.state = 'FROZEN' AND k <= 1 + pg_temp.roll(pack.id, 43, 3);

INSERT INTO foundation_change (kind, subject, subject_id, sentence, data, occurred_at)
SELECT 'innovation_published', 'innovation', id, name || ' was made public.', '{}'::jsonb, published_at
FROM evidence_innovation WHERE published_at IS NOT NULL
UNION ALL
SELECT 'passport_issued', 'passport', id, 'Passport ' || number || ' was issued.', '{}'::jsonb, issued_at FROM passports_passport;
