"""What the tables of evidence refuse to SQL itself."""

from __future__ import annotations

from evidence.models import PublicFact
from tests.evidence.colleague_cases import COLLEAGUES, COMMENTS
from tests.evidence.cost_cases import COST_MODELS
from tests.evidence.document_cases import DOCUMENTS
from tests.evidence.identifier_cases import IDENTIFIERS
from tests.factories import InnovationFactory, PersonFactory
from tests.foundation.raw_writes import Case, assert_held, copy_of, declared

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
        copy_of("evidence_requirement", "{requirement}"),
        copy_of("evidence_requirement", "{requirement}", code="'new'"),
    ),
    Case(
        "requirement_kind_known",
        "UPDATE evidence_requirement SET kind = 'SONG' WHERE id = {requirement}",
        "UPDATE evidence_requirement SET kind = 'DOCUMENT' WHERE id = {requirement}",
    ),
    Case(
        "requirement_section_known",
        "UPDATE evidence_requirement SET section = 'LUCK' WHERE id = {requirement}",
        "UPDATE evidence_requirement SET section = 'VALUE' WHERE id = {requirement}",
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
        "UPDATE evidence_answer SET text = 'More.' WHERE id = {answer}",
    ),
    Case(
        "certificate_once",
        copy_of("evidence_certificate", "{certificate}"),
        copy_of("evidence_certificate", "{certificate}", number="'2'"),
    ),
    Case(
        "certificate_expires_after_it_begins",
        "UPDATE evidence_certificate SET expires_on = valid_from - 1 WHERE id = {certificate}",
        "UPDATE evidence_certificate SET expires_on = valid_from WHERE id = {certificate}",
    ),
    Case(
        "certificate_kind_known",
        "UPDATE evidence_certificate SET kind = 'FSC' WHERE id = {certificate}",
        "UPDATE evidence_certificate SET kind = 'CE' WHERE id = {certificate}",
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


def held(part: str, change: str) -> list[Case]:
    """A part of a frozen pack is not added, changed, deleted, moved in or moved out; of a draft it is."""
    table, rule = f"evidence_{part}", f"evidence_{part}.held_by_pack"
    frozen, draft = f"WHERE id = {{frozen_{part}}}", f"WHERE id = {{{part}}}"
    return [
        Case(rule, copy_of(table, f"{{{part}}}", pack_id="{frozen}"), ""),
        Case(rule, f"UPDATE {table} SET {change} {frozen}", f"UPDATE {table} SET {change} {draft}"),
        Case(rule, f"DELETE FROM {table} {frozen}", f"DELETE FROM {table} {draft}"),
        Case(rule, f"UPDATE {table} SET pack_id = {{frozen}} {draft}", ""),
        Case(rule, f"UPDATE {table} SET pack_id = {{draft}} {frozen}", ""),
    ]


HELD = [
    *held("answer", "text = 'x'"),
    *held("certificate", "expires_on = '2099-01-01'"),
    *held("document", "title = 'x'"),
]


def test_tables_hold_their_rules(story):
    story.assessment()
    following = story.next_version("2.0")
    draft = following.fill()
    fact = PublicFact.objects.create(innovation=story.innovation, statement="One.", source_url="https://a.example/")
    requirement = story.draft.requirement_set.requirements.earliest("id")
    parts = {
        f"{prefix}{name}": getattr(pack, f"{name}s").earliest("id").pk
        for prefix, pack in (("frozen_", story.draft), ("", draft))
        for name in ("answer", "certificate", "document")
    }
    assert_held(
        [*INNOVATIONS, *PACKS, *PARTS, *HELD],
        frozen=story.draft.pk, draft=draft.pk, innovator=story.innovator.pk, innovation=story.innovation.pk,
        other_innovation=InnovationFactory().pk,
        member=story.innovator.members.get().pk, outsider=PersonFactory().pk, person=story.maker.pk,
        fact=fact.pk, requirement=requirement.pk, standard=requirement.requirement_set_id, **parts,
    )  # fmt: skip


def test_every_rule_of_the_tables_is_tried():
    tried = (*COLLEAGUES, *COMMENTS, *INNOVATIONS, *PACKS, *PARTS, *HELD, *IDENTIFIERS, *COST_MODELS, *DOCUMENTS)
    assert {case.rule for case in tried} == declared("evidence")
