"""The batch, the pure function and the nightly recount agree on whatever the tables hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from compass.foundation.models import Change
from compass.guide.queries.history import innovation_on
from compass.guide.queries.product import innovation_page
from compass.watch.tasks import recompute_verdicts, recount_verdicts
from evidence.certificates import cutoffs
from evidence.models import Innovation
from evidence.queries.certificates import certificates_stated, earliest_expiry
from passports.models import Passport
from passports.operations.cutoffs import load_cutoffs
from passports.operations.recount import record_disagreements, recount_all
from passports.operations.reminders import remind_of_certificates
from passports.operations.verdicts import judge_after_closures, recompute_due, refresh_verdict
from passports.queries.history import stated_on
from passports.validity import Closure, Dated, Facts, verdict
from tests.factories import merge
from tests.operators import extend_condition, withdraw_passport
from trusts.models import Organisation
from trusts.operations.decisions import Condition

DAY = timedelta(days=1)
START = date(2028, 2, 1)  # 29 February and the clock change of 26 March lie in the middle
near = st.integers(0, 80).map(lambda n: START + n * DAY)


@st.composite
def standing(draw) -> Facts:
    """What one passport may rest on."""
    closed = draw(st.none() | near)
    return Facts(
        life_ends_on=draw(near),
        certificates=[Dated("UKCA certificate GB-1234", draw(near))],
        conditions=[Dated("Report.", draw(near), draw(st.booleans()))] if draw(st.booleans()) else [],
        closure=closed and Closure("Test Trust", closed, closed + 30 * DAY),
        suspended_because=draw(st.sampled_from(["", "", "Notice 7."])),
        expiring_days=draw(st.sampled_from([1, 30, 90])),
    )


PASSPORT = """
    UPDATE passports_passport SET life_ends_on = %(life)s, until = %(life)s, state = %(state)s,
        state_reason = %(because)s, next_change_on = %(start)s, status = 'VALID'
"""
CERTIFICATE = "UPDATE evidence_certificate SET ends_on = %(ends)s, expires_on = %(ends)s"
CLOSING = "UPDATE trusts_organisation SET name = 'Test Trust', closed_on = %(closed)s, current_id = %(heir)s"
CONDITION = "UPDATE passports_condition SET due_on = %(due)s, blocking = %(blocking)s"
NO_CONDITION = "DELETE FROM passports_condition"
EXTENSION = "UPDATE passports_proposal SET due_on = %(extended)s WHERE move = 'EXTEND'"
NO_EXTENSION = "DELETE FROM passports_proposal WHERE move = 'EXTEND'"


def put(passport: Passport, facts: Facts, *, extended: bool) -> None:
    """Let the tables say what the facts do; triggers rest, because they keep most of it from ever changing."""
    due = next(iter(facts.conditions), None)
    told = {
        "life": facts.life_ends_on, "ends": facts.certificates[0].day, "start": START - 100 * DAY,
        "due": due and due.day - (20 * DAY if extended else 0 * DAY), "extended": due and due.day,
        "blocking": due and due.blocking,
        "closed": facts.closure and facts.closure.closed_on, "heir": None if facts.closure else passport.assessed_by_id,
        "state": "SUSPENDED" if facts.suspended_because else "ACTIVE", "because": facts.suspended_because,
    }  # fmt: skip
    statements = [PASSPORT, CERTIFICATE, CLOSING, CONDITION if due else NO_CONDITION]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in (*statements, EXTENSION if due and extended else NO_EXTENSION):
            cursor.execute(statement, told)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.django_db
def test_day_by_day_the_batch_says_what_the_pure_function_says(story, settings):
    due = Condition("Report.", story.today + 90 * DAY)
    passport = story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    extend_condition(
        condition=passport.conditions.get(), due_on=due.due_on + DAY, reason="Late.", by=story.operator, now=story.now
    )
    settings.PASSPORT_DAYS_AFTER_CLOSURE = 30

    @bounded(max_examples=30, deadline=None)
    @given(standing(), st.booleans(), st.lists(st.integers(1, 20), min_size=3, max_size=10))
    def same(facts: Facts, extended: bool, gaps: list[int]) -> None:
        settings.PASSPORT_EXPIRING_DAYS = facts.expiring_days
        with transaction.atomic():
            put(passport, facts, extended=extended)
            on = START - 95 * DAY
            for gap in gaps:  # the job may miss days
                recompute_due(on=on, now=story.now)
                found, expected = Passport.objects.get(pk=passport.pk), verdict(facts, on)
                assert (found.status, found.until, tuple(found.reasons), found.next_change_on) == (
                    expected.status, expected.until, expected.reasons, expected.next_change_on,
                ), on  # fmt: skip
                assert record_disagreements(on=on, now=story.now) == []
                on += gap * DAY
            transaction.set_rollback(True)

    same()


@pytest.mark.parametrize(
    ("last", "last_second"),
    [
        (date(2027, 2, 28), datetime(2027, 2, 28, 23, 59, 59, tzinfo=UTC)),
        (date(2028, 2, 29), datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, 59, 59, tzinfo=UTC)),  # clocks went forward that night
        (date(2027, 6, 30), datetime(2027, 6, 30, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC)),  # clocks went back that night
    ],
)
def test_a_passport_ends_at_midnight_in_london_to_the_second(story, last, last_second):
    story.expires_on = last
    passport = story.passport()
    for moment, status in ((last_second, "EXPIRING"), (last_second + timedelta(seconds=1), "EXPIRED")):
        with time_machine.travel(moment, tick=False):
            recompute_verdicts.run()
        passport.refresh_from_db()
        assert passport.status == status


def test_the_nightly_recount_records_what_differs_and_repairs_nothing(story):
    passport, sound = story.passport(), type(story)().passport()
    assert record_disagreements(on=story.today, now=story.now) == []
    Passport.objects.filter(pk=passport.pk).update(status="EXPIRED", next_change_on=None)
    assert [one.number for one in record_disagreements(on=story.today, now=story.now)] == [passport.number]
    passport.refresh_from_db()
    assert (passport.status, passport.next_change_on) == ("EXPIRED", None)
    change = Change.objects.get(kind="verdict_disagrees")
    assert change.subject_id == passport.pk != sound.pk
    assert "is stored as expired and the rule says valid" in change.sentence
    Passport.objects.filter(pk=sound.pk).update(next_change_on=story.today + 500 * DAY)
    assert {one.number for one in record_disagreements(on=story.today, now=story.now)} == {
        passport.number,
        sound.number,
    }
    assert len(recount_all(on=story.today)) == 1


def test_the_nightly_task_runs_and_agrees(story):
    passport = story.passport()
    with time_machine.travel(story.now + timedelta(days=366), tick=False):
        recount_verdicts.run()
    passport.refresh_from_db()
    assert passport.status == "EXPIRED"
    assert not Change.objects.filter(kind="verdict_disagrees").exists()


def test_a_trust_that_closes_without_successor_ends_its_passports_and_one_found_later_saves_them(story):
    passport = story.passport()
    closed_on = story.today + 10 * DAY
    Organisation.objects.filter(pk=story.trust.pk).update(closed_on=closed_on, current=None)
    judge_after_closures(now=story.now)
    passport.refresh_from_db()
    assert passport.until == closed_on + 180 * DAY
    assert f"{story.trust}, which assessed it, closed on 11 July 2026 and nobody took over" in passport.reasons[0]
    merge(story.trust, story.other_trust)
    Organisation.objects.filter(pk=story.trust.pk).update(current=story.other_trust)
    judge_after_closures(now=story.now)
    passport.refresh_from_db()
    assert (passport.status, passport.until, passport.reasons) == ("VALID", story.expires_on, [])


def under_the_mdr():
    """The passport's certificate as one under the MDR, which states 1 May 2031 and was handed in as to 30 June 2030."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE evidence_certificate SET kind = 'CE', legislation = 'MDR', expires_on = '2031-05-01',"
            " ends_on = '2030-06-30' WHERE kind = 'UKCA'"
        )
        cursor.execute("UPDATE passports_passport SET life_ends_on = '2032-01-01'")
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_cut_off_that_moves_is_applied_when_it_is_loaded_and_told_once(story, monkeypatch):
    passport, by_law = story.passport(), cutoffs() | {"MDR": date(2030, 6, 30)}
    under_the_mdr()
    monkeypatch.setattr("evidence.certificates.cutoffs", lambda: by_law)
    monkeypatch.setattr("passports.operations.cutoffs.cutoffs", lambda: by_law)

    def until():
        passport.refresh_from_db()
        return passport.until

    assert "1 passport judged" in load_cutoffs(now=story.now)
    assert until() == date(2030, 6, 30)
    for day, said in ((date(2026, 9, 1), "1 September 2026"), (date(2030, 6, 30), "30 June 2030")):
        by_law["MDR"] = day
        assert [one.number for one in record_disagreements(on=story.today, now=story.now)] == [passport.number]
        assert f"under the MDR until {said}" in load_cutoffs(now=story.now)
        assert load_cutoffs(now=story.now) == ""
        assert until() == day
        assert record_disagreements(on=story.today, now=story.now) == []
    told = Change.objects.filter(subject="passport", kind__startswith="verdict_").exclude(kind="verdict_disagrees")
    moved = [change.sentence for change in told.order_by("id") if "CE marking" in change.sentence]
    assert len(moved) == 1
    assert "CE marking under the Medical Devices Regulation (EU) 2017/745 counts in Great Britain until 1 S" in moved[0]


def test_a_cut_off_that_is_lifted_is_applied_too(story, monkeypatch):
    passport, by_law = story.passport(), cutoffs() | {"MDR": date(2030, 6, 30)}
    under_the_mdr()
    monkeypatch.setattr("evidence.certificates.cutoffs", lambda: by_law)
    monkeypatch.setattr("passports.operations.cutoffs.cutoffs", lambda: by_law)
    load_cutoffs(now=story.now)
    del by_law["MDR"]
    assert "under the MDR without a last day" in load_cutoffs(now=story.now)
    passport.refresh_from_db()
    assert passport.until == date(2031, 5, 1)
    assert record_disagreements(on=story.today, now=story.now) == []


def test_everybody_who_reads_a_certificate_reads_the_cut_off_of_today(story, monkeypatch):
    passport = story.passport()
    under_the_mdr()
    stated = date(2031, 5, 1)
    for by_law, until in (({"MDR": date(2026, 9, 1)}, date(2026, 9, 1)), ({}, stated)):
        monkeypatch.setattr("evidence.certificates.cutoffs", lambda by_law=by_law: by_law)
        assert earliest_expiry(passport.pack) == until
        assert until in {one["ends_on"] for one in certificates_stated(passport.pack_id)}
        assert until in {one["valid_until"] for one in innovation_page(story.innovation.slug)["certificates"]}
        assert [remind_of_certificates(on=day, now=story.now) for day in (date(2030, 6, 1), until - 30 * DAY)] == [0, 1]


def test_a_past_day_is_shown_by_the_cut_offs_of_that_day(story, monkeypatch, client):
    passport, by_law = story.passport(), dict(cutoffs())
    Innovation.objects.filter(pk=story.innovation.pk).update(published_at=story.now - DAY)
    under_the_mdr()
    monkeypatch.setattr("evidence.certificates.cutoffs", lambda: by_law)
    monkeypatch.setattr("passports.operations.cutoffs.cutoffs", lambda: by_law)
    load_cutoffs(now=story.now)
    by_law["MDR"] = date(2026, 9, 1)
    load_cutoffs(now=story.now + 5 * DAY)
    number, slug, pack = Passport.objects.filter(pk=passport.pk), story.innovation.slug, passport.pack_id
    for day, until, said in ((4, date(2030, 6, 30), "30 June 2030"), (5, by_law["MDR"], "1 September 2026")):
        on = story.today + day * DAY
        assert until in {one["ends_on"] for one in stated_on(number, on)["certificates"]}
        assert until in {one["valid_until"] for one in innovation_on(slug, on)["certificates"]}
        with time_machine.travel(story.now + 20 * DAY, tick=False):
            page = client.get(reverse("passport", args=[passport.number]), {"on": on.isoformat()})
        assert f"counts in Great Britain to {said}" in page.content.decode()
    assert by_law["MDR"] in {one["ends_on"] for one in certificates_stated(pack)}


def test_a_cut_off_that_moves_leaves_what_was_withdrawn_alone(story, monkeypatch):
    passport, by_law = story.passport(), dict(cutoffs())
    under_the_mdr()
    load_cutoffs(now=story.now)
    withdraw_passport(passport=passport, reason="Harm.", by=story.operator, now=story.now)
    by_law["MDR"] = date(2026, 9, 1)
    monkeypatch.setattr("passports.operations.cutoffs.cutoffs", lambda: by_law)
    assert "0 passports judged" in load_cutoffs(now=story.now)


def test_a_ce_certificate_under_an_older_law_is_told_to_end_by_that_law(story, monkeypatch, client):
    passport = story.passport()
    monkeypatch.setattr("evidence.certificates.cutoffs", lambda: {"MDD": story.today + 30 * DAY})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE evidence_certificate SET kind = 'CE', legislation = 'MDD', ends_on = %s, expires_on = %s",
            [story.today + 60 * DAY, story.today + 300 * DAY],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    refresh_verdict(passport=passport, by=None, now=story.now)
    (said,) = passport.reasons
    law = "Medical Devices Directive 93/42/EEC"
    ends = f"CE marking under the {law} counts in Great Britain until 31 July 2026"
    assert said == f"{ends}, and CE certificate GB-1234 with it."
    with time_machine.travel(story.now, tick=False):
        page = client.get(reverse("passport", args=[passport.number])).content.decode()
    assert "the same certificate cannot be renewed" in page
    assert "under a law that counts after 31 July 2026" in page
    assert "Its maker can renew" not in page
