"""What a claim says and how strong its evidence is: the pure rule."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.claims import (
    STRENGTHS,
    Design,
    Effect,
    Measure,
    Told,
    effect_problems,
    sentence,
    strength,
)


def effect(size, low=None, high=None, measure=Measure.DIFFERENCE, unit="days"):
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    return Effect(measure, Decimal(size), *ends, unit=unit)


@pytest.mark.parametrize(
    ("design", "found", "label"),
    [
        (Design.RANDOMISED, effect("-0.8", "-1.2", "-0.4"), "Strong"),
        (Design.SYSTEMATIC_REVIEW, effect("0.6", "0.4", "0.9", Measure.RISK_RATIO), "Strong"),
        (Design.RANDOMISED, effect("-0.8", "-1.2", "0"), "Uncertain"),
        (Design.RANDOMISED, effect("0.6", "0.4", "1.0", Measure.RISK_RATIO), "Uncertain"),
        (Design.RANDOMISED, effect("-0.8"), "Uncertain"),
        (Design.CONTROLLED, effect("-0.8", "-1.2", "-0.4"), "Moderate"),
        (Design.BEFORE_AFTER, effect("2", "1", "3"), "Moderate"),
        (Design.REAL_WORLD, effect("-0.8", "-1.2", "-0.4"), "Descriptive"),
        (Design.COHORT, effect("40", "30", "50", Measure.LEVEL), "Descriptive"),
        (Design.ACCURACY, effect("91", "88", "94", Measure.SENSITIVITY, "%"), "Accuracy"),
        (Design.MODELLED, effect("-0.8", "-1.2", "-0.4"), "Modelled"),
    ],
)
def test_the_label_follows_from_design_and_interval(design, found, label):
    assert strength(design, found).label == label


numbers = st.decimals(-100, 100, places=2)


@given(st.sampled_from(list(Design)), st.sampled_from(list(Measure)), numbers, st.none() | numbers, st.none() | numbers)
def test_every_claim_has_one_label_with_its_rule(design, measure, size, low, high):
    found = strength(design, Effect(measure, size, low, high))
    assert found in STRENGTHS
    assert found.rule


@pytest.mark.parametrize(
    ("found", "fields"),
    [
        (effect("1", "0", "2"), set()),
        (effect("1"), set()),
        (effect("1", low="0"), {"high"}),
        (effect("1", high="2"), {"low"}),
        (effect("3", "0", "2"), {"size"}),
        (effect("101", measure=Measure.SENSITIVITY), {"size"}),
        (effect("-1", "-2", "0", Measure.ODDS_RATIO), {"size", "low"}),
    ],
)
def test_numbers_that_cannot_be_true_are_named_by_field(found, fields):
    assert set(effect_problems(found)) == fields


def test_the_sentence_keeps_every_number_and_says_what_is_missing():
    told = Told(
        outcome="Length of stay", population="adults after hip replacement", comparator="usual care",
        effect=effect("-0.80", "-1.2", "-0.4"), design=Design.RANDOMISED, participants=1412, follow_up=1, sites=3,
    )  # fmt: skip
    assert sentence(told) == (
        "Length of stay: −0.8 days (95% interval −1.2 to −0.4) compared with usual care, in adults after hip "
        "replacement (Randomised controlled trial, 1,412 people, 3 sites, followed for 1 month)."
    )
    bare = Told(
        outcome="Sensitivity", population="adults", comparator="", design=Design.ACCURACY,
        effect=effect("91", measure=Measure.SENSITIVITY, unit="%"), participants=None, follow_up=None, sites=0,
    )  # fmt: skip
    assert sentence(bare) == (
        "Sensitivity: 91% (no interval stated), without a comparison, in adults (Diagnostic accuracy "
        "study, number of people not stated, follow-up not stated)."
    )
