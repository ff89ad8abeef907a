"""Filling, freezing and revising a pack."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.sealing import content_hash
from evidence.operations import packs
from evidence.operations.answers import answer_question
from evidence.operations.certificates import add_certificate, remove_certificate
from evidence.operations.documents import upload_document
from evidence.operations.innovations import describe_innovation
from evidence.operations.innovators import add_colleague
from evidence.queries import asked_of
from tests.factories import PersonFactory
from tests.story import DESCRIPTION
from trusts.operations.assessments import start_revision


def every_edit(story, pack):
    """Each way of changing a pack, as calls that take the person."""
    question = pack.answers.earliest("id").question
    return [
        lambda by: answer_question(pack=pack, question=question, given="New.", seen=1, by=by, now=story.now),
        lambda by: add_certificate(
            pack=pack, kind="ISO_13485", number="MD 2", issued_by="B", valid_from=story.today, expires_on=story.today,
            by=by, now=story.now,
        ),
        lambda by: remove_certificate(certificate=pack.certificates.earliest("id"), by=by, now=story.now),
        lambda by: upload_document(pack=pack, title="T", upload=story.png(), by=by, now=story.now),
    ]  # fmt: skip


def test_only_the_innovators_people_edit_and_only_a_draft(story):
    pack = story.fill()
    colleague, stranger = PersonFactory(), type(story)().maker
    add_colleague(innovator=story.innovator, person=colleague, by=story.maker, now=story.now)
    for edit in every_edit(story, pack):
        with pytest.raises(NotAllowed, match=f"Only people who work for {story.innovator}"):
            edit(stranger)
        edit(colleague)
    with pytest.raises(NotAllowed):
        packs.freeze_pack(pack=pack, by=stranger, now=story.now)
    packs.freeze_pack(pack=pack, by=colleague, now=story.now)
    for edit in every_edit(story, pack):
        with pytest.raises(Refused, match="was submitted and cannot be changed"):
            edit(colleague)
    with pytest.raises(Refused, match="You cannot submit this evidence pack"):
        packs.freeze_pack(pack=pack, by=colleague, now=story.now)


def test_no_pack_begins_while_there_is_nothing_that_it_could_be_asked(story):
    given = {"innovation": story.innovation, "product_version": "1.0", "by": story.maker}
    with pytest.raises(Refused, match="no standards have been loaded"):
        packs.start_pack(**given, now=datetime(2000, 1, 1, tzinfo=UTC))
    assert not story.innovation.packs.exists()
    assert packs.start_pack(**given, now=story.now).standards.exists()


def test_an_incomplete_pack_is_refused_and_every_gap_is_named(story):
    with pytest.raises(Refused) as refusal:
        packs.freeze_pack(pack=story.draft, by=story.maker, now=story.now)
    for asked in asked_of(story.draft):
        assert asked.title in refusal.value.sentence

    story.fill()
    given = {"pack": story.draft, "question": "cost-model", "by": story.maker, "now": story.now}
    answer_question(given="  ", seen=1, **given)
    with pytest.raises(Refused, match=r"not complete: Cost model \(not answered yet\)\.$"):
        packs.freeze_pack(pack=story.draft, by=story.maker, now=story.now)
    answer_question(given="£3 each.", seen=2, **given)
    assert packs.freeze_pack(pack=story.draft, by=story.maker, now=story.now).state == "FROZEN"


def test_a_frozen_pack_keeps_all_that_was_said_under_one_hash(story):
    pack = packs.freeze_pack(pack=story.fill(), by=story.maker, now=story.now)
    pack.refresh_from_db()
    assert content_hash(pack.content) == pack.content_hash
    assert {a["question"]: a["value"] for a in pack.content["answers"]} == dict(
        pack.answers.values_list("question", "value")
    )
    assert pack.content["documents"][0]["sha256"] == story.document.sha256
    assert pack.content["certificates"][0]["expires_on"] == story.expires_on.isoformat()
    before = pack.content["innovation"]["name"]
    describe_innovation(
        innovation=story.innovation, description={**DESCRIPTION, "name": "Renamed"}, by=story.maker, now=story.now
    )
    pack.refresh_from_db()
    assert pack.content["innovation"]["name"] == before


@pytest.mark.parametrize(("offset", "allowed"), [(0, True), (-1, False)])
def test_a_certificate_counts_through_its_last_day(story, offset, allowed):
    pack, last = story.fill(), story.today + timedelta(days=offset)
    given = {
        "pack": pack, "kind": "ISO_13485", "number": "MD 7", "issued_by": "B", "valid_from": last, "expires_on": last,
        "by": story.maker, "now": story.now,
    }  # fmt: skip
    if allowed:
        add_certificate(**given)
        assert packs.freeze_pack(pack=pack, by=story.maker, now=story.now).state == "FROZEN"
    else:
        with pytest.raises(Refused, match="already expired"):
            add_certificate(**given)
        on_the_day_after = story.now + timedelta(days=366)
        with pytest.raises(Refused, match="a certificate has expired"):
            packs.freeze_pack(pack=pack, by=story.maker, now=on_the_day_after)


def test_a_certificate_is_in_a_pack_once_and_ends_after_it_begins(story):
    pack = story.fill()
    given = {"pack": pack, "issued_by": "B", "body_number": "0086", "by": story.maker, "now": story.now}
    dates = {"valid_from": story.today, "expires_on": story.today + timedelta(days=1)}
    with pytest.raises(Refused, match="GB-1234 is already in this pack"):
        add_certificate(kind="UKCA", number="GB-1234", **dates, **given)
    add_certificate(kind="CE", legislation="MDR", number="GB-1234", **dates, **given)
    with pytest.raises(Refused, match="before the date"):
        add_certificate(
            kind="UKCA", number="GB-3", valid_from=story.today + timedelta(days=2), expires_on=story.today, **given
        )


def test_one_pack_a_version_and_one_draft_at_a_time(story):
    begin = {"innovation": story.innovation, "now": story.now}
    with pytest.raises(NotAllowed):
        packs.start_pack(product_version="1.0", by=type(story)().maker, **begin)
    story.draft  # noqa: B018 (version 1.0 is begun)
    with pytest.raises(Refused, match="already has an evidence pack"):
        packs.start_pack(product_version="1.0", by=story.maker, **begin)
    with pytest.raises(Refused, match="already has a pack in draft"):
        packs.start_pack(product_version="2.0", by=story.maker, **begin)
    packs.freeze_pack(pack=story.fill(), by=story.maker, now=story.now)
    assert packs.start_pack(product_version="2.0", by=story.maker, change=story.change, **begin).revision == 1


@pytest.mark.parametrize("outcome", ["REJECTED", "DEFERRED", "TRIAL_ONLY"])
def test_a_revision_follows_a_panel_that_did_not_approve_with_everything_in_it(story, outcome):
    pack = story.decision(outcome=outcome).assessment.pack
    with pytest.raises(NotAllowed):
        start_revision(pack=pack, by=type(story)().maker, now=story.now)
    new = start_revision(pack=pack, by=story.maker, now=story.now)
    assert (new.revision, new.state, new.product_version) == (2, "DRAFT", "1.0")
    for part, field in (
        ("answers", "question"),
        ("certificates", "number"),
        ("documents", "sha256"),
        ("supports", "question"),
    ):
        old, copied = (set(getattr(p, part).values_list(field, flat=True)) for p in (pack, new))
        assert old == copied != set()
    assert packs.freeze_pack(pack=new, by=story.maker, now=story.now).content_hash != pack.content_hash


def test_no_revision_while_the_approval_stands(story):
    decision = story.decision()
    with pytest.raises(Refused, match=f"approved by Innovation panel at {story.trust} and is not assessed twice"):
        start_revision(pack=decision.assessment.pack, by=story.maker, now=story.now)
