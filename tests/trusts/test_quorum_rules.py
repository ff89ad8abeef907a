"""When a panel may decide: the pure rule against a plain reading of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trusts.quorum import Seated, obstacles, present_count

TITLES = {"CLINICAL": "Clinical evidence", "VALUE": "Cost and value", "OPERATIONS": "Workflow"}
ALL = frozenset(TITLES)
CHAIR = Seated("CHAIR", frozenset(), "NONE")
CLINICIAN = Seated("CLINICAL_LEAD", ALL, "NONE", scored=ALL)
FINANCE = Seated("FINANCE", ALL, "NONE", scored=ALL)
PANEL = [CHAIR, CLINICIAN, FINANCE]


@pytest.mark.parametrize(
    ("panel", "sentence"),
    [
        ([replace(CHAIR, exclusion=None), CLINICIAN, FINANCE], "The chair has not declared"),
        ([replace(CHAIR, exclusion="FULL"), CLINICIAN, FINANCE], "The chair has not declared"),
        ([CLINICIAN, FINANCE, FINANCE], "The chair has not declared"),
        ([CHAIR, replace(CLINICIAN, scored=frozenset()), FINANCE], "No clinician on the panel has scored"),
        ([CHAIR, FINANCE, FINANCE], "No clinician on the panel has scored"),
        ([CHAIR, CLINICIAN, replace(FINANCE, exclusion=None)], "3 members are needed for a quorum and 2 have"),
        ([CHAIR, CLINICIAN], "3 members are needed for a quorum and 2 have"),
        ([], "3 members are needed for a quorum and 0 have"),
        ([CHAIR, *(replace(m, scored=ALL - {"VALUE"}) for m in (CLINICIAN, FINANCE))], "“Cost and value”"),
    ],
)
def test_each_obstacle_is_said_and_without_it_the_panel_decides(panel, sentence):
    assert obstacles(PANEL, quorum=3, sections=TITLES) == []
    assert sentence in " ".join(obstacles(panel, quorum=3, sections=TITLES))


seats = st.sampled_from(["CHAIR", "CLINICAL_LEAD", "CLINICAL_SAFETY", "FINANCE", "OPERATIONS"])
some = st.sets(st.sampled_from(sorted(ALL))).map(frozenset)
member = st.builds(Seated, seats, some, st.sampled_from([None, "NONE", "PARTIAL", "FULL"]), some, some)


@settings(max_examples=200, deadline=None)
@given(st.lists(member, max_size=6), st.integers(2, 6))
def test_a_panel_decides_just_when_the_four_rules_hold(panel, quorum):
    there = [m for m in panel if m.exclusion not in {None, "FULL"} and (m.seat == "CHAIR" or len(m.scored) > 0)]
    may = (
        len(there) >= quorum
        and any(m.seat == "CHAIR" and m.exclusion == "NONE" for m in panel)
        and bool({"CLINICAL_LEAD", "CLINICAL_SAFETY"} & {m.seat for m in there})
        and {section for m in panel for section in m.scored} >= ALL
    )
    assert present_count(panel) == len(there)
    assert (obstacles(panel, quorum=quorum, sections=TITLES) == []) == may


@settings(max_examples=100, deadline=None)
@given(member, st.sampled_from(sorted(ALL)))
def test_a_section_is_scored_by_the_qualified_and_free_of_interest(one, section):
    may = one.exclusion in {"NONE", "PARTIAL"} and section in one.sections and section not in one.excluded_sections
    assert one.may_score(section) == may
