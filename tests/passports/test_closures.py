"""A closing or merger that was loaded long before its day happens on it, at midnight in London, job or no job."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from compass.foundation.models import Change
from compass.watch.tasks import recompute_verdicts, recount_verdicts
from passports.models.chairs import passports_chaired_by
from passports.operations.recount import record_disagreements, recount_all
from passports.operations.verdicts import judge_day
from tests.factories import PersonFactory
from tests.foundation.racing import at_once
from tests.story import Story
from trusts.models import Organisation, Seat, Succession
from trusts.operations.organisations import carry_on
from trusts.operations.people import create_panel, seat_member
from trusts.queries import carried_by_ended

LAST = date(2027, 3, 31)
MIDNIGHT = datetime(2027, 3, 31, 23, tzinfo=UTC)  # in London: the clocks went forward on the 28th
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.JUDGE_BEFORE_READING = True


def closing(story, *, heirs=(), on=LAST + DAY, kind="MERGER"):
    """The trust closes after the last of March; `heirs` take over."""
    passport = story.passport()
    Organisation.objects.filter(pk=story.trust.pk).update(closed_on=LAST)
    for heir in heirs:
        Succession.objects.create(predecessor=story.trust, successor=heir, on=on, kind=kind)
    return passport


def current(organisation):
    return Organisation.objects.values_list("current_id", flat=True).get(pk=organisation.pk)


def read(passport):
    return Client().get(reverse("passport", args=[passport.number])).content.decode()


def test_a_closing_dated_ahead_ends_what_it_assessed_from_midnight_on(story):
    passport = closing(story)
    with time_machine.travel(MIDNIGHT - SECOND, tick=False):
        assert "nobody took over" not in read(passport)
        recompute_verdicts.run()
    assert current(story.trust) == story.trust.pk
    with time_machine.travel(MIDNIGHT, tick=False):
        assert "closed on 31 March 2027 and nobody took over" in read(passport)
    assert current(story.trust) is None
    assert recount_all(on=LAST + DAY) == record_disagreements(on=LAST + DAY, now=MIDNIGHT) == []
    said = Change.objects.filter(kind="organisation_closed", subject_id=story.trust.pk)
    assert said.get().sentence.endswith("has closed and nobody carries it on, so its people decide.")
    with time_machine.travel(MIDNIGHT + DAY, tick=False):
        recompute_verdicts.run()
        recount_verdicts.run()
    assert said.count() == 1


@pytest.mark.parametrize(("days", "status"), [(120, "EXPIRING"), (200, "EXPIRED")])
def test_what_ends_because_its_assessor_closed_is_not_for_its_maker_to_renew(db, days, status):
    story = Story()
    story.expires_on = story.today + 1000 * DAY
    passport = closing(story)
    on = LAST + days * DAY
    with time_machine.travel(MIDNIGHT + days * DAY, tick=False):
        judge_day(on=on, now=MIDNIGHT + days * DAY)
        page = read(passport)
    passport.refresh_from_db()
    assert passport.status == status
    assert "another NHS organisation has to take over, or to assess the product again" in page
    assert "Its maker can renew" not in page


@pytest.mark.parametrize("on", [LAST, LAST + DAY])
def test_after_a_merger_dated_ahead_the_chairs_of_the_successor_answer(story, on):
    heir, chair = Story().trust, PersonFactory()
    panel = create_panel(organisation=heir, name="Panel", quorum=3, by=None, now=story.now)
    seat_member(panel=panel, person=chair, seat=Seat.CHAIR, by=None, now=story.now)
    passport = closing(story, heirs=[heir], on=on)
    until = passport.until
    takes_over = MIDNIGHT - (LAST + DAY - on)
    with time_machine.travel(takes_over - SECOND, tick=False):
        read(passport)
    assert not passports_chaired_by(chair).exists()
    with time_machine.travel(takes_over, tick=False):
        read(passport)
    assert passports_chaired_by(chair).get() == passport
    passport.refresh_from_db()
    assert (passport.status, passport.until) == ("VALID", until)


def test_after_a_split_nobody_answers_and_a_successor_found_late_saves_the_passports(story):
    one, other = Story().trust, Story().trust
    passport = closing(story, heirs=[one, other])
    judge_day(on=LAST + DAY, now=MIDNIGHT)
    passport.refresh_from_db()
    assert "nobody took over" in passport.reasons[0]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM trusts_succession WHERE successor_id = %s", [other.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert not carried_by_ended(LAST + DAY).exists()
    judge_day(on=LAST + 9 * DAY, now=MIDNIGHT + 8 * DAY)
    passport.refresh_from_db()
    assert current(story.trust) == one.pk
    assert "nobody took over" not in " ".join(passport.reasons)


def test_whoever_carried_for_another_hands_it_on(story):
    """Two closings on one day, one after the other in a chain."""
    middle, last = Story().trust, Story().trust
    closing(story, heirs=[middle])
    Organisation.objects.filter(pk=middle.pk).update(closed_on=LAST)
    Succession.objects.create(predecessor=middle, successor=last, on=LAST + 30 * DAY, kind="MERGER")
    carried = []
    for days in (0, 1, 29, 30):
        carry_on(on=LAST + days * DAY, now=MIDNIGHT)
        carried.append((current(story.trust), current(middle)))
        assert carry_on(on=LAST + days * DAY, now=MIDNIGHT) == []
        assert not carried_by_ended(LAST + days * DAY).exists()
    assert carried == [(story.trust.pk, middle.pk), (None, None), (None, None), (last.pk, last.pk)]


@pytest.mark.django_db(transaction=True)
def test_many_readers_at_midnight_say_it_once():
    story = Story()
    passport = closing(story)
    with time_machine.travel(MIDNIGHT, tick=False):
        pages = at_once(*[lambda: read(passport)] * 4)
    assert all("nobody took over" in page for page in pages)
    assert Change.objects.filter(kind="organisation_closed").count() == 1
