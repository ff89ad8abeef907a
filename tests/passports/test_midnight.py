"""No verdict is read one day too long: who reads after London's midnight finds it judged, job or no job."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compass.foundation.clock import civil_date
from compass.foundation.models import Change
from compass.watch.midnight import GRACE
from passports.operations.recount import recount_all
from passports.operations.verdicts import recompute_due
from tests.foundation.racing import at_once
from tests.story import Story

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SECOND = timedelta(seconds=1)
# Last days of a certificate, and the moment at which they end in London, in UTC.
ENDS = {
    "summer time": (date(2026, 9, 27), datetime(2026, 9, 27, 23, tzinfo=UTC)),
    "winter time": (date(2026, 12, 6), datetime(2026, 12, 7, 0, tzinfo=UTC)),
    "the clocks go back that day": (date(2026, 10, 25), datetime(2026, 10, 26, 0, tzinfo=UTC)),
    "the clocks go forward that day": (date(2027, 3, 28), datetime(2027, 3, 28, 23, tzinfo=UTC)),
    "29 February": (date(2028, 2, 29), datetime(2028, 3, 1, 0, tzinfo=UTC)),
}


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.JUDGE_BEFORE_READING = True


def told():
    return list(Change.objects.filter(kind="verdict_changed").order_by("id").values_list("data__to", flat=True))


def ending(last_day):
    """A passport whose certificate ends on that day, judged by the job through it."""
    story = Story(expires_on=last_day)
    passport = story.passport()
    recompute_due(on=last_day, now=story.now)
    passport.refresh_from_db()
    assert passport.status == "EXPIRING"
    return story, passport


def roads(passport):
    """What each road says of the passport."""
    reader = Client()
    page = reader.get(reverse("passport", args=[passport.number])).content.decode()
    api = reader.get(reverse("api-passport", args=[passport.number])).json()["status"]
    listed = reader.get(reverse("api-passports"), {"status": "EXPIRED"}).json()["results"]
    credential = reader.get(reverse("passport-credential", args=[passport.number])).status_code
    technology = reader.get(reverse("api-innovation", args=[passport.innovation.slug])).json()["passport_status"]
    found = reader.get(reverse("innovations"), {"status": "EXPIRED"}).content.decode()
    return {
        "page": "You can rely on this" in page, "api": api, "listed": len(listed), "credential": credential,
        "technology": technology, "search": f"/innovations/{passport.innovation.slug}/" in found,
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("last_day", "midnight"), ENDS.values(), ids=ENDS)
def test_every_road_turns_at_the_stroke_of_midnight_in_london(last_day, midnight):
    _, passport = ending(last_day)
    before = len(told())
    with time_machine.travel(midnight - SECOND, tick=False):
        assert roads(passport) == {
            "page": True, "api": "EXPIRING", "listed": 0, "credential": 200, "technology": "EXPIRING", "search": False,
        }  # fmt: skip
    with time_machine.travel(midnight, tick=False):
        assert roads(passport) == {
            "page": False, "api": "EXPIRED", "listed": 1, "credential": 409, "technology": "EXPIRED", "search": True,
        }  # fmt: skip
        recompute_due(on=civil_date(midnight), now=midnight)  # the job, when it comes
    assert told()[before:] == ["EXPIRED"]
    assert recount_all(on=civil_date(midnight)) == []


@pytest.mark.django_db
def test_nobody_adopts_after_midnight_what_the_job_has_not_judged():
    last_day, midnight = ENDS["summer time"]
    story, passport = ending(last_day)
    reader = Client()
    reader.force_login(story.buyer, backend=BACKEND)
    address, given = reverse("adopt", args=[passport.number]), {"organisation": story.other_trust.ods_code}
    with time_machine.travel(midnight, tick=False):
        refused = reader.post(address, given)
        assert refused.status_code == 409
        assert "is expired, so it cannot be adopted now" in refused.content.decode()
    assert not passport.adoptions.exists()


def spent(reader, address):
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(address).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in queries.captured_queries)


@pytest.mark.django_db
def test_it_costs_one_question_in_the_first_minutes_of_a_day_and_none_after(settings):
    _, passport = ending(date(2026, 9, 27))
    address, midnight = reverse("passport", args=[passport.number]), datetime(2026, 8, 3, 23, tzinfo=UTC)
    settings.JUDGE_BEFORE_READING = False
    with time_machine.travel(midnight, tick=False):
        usual = spent(Client(), address)
    settings.JUDGE_BEFORE_READING = True
    reader = Client()
    for after, asked in (
        (0 * SECOND, 1),
        (GRACE - SECOND, 1),
        (GRACE, 1),
        (GRACE + SECOND, 0),
        (23 * 3600 * SECOND, 0),
    ):
        with time_machine.travel(midnight + after, tick=False):
            assert spent(reader, address) - usual == asked, after
    with time_machine.travel(midnight + timedelta(days=1), tick=False):
        assert spent(reader, address) - usual == 1


@pytest.mark.django_db
def test_what_a_late_transaction_of_the_day_before_wrote_is_judged_too():
    """It began before midnight and is there only after the first reader of the new day."""
    last_day, midnight = ENDS["summer time"]
    reader = Client()
    with time_machine.travel(midnight, tick=False):
        assert reader.get(reverse("innovations")).status_code == 200
    _, passport = ending(last_day)
    with time_machine.travel(midnight + 5 * SECOND, tick=False):
        page = reader.get(reverse("passport", args=[passport.number])).content.decode()
    assert "Do not rely on this passport now." in page


@pytest.mark.django_db
def test_a_database_that_cannot_be_written_to_still_answers():
    last_day, midnight = ENDS["summer time"]
    _, passport = ending(last_day)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET TRANSACTION READ ONLY")
    with time_machine.travel(midnight, tick=False):
        assert Client().get(reverse("passport", args=[passport.number])).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_many_readers_at_midnight_tell_it_once():
    last_day, midnight = ENDS["summer time"]
    _, passport = ending(last_day)
    before, address = len(told()), reverse("passport", args=[passport.number])
    with time_machine.travel(midnight, tick=False):
        pages = at_once(*[lambda: Client().get(address)] * 4)
    assert ["Do not rely on this passport now." in page.content.decode() for page in pages] == [True] * 4
    assert told()[before:] == ["EXPIRED"]


@pytest.mark.django_db
def test_no_copy_of_a_credential_or_status_list_is_kept_past_midnight():
    last_day, midnight = ENDS["summer time"]
    _, passport = ending(last_day)
    reader = Client()
    addresses = (
        reverse("passport-credential", args=[passport.number]), reverse("status-list", args=["suspension", 0]),
    )  # fmt: skip
    for before, most in ((3600, None), (20, 20)):
        with time_machine.travel(midnight - before * SECOND, tick=False):
            for address in addresses:
                kept = int(reader.get(address)["Cache-Control"].removeprefix("public, max-age="))
                assert kept == most if most else kept > 20
