"""What the floor sends for the page of a pack: the rows that the page shows, each table read once."""

from __future__ import annotations

# Who a session is of, only the product can read: here it is the one person who works for the pack's innovator.
_WHOSE = """
    SELECT pack.id, pack.product_version, pack.revision, pack.state, innovation.name AS innovation,
        maker.name AS innovator, person.name AS person, pack.innovation_id, person.id AS person_id
    FROM evidence_pack AS pack JOIN evidence_innovation AS innovation ON innovation.id = pack.innovation_id
    JOIN evidence_innovator AS maker ON maker.id = innovation.innovator_id
    JOIN evidence_innovatormember AS member ON member.innovator_id = maker.id
    JOIN accounts_user AS person ON person.id = member.person_id AND person.is_active
    WHERE pack.id = %(pk)s
    AND EXISTS (SELECT FROM django_session WHERE session_key = %(session)s AND expire_date > now())
"""
_STANDARDS = """
    SELECT standard.id, standard.code, standard.version, standard.title, standard.position, standard.applies
    FROM evidence_packstandard AS pinned
    JOIN evidence_requirementset AS standard ON standard.id = pinned.requirement_set_id
    WHERE pinned.pack_id = %(pk)s
"""
# Every part of a requirement but the guidance, which the list does not show.
_REQUIREMENTS = """
    SELECT one.requirement_set_id, one.code, one.title, one.kind, one.mandatory, one.question, one.applies, one.options,
        one.accepts, one.unit, one.topic, one.expires, one.section, one.link
    FROM evidence_requirement AS one JOIN standards ON standards.id = one.requirement_set_id
    ORDER BY standards.position, standards.id, one.position
"""
_CERTIFICATES = """
    SELECT held.id, held.kind, held.number, held.body_number, held.legislation, held.issued_by, held.valid_from,
        held.expires_on, held.ends_on, held.checked_on, held.document_id,
        renewed.number AS renewed_number, renewed.ends_on AS renewed_ends_on, renewed.state AS renewed_state
    FROM evidence_certificate AS held
    LEFT JOIN evidence_certificaterenewal AS renewed ON renewed.certificate_id = held.id
    WHERE held.pack_id = %(pk)s ORDER BY held.ends_on NULLS LAST, held.id
"""
_DOCUMENTS = """
    SELECT document.id, document.title, document.original_name, document.size, document.confidentiality, document.state,
        document.scanned_by, document.finding, full_one.title AS redacts,
        (SELECT json_agg(question) FROM evidence_support WHERE document_id = document.id) AS questions
    FROM evidence_document AS document LEFT JOIN evidence_document AS full_one ON full_one.id = document.redacts_id
    WHERE document.pack_id = %(pk)s ORDER BY document.id
"""
_CLAIMS = """
    SELECT claim.id, claim.outcome, claim.population, claim.comparator, claim.measure, claim.size, claim.low,
        claim.high, claim.confidence, claim.unit, claim.design, claim.participants, claim.follow_up_months, claim.sites,
        claim.source,
        (SELECT json_agg(document.title ORDER BY link.id) FROM evidence_claimdocument AS link
         JOIN evidence_document AS document ON document.id = link.document_id
         WHERE link.claim_id = claim.id) AS documents
    FROM evidence_claim AS claim WHERE claim.pack_id = %(pk)s ORDER BY claim.id
"""
# The product's menu and its notes on versions and newer standards rest on these.
_BESIDE = """
    SELECT
        (SELECT json_agg(questions.question) FROM evidence_setasideanswer AS questions
         JOIN page ON page.person_id = questions.written_by_id WHERE questions.pack_id = %(pk)s) AS set_aside,
        (SELECT json_agg(change) FROM evidence_versionchange AS change WHERE change.pack_id = %(pk)s) AS follows,
        (SELECT json_agg(json_build_object('scheme', one.scheme, 'value', one.value))
         FROM page JOIN evidence_identifier AS one ON one.innovation_id = page.innovation_id) AS identifiers,
        (SELECT json_agg(json_build_object('id', other.id, 'product_version', other.product_version))
         FROM page JOIN evidence_pack AS other
         ON other.innovation_id = page.innovation_id AND other.id <> page.id) AS others,
        (SELECT json_agg(newest) FROM (
            SELECT DISTINCT ON (code) code, title, version FROM evidence_requirementset
            WHERE asked_from <= current_date ORDER BY code, asked_from DESC, id DESC) AS newest) AS in_force,
        (SELECT json_agg(role) FROM trusts_member JOIN page ON page.person_id = trusts_member.person_id) AS roles,
        (SELECT json_agg(panel_id) FROM trusts_panelmember
         JOIN page ON page.person_id = trusts_panelmember.person_id) AS seats,
        EXISTS(SELECT FROM passports_operator JOIN page ON page.person_id = passports_operator.person_id) AS operates
"""
PACK = f"""
    WITH page AS ({_WHOSE}), standards AS ({_STANDARDS}), requirements AS ({_REQUIREMENTS}),
    certificates AS ({_CERTIFICATES}), documents AS ({_DOCUMENTS}), claims AS ({_CLAIMS}),
    answers AS (SELECT question, value FROM evidence_answer WHERE pack_id = %(pk)s),
    beside AS ({_BESIDE})
    SELECT json_build_object('rows', json_agg(page),
        'standards', (SELECT json_agg(standards) FROM standards),
        'requirements', (SELECT json_agg(requirements) FROM requirements),
        'answers', (SELECT json_agg(answers) FROM answers),
        'certificates', (SELECT json_agg(certificates) FROM certificates),
        'documents', (SELECT json_agg(documents) FROM documents),
        'claims', (SELECT json_agg(claims) FROM claims),
        'cost_model', (SELECT json_build_array(model, revision) FROM evidence_costmodel WHERE pack_id = %(pk)s),
        'beside', (SELECT json_agg(beside) FROM beside)
    )::text FROM page HAVING count(*) > 0
"""
