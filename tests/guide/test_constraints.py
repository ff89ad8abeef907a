"""The tables of the guide hold their rules against raw SQL, too."""

from __future__ import annotations

import pytest

from compass.guide.operations import shortlists
from compass.guide.operations.frozen_searches import freeze_search
from compass.guide.operations.saved_searches import Telling, save_search
from compass.guide.search import Search
from tests.factories import NOON, OrganisationFactory, PersonFactory
from tests.foundation.raw_writes import Case, assert_held, copy_of, declared
from tests.guide.catalogue import Item
from trusts.models import Member, Role

RULES = [
    Case(
        "shortlist_name_once",
        copy_of("guide_shortlist", "{shortlist}", key="gen_random_uuid()", name="'sENSORS'"),
        copy_of("guide_shortlist", "{shortlist}", key="gen_random_uuid()", archived_at="now()"),
    ),
    Case(
        "shortlist_has_a_name",
        "UPDATE guide_shortlist SET name = '' WHERE id = {shortlist}",
        "UPDATE guide_shortlist SET name = 'Other' WHERE id = {shortlist}",
    ),
    Case("guide_shortlist.never_deleted", "DELETE FROM guide_shortlist WHERE id = {shortlist}", ""),
    Case(
        "shortlisted_once",
        copy_of("guide_shortlisted", "{entry}", key="gen_random_uuid()", position="2"),
        copy_of("guide_shortlisted", "{entry}", key="gen_random_uuid()", position="2", innovation_id="{other}"),
    ),
    Case(
        "shortlisted_one_a_place",
        copy_of("guide_shortlisted", "{entry}", key="gen_random_uuid()", innovation_id="{other}"),
        "UPDATE guide_shortlisted SET position = 7 WHERE id = {entry}",
    ),
    Case(
        "shortlisted_counted_from_one",
        "UPDATE guide_shortlisted SET position = 0 WHERE id = {entry}",
        "UPDATE guide_shortlisted SET position = 1 WHERE id = {entry}",
    ),
    Case(
        "vote_once",
        copy_of("guide_vote", "{vote}", choice="'AGAINST'"),
        copy_of("guide_vote", "{vote}", person_id="{colleague}"),
    ),
    Case(
        "vote_choice_known",
        "UPDATE guide_vote SET choice = 'MAYBE' WHERE id = {vote}",
        "UPDATE guide_vote SET choice = 'UNSURE' WHERE id = {vote}",
    ),
    Case(
        "shortlist_note_says_something",
        copy_of("guide_shortlistnote", "{note}", key="gen_random_uuid()", text="''"),
        copy_of("guide_shortlistnote", "{note}", key="gen_random_uuid()", text="'More.'"),
    ),
    Case(
        "frozen_search_hash_is_a_hash",
        copy_of("guide_frozensearch", "{frozen}", key="gen_random_uuid()", content_hash="'x'"),
        copy_of("guide_frozensearch", "{frozen}", key="gen_random_uuid()"),
    ),
    Case("guide_frozensearch.never_changed", "UPDATE guide_frozensearch SET content = '{{}}' WHERE id = {frozen}", ""),
    Case("guide_frozensearch.never_deleted", "DELETE FROM guide_frozensearch WHERE id = {frozen}", ""),
    Case(
        "saved_search_name_once",
        copy_of("guide_savedsearch", "{saved}", key="gen_random_uuid()", name="'aLPHA'", query="'?q=b'"),
        copy_of("guide_savedsearch", "{saved}", key="gen_random_uuid()", stopped_at="now()"),
    ),
    Case(
        "saved_search_query_once",
        copy_of("guide_savedsearch", "{saved}", key="gen_random_uuid()", name="'Other'"),
        copy_of("guide_savedsearch", "{saved}", key="gen_random_uuid()", name="'Other'", query="'?q=b'"),
    ),
    Case(
        "saved_search_has_a_name",
        "UPDATE guide_savedsearch SET name = '' WHERE id = {saved}",
        "UPDATE guide_savedsearch SET name = 'Other' WHERE id = {saved}",
    ),
    Case("guide_savedsearch.never_deleted", "DELETE FROM guide_savedsearch WHERE id = {saved}", ""),
    Case(
        "saved_match_once",
        copy_of("guide_savedmatch", "{match}"),
        copy_of("guide_savedmatch", "{match}", innovation_id="{other}"),
    ),
]


@pytest.fixture
def kept(catalogue) -> dict[str, int]:
    trust, ann, bob = OrganisationFactory(), PersonFactory(), PersonFactory()
    Member.objects.create(organisation=trust, person=ann, role=Role.BUYER)
    first, second = catalogue.add(Item("Alpha"), Item("Beta"))
    shortlist = shortlists.start_shortlist(name="Sensors", organisation=trust, by=ann, now=NOON)
    shortlists.add_to_shortlist(shortlist=shortlist, innovations=[first], by=ann, now=NOON)
    entry = shortlist.entries.get()
    shortlists.give_opinion(entry=entry, choice="FOR", note="Good.", by=ann, now=NOON)
    frozen = freeze_search(search=Search(), purpose="", organisation=trust, by=ann, now=NOON)
    saved = save_search(
        search=Search(text="alpha"), name="Alpha", organisation=trust, telling=Telling.DAILY, by=ann, now=NOON
    )
    return {
        "frozen": frozen.pk, "shortlist": shortlist.pk, "entry": entry.pk, "other": second.pk, "colleague": bob.pk,
        "vote": entry.votes.get().pk, "note": entry.notes.get().pk, "saved": saved.pk,
        "match": saved.matches.get().pk,
    }  # fmt: skip


def test_tables_hold_their_rules(kept):
    assert_held(RULES, **kept)


def test_every_rule_of_the_tables_is_tried():
    ours = ("shortlist", "vote", "frozen", "saved")
    kept = {rule for rule in declared("guide") if rule.removeprefix("guide_").startswith(ours)}
    assert {case.rule for case in RULES} == kept
