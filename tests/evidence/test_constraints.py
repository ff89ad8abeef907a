"""What the tables of evidence refuse to SQL itself."""

from __future__ import annotations

from copy import copy

from evidence.models import ClaimDocument, PublicFact, RequirementSet
from evidence.operations.answers import answer_question
from evidence.operations.claims import state_claim
from evidence.operations.documents import upload_document
from evidence.queries import requirements_of
from tests.evidence.certificate_cases import CERTIFICATES, IMPLIED, RENEWAL_DOCUMENTS
from tests.evidence.claim_cases import CLAIMS
from tests.evidence.colleague_cases import COLLEAGUES, COMMENTS
from tests.evidence.cost_cases import COST_MODELS
from tests.evidence.document_cases import DOCUMENTS
from tests.evidence.identifier_cases import IDENTIFIERS
from tests.evidence.market_cases import MARKET
from tests.evidence.picture_cases import PICTURES
from tests.evidence.version_cases import VERSIONS
from tests.factories import InnovationFactory, PersonFactory
from tests.foundation.raw_writes import Case, assert_held, copy_of, declared
from tests.story import CLAIM

FROZEN, DRAFT = "WHERE id = {frozen}", "WHERE id = {draft}"
WHOLE = "state = 'FROZEN', frozen_at = now(), frozen_by_id = {person}, content = '{{}}', content_hash = 'x'"

INNOVATIONS = [
    Case(
        "innovator_name_once",
        copy_of("evidence_innovator", "{innovator}", name="'  ' || upper(name)", slug="'other'"),
        copy_of("evidence_innovator", "{innovator}", name="'Other Ltd'", slug="'other'"),
    ),
    Case(
        "innovation_name_once_for_innovator",
        copy_of("evidence_innovation", "{innovation}", name="upper(name) || ' '", slug="'other'"),
        copy_of(
            "evidence_innovation",
            "{innovation}",
            slug="'other'",
            innovator_id="(SELECT innovator_id FROM evidence_innovation WHERE id = {other_innovation})",
        ),
    ),
    Case(
        "innovator_member_once",
        copy_of("evidence_innovatormember", "{member}"),
        copy_of("evidence_innovatormember", "{member}", person_id="{outsider}"),
    ),
    Case(
        "innovation_kind_known",
        "UPDATE evidence_innovation SET kind = 'FOOD' WHERE id = {innovation}",
        "UPDATE evidence_innovation SET kind = 'DIGITAL' WHERE id = {innovation}",
    ),
    Case(
        "innovation_area_known",
        "UPDATE evidence_innovation SET clinical_area = 'LUCK' WHERE id = {innovation}",
        "UPDATE evidence_innovation SET clinical_area = 'EYES' WHERE id = {innovation}",
    ),
    Case(
        "innovation_price_not_negative",
        "UPDATE evidence_innovation SET list_price = -0.01 WHERE id = {innovation}",
        "UPDATE evidence_innovation SET list_price = 0 WHERE id = {innovation}",
    ),
    Case(
        "innovation_settings_known",
        "UPDATE evidence_innovation SET care_settings = '{{MOON}}' WHERE id = {innovation}",
        "UPDATE evidence_innovation SET care_settings = '{{WARD,HOME}}' WHERE id = {innovation}",
    ),
    Case(
        "innovation_benefits_known",
        "UPDATE evidence_innovation SET benefits = '{{LUCK}}' WHERE id = {innovation}",
        "UPDATE evidence_innovation SET benefits = '{{SAFETY}}' WHERE id = {innovation}",
    ),
    Case(
        "public_fact_once",
        copy_of("evidence_publicfact", "{fact}"),
        copy_of("evidence_publicfact", "{fact}", statement="'Another.'"),
    ),
    Case(
        "requirement_set_version_once",
        copy_of("evidence_requirementset", "{standard}"),
        copy_of("evidence_requirementset", "{standard}", version="'9'"),
    ),
    Case(
        "requirement_once_in_set",
        copy_of("evidence_requirement", "{loose}"),
        copy_of("evidence_requirement", "{loose}", code="'new'"),
    ),
    Case(
        "evidence_requirement.set_in_use_is_whole",
        copy_of("evidence_requirement", "{requirement}", code="'new'"),
        copy_of("evidence_requirement", "{requirement}", code="'new'", requirement_set_id="{unused}"),
    ),
    Case(
        "requirement_kind_known",
        copy_of("evidence_requirement", "{loose}", code="'another'", kind="'SONG'"),
        copy_of("evidence_requirement", "{loose}", code="'another'", kind="'DOCUMENT'"),
    ),
    Case(
        "requirement_section_known",
        copy_of("evidence_requirement", "{loose}", code="'another'", section="'LUCK'"),
        copy_of("evidence_requirement", "{loose}", code="'another'", section="'VALUE'"),
    ),
]

PACKS = [
    Case(
        "evidence_pack_state_known",
        copy_of("evidence_pack", "{frozen}", state="'LOST'", revision="9"),
        copy_of("evidence_pack", "{frozen}", revision="9"),
    ),
    Case(
        "pack_revision_once",
        copy_of("evidence_pack", "{frozen}"),
        copy_of("evidence_pack", "{frozen}", product_version="'1.1'"),
    ),
    Case("pack_revision_once", copy_of("evidence_pack", "{frozen}", product_version="'v1.0.0'"), ""),
    Case(
        "pack_one_draft_per_innovation",
        copy_of("evidence_pack", "{draft}", product_version="'9'"),
        copy_of("evidence_pack", "{draft}", product_version="'9'", innovation_id="{other_innovation}"),
    ),
    Case(
        "pack_frozen_whole",
        f"UPDATE evidence_pack SET state = 'FROZEN' {DRAFT}",
        f"UPDATE evidence_pack SET {WHOLE} {DRAFT}",
    ),
    Case(
        "pack_frozen_whole",
        f"UPDATE evidence_pack SET {WHOLE}, content_hash = '' {DRAFT}".replace("content_hash = 'x', ", ""),
        "",
    ),
    Case("pack_frozen_whole", f"UPDATE evidence_pack SET content_hash = 'x' {DRAFT}", ""),
    Case("evidence_pack.legal_moves", f"UPDATE evidence_pack SET state = 'LOST' {DRAFT}", ""),
    Case("evidence_pack.never_deleted", f"DELETE FROM evidence_pack {FROZEN}", ""),
    Case("evidence_pack.never_deleted", f"DELETE FROM evidence_pack {DRAFT}", ""),
    *(
        Case(
            "evidence_pack.frozen_never_changed",
            f"UPDATE evidence_pack SET {change} {FROZEN}",
            f"UPDATE evidence_pack SET {change} {DRAFT}" if "state" not in change and "content" not in change else "",
        )
        for change in (
            "revision = 7",
            "product_version = '7'",
            "content = '{{}}'",
            "content_hash = 'x'",
            "state = 'DRAFT'",
        )
    ),
]

PARTS = [
    Case(
        "answer_once",
        copy_of("evidence_answer", "{answer}"),
        "UPDATE evidence_answer SET question = 'another' WHERE id = {answer}",
    ),
    Case(
        "answer_revision_counts_from_one",
        "UPDATE evidence_answer SET revision = 0 WHERE id = {answer}",
        "UPDATE evidence_answer SET revision = 1 WHERE id = {answer}",
    ),
    Case(
        "set_aside_answer_once_each",
        copy_of("evidence_setasideanswer", "{setasideanswer}"),
        copy_of("evidence_setasideanswer", "{setasideanswer}", question="'another'"),
    ),
    Case(
        "pack_standard_one_version",
        copy_of("evidence_packstandard", "{packstandard}"),
        copy_of("evidence_packstandard", "{packstandard}", code="'another'"),
    ),
    Case(
        "support_once",
        copy_of("evidence_support", "{support}"),
        copy_of("evidence_support", "{support}", question="'another'"),
    ),
    Case(
        "evidence_requirement.never_changed",
        "UPDATE evidence_requirement SET title = 'x' WHERE id = {requirement}",
        "",
    ),
    Case("evidence_requirement.never_deleted", "DELETE FROM evidence_requirement WHERE id = {requirement}", ""),
    Case(
        "evidence_requirementset.never_changed",
        "UPDATE evidence_requirementset SET title = 'x' WHERE id = {standard}",
        "",
    ),
    Case("evidence_requirementset.never_deleted", "DELETE FROM evidence_requirementset WHERE id = {standard}", ""),
    Case(
        "requirement_topic_known",
        copy_of("evidence_requirement", "{loose}", code="'another'", topic="'LOST'"),
        copy_of("evidence_requirement", "{loose}", code="'another'"),
    ),
    Case(
        "requirement_expiry_known",
        copy_of("evidence_requirement", "{loose}", code="'another'", expires="'LOST'"),
        copy_of("evidence_requirement", "{loose}", code="'another'"),
    ),
    Case(
        "document_once_in_pack",
        copy_of("evidence_document", "{document}"),
        copy_of("evidence_document", "{document}", sha256="'2'"),
    ),
    Case(
        "document_not_empty",
        "UPDATE evidence_document SET size = 0 WHERE id = {document}",
        "UPDATE evidence_document SET size = 1 WHERE id = {document}",
    ),
]


def held(part: str, change: str, *, first: str = "") -> list[Case]:
    """A part of a frozen pack is not added, changed, deleted, moved in or moved out; of a draft it is.

    `first` is what has to go before the part can.
    """
    table, rule = f"evidence_{part}", f"evidence_{part}.held_by_pack"
    frozen, draft = f"WHERE id = {{frozen_{part}}}", f"WHERE id = {{{part}}}"
    return [
        Case(rule, copy_of(table, f"{{{part}}}", pack_id="{frozen}"), ""),
        Case(rule, f"UPDATE {table} SET {change} {frozen}", f"UPDATE {table} SET {change} {draft}"),
        Case(rule, f"DELETE FROM {table} {frozen}", f"{first}DELETE FROM {table} {draft}"),
        Case(rule, f"UPDATE {table} SET pack_id = {{frozen}} {draft}", ""),
        Case(rule, f"UPDATE {table} SET pack_id = {{draft}} {frozen}", ""),
    ]


HELD = [
    *held("answer", "revision = 9"),
    *held("packstandard", "code = 'x'"),
    *held("setasideanswer", "question = 'x'"),
    *held("support", "question = 'x'"),
    *held("certificate", "expires_on = '2099-01-01'"),
    *held(
        "document",
        "title = 'x'",
        first="DELETE FROM evidence_support WHERE document_id = {document}; "
        "DELETE FROM evidence_claimdocument WHERE document_id = {document}; ",
    ),
    *held("claim", "outcome = 'x'", first="DELETE FROM evidence_claimdocument WHERE claim_id = {claim}; "),
    *held("claimdocument", "claim_id = {claim}"),
]


def add_parts(story, pack):
    """An answer set aside, and a claim that rests on a document; returns another document."""
    act = {"pack": pack, "by": story.maker, "now": story.now}
    answer_question(question="workflow-test", given="Mine.", seen=0, **act)
    state_claim(facts=CLAIM, documents=[pack.documents.earliest("id")], **act)
    return upload_document(title="Spare", upload=story.png(), **act)


def test_tables_hold_their_rules(story):
    add_parts(story, story.fill())
    story.assessment()
    following = story.next_version("2.0")
    draft = following.fill()
    spare = add_parts(story, draft)
    fact = PublicFact.objects.create(innovation=story.innovation, statement="One.", source_url="https://a.example/")
    requirement = requirements_of(story.draft).earliest("id")
    unused = RequirementSet.objects.create(
        code="unused", version="1", title="Asked of no pack", effective_from=story.today, asked_from=story.today
    )
    loose = copy(requirement)
    loose.pk, loose.requirement_set = None, unused
    loose.save(force_insert=True)
    rows = {
        "answer": "answers", "certificate": "certificates", "document": "documents", "support": "supports",
        "packstandard": "standards", "setasideanswer": "set_aside", "claim": "claims",
    }  # fmt: skip
    parts = {
        f"{prefix}{name}": getattr(pack, many).earliest("id").pk
        for prefix, pack in (("frozen_", story.draft), ("", draft))
        for name, many in rows.items()
    }
    for prefix, pack in (("frozen_", story.draft), ("", draft)):
        parts[f"{prefix}claimdocument"] = ClaimDocument.objects.filter(pack=pack).earliest("id").pk
    assert_held(
        [*INNOVATIONS, *PACKS, *PARTS, *CLAIMS, *HELD],
        frozen=story.draft.pk, draft=draft.pk, innovator=story.innovator.pk, innovation=story.innovation.pk,
        other_innovation=InnovationFactory().pk,
        member=story.innovator.members.get().pk, outsider=PersonFactory().pk, person=story.maker.pk,
        fact=fact.pk, spare=spare.pk, requirement=requirement.pk, standard=requirement.requirement_set_id,
        unused=unused.pk, loose=loose.pk, **parts,
    )  # fmt: skip


def test_every_rule_of_the_tables_is_tried():
    tried = (
        *COLLEAGUES, *COMMENTS, *INNOVATIONS, *PACKS, *PARTS, *CLAIMS, *HELD, *IDENTIFIERS, *COST_MODELS, *DOCUMENTS,
        *CERTIFICATES, *RENEWAL_DOCUMENTS, *VERSIONS, *MARKET, *PICTURES,
        *held("versionchange", ""), *held("confirmation", ""),
    )  # fmt: skip
    assert {case.rule for case in tried} | IMPLIED == declared("evidence")
