"""A draft begun under older standards is moved to today's: shown first, nothing lost."""

from __future__ import annotations

from django.urls import reverse

from evidence.operations.answers import answer_question
from tests.factories import PersonFactory


def test_a_draft_moves_to_the_newest_standards_once_and_keeps_every_answer(client, story):
    pack = story.draft
    for question in ("workflow-test", "cost-model"):
        answer_question(pack=pack, question=question, given="Tried.", seen=0, by=story.maker, now=story.now)
    address, page = (reverse(name, args=[pack.pk]) for name in ("move-standards", "pack"))
    client.force_login(PersonFactory())
    assert client.get(address).status_code == client.post(address).status_code == 404

    client.force_login(story.maker)
    assert "There is a newer version of" in client.get(page).content.decode()
    shown = client.get(address).content.decode()
    assert "Innovator Passport evidence: 2.0 in place of 1.0" in shown
    assert pack.standards.count() == 1, "looking moves nothing"

    assert client.post(address).url == page
    assert dict(pack.standards.values_list("code", "requirement_set__version"))["passport-clinical"] == "2.0"
    assert pack.answers.count() == 2
    after = client.get(page).content.decode()
    assert "There is a newer version of" not in after
    assert "We keep these answers" in after, "the written cost model is parked"
    again = client.get(address)
    assert again.status_code == client.post(address).status_code == 409
    assert "is asked the newest standards already" in again.content.decode()
