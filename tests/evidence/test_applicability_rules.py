"""Which requirements are asked: the pure rule, over the standards as they are shipped and over any rules at all."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.answering import VALUED
from evidence.applicability import applicable
from evidence.completeness import Asked, Held, parked
from evidence.operations.standards import FOLDER

CODES = ["A", "B", "C"]
QUESTIONS = [f"q{n}" for n in range(6)]
rules = st.dictionaries(
    st.sampled_from(QUESTIONS), st.lists(st.sampled_from(CODES), min_size=1, max_size=3), max_size=2
)
asked = st.builds(
    lambda question, own, of_set: Asked(
        "S 1", question, question, "CHOICES", mandatory=True, question=question, rules=(own, of_set)
    ),
    st.sampled_from(QUESTIONS),
    rules,
    rules,
)
answers = st.dictionaries(
    st.sampled_from(QUESTIONS), st.lists(st.sampled_from(CODES), unique=True).map(lambda c: {"choices": c})
)


def together(one, other):
    """Both sets of answers, every chosen code of either."""
    return {
        q: {"choices": sorted({*one.get(q, {}).get("choices", ()), *other.get(q, {}).get("choices", ())})}
        for q in one.keys() | other.keys()
    }


@settings(max_examples=300, deadline=None)
@given(st.lists(asked, max_size=12), answers, answers)
def test_more_answers_never_make_fewer_requirements(requirements, some, others):
    before = applicable(requirements, some)
    after = applicable(requirements, together(some, others))
    assert [one for one in after if one in before] == before


@settings(max_examples=300, deadline=None)
@given(st.lists(asked, max_size=12), answers)
def test_an_answer_counts_or_is_parked_and_is_never_lost(requirements, given_answers):
    asking = {one.question for one in applicable(requirements, given_answers)}
    set_aside = parked(requirements, Held(answers=given_answers))
    assert set(given_answers) == set(set_aside) | (set(given_answers) & asking)
    assert not set(set_aside) & asking


def test_a_follow_up_of_a_parked_answer_is_parked_too():
    root = Asked("S", "1", "Root", "YES_NO", mandatory=True, question="root")
    follow = Asked("S", "2", "Follow", "YES_NO", mandatory=True, question="follow", rules=[{"root": ["YES"]}])
    last = Asked("S", "3", "Last", "TEXT", mandatory=True, question="last", rules=[{"follow": ["YES"]}])
    values = {"root": {"choice": "YES"}, "follow": {"choice": "YES"}}
    assert applicable([last, follow, root], values) == [last, follow, root]
    assert applicable([last, follow, root], values | {"root": {"choice": "NO"}}) == [root]


def shipped():
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        given_set = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [(path.name, given_set, one) for one in given_set["requirement"]]
    return found


def test_every_rule_of_the_shipped_standards_can_come_true():
    """A rule that names a question or an answer that no standard has would hide its requirement for ever."""
    options = {"YES_NO": {"YES", "NO"}}
    known: dict[str, set[str]] = {}
    for _, _, one in shipped():
        known.setdefault(one["question"], set()).update(options.get(one["kind"], set(one.get("options", {}))))
    for name, given_set, one in shipped():
        for rule in (given_set.get("applies", {}), one.get("applies", {})):
            for question, allowed in rule.items():
                assert set(allowed) <= known.get(question, set()), (name, one["code"], question)


def test_requirements_that_share_a_question_ask_for_the_same_kind_of_answer():
    first: dict[str, tuple] = {}
    for name, _, one in shipped():
        form = (one["kind"], one.get("options"), one.get("unit"), one.get("accepts"))
        assert first.setdefault(one["question"], form) == form, (name, one["code"])


@pytest.mark.parametrize("kind", sorted(VALUED))
def test_every_kind_of_answer_has_its_words(kind):
    assert kind in {"TEXT", "YES_NO", "CHOICE", "CHOICES", "NUMBER", "DATE", "LINK"}
