"""The pages of following and of webhooks, and what readers' machines fetch."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from compass.foundation import clock
from compass.foundation.history import record_change
from compass.foundation.signed_links import signed_link
from compass.notices import queries
from compass.notices.models import Endpoint, Notice, Subscription, WebhookDelivery
from compass.notices.operations.subscriptions import mark_read, subscribe
from compass.notices.web import views
from passports.models import Passport
from tests.operators import suspend_passport, withdraw_passport
from trusts.models import Organisation, Role

ATOM = "{http://www.w3.org/2005/Atom}"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def buyer(client, story):
    """The story's buyer, signed in."""
    client.force_login(story.buyer, backend=BACKEND)
    return client


def test_a_passports_page_offers_what_it_belongs_to(buyer, story):
    passport = story.passport()
    address = reverse("follow", args=[passport.number])
    page = buyer.get(address).text
    for offered in ("This passport", "Wound Sensor, with", "Surgery and wound care", str(story.trust)):
        assert offered in page
    given = {"organisation": story.other_trust.ods_code, "what": "DECISIONS", "telling": "DAILY"}
    assert buyer.post(address, given).status_code == 302
    made = Subscription.objects.get()
    assert (made.assessor, made.frequency, made.email) == (story.trust, "DAILY", True)
    assert "one email a day" in buyer.get(reverse("subscriptions")).text
    assert buyer.post(address, given | {"what": "EVERYTHING"}).status_code == 422, "it was not offered here"


def test_a_technology_without_a_passport_can_be_followed_once_it_is_public(buyer, story):
    address = reverse("follow-innovation", args=[story.innovation.slug])
    assert buyer.get(address).status_code == 404
    type(story.innovation).objects.filter(pk=story.innovation.pk).update(published_at=story.now)
    assert address in buyer.get(reverse("innovation", args=[story.innovation.slug])).text
    given = {"organisation": story.other_trust.ods_code, "what": "INNOVATION", "telling": "NO_EMAILS"}
    assert buyer.post(address, given).status_code == 302
    assert (Subscription.objects.get().innovation, Subscription.objects.get().email) == (story.innovation, False)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"what": "CLINICAL_AREA"}, "Choose the clinical area"),
        ({"what": "DECISIONS"}, "Enter the ODS code"),
        ({"what": "DECISIONS", "assessor": "NONE1"}, "No organisation has this ODS code"),
        ({"what": "NEED"}, "Choose one of the listed answers"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_followed(buyer, story, given, said):
    base = {"organisation": story.other_trust.ods_code, "telling": "IMMEDIATE"}
    answer = buyer.post(reverse("follow-more"), base | given)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert not Subscription.objects.exists()


def test_areas_organisations_and_everything_are_followed_from_the_settings(buyer, story):
    base = {"organisation": story.other_trust.ods_code, "telling": "IMMEDIATE"}
    wanted = [
        {"what": "CLINICAL_AREA", "clinical_area": "EYES"},
        {"what": "DECISIONS", "assessor": story.trust.ods_code.lower()},
        {"what": "EVERYTHING"},
    ]
    for given in wanted:
        assert buyer.post(reverse("follow-more"), base | given).status_code == 302
    page = buyer.get(reverse("subscriptions")).text
    for said in ("Passports in “eyes”", f"Passports assessed by {story.trust}", "Every passport"):
        assert said in page


def test_how_to_be_told_is_changed_on_its_page(buyer, story):
    made = subscribe(passport=story.passport(), organisation=story.other_trust, by=story.buyer, now=story.now)
    address = reverse("change-subscription", args=[made.pk])
    assert re.search(r'value="IMMEDIATE"[^>]* checked', buyer.get(address).text)
    buyer.post(address, {"telling": "NO_EMAILS"})
    made.refresh_from_db()
    assert not made.email
    assert re.search(r'value="NO_EMAILS"[^>]* checked', buyer.get(address).text)


def test_every_notice_is_reached_page_by_page_and_all_are_read_at_once(buyer, story, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 2)
    passport, other = story.passport(), story.member(story.trust, Role.BUYER)

    def notice(organisation, said):
        change = record_change("verdict_changed", passport, said, by=None, now=story.now)
        return Notice.objects.create(
            change=change, organisation=organisation, passport=passport, recipient=other, created_at=story.now
        )

    mine, theirs = [notice(story.other_trust, f"Number {n}.") for n in range(5)], notice(story.trust, "Theirs.")
    mark_read(notice=mine[3], by=story.buyer, now=story.now)

    def seen(address):
        pages = [buyer.get(address)]
        while found := re.search(r'href="(/notices/[^"]*after=[^"]+)"', pages[-1].text):
            pages.append(buyer.get(found[1].replace("&amp;", "&")))
        return [re.findall(r"Number (\d)", page.text) for page in pages]

    assert seen("/notices/") == [["4", "3"], ["2", "1"], ["0"]]
    assert seen("/notices/?show=unread") == [["4", "2"], ["1", "0"]]
    assert buyer.get("/notices/?after=x").status_code == 422
    newest = re.search(r'name="newest" value="(\d+)"', buyer.get("/notices/read/").text)[1]
    late = notice(story.other_trust, "Late.")
    assert buyer.post("/notices/read/", {"newest": newest})["Location"] == "/notices/"
    assert set(Notice.objects.filter(read_at=None)) == {theirs, late}
    assert buyer.post("/notices/read/", {"newest": "x"}).status_code == 422


def test_a_webhooks_secret_is_shown_once(buyer, story):
    given = {"organisation": story.other_trust.ods_code, "address": "https://hook.maker.example/x"}
    shown = buyer.post(reverse("add-webhook"), given)
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", shown.text)
    endpoint = Endpoint.objects.get()
    page = reverse("webhook", args=[endpoint.pk])
    assert secret not in buyer.get(page).text + buyer.get(reverse("webhooks")).text
    assert buyer.post(reverse("add-webhook"), given).status_code == 409
    wrong = buyer.post(reverse("add-webhook"), given | {"address": "https://10.0.0.1/"})
    assert (wrong.status_code, "not a number" in wrong.text) == (422, True)
    assert buyer.post(reverse("test-webhook", args=[endpoint.pk])).status_code == 302
    assert "Waiting" in buyer.get(page).text
    WebhookDelivery.objects.update(dead_at=story.now, outcome="HTTP 500", attempts=10)
    assert "Send these messages again" in buyer.get(page).text
    buyer.post(reverse("replay-webhook", args=[endpoint.pk]))
    assert WebhookDelivery.objects.get().dead_at is None
    buyer.post(reverse("remove-webhook", args=[endpoint.pk]))
    assert buyer.get(page).status_code == 404


def test_feeds_have_the_changes_and_are_not_sent_twice(client, story):
    passport = story.passport()
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now)
    slug = type(story.innovation).objects.get().slug
    for address in (
        reverse("feed"), reverse("passport-feed", args=[passport.number]), reverse("innovation-feed", args=[slug])
    ):  # fmt: skip
        answer = client.get(address)
        assert answer["Content-Type"].startswith("application/atom+xml")
        entries = ET.fromstring(answer.content).findall(f"{ATOM}entry")
        said = [entry.find(f"{ATOM}summary").text for entry in entries]
        assert len(said) == len({entry.find(f"{ATOM}id").text for entry in entries}) == 2
        assert "is now suspended" in said[0]
        again = client.get(address, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert "max-age" in answer["Cache-Control"]
    other = type(story)(name="Another")
    assert ET.fromstring(client.get(reverse("passport-feed", args=[other.passport().number])).content).findall(
        f"{ATOM}entry"
    )


def dates(answer) -> dict[str, object]:
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["SUMMARY"]): (event["DTSTART"].dt, event["DTEND"].dt) for event in events}


def test_calendars_have_the_last_day_of_what_is_followed_and_adopted(client, story):
    adoption = story.adoption()
    passport, day = adoption.passport, adoption.passport.until
    found = {f"Last day of passport {passport} for Wound Sensor": (day, day + timedelta(days=1))}
    answer = client.get(reverse("passport-calendar", args=[passport.number]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert dates(answer) == found
    path = re.sub("^https?://[^/]+", "", signed_link(f"calendars/{story.buyer.pk}"))
    mine = client.get(path)
    assert dates(mine) == found
    assert "no-store" in mine["Cache-Control"]
    assert client.get(path.replace(f"/{story.buyer.pk}.", f"/{story.maker.pk}.")).status_code == 404
    for target in ({}, {"clinical_area": "SURGERY"}, {"assessor": story.trust}, {"innovation": story.innovation}):
        person = story.member(story.trust, Role.BUYER)
        path = re.sub("^https?://[^/]+", "", signed_link(f"calendars/{person.pk}"))
        Subscription.objects.all().delete()
        assert dates(client.get(path)) == {}
        subscribe(organisation=story.trust, by=person, now=story.now, **target)
        assert dates(client.get(path)) == found
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(path).status_code == 404


def test_a_calendar_says_what_was_called_off_and_which_revision_is_the_newest(client, story):
    passport = story.passport()
    address = reverse("passport-calendar", args=[passport.number])

    def event():
        (found,) = Calendar.from_ical(client.get(address).content).walk("VEVENT")
        return str(found["STATUS"]), int(found["SEQUENCE"]), found["DTSTAMP"].dt

    assert event() == ("CONFIRMED", 0, passport.issued_at.replace(microsecond=0))
    later = story.now + timedelta(days=1)
    withdraw_passport(passport=passport, reason="Unsafe.", by=story.operator, now=later)
    assert event() == ("CANCELLED", 1, later.replace(microsecond=0))


def test_what_ended_long_ago_crowds_no_day_to_come_out_of_a_calendar(client, story, monkeypatch):
    monkeypatch.setattr(queries, "CALENDAR_LENGTH", 1)
    passport = story.passport()
    subscribe(organisation=story.other_trust, by=story.buyer, now=story.now)
    path = re.sub("^https?://[^/]+", "", signed_link(f"calendars/{story.buyer.pk}"))
    assert len(dates(client.get(path))) == 1
    day = clock.today()
    for days, shown in ((0, 1), (92, 1), (93, 0)):
        Passport.objects.filter(pk=passport.pk).update(until=day - timedelta(days=days))
        assert len(dates(client.get(path))) == shown


def test_a_calendar_has_what_an_organisation_assessed_that_closed_without_a_successor(client, story):
    story.passport()
    subscribe(organisation=story.other_trust, by=story.buyer, now=story.now, assessor=story.trust)
    Organisation.objects.filter(pk=story.trust.pk).update(current=None, closed_on=story.today)
    path = re.sub("^https?://[^/]+", "", signed_link(f"calendars/{story.buyer.pk}"))
    assert len(dates(client.get(path))) == 1


def test_a_new_calendar_address_ends_the_old_ones_and_nobody_elses(client, story):
    story.adoption()
    colleague = story.member(story.other_trust, Role.BUYER)

    def address(person) -> str:
        client.force_login(person, backend=BACKEND)
        return re.search(r'href="[^"]*(/calendars/[^"]+)"', client.get("/subscriptions/").content.decode())[1]

    def renew() -> None:
        assert client.post("/subscriptions/calendar/")["Location"] == "/subscriptions/"

    theirs = address(colleague)
    seen = [address(story.buyer)]
    for _ in range(2):
        renew()
        seen.append(address(story.buyer))
    assert len(set(seen)) == 3
    client.logout()
    assert [client.get(one).status_code for one in (*seen, theirs)] == [404, 404, 200, 200]
    # Signed by us, but for no number that there is.
    for value in (f"{story.buyer.pk}-1", f"{story.buyer.pk}-3", f"{story.buyer.pk}-0", f"{colleague.pk}-1", "x", "0"):
        path = re.sub("^https?://[^/]+", "", signed_link(f"calendars/{value}"))
        assert client.get(path).status_code == 404, value
    assert client.post("/subscriptions/calendar/").status_code == 302  # to sign in
    assert client.get(seen[-1]).status_code == 200
