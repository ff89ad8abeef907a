"""Each London day that is over is sealed once, whatever runs when; no row is left out and none is sealed twice."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from compass.foundation.models import Change, SealedChange, SealedDay
from compass.foundation.signed_documents import opened
from compass.foundation.signing_keys import public_keys
from compass.foundation.transparency.merkle import EMPTY_ROOT, leaf_hash
from compass.foundation.transparency.operations import seal_days
from compass.foundation.transparency.statements import BEGINNING, KIND, canonical, leaf_content, statement_hash
from compass.watch.tasks import seal_log
from tests.foundation.racing import PATIENCE, Elsewhere, at_once
from tests.foundation.sealed import DAY, NOON, happened, wrong


def under(day: date) -> set[str]:
    return set(Change.objects.filter(leaf__seal__day=day).values_list("sentence", flat=True))


def test_a_day_is_sealed_when_it_is_over_and_only_once(db):
    happened("one")
    happened("two")
    assert seal_days(now=NOON) == 0
    assert [seal_days(now=NOON + DAY), seal_days(now=NOON + DAY)] == [1, 0]
    assert under(NOON.date()) == {"one", "two"}
    assert wrong() == []


def test_nothing_ever_happened(db):
    assert seal_days(now=NOON) == 0
    assert wrong() == []


def test_days_that_were_missed_are_made_up_each_with_its_own_changes_and_empty_ones_too(db):
    happened("first")
    happened("third", NOON + 2 * DAY)
    assert seal_days(now=NOON + 4 * DAY) == 4
    days = list(SealedDay.objects.order_by("day"))
    assert [seal.count for seal in days] == [1, 0, 1, 0]
    assert days[1].root == EMPTY_ROOT.hex()
    assert under((NOON + 2 * DAY).date()) == {"third"}
    hashes = [BEGINNING, *(statement_hash(seal.statement) for seal in days)]
    assert [seal.previous for seal in days] == hashes[:-1]


def test_days_end_at_midnight_in_london(db):
    """30 minutes before and after midnight, in winter and in summer time."""
    happened("winter evening", datetime(2026, 3, 28, 23, 30, tzinfo=UTC))
    happened("the short day", datetime(2026, 3, 29, 22, 30, tzinfo=UTC))
    happened("the day after", datetime(2026, 3, 29, 23, 30, tzinfo=UTC))
    assert seal_days(now=datetime(2026, 3, 30, 22, 59, tzinfo=UTC)) == 2
    assert seal_days(now=datetime(2026, 3, 30, 23, 1, tzinfo=UTC)) == 1
    assert [under(date(2026, 3, day)) for day in (28, 29, 30)] == [
        {"winter evening"}, {"the short day"}, {"the day after"},
    ]  # fmt: skip


def test_what_a_seal_says_is_signed_by_a_published_key(db):
    change = happened("one", data={"to": "VALID", "n": 3})
    seal_days(now=NOON + DAY)
    seal = SealedDay.objects.get()
    said = opened(seal.signature, kind=KIND)
    assert said == seal.statement
    assert (said["day"], said["count"], said["previous"]) == ("2026-03-01", 1, BEGINNING)
    assert seal.key_id in {key.kid for key in public_keys().keys}
    row = {name: getattr(change, name) for name in (f.attname for f in Change._meta.concrete_fields)}
    row |= Change.objects.values("transaction_id", "inserted_at").get()
    assert bytes(change.leaf.hash) == leaf_hash(canonical(leaf_content(row, bytes(seal.blind))))


def test_the_leaf_hides_who_acted_and_cannot_be_guessed(story):
    seen = {"actor": story.maker}
    happened("one", **seen)
    happened("one", **seen)
    seal_days(now=NOON + DAY)
    rows = Change.objects.filter(sentence="one").values(*(f.attname for f in Change._meta.concrete_fields))
    blind = bytes(SealedDay.objects.earliest("day").blind)
    first, second = (leaf_content(row, blind) for row in rows)
    assert "actor_id" not in first
    assert first["actor"] != second["actor"] != leaf_content(rows[0], bytes(32))["actor"]


def test_the_nightly_task_seals_and_finds_nothing_to_do_the_second_time(db):
    happened("one")
    seal_log()
    assert SealedDay.objects.filter(day=NOON.date()).count() == 1
    sealed = SealedChange.objects.count()
    seal_log()
    assert SealedChange.objects.count() == sealed


@pytest.mark.django_db(transaction=True)
def test_two_that_seal_at_once_seal_each_day_once():
    happened("one")
    happened("two", NOON + DAY)
    assert sum(at_once(*[lambda: seal_days(now=NOON + 2 * DAY)] * 2)) == 2
    assert wrong() == []


@pytest.mark.django_db(transaction=True)
def test_a_change_that_commits_after_its_day_was_sealed_falls_under_the_next_seal():
    happened("early", now=True)
    written, may_end = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            happened("slow", now=True)
            written.set()
            assert may_end.wait(PATIENCE)

    late = Elsewhere(slow)
    late.start()
    assert written.wait(PATIENCE)
    happened("quick", now=True)  # begins later, ends earlier: it waits too
    assert seal_days(now=NOON + DAY) == 1
    may_end.set()
    assert late.result() is None
    assert wrong() == []
    assert seal_days(now=NOON + 2 * DAY) == 1
    assert [under(NOON.date()), under((NOON + DAY).date())] == [{"early"}, {"slow", "quick"}]
    assert wrong() == []


@pytest.mark.django_db(transaction=True)
def test_a_database_brought_back_under_new_transaction_numbers_goes_on():
    """A dump read into a new server: its transactions are numbered from the start again."""
    happened("before", transaction_id=9_000_000_000)
    seal_days(now=NOON + DAY)
    assert under(NOON.date()) == set()  # as numbered, it is still to come
    happened("after", NOON + DAY)
    seal_days(now=NOON + 2 * DAY)
    assert under((NOON + DAY).date()) == {"after"}
    assert wrong() == []
