"""Who follows a need is told of each answer and of its end, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compass.foundation.models import Email
from compass.notices.models import Cursor, Notice, Subscription
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.subscriptions import subscribe
from evidence.models import InnovatorMember
from tests.factories import InnovatorFactory, PersonFactory
from tests.guide.catalogue import Catalogue, Item
from trusts.operations.needs import answer_need, close_need, correct_need, publish_need

pytestmark = pytest.mark.django_db(transaction=True)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOUR = timedelta(hours=1)


def test_followed_by_page_told_of_answers_and_the_end(story, client):
    catalogue, maker = Catalogue(), PersonFactory()
    InnovatorMember.objects.create(innovator=catalogue.innovator, person=maker)
    first, second = catalogue.add(Item("Wound sensor"), Item("Wound app"))
    act = {"by": story.nominator, "now": story.now}
    need = publish_need(organisation=story.trust, title="Infections", problem="Late.", clinical_area="SURGERY", **act)
    answer_need(
        need=need, innovation=first, sentence="Early.", revision=1, by=maker, now=story.now
    )  # before anybody follows
    client.force_login(story.buyer, backend=BACKEND)
    given = {"organisation": story.other_trust.ods_code, "what": "NEED", "telling": "IMMEDIATE"}
    assert client.post(f"/needs/{need.pk}/follow/", given)["Location"] == "/subscriptions/"
    assert str(Subscription.objects.get()) == f"{story.other_trust} follows the need “Infections”"
    assert "Infections</a>, a need" in client.get("/subscriptions/").content.decode()
    answer_need(need=need, innovation=second, sentence="Early.", revision=1, by=maker, now=story.now)
    close_need(need=need, outcome="Solved.", **act)
    assert [tell_followers(now=story.now + HOUR), tell_followers(now=story.now + HOUR)] == [2, 0]
    Cursor.objects.update(transaction_id=0)
    assert tell_followers(now=story.now + HOUR) == 0
    told = [notice.change.sentence for notice in Notice.objects.order_by("id")]
    assert told == [
        f"Wound app by Invented Devices Ltd answers the need “Infections” of {story.trust}.",
        f"{story.trust} closed the need “Infections”. Outcome: Solved.",
    ]
    email = Email.objects.filter(recipient=story.buyer.email).earliest("id")
    assert email.subject == "Need “Infections”: Wound app"
    assert "follows this need.\n" in email.text
    assert f"/needs/{need.pk}/\n" in email.text
    assert told[0] in client.get("/notices/").content.decode()


def test_a_change_and_the_end_are_told_to_followers_and_written_once_to_whoever_answered(story, client):
    catalogue = Catalogue()
    maker, colleague, other = PersonFactory(), PersonFactory(), PersonFactory()
    for person in (maker, colleague):
        InnovatorMember.objects.create(innovator=catalogue.innovator, person=person)
    InnovatorMember.objects.create(innovator=InnovatorFactory(), person=other)
    first, second = catalogue.add(Item("Wound sensor"), Item("Wound app"))
    given = {"problem": "Late.", "clinical_area": "SURGERY"}
    act = {"by": story.nominator, "now": story.now}
    need = publish_need(organisation=story.trust, title="Infections", **given, **act)
    for innovation in (first, second):  # both are theirs: one e-mail all the same
        answer_need(need=need, innovation=innovation, sentence="Early.", revision=1, by=maker, now=story.now)
    subscribe(organisation=story.other_trust, need=need, by=story.buyer, now=story.now)
    need = correct_need(need=need, title="Falls", **given, patients=None, needed_by=None, revision=1, **act)
    close_need(need=need, outcome="", **act)
    assert [tell_followers(now=story.now + HOUR), tell_followers(now=story.now + HOUR)] == [2, 0]
    Cursor.objects.update(transaction_id=0)
    tell_followers(now=story.now + HOUR)
    told = f"{story.trust} changed the need “Falls”: title."
    assert told in [notice.change.sentence for notice in Notice.objects.all()]
    for person in (maker, colleague):
        emails = Email.objects.filter(recipient=person.email).order_by("id")
        assert [email.subject for email in emails] == ["Need “Falls” was changed", "Need “Falls” is closed"]
        assert emails[0].text.startswith(told)
        assert "Infections" not in emails[0].text  # nobody is sent what was taken away
        assert f"because {catalogue.innovator} answered it.\n" in emails[0].text
        assert f"/needs/{need.pk}/\n" in emails[0].text
    assert not Email.objects.filter(recipient=other.email).exists()
