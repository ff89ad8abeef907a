"""Asking for an assessment, declaring interests, scoring."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compass.foundation.errors import NotAllowed, Refused
from evidence.models import InnovatorMember
from evidence.operations.packs import freeze_pack
from tests.factories import OrganisationFactory, PersonFactory, merge
from trusts.models import Assessment, Seat
from trusts.operations.assessments import declare_interest, request_assessment, score_section, start_revision
from trusts.operations.decisions import Condition
from trusts.operations.people import create_panel
from trusts.policies import check_can_read


def ask(story, pack, panel=None, by=None):
    return request_assessment(pack=pack, panel=panel or story.panel, by=by or story.maker, now=story.now)


def declare(story, seat, exclusion="NONE", detail="", *, sections=(), by=None):
    return declare_interest(
        assessment=story.open, exclusion=exclusion, detail=detail, excluded_sections=sections,
        by=by or story.seats[seat], now=story.now,
    )  # fmt: skip


def score(story, seat, section, *, points=4, reason="Sound.", by=None):
    return score_section(
        assessment=story.open, section=section, points=points, reason=reason, by=by or story.seats[seat], now=story.now
    )


def elsewhere(story):
    return create_panel(organisation=story.other_trust, name="Their panel", quorum=2, by=None, now=story.now)


def test_only_the_innovators_people_hand_in_a_complete_pack(story):
    with pytest.raises(Refused, match="not complete"):
        ask(story, story.draft)
    story.fill()
    for outsider in (story.lead, story.chair, type(story)().maker):
        with pytest.raises(NotAllowed, match="Only people who work for"):
            ask(story, story.draft, by=outsider)
    assert ask(story, story.draft).pack.state == "FROZEN"


@pytest.mark.parametrize("outcome", ["APPROVED", "APPROVED_WITH_CONDITIONS", None], ids=str)
def test_while_an_assessment_stands_no_other_panel_gets_the_version(story, outcome):
    due = (Condition("Report.", story.today + timedelta(days=9)),) if outcome == "APPROVED_WITH_CONDITIONS" else ()
    pack = story.decision(outcome=outcome, conditions=due).assessment.pack if outcome else story.assessment().pack
    for panel in (story.panel, elsewhere(story)):
        with pytest.raises(Refused, match=f"Innovation panel at {story.trust}") as refusal:
            ask(story, pack, panel)
        assert f"assessment {story.open.pk}" in refusal.value.next_step.lower()
    assert Assessment.objects.count() == 1
    other = story.next_version("2.0")
    assert ask(other, other.fill(), elsewhere(type(story)())).state == "OPEN"


@pytest.mark.parametrize("outcome", ["REJECTED", "DEFERRED", "TRIAL_ONLY"])
def test_after_another_outcome_the_same_pack_is_refused_and_its_revision_is_taken(story, outcome):
    pack, panel = story.decision(outcome=outcome).assessment.pack, elsewhere(story)
    with pytest.raises(Refused, match="already decided on by a panel"):
        ask(story, pack, panel)
    revision = start_revision(pack=pack, by=story.maker, now=story.now)
    assert ask(story, revision, panel).panel == panel


def test_a_frozen_pack_that_no_panel_had_yet_can_be_handed_in(story):
    pack = freeze_pack(pack=story.fill(), by=story.maker, now=story.now)
    assert ask(story, pack).pack == pack


def test_a_panel_of_a_closed_organisation_takes_no_more(story):
    heir = OrganisationFactory()
    panel, theirs = story.panel, create_panel(organisation=heir, name="P", quorum=2, by=None, now=story.now)
    merge(story.trust, heir)
    with pytest.raises(Refused, match=f"{story.trust} has closed"):
        ask(story, story.fill(), panel)
    assert ask(story, story.draft, theirs).panel == theirs


def test_interests_come_first_once_and_in_words(story):
    story.assessment()
    with pytest.raises(Refused, match="Declare your interests first"):
        score(story, Seat.FINANCE, "VALUE")
    for exclusion, detail, sections, said in (
        ("FULL", "  ", [], "Say what the interest is"),
        ("PARTIAL", "", ["VALUE"], "Say what the interest is"),
        ("PARTIAL", "Shares.", [], "Say which sections"),
    ):
        with pytest.raises(Refused, match=said):
            declare(story, Seat.FINANCE, exclusion, detail, sections=sections)
    declare(story, Seat.FINANCE)
    with pytest.raises(Refused, match="already declared"):
        declare(story, Seat.FINANCE, "FULL", "Shares.")
    assert score(story, Seat.FINANCE, "VALUE").points == 4


def test_a_member_scores_the_sections_of_their_seat_free_of_interest(story):
    story.assessment()
    declare(story, Seat.CLINICAL_SAFETY, "PARTIAL", "Wrote the safety case.", sections=["ASSURANCE"])
    declare(story, Seat.CLINICAL_LEAD, "FULL", "My sister founded it.")
    declare(story, Seat.CHAIR)
    for seat, section in (
        (Seat.CLINICAL_SAFETY, "ASSURANCE"), (Seat.CLINICAL_SAFETY, "VALUE"), (Seat.CLINICAL_LEAD, "CLINICAL"),
        (Seat.CHAIR, "CLINICAL"), (Seat.CLINICAL_SAFETY, "LUCK"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed, match="cannot score this section"):
            score(story, seat, section)
    assert score(story, Seat.CLINICAL_SAFETY, "CLINICAL").section == "CLINICAL"


def test_a_score_has_a_reason_and_can_be_written_again_until_the_decision(story):
    story.assessment()
    declare(story, Seat.FINANCE)
    with pytest.raises(Refused, match="needs a written reason"):
        score(story, Seat.FINANCE, "VALUE", reason=" \n")
    score(story, Seat.FINANCE, "VALUE", points=2)
    assert score(story, Seat.FINANCE, "VALUE", points=5, reason="Corrected.").points == 5
    assert story.open.scores.count() == 1


def test_people_without_a_seat_and_the_innovators_own_take_no_part(story):
    story.assessment()
    stranger = type(story)().chair
    for call in (declare, score):
        arguments = {"section": "VALUE"} if call is score else {}
        with pytest.raises(NotAllowed, match="Only members of the assessing panel"):
            call(story, Seat.FINANCE, by=stranger, **arguments)
    declare(story, Seat.FINANCE)
    InnovatorMember.objects.create(innovator=story.innovator, person=story.seats[Seat.FINANCE])
    with pytest.raises(NotAllowed, match="You work for the innovator"):
        score(story, Seat.FINANCE, "VALUE")
    declare(story, Seat.OPERATIONS)
    assert score(story, Seat.OPERATIONS, "OPERATIONS")


def test_only_the_panel_and_the_leads_of_its_trust_read_it(story):
    story.assessment()
    heir = OrganisationFactory()
    lead, theirs = story.lead, story.member(heir, "INNOVATION_LEAD")
    for reader in (*story.seats.values(), lead):
        check_can_read(reader, story.open)
    for outsider in (theirs, story.nominator, story.buyer, story.maker, story.operator, PersonFactory()):
        with pytest.raises(NotAllowed, match="Only the panel and the innovation leads"):
            check_can_read(outsider, story.open)
    merge(story.trust, heir)
    fresh = Assessment.objects.get(pk=story.open.pk)
    check_can_read(lead, fresh)
    check_can_read(theirs, fresh)


def test_members_with_an_interest_and_the_makers_people_do_not_read_what_it_touches(story, client):
    story.assessment()
    conflicted, partial, free = (story.seats[s] for s in (Seat.OPERATIONS, Seat.CLINICAL_SAFETY, Seat.CLINICAL_LEAD))
    declare(story, Seat.OPERATIONS, "FULL", "Shares.")
    declare(story, Seat.CLINICAL_SAFETY, "PARTIAL", "A grant.", sections=["CLINICAL"])
    declare(story, Seat.CLINICAL_LEAD)
    declare(story, Seat.FINANCE)
    score(story, Seat.CLINICAL_LEAD, "CLINICAL")
    score(story, Seat.CLINICAL_SAFETY, "ASSURANCE")
    score(story, Seat.FINANCE, "VALUE")
    address = f"/assessments/{story.open.pk}/"
    document = f"{address}documents/{story.document.pk}/"

    def read(person):
        client.force_login(person)
        file = client.get(document)
        b"".join(file)  # read to its end, so that it is closed
        return client.get(address).content.decode(), file.status_code

    whole, file = read(free)
    assert file == 200
    assert "About " in whole
    assert "<strong>Clinical evidence:" in whole
    some, file = read(partial)
    assert file == 200
    assert "<strong>Cost and value:" in some
    assert "<strong>Clinical evidence:" not in some
    nothing, file = read(conflicted)
    assert file == 403
    assert "The evidence</h2>" not in nothing
    assert "Scores</h2>" not in nothing
    InnovatorMember.objects.create(innovator=story.innovator, person=free)
    client.force_login(free)
    assert (client.get(address).status_code, client.get(document).status_code) == (404, 404)
