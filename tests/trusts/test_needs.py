"""A need is published by nominators, answered by innovators with what is public, and closed with its outcome."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.foundation.models import Email
from evidence.models import InnovatorMember
from tests.factories import InnovatorFactory, OrganisationFactory, PersonFactory, merge
from tests.guide.catalogue import Catalogue, Item
from trusts.models import NeedAnswer, Role
from trusts.operations.needs import answer_need, close_need, publish_need

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GIVEN = {"title": "Find infections at home", "problem": "We see them late.", "clinical_area": "SURGERY"}
DAY = timedelta(days=1)


def publish(story, organisation=None, by=None, **changes):
    who = {"organisation": organisation or story.trust, "by": by or story.nominator}
    return publish_need(**{**GIVEN, **who, "now": story.now, **changes})


@pytest.fixture
def made(db):
    """A public technology, one that is not, and somebody who works for their maker."""
    catalogue = Catalogue()
    maker = PersonFactory()
    InnovatorMember.objects.create(innovator=catalogue.innovator, person=maker)
    public, private = catalogue.add(Item("Wound sensor"), Item("Secret sensor", public=False))
    return public, private, maker


def answer(story, need, innovation, by, sentence="It shows them early."):
    given = {"innovation": innovation, "sentence": sentence, "revision": need.revision}
    return answer_need(need=need, by=by, now=story.now, **given)


def test_only_nominators_of_an_open_organisation_publish(story):
    for person in (story.lead, story.buyer, story.maker):
        with pytest.raises(NotAllowed):
            publish(story, by=person)
    need = publish(story)
    with pytest.raises(Invalid, match="an open need of this title"):
        publish(story, title="find INFECTIONS at home")
    with pytest.raises(Invalid, match="passed"):
        publish(story, title="Another", needed_by=story.today - DAY)
    publish(story, title="Another", needed_by=story.today)
    heir = OrganisationFactory()
    merge(story.trust, heir)
    with pytest.raises(Refused, match="closed"):
        publish(story, title="Third")
    # Who carries on for the organisation closes what it published; nobody else does.
    with pytest.raises(NotAllowed):
        close_need(need=need, outcome="", by=story.buyer, now=story.now)
    closed = close_need(need=need, outcome="Solved.", by=story.member(heir, Role.NOMINATOR), now=story.now)
    assert closed.state == "CLOSED"


def test_an_innovator_answers_once_with_each_public_technology_of_its_own(story, made):
    public, private, maker = made
    need = publish(story)
    for person in (story.nominator, PersonFactory()):
        with pytest.raises(NotAllowed):
            answer(story, need, public, person)
    with pytest.raises(Invalid, match="not public"):
        answer(story, need, private, maker)
    answer(story, need, public, maker)
    with pytest.raises(Invalid, match="already"):
        answer(story, need, public, maker)
    email = Email.objects.get()
    assert email.recipient == story.nominator.email
    assert f"/needs/{need.pk}/" in email.text
    close_need(need=need, outcome="", by=story.nominator, now=story.now)
    with pytest.raises(Refused):
        close_need(need=need, outcome="", by=story.nominator, now=story.now)
    assert publish(story).state == "OPEN"  # its title is free again
    with pytest.raises(Refused, match="closed"):
        answer(story, need, public, maker)


def test_an_answer_goes_to_the_nominators_when_who_published_is_none_any_more(story, made):
    public, _, maker = made
    need, colleague = publish(story), story.member(story.trust, Role.NOMINATOR)
    gone = story.member(story.trust, Role.NOMINATOR)
    gone.is_active = False
    gone.save()
    story.nominator.memberships.update(role=Role.BUYER)
    answer(story, need, public, maker)
    email = Email.objects.get()
    assert email.recipient == colleague.email
    assert f"because you nominate for {story.trust}." in email.text


def test_published_answered_and_closed_by_pages(story, made, client):
    public, private, maker = made
    client.force_login(story.nominator, backend=BACKEND)
    form = client.get("/needs/new/", {"q": "early  infection", "area": "SURGERY"}).content.decode()
    assert 'value="early infection"' in form
    assert '<option value="SURGERY" selected' in form
    given = {**GIVEN, "organisation": story.trust.ods_code, "patients": "0"}
    wrong = client.post("/needs/new/", given)
    assert wrong.status_code == 422
    assert "We see them late." in wrong.content.decode()
    page = client.post("/needs/new/", {**given, "patients": "900"})["Location"]

    client.force_login(maker, backend=BACKEND)
    offered = client.get(f"{page}answer/").content.decode()
    assert "Wound sensor" in offered
    assert "Secret sensor" not in offered
    assert 'name="revision" value="1"' in offered
    given = {"innovation": public.slug, "sentence": "It shows them early.", "revision": "1"}
    for wrong in ({"innovation": private.slug}, {"revision": ""}):
        assert client.post(f"{page}answer/", given | wrong).status_code == 422
    client.post(f"{page}answer/", given)
    assert client.get(f"{page}answer/").status_code == 409  # nothing else to answer with

    client.logout()
    shown = client.get(page).content.decode()
    for words in (GIVEN["title"], "We see them late.", "900", "Wound sensor", "It shows them early.", "Not stated"):
        assert words in shown
    assert str(story.nominator) not in shown
    assert GIVEN["title"] in client.get("/needs/?area=SURGERY").content.decode()
    assert GIVEN["title"] not in client.get("/needs/?area=EYES").content.decode()

    client.force_login(story.nominator, backend=BACKEND)
    client.post(f"{page}close/", {"outcome": "We adopted it."})
    assert client.get(f"{page}close/").status_code == 409
    client.logout()
    assert "We adopted it." in client.get(page).content.decode()
    assert GIVEN["title"] not in client.get("/needs/").content.decode()
    assert GIVEN["title"] in client.get("/needs/?state=all").content.decode()


def test_an_answer_is_shown_while_its_technology_is_public(story, made, client):
    public, _, maker = made
    need = publish(story)
    answer(story, need, public, maker)
    address = f"/api/v1/needs/{need.pk}/"
    assert [one["slug"] for one in client.get(address).json()["answers"]] == [public.slug]
    public.published_at = None
    public.save()
    found = client.get(address).json()
    assert (found["answers"], found["answer_count"]) == ([], 0)
    assert "Wound sensor" not in client.get(f"/needs/{need.pk}/").content.decode()


def test_read_by_api(story, client):
    need = publish(story, patients=12)
    close_need(need=publish(story, title="Old"), outcome="Done.", by=story.nominator, now=story.now)
    found = client.get("/api/v1/needs/", {"state": "OPEN", "limit": 1}).json()["results"]
    assert [(row["number"], row["patients"], row["needed_by"]) for row in found] == [(need.pk, 12, None)]
    code = story.trust.ods_code
    first = client.get("/api/v1/needs/", {"organisation": code, "limit": 1}).json()
    second = client.get(first["next"]).json()
    assert [row["title"] for row in first["results"] + second["results"]] == [GIVEN["title"], "Old"]
    assert client.get("/api/v1/needs/999999/").status_code == 404


def test_pages_of_the_list_and_broken_addresses(story, client, monkeypatch):
    monkeypatch.setattr("trusts.web.needs.SHOWN", 2)
    for n in range(3):
        publish(story, title=f"Need number {n}")
    first = client.get("/needs/").content.decode()
    assert "Need number 2" in first
    assert "Need number 0" not in first
    after = first.partition("after=")[2].partition('"')[0].partition("&")[0]
    assert "Need number 0" in client.get(f"/needs/?after={after}").content.decode()
    assert client.get("/needs/?after=x").status_code == 422
    assert client.get("/needs/?area=NOPE&state=x").status_code == 200
    assert client.get("/needs/99999999999999999999/").status_code == 404


def test_who_finds_nothing_is_led_to_a_need(story, client):
    address = "/innovations/?q=xylophone&area=EYES"
    assert "can publish it as a need" in client.get(address).content.decode()
    client.force_login(story.nominator, backend=BACKEND)
    assert 'href="/needs/new/?q=xylophone&amp;area=EYES"' in client.get(address).content.decode()


def test_other_makers_technologies_are_not_offered(story, made, client):
    other = PersonFactory()
    InnovatorMember.objects.create(innovator=InnovatorFactory(), person=other)
    need = publish(story)
    client.force_login(other, backend=BACKEND)
    assert client.get(f"/needs/{need.pk}/answer/").status_code == 409
    assert client.post(f"/needs/{need.pk}/answer/", {"innovation": made[0].slug, "sentence": "x"}).status_code == 422
    assert not NeedAnswer.objects.exists()
