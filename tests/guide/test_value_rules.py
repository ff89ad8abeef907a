"""Pure rules of the value workbench: weights, scores, and where the first place changes."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from compass.guide.value.scheme import DOMAIN_NAMES, Domain, Question, domain_weights, faults, first_scheme, read_scheme
from compass.guide.value.scoring import Entry, Parts, cost_score, parts_of, rounded, total
from compass.guide.value.sensitivity import COST, Line, allowed, leaders, lines_of, stretches

KEPT = [("SOCIAL_VALUE", Decimal(10)), ("EFFICIENCY", Decimal(20)), ("PATIENT_AND_STAFF", Decimal(30))]
unit = st.fractions(0, 1, max_denominator=400)


@st.composite
def weightings(draw):
    """Weights of the five domains and of cost, whole percents that keep the rule."""
    cost, social = draw(st.integers(0, 40)), draw(st.integers(10, 60))
    left, cut = 100 - cost - social, []
    assume(left >= 0)
    for _ in range(3):
        cut.append(draw(st.integers(0, left - sum(cut))))
    names = [d for d in DOMAIN_NAMES if d != Domain.SOCIAL_VALUE]
    shares = dict(zip(names, [*cut, left - sum(cut)], strict=True))
    return {"SOCIAL_VALUE": Decimal(social), **{n: Decimal(s) for n, s in shares.items()}}, Decimal(cost)


@st.composite
def fields_of_parts(draw):
    """Two to ten technologies with any scores."""
    return [Parts(str(n), {d: draw(unit) for d in DOMAIN_NAMES}, draw(unit)) for n in range(draw(st.integers(2, 10)))]


def test_the_delivered_scheme_keeps_its_own_rule():
    scheme = first_scheme()
    assert faults([(q.domain, q.weight) for q in scheme.questions], scheme.cost_weight) == []
    assert len(scheme.questions) == 21
    assert set(Counter(q.domain for q in scheme.questions)) == set(DOMAIN_NAMES)


@pytest.mark.parametrize(
    ("weights", "cost", "said"),
    [
        (KEPT, "40", []),
        (KEPT, "41", ["Whole-life cost has 41%: it may have at most 40%.",
                      "All weights add up to 101%: they must add up to 100%, so 1% is too much."]),
        (KEPT[1:], "40", ["The five domains have 50% together: they need at least 60%.",
                          "Social value has 0%: it needs at least 10%.",
                          "All weights add up to 90%: they must add up to 100%, so 10% is missing."]),
        ([("SOCIAL_VALUE", Decimal("9.99")), ("PURPOSE", Decimal("90.01"))], "0",
         ["Social value has 9.99%: it needs at least 10%."]),
        ([*KEPT, ("LUCK", Decimal(0))], "40", ["“LUCK” is not one of the five domains."]),
        ([*KEPT, ("PURPOSE", Decimal(-1)), ("PURPOSE", Decimal(1))], "40", ["A weight cannot be below 0%."]),
    ],
)  # fmt: skip
def test_broken_weights_are_said_in_sentences(weights, cost, said):
    assert faults(weights, Decimal(cost)) == said


def test_a_scheme_that_breaks_the_rule_is_not_read():
    text = 'code="c"\nversion="9"\ntitle="t"\ncost_weight="90"\n[[questions]]\nkey="a"\ndomain="PURPOSE"\ntext="?"\n'
    with pytest.raises(ValueError, match="at most 40%"):
        read_scheme(text + 'weight="10"')


@given(weightings())
def test_every_weighting_in_the_rule_is_accepted_and_moving_within_the_allowed_keeps_it(given_weights):
    weights, cost = given_weights
    assert faults(list(weights.items()), cost) == []
    for moved in (COST, *DOMAIN_NAMES):
        shares = {**{n: Fraction(w) / 100 for n, w in weights.items()}, COST: Fraction(cost) / 100}
        if shares[moved] == 1:
            continue
        low, high = allowed(moved, weights, cost)
        assert low <= shares[moved] <= high
        for x in (low, high):
            rest = 1 - shares[moved]
            now = {n: x if n == moved else s * (1 - x) / rest for n, s in shares.items()}
            assert now[COST] <= Fraction(2, 5)
            assert now["SOCIAL_VALUE"] >= Fraction(1, 10)


@given(st.lists(st.decimals("0.01", "9999999", places=2), min_size=2, max_size=10))
def test_the_lowest_cost_gets_full_marks_and_twice_the_cost_half(costs):
    lowest = min(costs)
    scores = [cost_score(cost, lowest) for cost in costs]
    assert max(scores) == 1
    assert cost_score(lowest * 2, lowest) == Fraction(1, 2)
    assert all(0 < s <= 1 for s in scores)
    assert sorted(costs) == [c for _, c in sorted(zip(scores, costs, strict=True), key=lambda p: (-p[0], p[1]))]


def test_a_cost_of_nothing_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        cost_score(Decimal(0), Decimal(1))


@given(weightings(), st.lists(st.integers(0, 4), min_size=5, max_size=5))
def test_a_score_is_the_weighted_sum_and_lies_within_100(given_weights, points):
    weights, cost = given_weights
    questions = [Question(d, d, "?", weights[d]) for d in DOMAIN_NAMES]
    entry = Entry("a", dict(zip(DOMAIN_NAMES, points, strict=True)), Decimal(100))
    (parts,) = parts_of(questions, [entry])
    by_hand = sum(Fraction(weights[d]) * p / 4 for d, p in entry.points.items()) + Fraction(cost)
    assert total(parts, weights, cost) == by_hand
    assert 0 <= by_hand <= 100


@given(fields_of_parts(), weightings(), st.sampled_from([COST, *DOMAIN_NAMES]))
def test_the_line_at_todays_weight_is_todays_score(parts, given_weights, moved):
    weights, cost = given_weights
    own = Fraction(cost if moved == COST else weights[moved]) / 100
    assume(own < 1)
    for line, one in zip(lines_of(parts, moved, weights, cost), parts, strict=True):
        assert line.at(own) == total(one, weights, cost)


lines = st.lists(st.tuples(unit, unit), min_size=1, max_size=10).map(
    lambda pairs: [Line(str(n), start, end) for n, (start, end) in enumerate(pairs)]
)


@given(lines, unit)
def test_stretches_cover_the_range_and_say_who_is_first_everywhere(found, where):
    cut = stretches(found, Fraction(0), Fraction(1))
    assert (cut[0].start, cut[-1].end) == (0, 1)
    for one, following in pairwise(cut):
        assert one.end == following.start
        assert one.first != following.first
    holding = [s for s in cut if s.start < where < s.end]
    assert all(set(s.first) <= set(leaders(found, where)) for s in holding)
    # The upper edge of straight lines bends at most once a line, whatever ties there are.
    assert len(cut) <= 2 * len(found) - 1


def test_the_first_place_changes_exactly_where_the_lines_cross():
    dear, cheap = Line("dear", Fraction(80), Fraction(50)), Line("cheap", Fraction(60), Fraction(100))
    assert [(s.first, s.end) for s in stretches([dear, cheap], Fraction(0), Fraction(2, 5))] == [
        (("dear",), Fraction(2, 7)),
        (("cheap",), Fraction(2, 5)),
    ]
    assert len(stretches([dear, cheap], Fraction(0), Fraction(1, 4))) == 1
    assert stretches([], Fraction(0), Fraction(1)) == []


def test_numbers_to_show_round_halves_up():
    assert rounded(Fraction(2, 7) * 100) == Decimal("28.57")
    assert rounded(Fraction(5, 1000)) == Decimal("0.01")


def test_weights_of_a_domain_are_added():
    assert domain_weights([("PURPOSE", Decimal(1)), ("PURPOSE", Decimal(2))])["PURPOSE"] == 3
