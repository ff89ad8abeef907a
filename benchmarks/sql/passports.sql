-- The journey of each assessed technology, from frozen pack to passport. One id along the whole chain.
-- `profile` (0-99) says what became of it. Nothing falls due in the 39 days after %(day)s, except `crowd` passports on
-- each of the first `crowded_days` days and `changes` on each of the `days` days that follow (`turn` is the day, 1 and up).
CREATE TEMP TABLE journey AS
WITH assessed AS (
    SELECT id AS innovation_id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS places
    FROM evidence_innovation WHERE published_at IS NOT NULL AND pg_temp.roll(id, 11, 100) < %(passports)s
), scattered AS (  -- a permutation, so that what falls due is spread over the whole table
    SELECT *, (place * 48271) %% places AS spot FROM assessed
), planned AS (
    SELECT innovation_id, place, pg_temp.roll(innovation_id, 12, 100) AS profile, pg_temp.roll(innovation_id, 13, 200) AS far,
           CASE WHEN spot < %(crowd)s * %(crowded_days)s THEN 1 + (spot / %(crowd)s)::int
                WHEN spot < %(crowd)s * %(crowded_days)s + %(changes)s * %(days)s
                THEN 1 + %(crowded_days)s + ((spot - %(crowd)s * %(crowded_days)s) / %(changes)s)::int END AS turn,
           spot %% 4 AS way, true AS is_current
    FROM scattered
    UNION ALL
    SELECT innovation_id, place + places, 100, 100, NULL, 0, false FROM scattered
    WHERE pg_temp.roll(innovation_id, 14, 100) < %(superseded)s
)
SELECT place AS id, innovation_id, is_current, turn, way,
       CASE WHEN turn IS NULL THEN profile ELSE 0 END AS profile, far,
       50 + pg_temp.roll(innovation_id, 15, 200) AS trust, CASE WHEN is_current THEN '2.0' ELSE '1.0' END AS version,
       lpad(pg_temp.roll(place, 16, 10000)::text, 4, '0') || lpad(place::text, 7, '0') AS digits
FROM planned;

INSERT INTO evidence_pack (id, innovation_id, product_version, revision, state, created_at,
                           frozen_at, frozen_by_id, content, content_hash)
SELECT id, innovation_id, version, 1, 'FROZEN', %(day)s::date - 400, %(day)s::date - 300, 1,
       jsonb_build_object('innovation', innovation_id, 'answers', repeat('An answer of some length. ', 20)), md5(id::text) || md5('x' || id)
FROM journey;
INSERT INTO evidence_packstandard (pack_id, requirement_set_id, code) SELECT id, 1, 'benchmark' FROM journey;
INSERT INTO trusts_assessment (id, pack_id, innovation_id, product_version, panel_id, state, requested_by_id, requested_at, closed_at)
SELECT id, id, innovation_id, version, trust, CASE WHEN profile BETWEEN 50 AND 64 THEN 'APPROVED_WITH_CONDITIONS' ELSE 'APPROVED' END,
       1, %(day)s::date - 300, %(day)s::date - 250 FROM journey;
INSERT INTO trusts_decision (id, assessment_id, outcome, reason, dissent, decided_by_id, decided_at, present, quorum)
SELECT id, id, state, 'The evidence is sound.', '', panel_id, closed_at, 5, 3 FROM trusts_assessment;
INSERT INTO passports_submission (id, decision_id, organisation_id, state, submitted_by_id, submitted_at, return_reason)
SELECT id, id, trust, 'ISSUED', 1, %(day)s::date - 245, '' FROM journey;

INSERT INTO evidence_certificate (pack_id, kind, number, body_number, legislation, issued_by, valid_from, expires_on, ends_on)
SELECT id, kind, kind || '-' || id, CASE kind WHEN 'UKCA' THEN '0086' ELSE '' END, '', 'Benchmark Notified Body',
       %(day)s::date - 700, ends_on, ends_on
FROM journey CROSS JOIN LATERAL (
    VALUES ('ISO_13485', %(day)s::date + 500 + far), ('DSPT', %(day)s::date + 500 + far), ('UKCA', %(day)s::date + CASE
        WHEN turn IS NOT NULL THEN CASE way WHEN 0 THEN turn - 1 WHEN 3 THEN turn + 90 ELSE 300 END
        WHEN profile BETWEEN 65 AND 79 THEN 45 + far %% 40 WHEN profile BETWEEN 80 AND 87 THEN -1 - far ELSE 150 + far END)
) AS held(kind, ends_on);

INSERT INTO passports_passport (id, number, submission_id, pack_id, innovation_id, assessed_by_id, issued_by_id, issued_at,
                                life_ends_on, state, state_reason, is_current, status, until, reasons, next_change_on)
SELECT id, 'MTC-' || left(digits, 4) || '-' || substr(digits, 5, 4) || '-' || substr(digits, 9) || checked.mark, id, id,
       innovation_id, trust, 1, %(day)s::date - 240 + time '10:00', life.ends_on, said.state,
       CASE said.state WHEN 'SUPERSEDED' THEN 'MTC-0000-0000-0001' WHEN 'ACTIVE' THEN '' ELSE 'A safety notice is open.' END,
       is_current, 'VALID', life.ends_on, '[]', %(day)s::date
FROM journey
CROSS JOIN LATERAL (  -- ISO 7064 MOD 11-2
    SELECT CASE mod(12 - mod(sum(substr(digits, i, 1)::int * (1 << (12 - i))), 11), 11)
           WHEN 10 THEN 'X' ELSE mod(12 - mod(sum(substr(digits, i, 1)::int * (1 << (12 - i))), 11), 11)::text END AS mark
    FROM generate_series(1, 11) AS i) AS checked
CROSS JOIN LATERAL (SELECT CASE WHEN turn IS NOT NULL AND way = 1 THEN %(day)s::date + turn - 1 ELSE %(day)s::date + 490 END AS ends_on) AS life
CROSS JOIN LATERAL (SELECT CASE WHEN profile = 100 THEN 'SUPERSEDED' WHEN profile > 95 THEN 'WITHDRAWN'
                                WHEN profile BETWEEN 88 AND 92 THEN 'SUSPENDED' ELSE 'ACTIVE' END AS state) AS said;

INSERT INTO trusts_decisioncondition (id, decision_id, text, due_on, blocking)
SELECT id, id, 'Show a year of local outcome data.', %(day)s::date + CASE
    WHEN turn IS NOT NULL THEN turn - 1 WHEN profile BETWEEN 93 AND 95 THEN -10 ELSE 130 + far END, turn IS NOT NULL OR profile <= 95
FROM journey WHERE CASE WHEN turn IS NOT NULL THEN way = 2 ELSE profile BETWEEN 50 AND 64 OR profile BETWEEN 93 AND 95 END;
INSERT INTO passports_condition (id, passport_id, set_by_id, text, due_on, blocking, state, discharge_reason)
SELECT id, decision_id, id, text, due_on, blocking, 'OPEN', '' FROM trusts_decisioncondition;
