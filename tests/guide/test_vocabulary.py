"""Abbreviations and synonyms: the data is sound, and each finds what the other words find."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from compass.guide import vocabulary
from compass.guide.presenters.finding import OPTIONS
from compass.guide.queries.finding import results
from compass.guide.search import How, read_search
from evidence.models import Benefit, CareSetting, ClinicalArea, EmdnCode, Guidance, GuidanceOn, Identifier
from tests.factories import NOON
from tests.guide.catalogue import Item

DATA = tomllib.loads(Path(vocabulary.__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))


def found(text):
    given = results(read_search(text, {}, OPTIONS))
    return given["how"], {row["name"] for row in given["rows"]}


def test_the_data_is_sound():
    assert len(DATA["same"]) >= 80
    assert set(DATA["benefits"]) == set(Benefit.values)
    assert set(DATA["settings"]) == set(CareSetting.values)
    assert set(DATA["areas"]) <= set(ClinicalArea.values)
    for group in DATA["same"]:
        assert len(group) >= 2
        assert len({phrase.lower() for phrase in group}) == len(group), group
    assert max(len(phrase.split()) for phrase in vocabulary.vocabulary().meanings) <= 5


@given(st.text(max_size=80), st.lists(st.sampled_from(sorted(vocabulary.vocabulary().meanings)), max_size=4))
def test_meanings_keep_every_word_in_order(text, phrases):
    typed = " ".join([text, *phrases])
    said = " ".join(meaning.typed for meaning in vocabulary.meanings(typed))
    assert re.findall(r"\w+", said) == re.findall(r"\w+", typed)


def test_the_longest_phrase_counts_and_a_plural_is_the_same():
    assert [(m.typed, m.known) for m in vocabulary.meanings("reduce surgical site infections now")] == [
        ("reduce", False),
        ("surgical site infections", True),
        ("now", False),
    ]
    assert "SSI" in vocabulary.meanings("Surgical site infections")[0].others
    assert vocabulary.either("flu or covid OR RSV") == ["flu", "covid", "RSV"]


@pytest.mark.parametrize(
    "text",
    [
        "SSI",
        "ssi.",
        "prevent SSI",
        "preventing surgical wound infections",
        "the SSI",
        "MTG999",
        "mtg-999",
        "HTG7",
        "guidance about dressings",
        "bandages",
        "prevent bandages",
        "Invented prevent",
        "waiting list",
        "patches in theatre",
    ],
)
def test_a_technology_is_found_by_whatever_is_known_of_it(catalogue, text):
    patch, _ = catalogue.add(
        Item("Patch", summary="Helps to prevent a surgical site infection. Patches."), Item("Other", summary="")
    )
    type(patch).objects.filter(pk=patch.pk).update(benefits=["WAITING"], care_settings=["THEATRE"])
    EmdnCode.objects.get_or_create(code="M0401", defaults={"title": "BANDAGES AND PROTECTIONS"})
    Identifier.objects.create(innovation=patch, scheme="EMDN", value="M0401", added_at=NOON)
    guidance = Guidance.objects.create(
        reference="MTG999", aliases=["HTG7"], title="Guidance about dressings", url="https://g.example/",
        checked_on=date(2026, 1, 5),
    )  # fmt: skip
    GuidanceOn.objects.create(innovation=patch, guidance=guidance, recommendation="RECOMMENDED")
    assert found(text) == (How.ALL, {"Patch"})


def test_what_may_mean_something_else_is_told_by_capitals_or_by_the_words_beside_it():
    known = {phrase.lower() for phrase in DATA["only"]}
    assert known <= {*vocabulary.vocabulary().meanings}
    for text, meant in [
        ("FIT", True), ("FIT test", True), ("fit test", False), ("fit test of a mask", False), ("FIT TEST MASK", False),
        ("fit test for bowel cancer", True), ("FIT BOWEL", True), ("bottle cap", False), ("CAP antibiotics", True),
        ("fits", True), ("mask that fits", False), ("fits and seizures", True), ("flow meter", False),
        ("patient flow", True),
    ]:  # fmt: skip
        said = [one for one in vocabulary.meanings(text) if one.known and one.typed.lower().removesuffix("s") in
                {"fit", "cap", "flow"}]  # fmt: skip
        assert bool(said) is meant, text


@pytest.mark.parametrize("text", ["mask fit test", "FIT"])
def test_a_word_of_everyday_does_not_find_what_only_its_abbreviation_names(catalogue, text):
    catalogue.add(Item("Mask tester", summary="Tests the fit of a mask."),
                  Item("Bowel kit", summary="A faecal immunochemical test."))  # fmt: skip
    assert found(text) == (How.ALL, {"Mask tester"} if text != "FIT" else {"Mask tester", "Bowel kit"})


@pytest.mark.parametrize("text", ["alternative to sleeping tablets", "sleeping tablets", "alternatives to insomnia"])
def test_words_that_say_nothing_of_what_is_wanted_keep_nothing_away(catalogue, text):
    catalogue.add(Item("Course", summary="For insomnia."), Item("Alternative lamp", summary=""))
    assert found(text) == (How.ALL, {"Course"})
    assert found("alternative to") == (How.ALL, {"Alternative lamp"})


@pytest.mark.parametrize("text", ["M04", "m0401", "M040101", "patch M04"])
def test_the_code_of_a_category_finds_what_is_in_it_or_below(catalogue, text):
    patch, _ = catalogue.add(Item("Patch", summary=""), Item("Other patch", summary=""))
    for code, title in (("M04", "DRESSINGS"), ("M0401", "BANDAGES"), ("M040101", "NETS")):
        EmdnCode.objects.get_or_create(code=code, defaults={"title": title})
    Identifier.objects.create(innovation=patch, scheme="EMDN", value="M040101", added_at=NOON)
    assert found(text) == (How.ALL, {"Patch"})
    assert found("M05") == (How.NONE, set())
    (row,) = results(read_search(text, {}, OPTIONS))["rows"]
    assert row["why_category"] == ["NETS"]


def test_quotes_mean_just_these_words(catalogue):
    catalogue.add(Item("Patch", summary="Prevents surgical site infection."))
    assert found('"SSI"') == (How.NONE, set())
    assert found('"surgical site infection"') == (How.ALL, {"Patch"})


def test_little_words_alone_find_nothing(catalogue):
    catalogue.add(Item("Patch"))
    assert found("the of") == (How.NONE, set())
    assert found("it") == (How.NONE, set())


def test_what_is_not_public_is_not_found_by_its_facts_either(catalogue):
    (hidden,) = catalogue.add(Item("Secret", public=False))
    type(hidden).objects.filter(pk=hidden.pk).update(benefits=["WAITING"])
    assert found("waiting list")[1] == set()


def test_the_words_of_categories_are_read_by_index(db):
    rows = EmdnCode.objects.annotate(words=SearchVector("title", config="english"))
    found = rows.filter(words=SearchQuery("bandages", search_type="websearch", config="english"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "guide_emdn_words" in found.order_by().explain()
