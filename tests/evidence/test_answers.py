"""Answering: once for every standard, several people at a time, nothing lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from compass.foundation.errors import NotAllowed
from evidence.models import SetAsideAnswer
from evidence.operations.answers import InvalidAnswersError, answer_question, answer_questions
from evidence.operations.innovators import add_colleague
from tests.factories import PersonFactory


@pytest.fixture
def colleague(story):
    person = PersonFactory()
    add_colleague(innovator=story.innovator, person=person, by=story.maker, now=story.now)
    return person


def page(person):
    client = Client()
    client.force_login(person)
    return client


def address(story, name="answer", question="workflow-test"):
    return reverse(name, args=[story.draft.pk, question])


def test_of_two_who_write_at_once_both_answers_are_kept(story, colleague):
    mine, theirs = page(story.maker), page(colleague)
    mine.get(address(story))
    assert theirs.post(address(story), {"text": "Theirs.", "seen": 0}).status_code == 302
    answer = mine.post(address(story), {"text": "Mine.", "seen": 0})
    assert (answer.status_code, answer.url) == (302, address(story))
    assert story.draft.answers.get(question="workflow-test").value == {"text": "Theirs."}

    shown = mine.get(address(story)).content.decode()
    assert f"{colleague} changed this answer" in shown
    assert "Theirs." in shown
    assert "Mine." in shown
    pack = mine.get(reverse("pack", args=[story.draft.pk])).content.decode()
    assert "Two answers to choose from" in pack
    assert f'choose one: <a href="{address(story)}">' in pack
    assert "&lt;" not in pack
    assert "Two answers to choose from" not in theirs.get(reverse("pack", args=[story.draft.pk])).content.decode()

    assert mine.post(address(story), {"text": "Both.", "seen": 1}).url == reverse("pack", args=[story.draft.pk])
    assert story.draft.answers.get(question="workflow-test").value == {"text": "Both."}
    assert not SetAsideAnswer.objects.exists()


def test_keeping_theirs_drops_mine_into_the_history(story, colleague):
    answer_question(pack=story.draft, question="workflow-test", given="Theirs.", seen=0, by=colleague, now=story.now)
    answer_question(pack=story.draft, question="workflow-test", given="Mine.", seen=0, by=story.maker, now=story.now)
    assert page(colleague).post(address(story, "keep-theirs")).status_code == 302
    assert SetAsideAnswer.objects.count() == 1, "a colleague cannot drop what is not theirs"
    page(story.maker).post(address(story, "keep-theirs"))
    assert not SetAsideAnswer.objects.exists()
    assert story.draft.answers.get(question="workflow-test").value == {"text": "Theirs."}


def test_saving_while_writing_says_what_became_of_it(story, colleague):
    mine = page(story.maker)
    saved = mine.post(address(story, "autosave-answer"), {"text": "One.", "seen": 0})
    assert (saved.status_code, saved.json()) == (200, {"seen": 1})
    assert mine.post(address(story, "autosave-answer"), {"text": "Two.", "seen": 1}).json() == {"seen": 2}
    late = page(colleague).post(address(story, "autosave-answer"), {"text": "Late.", "seen": 1})
    assert (late.status_code, late.json()["changed_by"]) == (409, str(story.maker))
    bad = mine.post(address(story, "autosave-answer"), {"text": "a\x00b", "seen": 2})
    assert (bad.status_code, "problem" in bad.json()) == (422, True)
    assert story.draft.answers.get(question="workflow-test").value == {"text": "Two."}


@pytest.mark.parametrize("typed", ["🫀" * 3, "\u202bעברית\u202c", "x" * 10_000])
def test_long_and_foreign_texts_are_kept_as_they_are(story, typed):
    answer_question(pack=story.draft, question="workflow-test", given=typed, seen=0, by=story.maker, now=story.now)
    assert story.draft.answers.get(question="workflow-test").value == {"text": typed}


def test_many_answers_are_written_all_or_none_and_each_problem_is_named(story):
    given = {"workflow-test": "Tried.", "cost-model": 5, "shoe-size": "9"}
    with pytest.raises(InvalidAnswersError) as refusal:
        answer_questions(pack=story.draft, given=given, by=story.maker, now=story.now)
    assert set(refusal.value.problems) == {"cost-model", "shoe-size"}
    assert not story.draft.answers.exists()

    with pytest.raises(NotAllowed):
        answer_questions(pack=story.draft, given={"workflow-test": "Tried."}, by=PersonFactory(), now=story.now)
    for expected in (1, 0):
        written = answer_questions(pack=story.draft, given={"workflow-test": "Tried."}, by=story.maker, now=story.now)
        assert written == expected
