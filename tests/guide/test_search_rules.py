"""The pure part of the search: reading an address, writing links, adding up cells."""

from __future__ import annotations

from itertools import product
from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from compass.guide.search import CELLED, FACETS, Cell, Search, count, is_exact, read_search, words_of

# Of their forms; a tree is open at one place.
CODES = {"category": ["A01"], "icb": ["QAA", "QBB"], "like": ["TRUST-Y56", "ICB-Y61"]}
OPTIONS = {
    "kind": {"A": "Ah", "B": "Be"},
    "area": {"X": "Ex", "Y": "Why", "Z": "Zed"},
    "status": {"VALID": "Valid", "NONE": "No passport"},
    **{name: dict.fromkeys(CODES.get(name, ["ONE", "TWO"]), "") for name in FACETS},
}
CELLS = [
    st.builds(Cell, st.just(kind), st.just(area), st.just(status), st.integers(0, 9))
    for kind, area, status in product(*(OPTIONS[name] for name in CELLED))
]
CHOSEN = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from(sorted(OPTIONS[name])), unique=True).map(tuple) for name in OPTIONS}
)


@given(st.tuples(*CELLS), CHOSEN)
def test_counts_are_those_of_counting_one_by_one(cells, chosen):
    things = [cell for cell in cells for _ in range(cell.count)]

    def fits(thing, wanted):
        return all(not wanted[name] or getattr(thing, name) in wanted[name] for name in CELLED)

    counts = count(cells, chosen, OPTIONS)
    assert counts.total == sum(fits(thing, chosen) for thing in things)
    for name in CELLED:
        for value in OPTIONS[name]:
            assert counts.of[name][value] == sum(fits(thing, {**chosen, name: (value,)}) for thing in things)


@given(st.text(), CHOSEN, st.lists(st.text(min_size=1), unique=True).map(tuple))
def test_a_search_survives_its_own_link(text, chosen, basket):
    search = read_search(text, chosen, OPTIONS, basket)
    asked = parse_qs(search.query().removeprefix("?"), keep_blank_values=True)
    again = read_search(asked.get("q", [""])[0], asked, OPTIONS, tuple(asked.get("i", ())))
    assert again == search


def test_values_that_no_filter_has_are_named_and_left_out():
    search = read_search(" wound \n sensor ", {"kind": ["a", "Q" * 99], "area": ["", "x"], "status": ["none"]}, OPTIONS)
    assert search.text == "wound sensor"
    assert search.chosen == {"kind": ("A",), "area": ("X",), "status": ("NONE",), **dict.fromkeys(FACETS, ())}
    assert search.ignored == ("Q" * 40 + "…",)


def test_codes_of_others_are_read_by_their_form():
    asked = {"category": ["p09", "A", "P9"], "icb": ["QAA", "Q A", "QZZ"], "like": ["TRUST-Y56", "PUB-Y56"]}
    search = read_search("", asked, OPTIONS)
    assert [search.chosen[name] for name in CODES] == [("P09",), ("QAA", "QZZ"), ("TRUST-Y56",)]
    assert search.ignored == ("A", "P9", "Q A", "PUB-Y56")
    left = search.leaving({"category": {"P09": "Bandages"}, "icb": {"QAA": "A board"}})
    assert left.chosen["icb"] == ("QAA",)
    assert left.ignored == ("A", "P9", "Q A", "PUB-Y56", "QZZ")


def test_of_many_unknown_values_only_some_are_said_back():
    search = read_search("", {"kind": [f"K{n}" for n in range(200)]}, OPTIONS)
    assert search.ignored == ("K0", "K1", "K2", "K3", "K4", "195 more")


def test_one_value_can_be_taken_away():
    search = Search(text="q", chosen={"kind": ("A", "B"), "area": ("X",)}, basket=("one",))
    assert search.without("kind", "A").query() == "?q=q&kind=B&area=X&i=one"


def test_words_that_are_tried_on_their_own():
    assert words_of("Reduce the waiting-list, reduce x-ray or “wait” it") == ["reduce", "waiting-list", "x-ray", "wait"]
    assert words_of("& | ! 😀 _ -") == []
    assert len(words_of(" ".join(f"word{n}" for n in range(60)))) == 12


def test_quotes_and_a_minus_are_meant_exactly():
    assert is_exact('"wound"')
    assert is_exact("wound -sensor")
    assert not is_exact("x-ray sensor - new")
