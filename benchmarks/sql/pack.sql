-- A draft full of evidence: %(requirements)s answered requirements in five standards, a sixth that documents,
-- certificates, claims and a cost model answer. The last person of all works on it.
CREATE TEMP TABLE draft AS
SELECT (SELECT max(id) + 1 FROM evidence_innovation) AS innovation_id, (SELECT coalesce(max(id), 0) + 1 FROM evidence_pack) AS id,
       (SELECT max(id) + 1 FROM accounts_user) AS person_id, %(day)s::date - 5 + time '09:00' AS at;

INSERT INTO accounts_user (id, password, email, name, is_active)
SELECT person_id, '!', 'maker@innovator1.example', 'Person of the innovator', true FROM draft;
INSERT INTO evidence_innovatormember (innovator_id, person_id) SELECT 1, person_id FROM draft;
INSERT INTO evidence_innovation (id, innovator_id, name, slug, kind, clinical_area, summary, problem, description,
                                 list_price, price_unit, created_at)
SELECT innovation_id, 1, 'Wound sensor with a full pack', 'full-pack', 'DEVICE', 'SURGERY', 'Warns of infection.',
       'Infections are seen late.', 'A sensor in the dressing.', 12, 'per device', at FROM draft;

INSERT INTO evidence_requirementset (id, code, version, title, publisher, source_url, effective_from, asked_from, position, applies, digest)
SELECT 10 + i, 'benchmark-' || i, '1', 'Benchmark standard ' || i, 'Benchmark', '', '2025-01-01', '2025-01-01', 10 + i, '{}',
       md5(i || ' of %(requirements)s') || md5('x' || i)
FROM generate_series(1, 6) AS i;
-- Every third answer calls for the one after it.
INSERT INTO evidence_requirement (requirement_set_id, code, question, position, title, guidance, link, kind, options, accepts,
                                  unit, topic, section, mandatory, applies, expires)
SELECT 11 + i * 5 / %(requirements)s, 'Q' || i, 'question-' || i, i, 'What is known of matter ' || i || ' in daily use',
       repeat('Say what was measured, where and by whom. ', 8), '', asked.kind,
       CASE asked.kind WHEN 'CHOICE' THEN '[["ONE", "The first of two"], ["TWO", "The second of two"]]' ELSE '[]' END::jsonb, '[]'::jsonb, '',
       (ARRAY['ABOUT', 'REGULATION', 'CLINICAL_EVIDENCE', 'CLINICAL_SAFETY', 'SECURITY', 'USABILITY'])[1 + i %% 6],
       (ARRAY['CLINICAL', 'VALUE', 'OPERATIONS', 'ASSURANCE'])[1 + i %% 4], i %% 5 <> 0,
       CASE WHEN i %% 3 = 1 THEN jsonb_build_object('question-' || i - 1, '["YES"]'::jsonb) ELSE '{}' END, 'NEVER'
FROM generate_series(0, %(requirements)s - 1) AS i
CROSS JOIN LATERAL (SELECT CASE WHEN i %% 3 = 0 THEN 'YES_NO' WHEN i %% 10 = 5 THEN 'CHOICE' ELSE 'TEXT' END AS kind) AS asked
WHERE i > 0
UNION ALL
SELECT 11, 'Q0', 'question-0', 0, 'Is it in daily use', 'Say whether it is.', '', 'YES_NO', '[]', '[]', '', 'ABOUT', 'CLINICAL',
       true, '{}', 'NEVER'
UNION ALL
SELECT 16, 'R' || i, 'rows-' || i, i, 'What shows matter ' || i, repeat('Attach what was published about it. ', 8), '',
       CASE WHEN i <= 10 THEN 'DOCUMENT' WHEN i <= 15 THEN 'CERTIFICATE' WHEN i <= 19 THEN 'CLAIM' ELSE 'COST_MODEL' END,
       '[]', CASE WHEN i BETWEEN 11 AND 15 THEN '["ISO_13485", "DSPT"]' ELSE '[]' END::jsonb, '',
       CASE WHEN i <= 10 THEN 'WORKFLOW' WHEN i <= 15 THEN 'SUPPLIER' ELSE 'COST' END, 'ASSURANCE', true, '{}', 'NEVER'
FROM generate_series(1, 20) AS i;

INSERT INTO evidence_pack (id, innovation_id, product_version, revision, state, created_at, content_hash)
SELECT id, innovation_id, '1.0', 1, 'DRAFT', at, '' FROM draft;
INSERT INTO evidence_packstandard (pack_id, requirement_set_id, code)
SELECT draft.id, standard.id, standard.code FROM draft JOIN evidence_requirementset AS standard ON standard.id > 10;
INSERT INTO evidence_answer (pack_id, question, value, revision, changed_at, changed_by_id)
SELECT draft.id, question, jsonb_build_object('text', left(repeat(title || ' was looked at in two audits. ', 10), 400))
       || CASE kind WHEN 'YES_NO' THEN '{"choice": "YES"}' WHEN 'CHOICE' THEN '{"choice": "ONE"}' ELSE '{}' END::jsonb, 1, at, person_id
FROM draft JOIN evidence_requirement ON requirement_set_id BETWEEN 11 AND 15;

INSERT INTO evidence_document (pack_id, title, original_name, content_type, size, sha256, stored_as, uploaded_at, uploaded_by_id,
                               confidentiality, state, scanned_by, scanned_at, finding)
SELECT id, 'Report ' || i || ' of the evaluation', 'report-' || i || '.pdf', 'application/pdf', 100000 + i, md5(i::text) || md5('x' || i),
       'benchmark/' || i, at, person_id, 'NHS_ONLY', 'CLEAN', 'ClamAV 1.4', at, ''
FROM draft CROSS JOIN generate_series(1, greatest(%(requirements)s * 2 / 15, 10)) AS i;
INSERT INTO evidence_support (pack_id, document_id, question)
SELECT pack_id, id, 'rows-' || 1 + id %% 10 FROM evidence_document;
INSERT INTO evidence_certificate (pack_id, document_id, kind, number, body_number, legislation, issued_by, valid_from, expires_on, ends_on)
SELECT id, (SELECT min(id) FROM evidence_document), CASE WHEN i %% 2 = 0 THEN 'ISO_13485' ELSE 'ISO_27001' END, 'MD ' || 100000 + i,
       '', '', 'Benchmark Notified Body', %(day)s::date - 30, %(day)s::date + 900, %(day)s::date + 900
FROM draft CROSS JOIN generate_series(1, greatest(%(requirements)s / 15, 2)) AS i;
INSERT INTO evidence_claim (pack_id, outcome, population, comparator, measure, size, low, high, confidence, unit, design,
                            participants, follow_up_months, sites, source, changed_at, changed_by_id)
SELECT id, 'Infections of kind ' || i || ' within 30 days', 'adults after surgery', 'usual care', 'PERCENTAGE_POINTS', -3.1, -4.4, -1.8,
       95, 'points', 'RANDOMISED', 1000 + i, 1, '{}', '10.5555/benchmark.' || i, at, person_id
FROM draft CROSS JOIN generate_series(1, greatest(%(requirements)s / 15, 2)) AS i;
INSERT INTO evidence_claimdocument (pack_id, claim_id, document_id)
SELECT claim.pack_id, claim.id, document.id FROM evidence_claim AS claim
JOIN LATERAL (SELECT id FROM evidence_document AS one WHERE one.id %% 7 = claim.id %% 7 LIMIT 2) AS document ON true;
INSERT INTO evidence_costmodel (pack_id, model, revision, changed_at, changed_by_id)
SELECT id, %(cost_model)s::jsonb, 1, at, person_id FROM draft;
DROP TABLE draft;
