"""A new product version starts from the last pack; what its change touches is confirmed or changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compass.foundation.clock import civil_date
from compass.foundation.errors import NotAllowed, Refused
from evidence.completeness import blocking, tasks
from evidence.models import Pack
from evidence.operations import packs
from evidence.operations.answers import answer_question
from evidence.operations.claims import state_claim
from evidence.operations.confirmations import confirm_for_version, restate_change
from evidence.operations.cost_model import save_cost_model
from evidence.operations.versions import Stated
from evidence.queries import content_of, pack_lines
from tests.evidence.cost_example import example as cost_example
from tests.evidence.test_constraints import held
from tests.evidence.version_cases import VERSIONS
from tests.factories import PersonFactory
from tests.foundation.raw_writes import assert_held
from tests.story import CLAIM, Story
from trusts.operations.assessments import start_revision

MINOR = Stated("MINOR", "A smaller battery.")
MAJOR = Stated("MAJOR", "Another sensor.", ["WORKFLOW", "REGULATION"])
ALL_STANDARDS = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)  # every standard is asked of packs begun by then


def frozen(story):
    """A submitted pack with every kind of part."""
    given = {"pack": story.fill(), "by": story.maker, "now": story.now}
    if not story.draft.claims.exists():
        state_claim(facts=CLAIM, documents=list(story.draft.documents.all()), **given)
        save_cost_model(model=cost_example(), revision=0, **given)
    return packs.freeze_pack(**given)


def following(story, change=MAJOR):
    """The draft of the next version."""
    story.next = story.next_version("2.0")
    story.next.change = change
    return story.next.draft


def waiting(pack, now):
    """The questions that keep the pack from being submitted, each with why."""
    return {t.asked.question: t.problem for t in blocking(tasks(pack_lines(pack, civil_date(now))))}


def test_a_new_version_starts_with_all_that_the_last_one_says(story):
    first = frozen(story)
    new = following(story)
    kept, carried = (content_of(pack) for pack in (first, new))
    own = {"product_version", "version_change"}
    assert {k: v for k, v in carried.items() if k not in own} == {k: v for k, v in kept.items() if k not in own}
    assert all(carried[part] for part in ("answers", "certificates", "claims", "cost_model", "documents"))
    assert carried["version_change"]["from"] == {"product_version": "1.0", "content_hash": first.content_hash}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (None, "magnitude"),
        (replace(MINOR, magnitude="HUGE"), "magnitude"),
        (replace(MINOR, statement=" \n"), "statement"),
        (replace(MINOR, topics=["COST"]), "topics"),
        (replace(MAJOR, topics=[]), "topics"),
        (replace(MAJOR, topics=["COST", "LUCK"]), "topics"),
    ],
)
def test_a_version_after_another_says_what_has_changed(story, change, field):
    frozen(story)
    given = {"innovation": story.innovation, "product_version": "2.0", "by": story.maker, "now": story.now}
    with pytest.raises(Refused) as refusal:
        packs.start_pack(change=change, **given)
    assert refusal.value.field == field
    assert Pack.objects.count() == 1
    assert packs.start_pack(change=MINOR, **given).version_change.statement == MINOR.statement


def test_a_major_change_opens_what_it_touches_and_nothing_else(story):
    frozen(story)
    pack = following(story)
    told = "Confirm for version 2.0"
    assert waiting(pack, story.now) == {"workflow-test": told, "certificate": told}
    given = {"pack": pack, "by": story.maker, "now": story.now}
    with pytest.raises(Refused, match=r"Workflow test results \(confirm for version 2\.0\)"):
        packs.freeze_pack(**given)
    answer_question(question="workflow-test", given="Tried again.", seen=1, **given)
    assert waiting(pack, story.now) == {"certificate": told}, "an answer that was changed counts"
    answer_question(question="workflow-test", given="About Workflow test results.", seen=2, **given)
    assert set(waiting(pack, story.now)) == {"certificate", "workflow-test"}, "changed back, it is the old one again"
    for question in ("certificate", "workflow-test", "workflow-test"):
        confirm_for_version(question=question, **given)
    done = packs.freeze_pack(**given)
    stated = done.content["version_change"]
    assert (stated["magnitude"], stated["topics"]) == ("MAJOR", ["REGULATION", "WORKFLOW"])
    assert (stated["attested_by"], stated["confirmed"]) == (story.maker.pk, ["certificate", "workflow-test"])


def test_a_minor_change_asks_only_what_every_version_needs_anew(db):
    story = Story(now=ALL_STANDARDS)
    frozen(story)
    pack = following(story, MINOR)
    lines = pack_lines(pack, story.today)
    anew = {line.asked.question for line in lines if line.asked.expires == "EACH_VERSION"}
    asked = waiting(pack, story.now)
    assert {"Confirm for version 2.0"} == set(asked.values())
    assert set(asked) <= anew
    assert set(asked) == {line.asked.question for line in lines if line.asked.mandatory} & anew
    for question in anew:
        confirm_for_version(pack=pack, question=question, by=story.maker, now=story.now)
    assert packs.freeze_pack(pack=pack, by=story.maker, now=story.now).state == "FROZEN"


def test_who_confirms_and_what_can_be_confirmed(story):
    frozen(story)
    pack = following(story)
    given = {"question": "certificate", "now": story.now}
    with pytest.raises(NotAllowed):
        confirm_for_version(pack=pack, by=PersonFactory(), **given)
    with pytest.raises(Refused, match="nothing to confirm here"):
        confirm_for_version(pack=pack, question="cost-model", by=story.maker, now=story.now)
    with pytest.raises(Refused, match="was submitted and cannot be changed"):
        confirm_for_version(pack=story.draft, by=story.maker, **given)
    confirm_for_version(pack=pack, by=story.maker, **given)
    assert pack.confirmations.get().confirmed_by == story.maker


def test_what_was_attested_can_be_corrected_in_a_draft_only(story):
    frozen(story)
    pack = following(story)
    given = {"pack": pack, "change": MINOR, "now": story.now}
    with pytest.raises(NotAllowed):
        restate_change(by=PersonFactory(), **given)
    with pytest.raises(Refused, match="what the change affects"):
        restate_change(by=story.maker, **{**given, "change": replace(MAJOR, topics=[])})
    restate_change(by=story.maker, **given)
    assert waiting(pack, story.now) == {}
    packs.freeze_pack(pack=pack, by=story.maker, now=story.now)
    with pytest.raises(Refused, match="was submitted and cannot be changed"):
        restate_change(by=story.maker, **given)


def test_a_revision_asks_nobody_twice(story):
    rejected = confirmed_and_rejected(story)
    new = start_revision(pack=rejected, by=story.maker, now=story.now)
    assert waiting(new, story.now) == {}
    kept, carried = (content_of(pack)["version_change"] for pack in (rejected, new))
    assert kept == carried


def confirmed_and_rejected(story):
    """Version 2.0, confirmed, submitted and not approved."""
    story.assessment()
    pack = following(story)
    for question in ("certificate", "workflow-test"):
        confirm_for_version(pack=pack, question=question, by=story.maker, now=story.now)
    story.next.decision(outcome="REJECTED")
    return Pack.objects.get(pk=pack.pk)


def test_tables_hold_their_rules(story):
    rejected = confirmed_and_rejected(story)
    draft = start_revision(pack=rejected, by=story.maker, now=story.now)
    beside = story.next_version("1.0")
    beside.__dict__.pop("innovation")
    beside.name = "Another"
    assert_held(
        [*VERSIONS, *held("versionchange", "statement = 'x'"), *held("confirmation", "question = 'x'")],
        draft=draft.pk, frozen=rejected.pk, first=story.draft.pk, same_version=rejected.pk,
        other_frozen=packs.freeze_pack(pack=beside.fill(), by=story.maker, now=story.now).pk,
        versionchange=draft.version_change.pk, frozen_versionchange=rejected.version_change.pk,
        confirmation=draft.confirmations.get(question="certificate").pk,
        frozen_confirmation=rejected.confirmations.get(question="certificate").pk,
    )  # fmt: skip


@pytest.fixture
def browse(client, story):
    client.force_login(story.maker, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(response):
    return " ".join(response.content.decode().split())


def test_the_start_page_asks_what_is_new_and_keeps_what_was_typed(browse, story):
    address = reverse("start-pack", args=[story.innovation.slug])
    assert "What is new in this version" not in text(browse.get(address))
    frozen(story)
    assert "all that you submitted for version 1.0" in text(browse.get(address))
    typed = {"product_version": "2.0", "magnitude": "MAJOR", "statement": "Another sensor <b>."}
    refused = browse.post(address, typed)
    assert refused.status_code == 422
    assert "Say what the change affects." in text(refused)
    assert "Another sensor &lt;b&gt;." in text(refused)
    assert text(browse.post(address, typed | {"magnitude": ""})).count("Choose the size of the change") == 2
    accepted = browse.post(address, typed | {"topics": ["WORKFLOW"]})
    pack = Pack.objects.get(product_version="2.0")
    assert accepted["Location"] == reverse("impact", args=[pack.pk])
    assert list(pack.version_change.topics) == ["WORKFLOW"]


def test_the_impact_page_leads_to_what_must_be_confirmed_and_each_is_one_button(browse, story):
    frozen(story)
    pack = following(story)
    impact, question, part = (
        reverse("impact", args=[pack.pk]),
        reverse("answer", args=[pack.pk, "workflow-test"]),
        reverse("confirm-part", args=[pack.pk, "certificate"]),
    )
    shown = text(browse.get(impact))
    assert "2 parts wait" in shown
    assert f'href="{question}"' in shown
    assert f'href="{part}"' in shown
    assert "The change affects “Workflow and training”." in shown
    assert f'href="{part}"' in text(browse.get(reverse("pack", args=[pack.pk])))
    confirm = reverse("confirm-part", args=[pack.pk, "workflow-test"])
    assert f'action="{confirm}"' in text(browse.get(question))
    assert "UKCA certificate GB-1234" in text(browse.get(part))
    for address in (confirm, part):
        assert browse.post(address).status_code == 302
    assert "Still true for version" not in text(browse.get(question))
    assert "Everything is confirmed or changed." in text(browse.get(impact))
    told = text(browse.get(impact)).partition("Regulation”. ")[2]
    assert told.startswith(f"By {story.maker}."), "who confirmed it"
    assert browse.get(reverse("impact", args=[story.draft.pk])).status_code == 404, "it followed no other version"
    assert browse.post(part).status_code == 302, "twice is as good as once"


def test_two_versions_are_compared_in_words(browse, story):
    frozen(story)
    pack = following(story)
    both = [story.draft.pk, pack.pk]
    assert "Nothing changed: all answers" in text(browse.get(reverse("compare-packs", args=both)))
    given = {"pack": pack, "by": story.maker, "now": story.now}
    answer_question(question="workflow-test", given="About Workflow test findings.", seen=1, **given)
    state_claim(facts=CLAIM | {"outcome": "Falls"}, documents=(), **given)
    for order in (both, both[::-1]):
        shown = text(browse.get(reverse("compare-packs", args=order)))
        assert "What changed from version 1.0 to version 2.0" in shown
        assert "</span>results<span" in shown.partition("<del>")[2]
        assert "</span>findings<span" in shown.partition("<ins>")[2]
        assert "Falls" in shown
    other = type(story)(name="Elsewhere")
    assert browse.get(reverse("compare-packs", args=[pack.pk, other.draft.pk])).status_code == 404


def test_more_to_compare_and_to_confirm_costs_no_more_queries(browse, story):
    frozen(story)
    pack = following(story)
    addresses = [reverse("impact", args=[pack.pk]), reverse("compare-packs", args=[story.draft.pk, pack.pk])]

    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            assert browse.get(address).status_code == 200
        return len(queries)

    before = [cost(address) for address in addresses]
    for number in range(8):
        state_claim(
            pack=pack, facts=CLAIM | {"outcome": f"Outcome {number}"}, documents=[pack.documents.earliest("id")],
            by=story.maker, now=story.now,
        )  # fmt: skip
        answer_question(
            pack=pack, question="clinical-validation", given=f"No {number}", seen=number + 1, by=story.maker,
            now=story.now,
        )  # fmt: skip
    assert [cost(address) for address in addresses] == before
