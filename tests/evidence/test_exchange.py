"""Taking a whole pack out and bringing one in: nothing lost, nothing invented, every problem named."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from compass.foundation.clock import now as real_now
from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.received_json import UnreadableError, read_json
from evidence import exchange, queries
from evidence.claims import Design, Measure
from evidence.models import Answer, CertificateKind, DeviceScheme, Pack
from evidence.operations.answers import answer_question
from evidence.operations.exchange import export_pack, import_pack, preview_import
from evidence.operations.exchange_parts import InvalidPackError
from evidence.operations.identifiers import add_identifier
from evidence.operations.packs import freeze_pack
from tests.factories import PersonFactory
from tests.story import CLAIM, Story


@pytest.fixture
def full(db):
    """A complete draft that every standard of today is asked of."""
    story = Story(now=real_now())
    story.fill()
    return story


def bring_in(story, form, **kwargs):
    return import_pack(pack=story.draft, given=form, by=story.maker, now=story.now, **kwargs)


def places(refusal):
    return {one.where for one in refusal.value.problems}


def test_the_published_schema_is_one_and_knows_our_codes():
    document = exchange.schema()
    Draft202012Validator.check_schema(document)
    kinds = {
        name: document["$defs"][part]["properties"][name]["enum"]
        for part, name in (("claim", "measure"), ("claim", "design"), ("certificate", "kind"))
    }
    assert set(kinds["measure"]) == {one.name for one in Measure}
    assert set(kinds["design"]) == {one.name for one in Design}
    assert set(kinds["kind"]) == set(CertificateKind.values)
    technology = document["properties"]["technology"]["properties"]
    assert technology["identifiers"]["items"]["properties"]["scheme"]["enum"] == DeviceScheme.values


def test_the_numbers_of_the_technology_go_with_its_pack_and_come_back_unread(full):
    add_identifier(
        innovation=full.innovation, scheme="GTIN", value="9506000134352", by=full.maker, now=full.now
    )  # fmt: skip
    form, before = export_pack(full.draft)
    assert form["technology"]["identifiers"] == [{"scheme": "GTIN", "value": "09506000134352"}]
    form["technology"]["identifiers"] = [{"scheme": "GMDN", "value": "12345"}]
    assert bring_in(full, form, seen=before).written == 0
    assert list(full.innovation.identifiers.values_list("scheme", flat=True)) == ["GTIN"]


def test_bringing_in_what_was_taken_out_changes_nothing(full):
    form, before = export_pack(full.draft)
    assert exchange.shape_problems(form) == []
    form = json.loads(json.dumps(form))
    events = full.draft.answers.count(), Answer.pgh_event_model.objects.count()
    done = bring_in(full, form, seen=before)
    assert (done.written, done.before, done.after, done.notes, done.unknown_documents) == (0, before, before, [], [])
    assert (full.draft.answers.count(), Answer.pgh_event_model.objects.count()) == events
    assert {part: one.unchanged for part, one in done.counts.items()} == {
        "answers": len(form["answers"]), "claims": 1, "certificates": len(form["certificates"]), "cost_model": 1,
        "documents": 1,
    }  # fmt: skip


def test_a_pack_taken_out_fills_another_one(full):
    form, _ = export_pack(full.draft)
    other = Story(now=full.now, name="Another")
    for part in ("technology", "product_version"):
        del form[part]
    done = bring_in(other, form)
    assert done.counts["answers"].new == len(form["answers"])
    assert [one["sha256"] for one in done.unknown_documents] == [full.document.sha256]
    copied, _ = export_pack(other.draft)
    assert {part: copied[part] for part in ("answers", "claims", "certificates", "cost_model")} == {
        part: form[part] for part in ("answers", "claims", "certificates", "cost_model")
    }


def test_a_preview_says_what_would_change_and_writes_nothing(full):
    form, before = export_pack(full.draft)
    question = next(q for q, value in form["answers"].items() if set(value) == {"text"})
    form["answers"][question] = "Something else."
    form["claims"][0] |= {"size": "-2.5"}
    form["certificates"].append({**form["certificates"][0], "number": "GB-777777"})
    form["documents"][0]["title"] = "A better title"
    seen = preview_import(pack=full.draft, given=form, by=full.maker, now=full.now)
    assert export_pack(full.draft)[1] == before
    assert bring_in(full, form, seen=before) == seen
    counts = {part: (one.new, one.changed) for part, one in seen.counts.items()}
    assert counts == {
        "answers": (0, 1), "claims": (0, 1), "certificates": (1, 0), "cost_model": (0, 0), "documents": (0, 1),
    }  # fmt: skip
    assert full.draft.answers.get(question=question).revision == 2
    assert full.draft.documents.get().title == "A better title"
    with pytest.raises(Refused, match="was changed after you looked"):
        bring_in(full, form, seen=before)


def test_every_problem_is_named_at_once_and_nothing_is_written(full):
    form, before = export_pack(full.draft)
    question = next(q for q, value in form["answers"].items() if set(value) == {"text"})
    form["answers"] |= {question: "New words.", "software": "PERHAPS", "shoe-size": "9"}
    form["claims"].append({**form["claims"][0], "outcome": "Pain", "low": "9", "documents": ["0" * 64], "sites": ["!"]})
    form["claims"].append({**form["claims"][0], "outcome": "Cost", "low": "9", "sites": ["!"]})
    del form["certificates"][1:]
    form["certificates"] += [
        form["certificates"][0],
        {**form["certificates"][0], "number": "N", "valid_from": "2026-02-30"},
    ]
    form["documents"][0]["supports"].append("shoe-size")
    form |= {"product_version": "7", "technology": {"slug": "another"}}
    with pytest.raises(InvalidPackError) as refusal:
        bring_in(full, form)
    assert places(refusal) == {
        "/technology/slug", "/product_version", "/answers/software", "/answers/shoe-size", "/claims/1/documents",
        "/claims/2/size", "/claims/2/sites", "/certificates/1/number", "/certificates/2/valid_from",
        "/documents/0/supports",
    }  # fmt: skip
    assert all(one.problem for one in refusal.value.problems)
    assert export_pack(full.draft)[1] == before


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"schema": "another"}, "/schema"),
        ({"answer": {}}, ""),
        ({"answers": []}, "/answers"),
        ({"claims": [{}]}, "/claims/0"),
        (
            {"claims": [{"outcome": "a\x07", "population": "b", "measure": "LEVEL", "size": "1", "design": "COHORT"}]},
            "/claims/0/outcome",
        ),
        (
            {"claims": [{"outcome": "a", "population": "b", "measure": "LEVEL", "size": 1.5, "design": "COHORT"}]},
            "/claims/0/size",
        ),
        ({"documents": [{"sha256": "0"}]}, "/documents/0/sha256"),
    ],
)
def test_what_is_not_of_the_published_form_is_refused_by_place(story, change, where):
    with pytest.raises(InvalidPackError) as refusal:
        bring_in(story, {"schema": exchange.FORM, **change})
    assert where in places(refusal)


@pytest.mark.parametrize("form", [None, [], "x", 5, {}])
def test_anything_else_is_refused(story, form):
    with pytest.raises(InvalidPackError):
        bring_in(story, form)


def test_only_its_people_and_only_a_draft(full):
    form, _ = export_pack(full.draft)
    with pytest.raises(NotAllowed):
        import_pack(pack=full.draft, given=form, by=PersonFactory(), now=full.now)
    freeze_pack(pack=full.draft, by=full.maker, now=full.now)
    frozen = Pack.objects.get(pk=full.draft.pk)
    with pytest.raises(Refused, match="cannot be changed"):
        import_pack(pack=frozen, given=form, by=full.maker, now=full.now)
    taken, sealed = export_pack(frozen)
    assert (taken, sealed) == (form, frozen.content_hash)


def test_an_answer_whose_question_is_asked_no_longer_comes_back_unharmed(story):
    answer_question(pack=story.draft, question="workflow-test", given="Tried.", seen=0, by=story.maker, now=story.now)
    Answer.objects.filter(question="workflow-test").update(question="asked-once")
    form, _ = export_pack(story.draft)
    assert bring_in(story, form).counts["answers"].unchanged == 1
    with pytest.raises(InvalidPackError):
        bring_in(story, form | {"answers": {"asked-once": "Else."}})


def test_two_claims_about_the_same_are_told_apart(story):
    one = {"outcome": "Pain", "population": "adults", "measure": "LEVEL", "design": "COHORT", "source": ""}
    form = {"schema": exchange.FORM, "claims": [one | {"size": "1"}, one | {"size": "2.50"}]}
    assert bring_in(story, form).counts["claims"].new == 2
    form["claims"].reverse()
    assert bring_in(story, form).counts["claims"].unchanged == 2
    form["claims"][0]["size"] = "3"
    assert bring_in(story, form).counts["claims"].changed == 1
    assert sorted(story.draft.claims.values_list("size", flat=True)) == [1, 3]
    assert CLAIM["outcome"] != "Pain"


def values(asked):
    """Any value that may answer a question of this kind."""
    texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
    by_kind = {
        "YES_NO": st.sampled_from(["YES", "NO"]),
        "NUMBER": st.one_of(st.integers(-(10**9), 10**9), st.decimals(-1000, 1000, places=3).map(str)),
        "DATE": st.dates().map(str),
        "LINK": st.just("https://maker.example/a"),
        "TEXT": texts,
    }
    codes = list(asked.options)
    if asked.kind == "CHOICE":
        return st.sampled_from(codes)
    if asked.kind == "CHOICES":
        return st.lists(st.sampled_from(codes), max_size=4)
    return by_kind[asked.kind]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_whatever_was_answered_makes_the_round_trip(db, data):
    story = Story(now=real_now())
    asked = {one.question: one for one in queries.asked_of(story.draft) if one.kind in exchange_kinds()}
    chosen = data.draw(st.sets(st.sampled_from(sorted(asked)), max_size=12))
    answers = {question: data.draw(values(asked[question])) for question in sorted(chosen)}
    bring_in(story, {"schema": exchange.FORM, "answers": answers})
    form, before = export_pack(story.draft)
    again = bring_in(story, read_json(json.dumps(form)))
    assert (again.written, again.after) == (0, before)
    assert export_pack(story.draft)[0] == form


def exchange_kinds():
    from evidence.answering import VALUED

    return VALUED


def test_many_answers_cost_no_more_statements_than_few(db):
    def spent(count):
        story = Story(now=real_now())
        asked = [one.question for one in queries.asked_of(story.draft) if one.kind == "TEXT"]
        form = {"schema": exchange.FORM, "answers": dict.fromkeys(dict.fromkeys(asked[:count]), "Words.")}
        with CaptureQueriesContext(connection) as found:
            bring_in(story, form)
        return len(found)

    assert spent(2) == spent(40)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1, "a": 2}', "twice"),
        ("[NaN]", "not a number"),
        ("[1e999]", "too large"),
        (f"[{'9' * 5000}]", "too many digits"),
        ('["\\u0000"]', "cannot be kept"),
        ('{"\\ud800": 1}', "cannot be kept"),
        ("[" * 30 + "]" * 30, "levels deep"),
        ("[" * 200_000, "deep"),
        ("{", "not JSON"),
        ("", "not JSON"),
    ],
)
def test_json_that_cannot_be_kept_or_means_two_things(text, words):
    with pytest.raises(UnreadableError, match=words):
        read_json(text)
    assert read_json('{"a": ["😀", 1.5, null]}') == {"a": ["😀", 1.5, None]}
