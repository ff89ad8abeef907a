-- Organisations, people, panels and innovators. Pseudo-random but the same in each run: roll(row, salt, sides).
CREATE FUNCTION pg_temp.roll(i bigint, salt int, sides int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    'SELECT abs(hashint8extended(i, salt) %% sides)::int';

INSERT INTO accounts_user (id, password, email, name, is_active)
SELECT i, '!', 'person' || i || '@nhs.example', 'Person ' || i, true FROM generate_series(1, 2000) AS i;

INSERT INTO trusts_organisation (id, ods_code, kind, name, region_id, icb_id, town, postcode, opened_on, closed_on, current_id)
SELECT i, (ARRAY['Y56', 'Y58', 'Y59', 'Y60', 'Y61', 'Y62', 'Y63'])[i], 'REGION', 'Region ' || i, NULL::bigint, NULL::bigint, '', '', NULL::date, NULL::date, i
FROM generate_series(1, 7) AS i
UNION ALL
SELECT i, 'Q' || lpad(i::text, 2, '0'), 'ICB', 'NHS Integrated Care Board ' || i, 1 + i %% 7, NULL, '', '', NULL, NULL, i
FROM generate_series(8, 49) AS i
UNION ALL
SELECT i, 'R' || lpad(i::text, 3, '0'), 'TRUST', 'Benchmark Hospitals ' || i || ' NHS Trust', 1 + i %% 7, 8 + i %% 42, '', '', NULL, NULL, i
FROM generate_series(50, 249) AS i
UNION ALL  -- merged into trust 50
SELECT i, 'R' || lpad(i::text, 3, '0'), 'TRUST', 'Former Hospitals ' || i || ' NHS Trust', 1, 8, '', '', NULL, '2025-03-31', 50
FROM generate_series(250, 254) AS i;

INSERT INTO trusts_panel (id, organisation_id, name, quorum)
SELECT id, id, 'Innovation panel', 3 FROM trusts_organisation WHERE kind = 'TRUST';

INSERT INTO trusts_panelmember (id, panel_id, person_id, seat, sections)
SELECT panel.id, panel.id, panel.id, 'CHAIR', '{}' FROM trusts_panel AS panel;

INSERT INTO evidence_requirementset (id, code, version, title, publisher, source_url, effective_from, asked_from, position, applies, digest)
VALUES (1, 'benchmark', '1', 'Benchmark requirements', '', '', '2025-01-01', '2025-01-01', 1, '{}', '');

INSERT INTO evidence_innovator (id, name, slug, website, is_demonstration)
SELECT i, left(company, 180) || CASE WHEN i > companies THEN ' ' || (i - 1) / companies ELSE '' END, 'innovator-' || i,
       'https://innovator' || i || '.example/', false
FROM generate_series(1, %(innovators)s) AS i
CROSS JOIN (SELECT count(DISTINCT company) AS companies FROM material WHERE company <> '') AS known
JOIN (
    SELECT company, row_number() OVER (ORDER BY company) AS place FROM material WHERE company <> '' GROUP BY company
) AS maker ON maker.place = 1 + (i - 1) %% companies;
