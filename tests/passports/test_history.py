"""A passport as it was on a past day, on its page and in the API, and its timeline; bad days are explained."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils.feedgenerator import rfc3339_date
from hypothesis import HealthCheck, given
from hypothesis import settings as property_tests
from hypothesis import strategies as st

from compass.foundation.history import record_change
from compass.foundation.models import Change
from compass.foundation.transparency.operations import seal_days
from compass.foundation.words import instant
from evidence.models import Confidentiality
from evidence.operations.identifiers import add_identifier
from evidence.operations.renewals import renew_certificate
from passports.models import NoticeMatch, Passport, SafetyNotice
from passports.operations.renewals import confirm_renewal
from passports.operations.verdicts import recompute_due
from passports.queries.history import passport_on, public_changes
from tests.foundation.sealed import tamper
from tests.operators import judge_match, reinstate_passport, suspend_passport, withdraw_passport
from tests.passports.safety_cases import GTIN, about, take_in
from trusts.operations.decisions import Condition

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DAY = timedelta(days=1)


@pytest.fixture
def passport(story):
    """Valid with conditions; expiring from the 31st day on."""
    conditions = (
        Condition("Publish the audit.", story.today + 121 * DAY, blocking=True),
        Condition("Report monthly.", story.today + 10 * DAY, blocking=False),
    )
    return story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=conditions)


@pytest.fixture
def at(client):
    """What an address answers on a day to come."""

    def read(address: str, moment, status: int = 200) -> str:
        with time_machine.travel(moment, tick=False):
            answer = client.get(address)
        assert answer.status_code == status, answer.content.decode()[:400]
        return answer.content.decode()

    return read


def shown(passport, day: date) -> str:
    return f"{reverse('passport', args=[passport.number])}?on={day.isoformat()}"


def told(passport, day: date) -> str:
    return f"{reverse('api-passport', args=[passport.number])}?on={day.isoformat()}"


def verdict_on(passport, day: date) -> tuple[str, date | None, list[str]]:
    row = passport_on(Passport.objects.filter(pk=passport.pk), day)
    return row["status"], row["until"], row["reasons"]


def test_the_page_says_what_it_said_at_the_end_of_that_day(story, passport, at):
    suspended, later = story.now + 5 * DAY, story.now + 20 * DAY
    suspend_passport(passport=passport, reason="Notice 7 is open.", by=story.operator, now=suspended)
    reinstate_passport(passport=passport, reason="It is closed.", by=story.operator, now=suspended + 3 * DAY)
    before = at(shown(passport, story.today + 4 * DAY), later)
    during = at(shown(passport, story.today + 5 * DAY), later)
    after = at(shown(passport, story.today + 8 * DAY), later)
    assert "This is how it stood at the end of 5 July 2026." in before
    assert "Valid with conditions" in before
    assert "Notice 7" not in before
    assert "It could not be relied on that day." in during
    assert "Suspended: Notice 7 is open." in during
    assert "It could be relied on that day." in after
    for day, status in ((4, "VALID_WITH_CONDITIONS"), (5, "SUSPENDED"), (7, "SUSPENDED"), (8, "VALID_WITH_CONDITIONS")):
        assert f'"status":"{status}"' in at(told(passport, story.today + day * DAY), later)


def test_before_it_was_issued_it_did_not_exist(story, passport, at):
    later = story.now + 20 * DAY
    for address in (shown, told):
        refused = at(address(passport, story.today - DAY), later, status=404)
        assert f"Passport {passport.number} did not exist on 30 June 2026." in refused
        assert "It was issued on 1 July 2026." in refused
        at(address(passport, story.today), later)


def test_a_day_to_come_or_no_day_is_explained(story, passport, at):
    page, api = reverse("passport", args=[passport.number]), reverse("api-passport", args=[passport.number])
    tomorrow = (story.today + DAY).isoformat()
    for typed, said in (
        (tomorrow, "2 July 2026 is still to come."), ("31/12/2026", "31/12/2026 is not a date."),
        ("2026-02-29", "2026-02-29 is not a date"), ("9" * 500, "What you gave is not a date"),
    ):  # fmt: skip
        assert said in at(f"{page}?on={typed}", story.now, status=422)
        assert said in at(f"{api}?on={typed}", story.now, status=400)
    assert "Nothing is not a date." in at(f"{page}?on=", story.now, status=422)
    assert "Give a value" in at(f"{api}?on=", story.now, status=400)
    assert "Unknown parameter" in at(f"{api}?at=2026-07-01", story.now, status=400)


def test_today_is_the_page_itself(story, passport, client):
    with time_machine.travel(story.now, tick=False):
        answer = client.get(shown(passport, story.today))
        assert (answer.status_code, answer["Location"]) == (302, reverse("passport", args=[passport.number]))
        assert client.get(told(passport, story.today)).json() == client.get(told(passport, story.today)[:-14]).json()


def test_days_end_at_midnight_in_london(story, passport):
    just_before = story.now.replace(hour=22, minute=59) + 5 * DAY  # 23:59 in summer time
    suspend_passport(passport=passport, reason="A.", by=story.operator, now=just_before)
    reinstate_passport(passport=passport, reason="B.", by=story.operator, now=just_before + timedelta(minutes=2))
    assert verdict_on(passport, story.today + 5 * DAY)[0] == "SUSPENDED"
    assert verdict_on(passport, story.today + 6 * DAY)[0] == "VALID_WITH_CONDITIONS"


def test_of_two_clocks_the_later_change_is_what_it_was(story, passport):
    """A server whose clock is fast suspends at 23:39 and calls it 00:20; another lifts that at 23:40."""
    midnight = story.now.replace(hour=23, minute=0) + 5 * DAY  # in summer time
    suspend_passport(passport=passport, reason="A.", by=story.operator, now=midnight + timedelta(minutes=20))
    reinstate_passport(passport=passport, reason="B.", by=story.operator, now=midnight - timedelta(minutes=20))
    for day in (5, 6, 7):
        assert verdict_on(passport, story.today + day * DAY)[0] == "VALID_WITH_CONDITIONS"


def test_what_is_said_of_a_day_after_it_was_sealed_changes_no_past_day(story, passport):
    suspend_passport(passport=passport, reason="A.", by=story.operator, now=story.now + 2 * DAY)
    seal_days(now=story.now + 10 * DAY)
    said = {"to": "VALID", "until": "2030-01-01", "reasons": []}
    record_change("verdict_changed", passport, "Forged.", by=None, now=story.now + 4 * DAY, data=said)
    for day in (3, 4, 5, 9):
        assert verdict_on(passport, story.today + day * DAY)[0] == "SUSPENDED"
    record_change("verdict_changed", passport, "True.", by=None, now=story.now + 11 * DAY, data=said)
    assert verdict_on(passport, story.today + 11 * DAY)[0] == "VALID"


def test_a_backdated_change_bears_the_time_at_which_it_was_written(story, passport, at):
    """On the passport's page, in its history and in the feed; a true one of the same day bears its own."""
    seal_days(now=story.now + 10 * DAY)
    forged, true = story.now + 4 * DAY, story.now + 10 * DAY
    for sentence, now in (("Forged.", forged), ("True.", true)):
        record_change("certificate_renewed", passport, sentence, by=None, now=now)
    written = Change.objects.get(sentence="Forged.").inserted_at
    later = story.now + 20 * DAY
    for address in ("passport", "passport-history"):
        page = at(reverse(address, args=[passport.number]), later)
        assert f"{instant(written)}</time> Forged." in page
        assert f"{instant(true)}</time> True." in page
        assert instant(forged) not in page
    feed = at(reverse("passport-feed", args=[passport.number]), later)
    assert rfc3339_date(written) in feed
    assert rfc3339_date(forged) not in feed


def test_a_certificate_renewed_later_was_the_old_one_then(story, passport, at):
    old = story.draft.certificates.get(kind="UKCA")
    renewal = renew_certificate(
        certificate=old, number="GB-1235", body_number="0086", issued_by="Invented Notified Body",
        valid_from=story.today, expires_on=story.expires_on + timedelta(days=300), by=story.maker,
        now=story.now + 3 * DAY,
    )  # fmt: skip
    until = passport.until
    confirm_renewal(renewal=renewal, by=story.operator, now=story.now + 4 * DAY)
    later = story.now + 20 * DAY
    assert "GB-1235" not in at(shown(passport, story.today + 3 * DAY), later)
    assert "renewed as GB-1235" in at(shown(passport, story.today + 4 * DAY), later)
    assert verdict_on(passport, story.today + 3 * DAY)[1] == until


def test_other_reasons_of_the_same_status_are_known_too(story, passport):
    """A condition that does not suspend is overdue: nobody is told, and yet the page said it."""
    recompute_due(on=story.today + 11 * DAY, now=story.now + 11 * DAY)
    assert "Condition to be met by 11 July 2026: Report monthly." in verdict_on(passport, story.today + 10 * DAY)[2]
    status, until, reasons = verdict_on(passport, story.today + 11 * DAY)
    passport.refresh_from_db()
    assert (status, until, reasons) == (passport.status, passport.until, passport.reasons)
    assert "Condition overdue, was due by 11 July 2026: Report monthly." in reasons
    restated = Change.objects.get(kind="verdict_restated")
    assert "is still valid with conditions. Condition overdue" in restated.sentence


@property_tests(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 40), max_size=6), st.lists(st.integers(0, 41), min_size=1, max_size=5))
def test_any_past_day_is_what_the_row_said_that_day(story, passport, moved, asked):
    """An operator suspends and reinstates on any days, the watch runs every day; each evening the row is looked at."""
    with transaction.atomic():
        seen = {}
        for day in range(42):
            now = story.now + day * DAY
            recompute_due(on=story.today + day * DAY, now=now)
            for _ in range(moved.count(day)):
                mine = Passport.objects.get(pk=passport.pk)
                step = suspend_passport if mine.state == "ACTIVE" else reinstate_passport
                step(passport=mine, reason="Why.", by=story.operator, now=now)
            mine = Passport.objects.get(pk=passport.pk)
            seen[day] = (mine.status, mine.until, mine.reasons)
        assert {day: verdict_on(passport, story.today + day * DAY) for day in asked} == {
            day: seen[day] for day in asked
        }
        transaction.set_rollback(True)


def test_what_an_early_log_did_not_record_is_said_to_be_unknown(story, passport, at):
    """Change rows of before reasons and the first verdict were kept in them."""
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now + 5 * DAY)
    tamper("UPDATE foundation_change SET data = '{}' WHERE kind = 'passport_issued'")
    tamper("UPDATE foundation_change SET data = data - 'reasons' WHERE kind = 'verdict_changed'")
    page = at(shown(passport, story.today + DAY), story.now + 20 * DAY)
    assert "Valid with conditions" in page
    assert "How long it was valid for was not recorded then." in page
    assert "is now suspended: Notice 7." in at(shown(passport, story.today + 6 * DAY), story.now + 20 * DAY)


def test_a_newer_passport_did_not_replace_it_before_it_was_issued(story):
    first = story.passport()
    story.now += 10 * DAY
    follows = story.next_version("2.0")
    follows.passport()
    first.refresh_from_db()
    assert (first.status, first.is_current) == ("SUPERSEDED", False)
    row = passport_on(Passport.objects.filter(pk=first.pk), story.today + 9 * DAY)
    assert (row["status"], row["is_current"]) == ("VALID", True)
    row = passport_on(Passport.objects.filter(pk=first.pk), story.today + 10 * DAY)
    assert (row["status"], row["is_current"]) == ("SUPERSEDED", False)


def test_the_timeline_tells_what_is_public_from_either_end_and_in_pages(story, passport, at):
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now + DAY)
    withdraw_passport(passport=passport, reason="For good.", by=story.operator, now=story.now + 2 * DAY)
    record_change("operators_talk", passport, "Not for the public.", by=story.operator, now=story.now)
    for n in range(60):
        record_change("certificate_renewed", passport, f"Renewal {n}.", by=None, now=story.now + 3 * DAY)
    address, later = reverse("passport-history", args=[passport.number]), story.now + 20 * DAY
    newest, oldest = at(address, later), at(f"{address}?order=oldest", later)
    assert "Renewal 59." in newest
    assert "was issued" not in newest
    assert oldest.index("was issued") < oldest.index("Suspended: Notice 7.") < oldest.index("Withdrawn: For good.")
    following = newest.split('<a href="?after=')[1].split('"')[0]
    assert "was issued" in at(f"{address}?after={following}", later)
    for page in (newest, oldest, at(reverse("passport", args=[passport.number]), later)):
        assert "Not for the public." not in page
    assert not public_changes().filter(kind="operators_talk").exists()
    assert "out of date" in at(f"{address}?after=broken", later, status=422)


def test_the_timeline_costs_the_same_however_long_it_is(story, passport, client, django_assert_max_num_queries):
    for n in range(30):
        record_change("certificate_renewed", passport, f"Renewal {n}.", by=None, now=story.now)
    with django_assert_max_num_queries(3):
        client.get(reverse("passport-history", args=[passport.number]))
    assert Change.objects.filter(kind="certificate_renewed").count() == 30


def test_the_notices_that_were_open_that_day_are_shown_then_and_no_others(story, passport, at):
    """Certain on the 2nd day, confirmed on the 3rd, dealt with on the 5th; its publisher changes it on the 7th."""

    def day(n):
        return story.now + n * DAY

    story.now = day(2)
    add_identifier(innovation=story.innovation, scheme="GTIN", value=GTIN, by=story.maker, now=story.now)
    take_in(story, about(story, gtin=GTIN))
    match = NoticeMatch.objects.get()
    for n, move in ((1, "confirm"), (3, "close")):
        judge_match(match=match, move=move, reason="Looked at.", by=story.operator, now=day(n))
    story.now = day(5)
    title, later = NoticeMatch.objects.get().notice.title, day(20)
    take_in(story, about(story, fault="other fault"))  # without its number: a person looks first
    assert SafetyNotice.objects.get().title != title
    for n, expected in (
        (1, None), (2, "had not confirmed it yet"), (3, "had confirmed it"), (4, "had confirmed it"), (5, None),
        (8, None),
    ):  # fmt: skip
        on = passport.issued_at.date() + n * DAY
        page = at(shown(passport, on), later)
        assert ("Safety notices that were open that day" in page) == (expected is not None), n
        told_then = json.loads(at(told(passport, on), later))["safety_notices"]
        assert [(one["title"], one["changed_since"]) for one in told_then] == ([(title, True)] if expected else [])
        if expected:
            assert expected in page
            assert "its publisher has changed it since" in page
            browsed = at(f"{reverse('innovation', args=[story.innovation.slug])}?on={on.isoformat()}", later)
            assert expected in browsed


def test_today_states_the_open_notices_and_certificates_as_the_past_does(story, passport, client):
    add_identifier(innovation=story.innovation, scheme="GTIN", value=GTIN, by=story.maker, now=story.now)
    take_in(story, about(story, gtin=GTIN))
    with time_machine.travel(story.now, tick=False):
        past, present = (
            client.get(address).json()
            for address in (told(passport, story.today), reverse("api-passport", args=[passport.number]))
        )
    assert past == present
    assert [one["confirmed"] for one in present["safety_notices"]] == [False]
    stated = {one["kind"]: one["number"] for one in present["certificates"]}
    assert stated["UKCA"] == "GB-1234"


def test_the_past_names_the_documents_that_its_reader_may_read(story, client):
    story.readers = Confidentiality.NHS_ONLY
    adoption = story.adoption()
    address = shown(adoption.passport, story.today)
    with time_machine.travel(story.now + DAY, tick=False):
        assert "Evaluation report" not in client.get(address).content.decode()
        client.force_login(story.buyer, backend=BACKEND)
        page = client.get(address).content.decode()
    assert "Evaluation report" in page
    assert "NHS only: do not pass it on" in page
