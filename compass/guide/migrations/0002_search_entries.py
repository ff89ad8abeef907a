from django.db import migrations

# The pack of a current passport that can be relied on: while it stands, what the pack claims is public.
# (passports.validity.USABLE; a status that is added there needs these functions again.)
STANDING = """
    passports_passport p WHERE p.innovation_id = ANY(technologies) AND p.is_current
    AND p.status IN ('VALID', 'VALID_WITH_CONDITIONS', 'EXPIRING')
"""
# Designs of studies by strength, as `evidence.claims.Design` has them.
DESIGNS = """
    ARRAY['SYSTEMATIC_REVIEW', 'RANDOMISED', 'CONTROLLED', 'BEFORE_AFTER', 'ACCURACY', 'COHORT', 'REAL_WORLD', 'MODELLED']
"""
ADOPTERS = """
    passports_passport p JOIN passports_adoption a ON a.passport_id = p.id AND a.state <> 'ENDED'
    JOIN trusts_organisation o ON o.id = a.organisation_id
"""
OF = "innovation_id = ANY(technologies)"
LASTS = "({0}.starts_on IS NULL OR {0}.starts_on <= day) AND ({0}.ends_on IS NULL OR {0}.ends_on >= day)"
# Of classes: as `guide.queries.evidence.stated_classes`, an answer counts under one answer to the question above it, or
# is parked.
TAGS = f"""
CREATE FUNCTION guide_tags_of(technologies bigint[], day date) RETURNS TABLE (technology bigint, tag text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT i.id, unnest(array_cat(
        ARRAY(SELECT 'setting:' || one FROM unnest(i.care_settings) AS one),
        ARRAY(SELECT 'benefit:' || one FROM unnest(i.benefits) AS one)
    )) FROM evidence_innovation i WHERE i.id = ANY(technologies)
    UNION ALL SELECT i.id, 'price:' || CASE
            WHEN i.list_price IS NULL THEN 'NONE' WHEN i.list_price < 100 THEN 'UNDER_100'
            WHEN i.list_price < 1000 THEN 'UNDER_1000' WHEN i.list_price < 10000 THEN 'UNDER_10000'
            ELSE 'FROM_10000' END
        FROM evidence_innovation i WHERE i.id = ANY(technologies)
    UNION ALL SELECT o.innovation_id, 'guidance:' || o.recommendation
        FROM evidence_guidanceon o JOIN evidence_guidance g ON g.id = o.guidance_id AND g.state = 'CURRENT'
        WHERE o.{OF}
    UNION ALL SELECT l.innovation_id, 'route:' || r.kind
        FROM evidence_listing l JOIN evidence_buyingroute r ON r.id = l.route_id
        WHERE l.{OF} AND {LASTS.format("l")} AND {LASTS.format("r")}
    UNION ALL SELECT l.innovation_id, 'funding:' || g.kind
        FROM evidence_funding l JOIN evidence_fundingprogramme g ON g.id = l.programme_id
        WHERE l.{OF} AND {LASTS.format("l")}
    UNION ALL SELECT p.innovation_id, unnest(ARRAY[
            'region:' || r.ods_code, 'icb:' || coalesce(b.ods_code, CASE WHEN o.kind = 'ICB' THEN o.ods_code END),
            'like:' || o.kind || '-' || r.ods_code])
        FROM {ADOPTERS}
        LEFT JOIN trusts_organisation r ON r.id = o.region_id LEFT JOIN trusts_organisation b ON b.id = o.icb_id
        WHERE p.{OF}
    UNION ALL SELECT n.innovation_id, 'category:' || left(n.value, 1) FROM evidence_identifier n
        WHERE n.{OF} AND n.scheme = 'EMDN'
    UNION ALL SELECT s.innovation_id, r.tag || coalesce(w.value ->> 'choice', r.choice)
        FROM (SELECT p.innovation_id, p.pack_id FROM {STANDING}) s JOIN evidence_answer a ON a.pack_id = s.pack_id
        JOIN (VALUES
            ('medical-device', 'AIMD', NULL, 'class:'), ('medical-device', 'DEVICE', 'device-class', 'class:'),
            ('medical-device', 'IVD', 'ivd-class', 'class:IVD_'), ('software', 'YES', 'esf-tier', 'tier:')
        ) AS r (above, choice, question, tag) ON r.above = a.question AND r.choice = a.value ->> 'choice'
        LEFT JOIN evidence_answer w ON w.pack_id = s.pack_id AND w.question = r.question
        WHERE r.question IS NULL OR w.value ->> 'choice' <> ''
    UNION ALL SELECT s.innovation_id, 'strength:' || ({DESIGNS})[min(array_position({DESIGNS}, c.design::text))]
        FROM (SELECT p.innovation_id, p.pack_id FROM {STANDING}) s JOIN evidence_claim c ON c.pack_id = s.pack_id
        GROUP BY 1
$$
"""
TAGS_OF_ONE = """
CREATE FUNCTION guide_tags(technology bigint, day date) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT ARRAY(SELECT DISTINCT tag COLLATE "C" FROM guide_tags_of(ARRAY[technology], day) WHERE tag IS NOT NULL)
$$
"""
# The days on which an agreement of a technology begins, or has ended.
TURNS = f"""
CREATE FUNCTION guide_turns_of(technologies bigint[]) RETURNS TABLE (technology bigint, turn date)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT l.innovation_id, unnest(ARRAY[l.starts_on, l.ends_on + 1, r.starts_on, r.ends_on + 1])
    FROM evidence_listing l JOIN evidence_buyingroute r ON r.id = l.route_id WHERE l.{OF}
    UNION ALL SELECT l.innovation_id, unnest(ARRAY[l.starts_on, l.ends_on + 1]) FROM evidence_funding l WHERE l.{OF}
$$
"""
# Waits for others who write the same entries, and only then reads: what they committed is seen, so that whoever
# comes last leaves what holds. Gives the number of entries that differ now.
# Of a claim the outcome and the people are searched: what it was compared with is another technology's name.
WRITE = f"""
CREATE FUNCTION guide_write_entries(technologies bigint[], day date) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE changed bigint;
BEGIN
    PERFORM FROM guide_searchentry WHERE {OF} ORDER BY innovation_id FOR UPDATE;
    DELETE FROM guide_searchentry e WHERE e.{OF}
        AND NOT EXISTS (SELECT FROM evidence_innovation i WHERE i.id = e.innovation_id);
    INSERT INTO guide_searchentry AS e (
        innovation_id, innovator_id, name, kind, clinical_area, status, until, published_at, adopters, search, tags,
        lasts_from, lasts_until, categories
    )
    SELECT i.id, i.innovator_id, i.name, i.kind, i.clinical_area, coalesce(p.status, 'NONE'), p.until, i.published_at,
        coalesce(used.adopters, 0), i.search || coalesce(claimed.words, ''), coalesce(tagged.tags, '{{}}'),
        turned.before, turned.next, coalesce(sorted.codes, '{{}}')
    FROM evidence_innovation i
    LEFT JOIN passports_passport p ON p.innovation_id = i.id AND p.is_current
    LEFT JOIN (
        SELECT technology, array_agg(DISTINCT tag COLLATE "C") AS tags FROM guide_tags_of(technologies, day)
        WHERE tag IS NOT NULL GROUP BY 1
    ) tagged ON tagged.technology = i.id
    LEFT JOIN (
        SELECT p.innovation_id, count(DISTINCT a.organisation_id) AS adopters FROM {ADOPTERS} WHERE p.{OF} GROUP BY 1
    ) used ON used.innovation_id = i.id
    LEFT JOIN (
        SELECT s.innovation_id,
            setweight(to_tsvector('english', string_agg(c.outcome || ' . ' || c.population, ' . ')), 'D') AS words
        FROM (SELECT p.innovation_id, p.pack_id FROM {STANDING}) s JOIN evidence_claim c ON c.pack_id = s.pack_id
        GROUP BY 1
    ) claimed ON claimed.innovation_id = i.id
    LEFT JOIN (
        SELECT technology, max(turn) FILTER (WHERE turn <= day) AS before, min(turn) FILTER (WHERE turn > day) AS next
        FROM guide_turns_of(technologies) GROUP BY 1
    ) turned ON turned.technology = i.id
    LEFT JOIN (
        SELECT n.innovation_id, array_agg(DISTINCT left(n.value, place)) AS codes
        FROM evidence_identifier n CROSS JOIN LATERAL generate_series(1, length(n.value), 2) AS place
        WHERE n.{OF} AND n.scheme = 'EMDN' GROUP BY 1
    ) sorted ON sorted.innovation_id = i.id
    WHERE i.id = ANY(technologies) ORDER BY i.id
    ON CONFLICT (innovation_id) DO UPDATE SET
        innovator_id = excluded.innovator_id, name = excluded.name, kind = excluded.kind,
        clinical_area = excluded.clinical_area, status = excluded.status, until = excluded.until,
        published_at = excluded.published_at, adopters = excluded.adopters, search = excluded.search,
        tags = excluded.tags, lasts_from = excluded.lasts_from, lasts_until = excluded.lasts_until,
        categories = excluded.categories
    WHERE e.* IS DISTINCT FROM excluded.*;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$
"""

# Tables that an entry rests on: the columns that matter, and whose entry each row of `changed` is about.
SOURCES = {
    "evidence_innovation": (
        "id, innovator_id, name, kind, clinical_area, list_price, care_settings, benefits, published_at, search",
        "SELECT id FROM changed",
    ),
    "evidence_identifier": ("innovation_id, scheme, value", "SELECT innovation_id FROM changed"),
    "evidence_guidanceon": ("innovation_id, guidance_id, recommendation", "SELECT innovation_id FROM changed"),
    "evidence_guidance": (
        "id, state", "SELECT o.innovation_id FROM changed JOIN evidence_guidanceon o ON o.guidance_id = changed.id"
    ),
    "evidence_listing": ("innovation_id, route_id, starts_on, ends_on", "SELECT innovation_id FROM changed"),
    "evidence_buyingroute": (
        "id, kind, starts_on, ends_on",
        "SELECT l.innovation_id FROM changed JOIN evidence_listing l ON l.route_id = changed.id",
    ),
    "evidence_funding": ("innovation_id, programme_id, starts_on, ends_on", "SELECT innovation_id FROM changed"),
    "evidence_fundingprogramme": (
        "id, kind", "SELECT l.innovation_id FROM changed JOIN evidence_funding l ON l.programme_id = changed.id"
    ),
    "passports_passport": ("innovation_id, pack_id, is_current, status, until", "SELECT innovation_id FROM changed"),
    "passports_adoption": (
        "passport_id, organisation_id, state",
        "SELECT p.innovation_id FROM changed JOIN passports_passport p ON p.id = changed.passport_id",
    ),
    "trusts_organisation": (
        "id, kind, ods_code, region_id, icb_id",
        """SELECT p.innovation_id FROM changed JOIN trusts_organisation o ON changed.id IN (o.id, o.region_id, o.icb_id)
           JOIN passports_adoption a ON a.organisation_id = o.id JOIN passports_passport p ON p.id = a.passport_id""",
    ),
}  # fmt: skip
# Once for each statement, however many rows it writes.
WATCH = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE technologies bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        technologies := ARRAY(WITH changed AS (SELECT {columns} FROM after_rows) {whose});
    ELSIF TG_OP = 'DELETE' THEN
        technologies := ARRAY(WITH changed AS (SELECT {columns} FROM before_rows) {whose});
    ELSE
        technologies := ARRAY(WITH changed AS (
            (SELECT {columns} FROM after_rows EXCEPT SELECT {columns} FROM before_rows)
            UNION ALL (SELECT {columns} FROM before_rows EXCEPT SELECT {columns} FROM after_rows)
        ) {whose});
    END IF;
    IF technologies <> '{{}}' THEN
        PERFORM guide_write_entries(
            ARRAY(SELECT DISTINCT unnest(technologies)), (now() AT TIME ZONE 'Europe/London')::date
        );
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {name}_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER {name}_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER {name}_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def watched(table, columns, whose):
    name = f"guide_entries_after_{table}"
    return migrations.RunSQL(
        WATCH.format(name=name, table=table, columns=columns, whose=whose), f"DROP FUNCTION {name}() CASCADE"
    )


_BATCH = 1000
_FILL = """
    WITH batch AS (SELECT id FROM evidence_innovation WHERE id > %s ORDER BY id LIMIT %s)
    SELECT max(id), guide_write_entries(array_agg(id), (now() AT TIME ZONE 'Europe/London')::date) FROM batch
"""


def fill(_apps, schema_editor):
    """Write the entry of each technology that is there; in a new database there is none."""
    done = 0
    with schema_editor.connection.cursor() as cursor:
        while done is not None:
            cursor.execute(_FILL, [done, _BATCH])
            done = cursor.fetchone()[0]


class Migration(migrations.Migration):
    """What the search reads of each technology, kept by triggers on the tables that say it.

    The other apps are named by the last of what their first migration replaces: Django then refuses a database that
    has only some of it, instead of leaving the rest out.
    """

    replaces = [("guide", "0005_search_facets"), ("guide", "0008_search_entries_filled")]

    dependencies = [
        ("evidence", "0022_makers_by_name"),
        ("guide", "0011_notes_edited"),
        ("passports", "0013_proposals_of_a_revision"),
        ("trusts", "0005_needs_corrected"),
    ]

    operations = [
        # The words of device categories by index: a search looks each of its words up there.
        migrations.RunSQL(
            "CREATE INDEX guide_emdn_words ON evidence_emdncode"
            " USING gin (to_tsvector('english'::regconfig, COALESCE(title, '')))",
            "DROP INDEX guide_emdn_words",
        ),
        migrations.RunSQL(TURNS, "DROP FUNCTION guide_turns_of(bigint[])"),
        migrations.RunSQL(TAGS, "DROP FUNCTION guide_tags_of(bigint[], date)"),
        migrations.RunSQL(TAGS_OF_ONE, "DROP FUNCTION guide_tags(bigint, date)"),
        migrations.RunSQL(WRITE, "DROP FUNCTION guide_write_entries(bigint[], date)"),
        *(watched(table, *told) for table, told in SOURCES.items()),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
