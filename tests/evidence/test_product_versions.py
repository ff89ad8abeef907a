"""All spellings of a product version have one key, in Python and in the database."""

from __future__ import annotations

import string

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compass.foundation.errors import Refused
from evidence.models import Pack
from evidence.models.folding import folded_version
from evidence.operations.packs import start_pack
from evidence.product_versions import version_key

NUMBERS = st.lists(st.integers(0, 120), min_size=1, max_size=4)
WRITTEN = st.text(string.ascii_letters + string.digits + " ._+()/-", min_size=1, max_size=40)


def spelled(draw, numbers: list[int]) -> str:
    groups = [draw(st.sampled_from(["", "0", "00"])) + str(number) for number in numbers]
    zeros = draw(st.sampled_from(["", ".0", ".00.0", "."]))
    lead = draw(st.sampled_from(["", "v", "V", "v.", "Version ", "ver. ", "VER ", " "]))
    return f"{lead}{'.'.join(groups)}{zeros}{draw(st.sampled_from(['', ' ']))}"


@given(st.data(), NUMBERS)
def test_spellings_of_one_version_have_one_key(data, numbers):
    assert version_key(spelled(data.draw, numbers)) == version_key(spelled(data.draw, numbers))


@given(NUMBERS, NUMBERS)
def test_different_numbers_have_different_keys(one, other):
    while one[-1:] == [0] and len(one) > 1:
        one = one[:-1]
    while other[-1:] == [0] and len(other) > 1:
        other = other[:-1]
    keys = {version_key(".".join(map(str, numbers))) for numbers in (one, other)}
    assert len(keys) == (1 if one == other else 2)


@given(WRITTEN)
def test_a_key_is_its_own_key(text):
    assert version_key(version_key(text)) == version_key(text)


@pytest.mark.parametrize(
    ("spelling", "key"),
    [("v1.0", "1"), ("1.0.", "1"), (" 1.0", "1"), ("\uff11.0", "1"), ("1.02", "1.2"), ("10.0.10", "10.0.10"),
     ("vista 2", "vista2"), ("Version 3.0B", "3.0b"), ("0.0", "0")],
)  # fmt: skip
def test_keys_as_people_expect_them(spelling, key):
    assert version_key(spelling) == key


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WRITTEN)
def test_the_database_works_out_the_same_key(story, text):
    pack = Pack.objects.filter(pk=story.draft.pk)
    pack.update(product_version=text)
    assert pack.values_list("version_key", flat=True).get() == version_key(text)
    assert pack.annotate(again=folded_version("version_key")).filter(again=F("version_key")).exists()


@pytest.mark.parametrize("spelling", ["v1.0", "1.0.0", "1.0.", " 1.0", "1", "Version 01.00"])
def test_another_spelling_of_an_assessed_version_is_refused(story, spelling):
    story.assessment()
    with pytest.raises(Refused, match="already has an evidence pack"):
        start_pack(innovation=story.innovation, product_version=spelling, by=story.maker, now=story.now)
    given = {"innovation": story.innovation, "by": story.maker, "now": story.now}
    assert start_pack(product_version="v1.0.1", change=story.change, **given).revision == 1
