"""What a saved search finds is told to those who saved it: by every way out, once, and to nobody else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from compass.foundation.errors import Invalid
from compass.foundation.models import Change, Email
from compass.guide.models import WatchCursor
from compass.guide.operations import saved_searches
from compass.guide.operations.saved_searches import Telling, save_search
from compass.guide.operations.watching import watch_searches
from compass.guide.search import Search
from compass.notices.followed import SearchRef
from compass.notices.models import Cursor, Notice, Subscription, WebhookDelivery
from compass.notices.operations.digests import post_digests
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.send_webhooks import send_due_webhooks
from compass.notices.operations.subscriptions import subscribe, unsubscribe
from compass.notices.operations.webhooks import add_endpoint
from compass.notices.queries import told_changes
from evidence.models import Innovation
from tests.factories import NOON, OrganisationFactory, PersonFactory, merge
from tests.guide.catalogue import Catalogue, Item
from tests.notices.receiver import receiving
from trusts.models import Member, Role

pytestmark = pytest.mark.django_db(transaction=True)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def trust(db):
    return OrganisationFactory()


@pytest.fixture
def sensor(db) -> Innovation:
    """A technology that no search below finds yet."""
    return Catalogue().add(Item("Hip brace"))[0]


def member(organisation, role=Role.BUYER):
    person = PersonFactory()
    Member.objects.create(organisation=organisation, person=person, role=role)
    return person


def save(trust, by, telling=Telling.IMMEDIATE, text="wound"):
    return save_search(search=Search(text=text), name="Our plans", organisation=trust, telling=telling, by=by, now=NOON)


def referred(saved) -> SearchRef:
    return SearchRef(saved.key, saved.name, saved.organisation)


def becomes(innovation, name):
    Innovation.objects.filter(pk=innovation.pk).update(name=name)
    Change.objects.create(
        kind="innovation_described", subject="innovation", subject_id=innovation.pk, sentence="x", occurred_at=NOON
    )


def told(now=NOON + HOUR) -> int:
    watch_searches(now=now)
    return tell_followers(now=now)


def test_who_saved_it_is_told_by_notice_e_mail_and_webhook_once(trust, sensor, client, settings):
    settings.WEBHOOKS_TO_THIS_MACHINE = True
    buyer = member(trust)
    stranger = member(other := OrganisationFactory())
    saved = save(trust, buyer)
    tell_followers(now=NOON)
    with receiving() as receiver:
        add_endpoint(organisation=trust, address=f"{receiver.address}/ours", by=buyer, now=NOON)
        add_endpoint(organisation=other, address=f"{receiver.address}/theirs", by=stranger, now=NOON)
        subscribe(organisation=other, by=stranger, now=NOON)  # every passport: no search is among them
        becomes(sensor, "Wound sensor")
        assert [told(), told()] == [1, 0]
        Cursor.objects.update(transaction_id=0)
        WatchCursor.objects.update(transaction_id=0)
        assert told() == 0
        send_due_webhooks(now=NOON + HOUR)
        bodies = [json.loads(body) for _, body in receiver.arrived]
    sentence = "“Our plans” now finds Wound sensor by Invented Devices Ltd. It has no Innovator Passport."
    notice, email = Notice.objects.get(), Email.objects.get()
    assert (notice.organisation, notice.change.sentence) == (trust, sentence)
    assert email.recipient == buyer.email
    assert email.subject == "Saved search “Our plans”: Wound sensor"
    for words in (sentence, f"{trust.name} follows the saved search “Our plans”", f"/innovations/{sensor.slug}/\n"):
        assert words in email.text
    assert [(body["type"], body["data"]["search"]) for body in bodies] == [("search.matched", str(saved.key))]
    assert bodies[0]["data"]["address"].endswith(f"/innovations/{sensor.slug}/")
    assert not WebhookDelivery.objects.filter(endpoint__organisation=other).exists()

    client.force_login(buyer, backend=BACKEND)
    for page in ("/notices/", "/home/"):
        assert sentence in client.get(page).content.decode(), page
    assert "Our plans</a>, a saved search" in client.get("/subscriptions/").content.decode()
    client.force_login(stranger, backend=BACKEND)
    for page in ("/notices/", "/home/", "/subscriptions/", "/log/", f"/innovations/{sensor.slug}/history/"):
        assert "Our plans" not in client.get(page).content.decode(), page
    assert b"Our plans" not in client.get("/passports/changes.atom").content
    assert not any(change.subject == "saved search" for change in told_changes())


def test_in_the_daily_e_mail(trust, sensor):
    save(trust, member(trust), Telling.DAILY)
    becomes(sensor, "Wound sensor")
    told()
    assert not Email.objects.exists()
    assert [post_digests(now=NOON + HOUR), post_digests(now=NOON + HOUR)] == [1, 0]
    text = Email.objects.get().text
    assert "now finds Wound sensor" in text
    assert f"/innovations/{sensor.slug}/\n" in text


def test_a_member_who_buys_nothing_saves_it_and_a_buyer_follows_it_by_page(trust, sensor, client):
    saved = save(trust, member(trust, Role.NOMINATOR))
    becomes(sensor, "Wound sensor")
    assert told() == 0
    buyer = member(trust)
    client.force_login(buyer, backend=BACKEND)
    address = f"/saved-searches/{saved.key}/follow/"
    assert "Our plans" in client.get(address).content.decode()
    given = {"organisation": trust.ods_code, "what": "SEARCH", "telling": "NO_EMAILS"}
    assert client.post(address, given)["Location"] == "/subscriptions/"
    becomes(sensor, "Hip brace")
    assert told() == 1
    assert "no longer finds" in Notice.objects.get().change.sentence
    assert not Email.objects.exists()
    client.force_login(member(OrganisationFactory()), backend=BACKEND)
    assert client.get(address).status_code == 404


def test_no_key_of_anothers_search_tells_anything(trust, sensor):
    saved = save(trust, member(trust))
    other = OrganisationFactory()
    theirs = member(other)
    with pytest.raises(Invalid, match="Another organisation"):
        subscribe(organisation=other, by=theirs, now=NOON, search=referred(saved))
    Subscription.objects.create(
        organisation=other, person=theirs, kind="SEARCH", search=saved.key, search_name="x", created_at=NOON
    )
    becomes(sensor, "Wound sensor")
    told()
    assert {notice.organisation for notice in Notice.objects.all()} == {trust}


def test_its_new_name_is_told_and_stopping_it_ends_what_follows_it(trust, sensor, client):
    buyer = member(trust)
    saved = save(trust, buyer)
    tell_followers(now=NOON)
    saved_searches.rename_search(saved=saved, name="New plans", by=buyer, now=NOON)
    tell_followers(now=NOON)
    assert str(Subscription.objects.get()) == f"{trust} follows the saved search “New plans”"
    saved_searches.stop_search(saved=saved, by=buyer, now=NOON)
    becomes(sensor, "Wound sensor")
    assert told() == 0
    assert not Subscription.objects.exists()
    client.force_login(buyer, backend=BACKEND)
    assert client.get(f"/saved-searches/{saved.key}/follow/").status_code == 404


def test_who_stopped_following_does_not_begin_again_when_changes_are_read_twice(trust):
    buyer = member(trust)
    saved = save(trust, buyer)
    tell_followers(now=NOON)
    unsubscribe(subscription=Subscription.objects.get(), by=buyer, now=NOON)
    Cursor.objects.update(transaction_id=0)
    tell_followers(now=NOON)
    assert not Subscription.objects.exists()
    subscribe(organisation=trust, by=buyer, now=NOON, search=referred(saved))
    assert Subscription.objects.count() == 1


def test_who_carries_on_for_an_organisation_is_told(trust, sensor):
    save(trust, member(trust))
    tell_followers(now=NOON)
    heir = OrganisationFactory()
    member(heir)
    merge(trust, heir)
    becomes(sensor, "Wound sensor")
    assert told() == 1
    assert Notice.objects.get().organisation == heir
