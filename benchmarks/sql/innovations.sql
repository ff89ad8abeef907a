-- N technologies with real names, and what is published of them elsewhere.
INSERT INTO evidence_innovation (id, innovator_id, name, slug, kind, clinical_area, summary, problem, description,
                                 list_price, price_unit, care_settings, benefits, created_at, published_at)
SELECT i, 1 + pg_temp.roll(i, 1, %(innovators)s),
       left(one.name, 180) || coalesce(' (' || nullif(row_number() OVER (PARTITION BY lower(left(one.name, 180)) ORDER BY i), 1)
           || ')', ''), 'technology-' || i,
       CASE WHEN one.panel IN ('CH', 'HE', 'IM', 'MI', 'PA', 'TX') OR pg_temp.roll(i, 2, 10) = 0 THEN 'DIAGNOSTIC'
            WHEN pg_temp.roll(i, 2, 10) = 1 THEN 'DIGITAL' ELSE 'DEVICE' END,
       coalesce(area.name, (ARRAY['CANCER', 'CARDIOLOGY', 'DIGESTIVE', 'EMERGENCY', 'MENTAL_HEALTH', 'MUSCULOSKELETAL',
                                  'RESPIRATORY', 'SURGERY', 'OTHER', 'MUSCULOSKELETAL'])[1 + pg_temp.roll(i, 3, 10)]),
       left(one.term || CASE WHEN one.term <> '' AND one.text <> '' THEN ': ' ELSE '' END || one.text, 300),
       'Teams that use ' || two.name || ' for the same patients report delays, repeat procedures and longer stays.',
       one.name || '. ' || one.text || ' It can stand beside ' || two.name || ' (' || two.text || ') and beside '
       || three.name || ' (' || three.text || '). Staff need an hour of training; cleaning follows local policy.',
       CASE WHEN pg_temp.roll(i, 4, 10) < 6 THEN 5 + pg_temp.roll(i, 5, 900000) / 100.0 END,
       CASE WHEN pg_temp.roll(i, 4, 10) < 6 THEN 'per device' ELSE '' END,
       (ARRAY['HOME', 'CARE_HOME', 'PRIMARY', 'COMMUNITY', 'AMBULANCE', 'EMERGENCY', 'OUTPATIENTS', 'WARD', 'THEATRE',
              'CRITICAL_CARE', 'IMAGING', 'LABORATORY', 'MENTAL_HEALTH'])
       [1 + pg_temp.roll(i, 18, 13) : pg_temp.roll(i, 18, 13) + pg_temp.roll(i, 44, 4) - 1],
       (ARRAY['OUTCOMES', 'SAFETY', 'DIAGNOSIS', 'WAITING', 'BEDS', 'STAFF_TIME', 'COST', 'EXPERIENCE', 'EQUALITY', 'CARBON'])
       [1 + pg_temp.roll(i, 19, 10) : pg_temp.roll(i, 19, 10) + pg_temp.roll(i, 45, 4) - 1],
       %(day)s::date - interval '900 days', CASE WHEN pg_temp.roll(i, 6, 100) < %(published)s
       THEN %(day)s::date - 1 - pg_temp.roll(i, 7, 600) + time '09:00' END
FROM generate_series(1, %(n)s) AS i
CROSS JOIN (SELECT count(*) AS rows FROM material) AS known
JOIN material AS one ON one.id = 1 + (i::bigint * 7919) %% known.rows
JOIN material AS two ON two.id = 1 + pg_temp.roll(i, 8, known.rows::int)
JOIN material AS three ON three.id = 1 + pg_temp.roll(i, 9, known.rows::int)
LEFT JOIN (VALUES ('AN', 'EMERGENCY'), ('CH', 'DIABETES'), ('CV', 'CARDIOLOGY'), ('EN', 'RESPIRATORY'), ('GU', 'URINARY'),
    ('HO', 'EMERGENCY'), ('NE', 'NEUROLOGY'), ('OB', 'MATERNITY'), ('OP', 'EYES'), ('OR', 'MUSCULOSKELETAL'),
    ('PA', 'CANCER'), ('PM', 'MENTAL_HEALTH'), ('RA', 'CANCER'), ('SU', 'SURGERY')) AS area(panel, name) ON area.panel = one.panel;

INSERT INTO evidence_publicfact (innovation_id, statement, source_title, source_url)
SELECT i.id, 'Evaluation ' || fact || ' found shorter stays.', 'Evaluation report ' || fact, 'https://source.example/' || i.id || '/' || fact
FROM evidence_innovation AS i CROSS JOIN generate_series(1, 3) AS fact
WHERE i.published_at IS NOT NULL AND fact <= pg_temp.roll(i.id, 10, 10) - 5;
