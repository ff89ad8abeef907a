"""What a new product version touches, and how two are compared: the pure rules."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.answering import Question
from evidence.completeness import CONFIRM, Asked, Held, blocking, completeness, tasks
from evidence.version_changes import Standing, touched, unconfirmed
from evidence.version_comparison import WORDS_MAX, compare, word_pieces

TODAY = date(2028, 2, 29)
TOPICS = ("REGULATION", "COST", "SECURITY")
KINDS = ("TEXT", "DOCUMENT", "CERTIFICATE", "CLAIM", "COST_MODEL")


def asks(n, kind, topic, expires, *, mandatory=True):
    return Asked(
        "Set 1", f"c{n}", f"Title {n}", kind, mandatory=mandatory, question=f"q{n}", topic=topic, expires=expires
    )


requirements = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(TOPICS), st.sampled_from(["NEVER", "EACH_VERSION"])), max_size=8
).map(lambda rows: [asks(n, *row) for n, row in enumerate(rows)])
some_topics = st.sets(st.sampled_from(TOPICS))


def whole(asked):
    """A pack in which everything stands, as its rows and as completeness sees it."""
    standing = Standing(
        answers={one.question: {"text": "Same."} for one in asked if one.kind == "TEXT"},
        certificates={("UKCA", "1", "2030-01-01")},
        documents={(one.question, "a" * 64) for one in asked if one.kind == "DOCUMENT"},
        claims=[("RANDOMISED", "Fewer infections")],
        cost_model={"prices": []},
    )
    held = {
        "answers": standing.answers,
        "certificates": [("UKCA", TODAY)],
        "documents": {one.question: 1 for one in asked if one.kind == "DOCUMENT"},
        "claims": ["RANDOMISED"],
        "cost_problem": "",
    }
    return standing, held


@settings(max_examples=200, deadline=None)
@given(requirements, some_topics, some_topics)
def test_a_larger_change_touches_no_less_and_a_minor_one_least(asked, topics, more):
    minor, major, larger = (set(touched(asked, chosen)) for chosen in ((), topics, topics | more))
    assert minor <= major <= larger
    assert minor == {one.question for one in asked if one.expires == "EACH_VERSION"}
    assert major - minor == {one.question for one in asked if one.topic in topics} - minor


@settings(max_examples=200, deadline=None)
@given(requirements, some_topics, st.data())
def test_everything_touched_is_a_task_until_it_is_confirmed_and_nothing_else_is(asked, topics, data):
    standing, held = whole(asked)
    reopened = set(touched(asked, topics))
    confirmed = data.draw(st.sets(st.sampled_from(sorted(reopened)))) if reopened else set()
    open_ = unconfirmed(asked, topics=topics, before=standing, now=standing, confirmed=confirmed)
    found = tasks(completeness(asked, Held(**held, unconfirmed=open_, version="2.0"), on=TODAY))
    assert [task.asked.question for task in found] == [one.question for one in asked], "nothing is lost"
    assert {task.asked.question for task in blocking(found)} == open_ == reopened - confirmed
    assert {task.problem for task in blocking(found)} <= {f"{CONFIRM} 2.0"}


@settings(max_examples=100, deadline=None)
@given(requirements, some_topics)
def test_what_was_changed_or_is_new_need_not_be_confirmed(asked, topics):
    standing, _ = whole(asked)
    other = Standing(
        answers={question: {"text": "Another."} for question in standing.answers},
        certificates={("UKCA", "2", "2030-01-01")},
        documents={(question, "b" * 64) for question, _ in standing.documents},
        claims=[("RANDOMISED", "Fewer falls")],
        cost_model={"prices": [{}]},
    )
    for before in (other, Standing()):
        assert unconfirmed(asked, topics=topics, before=before, now=standing, confirmed=()) == set()


def test_a_document_that_stayed_beside_a_new_one_is_still_to_be_confirmed():
    log = asks(1, "DOCUMENT", "SECURITY", "EACH_VERSION")
    before, now = (Standing(documents=documents) for documents in ([("q1", "a")], [("q1", "a"), ("q1", "b")]))
    assert unconfirmed([log], topics=(), before=before, now=now, confirmed=()) == {"q1"}
    assert unconfirmed([log], topics=(), before=before, now=Standing(documents=[("q1", "b")]), confirmed=()) == set()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_off_the_word_by_word_form(before, after):
    pieces = word_pieces(before, after)
    if pieces:
        assert "".join(words for kind, words in pieces if kind != "added") == before
        assert "".join(words for kind, words in pieces if kind != "removed") == after


def test_word_by_word_names_the_words_that_differ_and_long_texts_stand_whole():
    assert word_pieces("Tried in 12 wards of Leeds.", "Tried in 14 wards of Leeds.") == [
        ("same", "Tried in "), ("removed", "12"), ("added", "14"), ("same", " wards of Leeds."),
    ]  # fmt: skip
    assert word_pieces("One.", "Nothing in common at all") == []
    assert word_pieces("a " * WORDS_MAX, "a " * WORDS_MAX + "b") == []


def test_two_contents_are_compared_part_by_part():
    empty = {
        "answers": [], "certificates": [], "claims": [], "cost_model": None, "documents": [], "standards": [],
    }  # fmt: skip
    claim = {"outcome": "Falls", "measure": "DIFFERENCE", "design": "RANDOMISED"}
    price = {"prices": [{"title": "Sensor", "amount": "3"}]}
    old = empty | {"answers": [{"question": "q", "value": {"choice": "YES"}}], "cost_model": price}
    new = empty | {
        "answers": [{"question": "q", "value": {"choice": "NO"}}, {"question": "gone", "value": {"text": "Words."}}],
        "cost_model": {"prices": [{"title": "Sensor", "amount": "4"}]},
        "documents": [{"sha256": "a" * 64, "title": "Report"}],
        "claims": [claim | {"size": "3", "sites": ["R0001", "R0002"]}, claim | {"size": "4"}],
        "certificates": [{"kind": "UKCA", "number": "1", "issued_by": "Body"}],
        "standards": [{"code": "dtac", "version": "2.0"}],
    }
    questions = {"q": ("Is it software?", Question("q", "YES_NO"))}
    found = {part: [(d.title, d.how, d.before, d.after) for d in rows] for part, rows in compare(old, new, questions)}
    assert found["Answers"] == [
        ("Is it software?", "Changed", "Yes", "No"), ("gone", "Added", "", "Text: Words."),
    ]  # fmt: skip
    assert found["Cost model"] == [("prices › Sensor › amount", "Changed", "3", "4")]
    assert [title for title, *_ in found["Claims"]] == ["Falls", "Falls (2)"]
    assert (
        found["Claims"][0][3]
        == "Outcome: Falls\nMeasure: difference\nDesign: Randomised controlled trial\nSize: 3\nSites: R0001, R0002"
    )
    assert found["Documents"] == [("Report", "Added", "", f"Report\nSHA-256: {'a' * 64}")]
    assert list(found) == ["Answers", "Certificates", "Claims", "Cost model", "Documents", "Standards"]
    assert {one.how for _, rows in compare(new, empty, questions) for one in rows} == {"Removed"}
    assert compare(new, new, questions) == []
