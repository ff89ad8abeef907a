"""A version of a product has one spelling, so that it cannot be assessed twice under two."""

from __future__ import annotations

from datetime import date

import pytest

from compass.foundation.errors import Refused
from evidence.operations.innovations import describe_innovation, register_innovation
from evidence.operations.innovators import register_innovator
from evidence.operations.packs import start_pack
from passports.validity import Dated, Facts, Status, verdict
from tests.story import DESCRIPTION


@pytest.mark.parametrize("spelling", ["1.0B", " 1.0b ", "1.0\uff42", "\uff11.0b"])
def test_another_spelling_of_a_version_is_not_another_version(story, spelling):
    story.version = "1.0b"
    story.assessment()
    with pytest.raises(Refused, match="already has an evidence pack"):
        start_pack(innovation=story.innovation, product_version=spelling, by=story.maker, now=story.now)
    given = {"innovation": story.innovation, "by": story.maker, "now": story.now}
    assert start_pack(product_version="1.1", change=story.change, **given).revision == 1


@pytest.mark.parametrize("look_alike", ["1.0\u200b", "1.0\u00ad", "1.\u041e", "\u2060"])
def test_a_version_has_only_characters_that_can_be_seen_and_told_apart(story, look_alike):
    with pytest.raises(Refused, match="character that versions do not have"):
        start_pack(innovation=story.innovation, product_version=look_alike, by=story.maker, now=story.now)
    assert start_pack(innovation=story.innovation, product_version="1.0 (b)", by=story.maker, now=story.now).pk


def test_a_public_technology_keeps_its_name(story):
    """Its passport is about exactly that technology; other words may change."""
    story.passport()
    given = DESCRIPTION | {"name": story.name}
    with pytest.raises(Refused, match="cannot be changed"):
        describe_innovation(
            innovation=story.innovation, description=given | {"name": "Another pump"}, by=story.maker, now=story.now
        )
    changed = describe_innovation(
        innovation=story.innovation, description=given | {"summary": "Plainer."}, by=story.maker, now=story.now
    )
    assert (changed.name, changed.summary) == (story.name, "Plainer.")


def test_an_innovator_has_a_technology_once(story):
    story.innovation  # noqa: B018 (it must be there)
    twin = DESCRIPTION | {"name": f" {story.name.upper().replace(' ', '  ')}"}
    with pytest.raises(Refused, match="already has a technology called"):
        register_innovation(innovator=story.innovator, description=twin, by=story.maker, now=story.now)
    second = register_innovation(
        innovator=story.innovator, description=DESCRIPTION | {"name": "Wound Camera"}, by=story.maker, now=story.now
    )
    with pytest.raises(Refused, match="already has a technology called"):
        describe_innovation(innovation=second, description=twin, by=story.maker, now=story.now)
    own = describe_innovation(innovation=story.innovation, description=twin, by=story.maker, now=story.now)
    assert own.name == twin["name"]


def test_a_company_is_registered_once(story):
    name = story.innovator.name
    with pytest.raises(Refused, match="is registered already") as refused:
        register_innovator(name=f"{name.lower()} ", by=story.buyer, now=story.now)
    assert "Ask a colleague there" in refused.value.next_step
    assert (
        register_innovator(name=f"{name} of Leeds", by=story.buyer, now=story.now).members.get().person == story.buyer
    )


def test_a_certificate_without_end_leaves_a_passport_issuable():
    """The last day that there is has no day after it."""
    found = verdict(Facts(life_ends_on=date(2028, 1, 1), certificates=[Dated("UKCA", date.max)]), date(2026, 1, 1))
    assert (found.status, found.until) == (Status.VALID, date(2028, 1, 1))
