"""What the tables of organisations, people and panels refuse to SQL itself; the rest is in the assessments' test."""

from __future__ import annotations

from datetime import date

from tests.factories import OrganisationFactory
from tests.foundation.raw_writes import Case, assert_held, copy_of, declared
from tests.trusts import test_assessments_constraints as assessments
from tests.trusts import test_needs_constraints as needs
from trusts.models import PanelMember, Role, Seat, Succession

ORGANISATION, SEAT = "UPDATE trusts_organisation SET", "UPDATE trusts_panelmember SET"

CASES = [
    *(
        Case(
            "organisation_ods_code_form",
            f"{ORGANISATION} ods_code = '{code}' WHERE id = {{organisation}}",
            f"{ORGANISATION} ods_code = 'ZZ9' WHERE id = {{organisation}}",
        )
        for code in ("ab1", "A", "A B", "ÄÖÜ", "A1\n")
    ),
    Case(
        "organisation_kind_known",
        f"{ORGANISATION} kind = 'SHOP' WHERE id = {{organisation}}",
        f"{ORGANISATION} kind = 'ICB' WHERE id = {{organisation}}",
    ),
    Case(
        "organisation_closes_after_it_opens",
        f"{ORGANISATION} opened_on = '2020-01-02', closed_on = '2020-01-01' WHERE id = {{organisation}}",
        f"{ORGANISATION} opened_on = '2020-01-01', closed_on = '2020-01-01' WHERE id = {{organisation}}",
    ),
    Case("trusts_organisation.never_deleted", "DELETE FROM trusts_organisation WHERE id = {organisation}", ""),
    Case(
        "succession_once",
        copy_of("trusts_succession", "{succession}"),
        copy_of("trusts_succession", "{succession}", successor_id="{third}"),
    ),
    Case(
        "succession_to_another",
        "UPDATE trusts_succession SET successor_id = predecessor_id WHERE id = {succession}",
        "UPDATE trusts_succession SET successor_id = {third} WHERE id = {succession}",
    ),
    Case(
        "succession_kind_known",
        "UPDATE trusts_succession SET kind = 'LOTTERY' WHERE id = {succession}",
        "UPDATE trusts_succession SET kind = 'SPLIT' WHERE id = {succession}",
    ),
    Case("trusts_succession.never_deleted", "DELETE FROM trusts_succession WHERE id = {succession}", ""),
    Case(
        "member_role_once",
        copy_of("trusts_member", "{member}"),
        copy_of("trusts_member", "{member}", role="'BUYER'"),
    ),
    Case(
        "member_role_known",
        "UPDATE trusts_member SET role = 'KING' WHERE id = {member}",
        "DELETE FROM trusts_member WHERE id = {member}",
    ),
    Case("panel_once", copy_of("trusts_panel", "{panel}"), copy_of("trusts_panel", "{panel}", name="'Second'")),
    Case(
        "panel_quorum_at_least_two",
        "UPDATE trusts_panel SET quorum = 1 WHERE id = {panel}",
        "UPDATE trusts_panel SET quorum = 2 WHERE id = {panel}",
    ),
    Case(
        "panel_member_once",
        copy_of("trusts_panelmember", "{seat}", seat="'CIO'"),
        copy_of("trusts_panelmember", "{seat}", seat="'CIO'", person_id="{outsider}"),
    ),
    Case(
        "panel_one_chair",
        f"{SEAT} seat = 'CHAIR' WHERE id = {{seat}}",
        f"{SEAT} seat = 'PROCUREMENT' WHERE id = {{seat}}",
    ),
    Case("panel_member_seat_known", f"{SEAT} seat = 'KING' WHERE id = {{seat}}", ""),
    Case(
        "panel_member_sections_known",
        f"{SEAT} sections = ARRAY['VALUE', 'LUCK'] WHERE id = {{seat}}",
        f"{SEAT} sections = ARRAY['VALUE', 'CLINICAL'] WHERE id = {{seat}}",
    ),
]


def test_tables_hold_their_rules(story):
    closed, heir, third = OrganisationFactory.create_batch(3)
    succession = Succession.objects.create(predecessor=closed, successor=heir, on=date(2026, 4, 1), kind="MERGER")
    story.seats  # noqa: B018 (the panel must have its people)
    assert_held(
        CASES,
        organisation=closed.pk, third=third.pk, succession=succession.pk, panel=story.panel.pk, outsider=story.maker.pk,
        member=story.member(closed, Role.NOMINATOR).memberships.get().pk,
        seat=PanelMember.objects.get(panel=story.panel, seat=Seat.FINANCE).pk,
    )  # fmt: skip


def test_every_rule_of_the_tables_is_tried():
    assert {case.rule for case in (*CASES, *assessments.CASES, *needs.CASES)} == declared("trusts")
