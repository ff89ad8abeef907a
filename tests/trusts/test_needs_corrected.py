"""A need is corrected by whoever may close it: what it said before stays provable, and nobody overwrites anybody."""

from __future__ import annotations

import json
from datetime import timedelta

import pghistory.models
import pytest
from django.test import Client

from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.foundation.history import changes_of
from evidence.models import InnovatorMember
from tests.factories import OrganisationFactory, PersonFactory
from tests.guide.catalogue import Catalogue, Item
from tests.trusts.test_needs import BACKEND, GIVEN, answer, publish
from trusts.models import Need, Role
from trusts.operations.needs import close_need, correct_need

DAY = timedelta(days=1)
WORDS = {
    "title": "Find infections early",
    "problem": "Late.",
    "clinical_area": "EYES",
    "patients": 9,
    "needed_by": None,
}


def correct(story, need, by=None, **changes):
    given = {**WORDS, "revision": need.revision, "by": by or story.nominator, "now": story.now + DAY, **changes}
    return correct_need(need=need, **given)


@pytest.fixture
def need(story):
    return publish(story, needed_by=story.today)


def test_what_it_said_before_stays_and_what_changed_is_said(story, need):
    changed = correct(story, need)
    assert {name: getattr(changed, name) for name in WORDS} == WORDS
    assert (changed.revision, changed.changed_at) == (2, story.now + DAY)
    kept = pghistory.models.Events.objects.tracks(need).order_by("pgh_created_at", "pgh_id")
    assert [event.pgh_data["title"] for event in kept] == [GIVEN["title"], "Find infections early"]
    said = changes_of(need).get(kind="need_changed")
    assert "title, problem, clinical area, number of patients and day it is needed by" in said.sentence
    assert said.data["changed"] == [*WORDS]
    assert GIVEN["title"] not in f"{said.sentence} {said.data}"  # it may have named a patient


def test_the_same_words_change_nothing(story, client):
    need = publish(story, problem="We see them late.\nAt home.")
    client.force_login(story.nominator, backend=BACKEND)  # browsers send line ends of two characters
    sent = client.post(
        f"/needs/{need.pk}/change/", {**GIVEN, "problem": "We see them late.\r\nAt home.", "revision": 1}
    )
    assert sent.status_code == 302
    same = {name: getattr(need, name) for name in WORDS}
    correct(story, need, **same)
    need.refresh_from_db()
    assert (need.revision, need.changed_at) == (1, None)
    assert not changes_of(need).filter(kind="need_changed").exists()


def test_a_title_in_use_and_a_new_day_that_has_passed_are_refused(story, need):
    publish(story, title="Other")
    with pytest.raises(Invalid, match="an open need of this title"):
        correct(story, need, title="OTHER")
    with pytest.raises(Invalid, match="passed"):
        correct(story, need, needed_by=story.today - DAY)
    # The day it had already may have passed since, and its own title is its own.
    assert correct(story, need, title=GIVEN["title"].upper(), needed_by=story.today).title == GIVEN["title"].upper()


def test_nobody_else_changes_it_and_nobody_changes_a_closed_one(story, need):
    for person in (story.maker, story.buyer, story.lead, story.member(OrganisationFactory(), Role.NOMINATOR)):
        with pytest.raises(NotAllowed):
            correct(story, need, by=person)
    colleague = story.member(story.trust, Role.NOMINATOR)
    need = correct(story, need, by=colleague)
    close_need(need=need, outcome="", by=colleague, now=story.now)
    with pytest.raises(Refused, match="closed"):
        correct(story, need, by=colleague, title="Again")


def test_by_page_the_second_of_two_loses_nothing_typed(story, need, client):
    page = f"/needs/{need.pk}/"
    client.force_login(story.nominator, backend=BACKEND)
    assert f"{page}change/" in client.get(page).text
    form = client.get(f"{page}change/").text
    assert 'name="revision" value="1"' in form
    assert "We see them late." in form
    given = {**GIVEN, "patients": "", "revision": "1"}
    assert client.post(f"{page}change/", given | {"title": "Theirs"})["Location"] == page
    second = client.post(f"{page}change/", given | {"title": "Mine", "problem": "Typed for an hour."})
    assert second.status_code == 409
    assert "A colleague changed this need while you were typing." in second.text
    assert "Typed for an hour." in second.text
    assert client.post(f"{page}change/", given | {"revision": "x"}).status_code == 422
    assert Need.objects.get(pk=need.pk).title == "Theirs"
    client.logout()
    assert "Changed" in client.get(page).text
    assert f"{page}change/" not in client.get(page).text
    assert client.get(f"{page}change/").status_code == 302
    for person, status in ((story.maker, 403), (story.member(OrganisationFactory(), Role.NOMINATOR), 403)):
        client.force_login(person, backend=BACKEND)
        assert client.get(f"{page}change/").status_code == status
        assert client.post(f"{page}change/", given).status_code == status


def test_who_read_other_words_does_not_answer(story, need, client):
    catalogue, maker = Catalogue(), PersonFactory()
    InnovatorMember.objects.create(innovator=catalogue.innovator, person=maker)
    given = {"innovation": catalogue.add(Item("Wound sensor"))[0].slug, "sentence": "Typed for an hour.", "revision": 1}
    correct(story, need)
    client.force_login(maker, backend=BACKEND)
    late = client.post(f"/needs/{need.pk}/answer/", given)
    assert late.status_code == 409
    assert "This need was changed after you opened it." in late.text
    assert "Typed for an hour." in late.text
    assert client.post(f"/needs/{need.pk}/answer/", given | {"revision": 2}).status_code == 302


def test_an_answer_from_before_says_so(story, need, client):
    catalogue, maker = Catalogue(), PersonFactory()
    InnovatorMember.objects.create(innovator=catalogue.innovator, person=maker)
    answer(story, need, catalogue.add(Item("Wound sensor"))[0], maker)
    page = f"/needs/{need.pk}/"
    assert "before the need was last changed" not in client.get(page).text
    correct(story, need)
    assert "before the need was last changed" in client.get(page).text


class Machine(Client):
    def send(self, method, address, content):
        return getattr(self, method)(address, json.dumps(content), content_type="application/json")

    def of(self, person) -> Machine:
        self.force_login(person, backend=BACKEND)
        return self


def test_by_api_it_is_published_changed_answered_and_closed(story):
    catalogue, maker = Catalogue(), PersonFactory()
    InnovatorMember.objects.create(innovator=catalogue.innovator, person=maker)
    sensor, secret = catalogue.add(Item("Wound sensor"), Item("Secret", public=False))
    nominator, anybody = Machine().of(story.nominator), Machine()
    given = {**GIVEN, "organisation": story.trust.ods_code}
    made = nominator.send("post", "/api/v1/needs/", given)
    assert (made.status_code, made.json()["revision"], made.json()["answers"]) == (201, 1, [])
    one = f"/api/v1/needs/{made.json()['number']}/"
    wrong = nominator.send("post", "/api/v1/needs/", given | {"organisation": OrganisationFactory().ods_code})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (403, "/organisation")

    assert nominator.send("patch", one, {"title": "Shorter"}).json()["errors"][0]["pointer"] == "/revision"
    changed = nominator.send("patch", one, {"title": "Shorter", "patients": 5, "revision": 1}).json()
    assert (changed["title"], changed["patients"], changed["problem"]) == ("Shorter", 5, GIVEN["problem"])
    assert (changed["revision"], changed["changed_at"] is not None) == (2, True)
    assert anybody.get(one).json() == changed
    assert nominator.send("patch", one, {"title": "Stale", "revision": 1}).status_code == 409
    assert nominator.send("patch", one, {"title": "", "revision": 2}).status_code == 400
    assert nominator.send("patch", one, {"title": "x", "state": "CLOSED", "revision": 2}).status_code == 422

    answers = f"{one}answers/"
    for slug in (secret.slug, "nobody"):
        refused = Machine().of(maker).send("post", answers, {"innovation": slug, "sentence": "So.", "revision": 2})
        assert refused.json()["errors"][0]["pointer"] == "/innovation"
    given = {"innovation": sensor.slug, "sentence": "So."}
    for revision, status in ((None, 400), (1, 409), (2, 201)):
        sent = Machine().of(maker).send("post", answers, given | ({"revision": revision} if revision else {}))
        assert sent.status_code == status
    assert [row["slug"] for row in anybody.get(answers).json()["results"]] == [sensor.slug]

    stranger = Machine().of(story.member(OrganisationFactory(), Role.NOMINATOR))
    for who, status in ((anybody, 401), (stranger, 403), (Machine().of(maker), 403)):
        for content in ({"title": "Taken", "revision": 2}, {"state": "CLOSED"}):
            assert who.send("patch", one, content).status_code == status
    assert anybody.send("post", "/api/v1/needs/", given).status_code == 401
    assert anybody.send("post", answers, {"innovation": sensor.slug, "sentence": "x"}).status_code == 401
    closed = nominator.send("patch", one, {"state": "CLOSED", "outcome": "Adopted."}).json()
    assert (closed["state"], closed["outcome"], closed["title"]) == ("CLOSED", "Adopted.", "Shorter")
    assert nominator.send("patch", one, {"title": "Late", "revision": 2}).status_code == 409
    assert nominator.send("patch", "/api/v1/needs/999999/", {"title": "x", "revision": 1}).status_code == 404
