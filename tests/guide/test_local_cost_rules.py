"""Who puts which numbers into a technology's cost model, and what the table refuses to SQL itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.foundation.models import Change
from compass.guide.models import LocalCost
from compass.guide.operations.local_costs import save_local_cost
from compass.guide.queries.local_costs import costed, saved_of
from evidence.models import Innovation
from tests.evidence.cost_example import example
from tests.factories import PersonFactory
from tests.foundation.raw_writes import Case, assert_held, copy_of, declared
from tests.guide.local_cost_story import with_model
from tests.story import Story
from trusts.models import Role


@pytest.fixture
def story(db) -> Story:
    return with_model(Story())


def save(story: Story, numbers: dict[str, str], revision: int = 0, **changes) -> LocalCost:
    given = {
        "organisation": story.other_trust,
        "innovation": story.innovation,
        "numbers": numbers,
        "revision": revision,
        "by": story.buyer,
        "now": story.now,
    }
    given |= (
        {"model_hash": costed([story.innovation.slug], story.buyer)[0].model_hash}
        if "model_hash" not in changes
        else {}
    )
    return save_local_cost(**given | changes)


def test_only_numbers_that_change_something_are_kept_and_the_log_has_none(story):
    saved = save(story, {"patients": "240", "sensor": "9.80", "sensors": "2", "minutes": "10.0"})
    assert saved.numbers == {"patients": "240", "sensor": "9.80"}
    assert saved.pack == story.draft
    assert save(story, {}, revision=1).numbers == {}
    assert LocalCost.objects.count() == 1
    told = Change.objects.filter(kind="local_cost_saved")
    assert [(one.data, "9.80" in one.sentence) for one in told] == [({}, False)] * 2


@pytest.mark.parametrize("role", list(Role))
def test_everybody_of_the_organisation_may_save(story, role):
    assert save(story, {"patients": "240"}, by=story.member(story.other_trust, role)).revision == 1


def test_nobody_else_may_save(story):
    for person in (story.lead, story.maker, story.operator, PersonFactory()):
        with pytest.raises(NotAllowed):
            save(story, {"patients": "240"}, by=person)
    assert saved_of(story.other_trust, story.buyer) == {}


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({"patients": "many"}, "patients"),
        ({"sensor": "-1"}, "sensor"),
        ({"patients": "1" * 13}, "patients"),
        ({"nonsense": "1"}, "nonsense"),
    ],
)
def test_a_number_that_cannot_stand_there_is_named(story, numbers, field):
    with pytest.raises(Invalid) as refusal:
        save(story, {"reader": "800"} | numbers)
    assert refusal.value.field == field
    assert LocalCost.objects.count() == 0
    assert save(story, {"bed_days": "-1.5"}).numbers == {"bed_days": "-1.5"}  # a change may be below nought


def test_what_changed_meanwhile_is_not_overwritten(story):
    save(story, {"patients": "240"})
    for changes in ({"revision": 0}, {"revision": 2}, {"revision": 1, "model_hash": "0" * 64}):
        with pytest.raises(Refused):
            save(story, {"patients": "1"}, **changes)
    assert LocalCost.objects.get().numbers == {"patients": "240"}


def test_a_technology_that_is_not_published_or_has_no_model_is_refused(story):
    other = Story(name="Another")
    with pytest.raises(Refused):
        save(story, {"patients": "240"}, innovation=other.innovation)
    Innovation.objects.filter(pk=story.innovation.pk).update(published_at=None)
    with pytest.raises(Refused):
        save(story, {"patients": "240"}, model_hash="0" * 64)
    assert costed([story.innovation.slug], story.buyer) == []


def test_what_a_merged_organisation_saved_is_its_successors(story):
    save(story, {"patients": "240"})
    old, new = story.other_trust, story.trust
    old.current = new
    old.closed_on = story.today
    old.save()
    (found,) = saved_of(new, story.buyer).values()
    assert (found.numbers, found.revision) == ({"patients": "240"}, 0)
    with pytest.raises(Refused):
        save(story, {"patients": "1"}, revision=1)
    later = story.now + timedelta(days=1)
    save(story, {"patients": "500"}, organisation=new, now=later)
    (found,) = saved_of(new, story.buyer).values()
    assert (found.numbers, found.revision) == ({"patients": "500"}, 1)


def test_every_rule_of_the_tables_is_tried(story):
    saved = save(story, {"patients": "240"})
    other = Story(name="Another")
    other.__dict__.update({who: getattr(story, who) for who in ("trust", "innovator", "maker", "panel", "seats")})
    with_model(other)
    table = "guide_localcost"
    mine = "WHERE id = {saved}"
    held = f"{table}.frozen_pack_of_the_technology"
    elsewhere = {"innovation_id": "{other}", "pack_id": "{other_pack}"}
    draft = Story(name="A third").draft
    cases = [
        Case(
            "local_cost_once", copy_of(table, "{saved}"), copy_of(table, "{saved}", organisation_id="{trust}")
        ),
        Case("local_cost_once", copy_of(table, "{saved}"), copy_of(table, "{saved}", **elsewhere)),
        Case(
            "local_cost_revision_counts_from_one",
            f"UPDATE {table} SET revision = 0 {mine}",
            f"UPDATE {table} SET revision = 2 {mine}",
        ),
        Case(
            "local_cost_hash_is_a_hash",
            f"UPDATE {table} SET model_hash = 'x' {mine}",
            f"UPDATE {table} SET model_hash = repeat('a', 64) {mine}",
        ),
        Case(
            "local_cost_numbers_have_names",
            f"UPDATE {table} SET numbers = '[\"patients\"]' {mine}",
            f"UPDATE {table} SET numbers = '{{{{}}}}' {mine}",
        ),
        Case(
            held,
            copy_of(table, "{saved}", **elsewhere | {"pack_id": "{pack}"}),
            copy_of(table, "{saved}", **elsewhere),
        ),
        Case(held, f"UPDATE {table} SET pack_id = {{other_pack}} {mine}", ""),
        Case(held, copy_of(table, "{saved}", innovation_id="{third}", pack_id="{draft}"), ""),
    ]  # fmt: skip
    assert {case.rule for case in cases} == {rule for rule in declared("guide") if "local" in rule}
    assert_held(
        cases, saved=saved.pk, trust=story.trust.pk, other=other.innovation.pk, other_pack=other.draft.pk,
        pack=story.draft.pk, draft=draft.pk, third=draft.innovation_id,
    )  # fmt: skip


def test_the_model_is_the_one_of_the_pack(story):
    (found,) = costed([story.innovation.slug], story.buyer)
    assert found.model == example()
    assert len(found.model_hash) == 64
