"""Every answer is kept by the question it answers, and every pack by the standards it is asked.

Frozen packs are moved too, though nothing that was said in them changes: their triggers rest meanwhile.
"""

from django.db import migrations

TABLES = ("requirement", "requirementset", "answer", "packstandard", "support")
EVENTS = ("requirementevent", "requirementsetevent", "answerevent", "packevent")


def _triggers(tables, action, which):
    """Let the triggers of these tables whose name begins so rest, or work again."""
    names = ", ".join(f"'evidence_{table}'::regclass" for table in tables)
    return f"""
        DO $$ DECLARE one record; BEGIN
            FOR one IN SELECT tgrelid::regclass AS place, tgname FROM pg_trigger
                WHERE tgrelid IN ({names}) AND tgname LIKE 'pgtrigger_{which}%' AND NOT tgisinternal
            LOOP EXECUTE format('ALTER TABLE %s {action} TRIGGER %I', one.place, one.tgname); END LOOP;
        END $$;
    """


def resting(statements):
    """The statements, with what holds frozen packs, loaded standards and the history at rest."""
    off = _triggers(TABLES, "DISABLE", "held_by_pack") + _triggers(TABLES, "DISABLE", "update")
    on = _triggers(TABLES, "ENABLE", "held_by_pack") + _triggers(TABLES, "ENABLE", "update")
    # Deleting what the move itself inserted is history too, of a table that is about to go.
    off += _triggers(EVENTS, "DISABLE", "append_only")
    on += _triggers(EVENTS, "ENABLE", "append_only")
    # Foreign keys are checked at once: a table with checks still to come cannot be altered.
    return f"SET CONSTRAINTS ALL IMMEDIATE; {off} {statements} {on}"


TOPIC = """CASE code WHEN 'cost-model' THEN 'COST' WHEN 'workflow-test' THEN 'WORKFLOW' WHEN 'certificate'
    THEN 'REGULATION' ELSE 'CLINICAL_EVIDENCE' END"""

FORWARD = "".join(
    f"""
    UPDATE evidence_requirement{suffix} SET question = code, topic = {TOPIC};
    UPDATE evidence_requirementset{suffix}
        SET asked_from = effective_from, publisher = 'MedTech Compass', position = 20;
    UPDATE evidence_answer{suffix} a SET question = r.code, value = jsonb_build_object('text', a.text)
        FROM evidence_requirement r WHERE r.id = a.requirement_id;
    """
    for suffix in ("", "event")
) + """
    INSERT INTO evidence_packstandard (pack_id, requirement_set_id, code)
        SELECT p.id, s.id, s.code FROM evidence_pack p JOIN evidence_requirementset s ON s.id = p.requirement_set_id;
    INSERT INTO evidence_support (pack_id, document_id, question)
        SELECT pack_id, id, 'supporting-document' FROM evidence_document;
"""

# What the older tables cannot hold is left out: answers that are no text, and those that no requirement asked.
BACKWARD = """
    ALTER TABLE evidence_pack DISABLE TRIGGER USER;
    UPDATE evidence_pack p SET requirement_set_id = s.requirement_set_id FROM evidence_packstandard s
        WHERE s.pack_id = p.id AND s.code = 'passport-clinical';
    ALTER TABLE evidence_pack ENABLE TRIGGER USER;
    UPDATE evidence_packevent e SET requirement_set_id = s.requirement_set_id FROM evidence_packstandard s
        WHERE s.pack_id = e.pgh_obj_id AND s.code = 'passport-clinical';
    UPDATE evidence_answer a SET requirement_id = r.id, text = a.value ->> 'text'
        FROM evidence_pack p, evidence_requirement r
        WHERE p.id = a.pack_id AND r.requirement_set_id = p.requirement_set_id AND r.question = a.question
            AND a.value ? 'text';
    UPDATE evidence_answerevent e SET requirement_id = r.id, text = e.value ->> 'text'
        FROM evidence_pack p, evidence_requirement r
        WHERE p.id = e.pack_id AND r.requirement_set_id = p.requirement_set_id AND r.question = e.question
            AND e.value ? 'text';
    DELETE FROM evidence_answer WHERE requirement_id IS NULL;
    DELETE FROM evidence_answerevent WHERE requirement_id IS NULL;
    DELETE FROM evidence_packstandard;
    DELETE FROM evidence_support;
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0009_answers_by_question_begun")]

    operations = [migrations.RunSQL(resting(FORWARD), resting(BACKWARD))]
