"""The statements that find which technologies safety notices concern, and keep what was found.

Given are `notices` or a `technology`, `now`, and the states from which a match may move.
"""

from __future__ import annotations

from string import Template

# A company's name without its legal form and punctuation.
_CORE = Template(
    r"trim(regexp_replace(lower($name), '\m(ltd|limited|inc|incorporated|llc|llp|lp|plc|gmbh|ag|corp|corporation|co"
    r"|company)\M|[[:punct:]]+', ' ', 'g'))"
)
_NAMES = "format('The notice names its identifier %%s (%%s).', known.value, known.scheme)"
_BY_IDENTIFIER = Template("""by_identifier AS (
        SELECT asked.id AS notice_id, known.innovation_id, 100 AS score, true AS is_certain,
               array_agg(DISTINCT $names) AS reasons
        FROM asked CROSS JOIN LATERAL unnest(asked.identifiers) AS named(said)
        JOIN evidence_identifier AS known
          ON known.scheme = split_part(named.said, ' ', 1) AND known.value = split_part(named.said, ' ', 2)
        GROUP BY asked.id, known.innovation_id
    )""").substitute(names=_NAMES)
_KEEP = Template("""
    INSERT INTO passports_noticematch AS had
           (notice_id, innovation_id, score, is_certain, reasons, state, found_at, judgement)
    SELECT notice_id, innovation_id, score, is_certain, reasons,
           CASE WHEN is_certain THEN 'CERTAIN' ELSE 'WAITING' END, %(now)s, ''
    FROM found ORDER BY notice_id, innovation_id
    ON CONFLICT (notice_id, innovation_id) DO UPDATE
    SET score = greatest(had.score, EXCLUDED.score), is_certain = had.is_certain OR EXCLUDED.is_certain,
        reasons = $reasons, revision = had.revision + (($identified OR $changed) AND had.state <> 'WAITING')::int,
        state = CASE WHEN $identified THEN 'CERTAIN' WHEN $changed THEN 'WAITING' ELSE had.state END,
        judged_at = NULL, judged_by_id = NULL, judgement = ''
    WHERE $identified OR $changed OR (had.state = ANY(%(unjudged)s) AND (had.score, had.reasons)
          IS DISTINCT FROM (greatest(had.score, EXCLUDED.score), $reasons))
    RETURNING had.id, had.innovation_id, had.state
""").substitute(
    # What was dismissed or closed knowing these numbers stays so; a closed one only until its publisher changes it.
    identified="(EXCLUDED.is_certain AND had.state = ANY(%(identifiable)s) AND (NOT had.is_certain"
    " OR NOT had.reasons @> EXCLUDED.reasons OR had.state = 'WAITING'"
    " OR (had.state = 'CLOSED' AND had.notice_id = ANY(%(changed)s))))",
    # What makes a match certain is said, also once the notice does not name the identifier any more.
    reasons="CASE WHEN had.is_certain AND NOT EXCLUDED.is_certain THEN had.reasons ELSE EXCLUDED.reasons END",
    changed="(had.state = ANY(%(looked_at_again)s) AND had.notice_id = ANY(%(changed)s))",
)
MATCH_NOTICES = Template(r"""
    WITH asked AS MATERIALIZED (
        SELECT n.id, n.title, n.maker, $their_maker AS core, n.identifiers,
               CASE WHEN %(by_name)s THEN n.products[1:12] || n.title ELSE ARRAY[]::text[] END AS said
        FROM passports_safetynotice AS n
        WHERE n.id = ANY(%(notices)s) AND NOT n.is_withdrawn
          -- Less than this is another word (PostgreSQL's own threshold is 0.3).
          AND (SELECT set_config('pg_trgm.similarity_threshold', '0.6', true)) IS NOT NULL
    ), $by_identifier, their_words AS MATERIALIZED (
        SELECT DISTINCT asked.id AS notice_id, left(word, 5) AS stem
        FROM asked
        CROSS JOIN LATERAL regexp_split_to_table(
            CASE asked.core WHEN '' THEN lower(asked.title) ELSE asked.core END, '[^[:alnum:]]+'
        ) AS word
        WHERE %(by_name)s AND length(word) > 1
    ), our_words AS MATERIALIZED (
        -- Compared are companies that share the beginning of a word with a notice; a word of very many says nothing.
        SELECT stem, ids FROM (SELECT DISTINCT stem FROM their_words) AS stems
        CROSS JOIN LATERAL (
            SELECT array_agg(id) AS ids FROM (
                -- In a form that the index of trigrams answers; a shorter word is compared whole.
                SELECT id FROM evidence_innovator
                WHERE name ~* ('\m' || stem || CASE WHEN length(stem) < 5 THEN '\M' ELSE '' END) LIMIT 101
            ) AS a_few HAVING count(*) BETWEEN 1 AND 100
        ) AS sharing
    ), pairs AS MATERIALIZED (
        SELECT DISTINCT their_words.notice_id, sharing.id AS innovator_id
        FROM their_words JOIN our_words USING (stem) CROSS JOIN LATERAL unnest(our_words.ids) AS sharing(id)
    ), ours AS MATERIALIZED (
        SELECT id, name, $our_maker AS core FROM evidence_innovator WHERE id IN (SELECT innovator_id FROM pairs)
    ), makers AS (
        SELECT * FROM (
            SELECT asked.id AS notice_id, ours.id AS innovator_id, ours.name, asked.core = '' AS unnamed, CASE
                WHEN asked.core = '' THEN word_similarity(ours.core, lower(asked.title))
                ELSE greatest(word_similarity(ours.core, asked.core), word_similarity(asked.core, ours.core))
                END AS alike
            FROM pairs JOIN asked ON asked.id = pairs.notice_id JOIN ours ON ours.id = pairs.innovator_id
        ) AS compared WHERE alike >= CASE WHEN unnamed THEN 0.85 ELSE 0.6 END
    ), said AS (
        SELECT asked.id AS notice_id, asked.maker, product.name, min(product.place) AS place
        FROM asked CROSS JOIN LATERAL unnest(asked.said) WITH ORDINALITY AS product(name, place)
        GROUP BY asked.id, asked.maker, product.name
    ), alike AS (
        -- Every technology of a maker that is alike, and every technology whose whole name is.
        SELECT said.notice_id, t.id AS innovation_id, t.name, said.name AS said,
               word_similarity(t.name, said.name) AS name_alike, makers.alike AS maker_alike,
               makers.name AS our_maker, said.maker
        FROM makers
        JOIN evidence_innovation AS t ON t.innovator_id = makers.innovator_id AND t.published_at IS NOT NULL
        JOIN said ON said.notice_id = makers.notice_id
        WHERE word_similarity(t.name, said.name) >= 0.5
        UNION ALL
        SELECT said.notice_id, t.id, t.name, said.name, similarity(t.name, said.name), NULL, '', said.maker
        FROM said JOIN evidence_innovation AS t ON t.name %% said.name AND t.published_at IS NOT NULL
        WHERE said.place <= 4  -- each is a search of its own
    ), scored AS (
        SELECT *, round((100 * CASE WHEN maker_alike IS NULL THEN 0.7 * name_alike
                                    ELSE 0.6 * name_alike + 0.4 * maker_alike END)::numeric)::int AS score
        FROM alike
    ), by_name AS (
        SELECT DISTINCT ON (notice_id, innovation_id) notice_id, innovation_id, score, false AS is_certain,
               ARRAY[
                   format('Its name “%%s” is %%s%%%% like “%%s” in the notice.', name,
                          round((100 * name_alike)::numeric), said),
                   CASE WHEN maker_alike IS NULL AND maker = '' THEN 'The notice names no maker.'
                        WHEN maker_alike IS NULL THEN format('The notice names another maker: “%%s”.', maker)
                        WHEN maker = '' THEN format('Its maker “%%s” stands in the title of the notice.', our_maker)
                        ELSE format('Its maker “%%s” is %%s%%%% like “%%s” in the notice.', our_maker,
                                    round((100 * maker_alike)::numeric), maker) END
               ] AS reasons
        FROM scored WHERE score >= %(least)s
        ORDER BY notice_id, innovation_id, score DESC, said
    ), likeliest AS (
        SELECT *, row_number() OVER (PARTITION BY notice_id ORDER BY score DESC, innovation_id) AS place FROM by_name
    ), found AS (
        SELECT notice_id, innovation_id, score, is_certain, reasons FROM by_identifier
        JOIN evidence_innovation AS t ON t.id = innovation_id AND t.published_at IS NOT NULL
        UNION ALL
        SELECT notice_id, innovation_id, score, is_certain, reasons FROM likeliest
        WHERE place <= %(most)s AND (notice_id, innovation_id) NOT IN (
            SELECT notice_id, innovation_id FROM by_identifier
        )
    )
    $keep
""").substitute(
    their_maker=_CORE.substitute(name="n.maker"),
    our_maker=_CORE.substitute(name="evidence_innovator.name"),
    by_identifier=_BY_IDENTIFIER,
    keep=_KEEP.strip(),
)
# Of one technology, public or about to be: the stored notices that name a number of it.
MATCH_TECHNOLOGY = Template("""
    WITH asked AS MATERIALIZED (
        SELECT n.id, n.identifiers FROM passports_safetynotice AS n
        WHERE NOT n.is_withdrawn AND n.identifiers && (
            SELECT array_agg((scheme || ' ' || value)::varchar) FROM evidence_identifier
            WHERE innovation_id = %(technology)s
        )
    ), $by_identifier, found AS (
        SELECT * FROM by_identifier WHERE innovation_id = %(technology)s
    )
    $keep
""").substitute(by_identifier=_BY_IDENTIFIER, keep=_KEEP.strip())
# Notices that name a number of a public technology and were not matched with it by that number.
NAMED_SINCE = Template("""
    SELECT DISTINCT n.id FROM passports_safetynotice AS n CROSS JOIN LATERAL unnest(n.identifiers) AS named(said)
    JOIN evidence_identifier AS known
      ON known.scheme = split_part(named.said, ' ', 1) AND known.value = split_part(named.said, ' ', 2)
    JOIN evidence_innovation AS t ON t.id = known.innovation_id AND t.published_at IS NOT NULL
    LEFT JOIN passports_noticematch AS had ON had.notice_id = n.id AND had.innovation_id = t.id
    WHERE NOT n.is_withdrawn
      AND (had.id IS NULL OR (had.state = ANY(%(identifiable)s)
           AND (NOT had.is_certain OR had.state = 'WAITING' OR NOT had.reasons @> ARRAY[$names])))
    ORDER BY n.id
""").substitute(names=_NAMES)
