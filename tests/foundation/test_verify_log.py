"""Rows and seals touched by somebody with every right in the database: each is found and named."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from compass.foundation import signing_keys
from compass.foundation.models import Change, SealedChange, SealedDay
from compass.foundation.past_days import end_of
from compass.foundation.transparency import verification
from compass.foundation.transparency.operations import seal_days
from tests.foundation.sealed import DAY, NOON, happened, nothing_watching, tamper, wrong


@pytest.fixture
def log(db):
    """Three sealed days of three changes each."""
    changes = [happened(f"{day}.{number}", NOON + day * DAY) for day in range(3) for number in range(3)]
    assert seal_days(now=NOON + 3 * DAY) == 3
    return changes


def test_an_untouched_log_is_right(log):
    assert wrong() == []


@pytest.mark.parametrize(
    "change",
    [
        "sentence = 'It was valid.'",
        'data = \'{"to": "VALID"}\'',
        "occurred_at = occurred_at + interval '1 microsecond'",
        "kind = 'other'",
        "subject_id = 2",
        "transaction_id = transaction_id - 1",
        "inserted_at = inserted_at - interval '1 microsecond'",
    ],
)
def test_a_changed_row_is_named(log, change):
    tamper(f"UPDATE foundation_change SET {change} WHERE id = %s", log[4].pk)
    assert wrong() == [("changed", log[4].pk)]


def test_another_person_as_the_actor_is_named(log, story):
    tamper("UPDATE foundation_change SET actor_id = %s WHERE id = %s", story.maker.pk, log[4].pk)
    assert wrong() == [("changed", log[4].pk)]


def test_a_missing_row_is_named(log):
    tamper("DELETE FROM foundation_change WHERE id = %s", log[1].pk)
    assert wrong() == [("missing", log[1].pk)]


def test_a_row_slipped_into_a_sealed_day_is_named_and_never_gets_a_leaf(log):
    forged = happened("forged", NOON)
    assert wrong() == [("inserted", forged.pk)]
    assert seal_days(now=NOON + 4 * DAY) == 1
    assert wrong() == [("inserted", forged.pk)]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_says_a_day_sealed_before_it_was_written_is_named_and_stays_named():
    """A plain insert: no trigger refuses it, its transaction is of today, and it claims the database's time as well."""
    happened("first", now=True)
    assert seal_days(now=NOON + 3 * DAY) == 3
    for at in (NOON, NOON + DAY):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO foundation_change (kind, subject, subject_id, sentence, data, occurred_at, inserted_at)"
                " VALUES ('tried', 'test', 1, 'It was valid.', '{}', %s, %s)",
                [at, at],
            )
    forged = Change.objects.filter(sentence="It was valid.").order_by("id")
    assert wrong() == [("backdated", change.pk) for change in forged]
    assert seal_days(now=NOON + 4 * DAY) == 1
    assert wrong(NOON + 5 * DAY) == [("backdated", change.pk) for change in forged]
    tamper("UPDATE foundation_change SET inserted_at = occurred_at WHERE id = %s", forged[0].pk)
    assert wrong(NOON + 5 * DAY) == [("changed", forged[0].pk), ("backdated", forged[1].pk)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("ago", "named"), [(timedelta(hours=4), True), (timedelta(minutes=50), False)])
def test_a_row_backdated_within_a_day_that_is_not_sealed_yet_is_named(ago, named):
    """The clock of the log began this midnight, six hours ago, and was not behind when yesterday was sealed."""
    happened("first", NOON - DAY, now=True)
    tamper("UPDATE foundation_change SET inserted_at = inserted_at - interval '6 hours'")
    assert seal_days(now=NOON) == 1
    tamper("UPDATE foundation_sealedday SET inserted_at = inserted_at - interval '6 hours'")
    row = happened("late", end_of(NOON.date() - DAY) + timedelta(hours=6) - ago, now=True)
    assert wrong(NOON) == [("backdated", row.pk)] * named


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("before_midnight", "named"), [(timedelta(minutes=2), False), (timedelta(hours=2), True)])
def test_what_was_under_way_at_midnight_may_be_written_after_the_seal(before_midnight, named):
    happened("first", now=True)
    assert seal_days(now=NOON + DAY) == 1
    late = happened("late", end_of(NOON.date()) - before_midnight, now=True)
    assert seal_days(now=NOON + 2 * DAY) == 1
    assert wrong() == [("backdated", late.pk)] * named


def test_two_rows_that_changed_places_are_named(log):
    first, second = log[3].pk, log[4].pk
    swap = "UPDATE foundation_change SET sentence = CASE id WHEN %s THEN '1.1' ELSE '1.0' END WHERE id IN (%s, %s)"
    tamper(swap, first, first, second)
    assert wrong() == [("changed", first), ("changed", second)]


def test_a_changed_row_whose_kept_hash_was_changed_with_it_shows_at_the_root(log):
    tamper("UPDATE foundation_change SET sentence = 'It was valid.' WHERE id = %s", log[4].pk)
    tamper("UPDATE foundation_sealedchange SET hash = %s WHERE change_id = %s", bytes(32), log[4].pk)
    assert wrong() == [("changed", log[4].pk), ("root", None)]


def test_a_changed_hash_is_told_from_a_changed_row(log):
    tamper("UPDATE foundation_sealedchange SET hash = %s WHERE change_id = %s", bytes(32), log[4].pk)
    assert wrong() == [("leaf", log[4].pk)]


def test_a_removed_leaf_shows(log):
    tamper("DELETE FROM foundation_sealedchange WHERE change_id = %s", log[4].pk)
    assert wrong() == [("root", None), ("inserted", log[4].pk)]


def test_a_row_removed_with_its_leaf_shows_at_the_root(log):
    tamper("DELETE FROM foundation_sealedchange WHERE change_id = %s", log[4].pk)
    tamper("DELETE FROM foundation_change WHERE id = %s", log[4].pk)
    assert wrong() == [("root", None)]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("count = 2", [("seal", None), ("chain", None)]),
        (f"root = '{'a' * 64}'", [("seal", None), ("chain", None)]),
        ("sealed_at = sealed_at + interval '1 day'", [("seal", None), ("chain", None)]),
        ("signature = left(signature, -4) || 'AAAA'", [("signature", None)]),
        ("signature = (SELECT signature FROM foundation_sealedday ORDER BY day LIMIT 1)", [("seal", None)]),
    ],
)
def test_a_changed_seal_shows(log, change, found):
    second = SealedDay.objects.order_by("day")[1]
    tamper(f"UPDATE foundation_sealedday SET {change} WHERE id = %s", second.pk)
    assert [what for what in wrong() if what[0] not in {"root", "changed"}] == found


def test_a_seal_cut_out_breaks_the_chain(log):
    second = SealedDay.objects.order_by("day")[1]
    with nothing_watching() as cursor:
        for table, column in (("sealedchange", "seal_id"), ("sealedday", "id")):
            cursor.execute(f"DELETE FROM foundation_{table} WHERE {column} = %s", [second.pk])
    found = wrong()
    assert found.count(("chain", None)) == 2
    assert {("inserted", change.pk) for change in log[3:6]} <= set(found)


def test_seals_cut_off_the_end_show_after_a_day_or_against_the_published_ones(log):
    kept = tuple(SealedDay.objects.order_by("day").values_list("signature", flat=True))
    last = SealedDay.objects.latest("day")
    with nothing_watching() as cursor:
        cursor.execute("DELETE FROM foundation_sealedchange WHERE seal_id = %s", [last.pk])
        cursor.execute("DELETE FROM foundation_change WHERE occurred_at >= %s", [NOON + 2 * DAY])
        cursor.execute("DELETE FROM foundation_sealedday WHERE id = %s", [last.pk])
    assert wrong() == []
    assert wrong(published=kept) == [("published", None)]
    assert wrong(at=NOON + 4 * DAY) == [("unsealed", None)]


def test_a_seal_by_a_key_that_is_not_ours_shows(log, settings, tmp_path):
    """Whoever rewrites rows, leaves and seals, yet has not our key."""
    settings.SIGNING_KEY_FILE = tmp_path / "another.pem"
    assert wrong() == [("signature", None)] * 3


def test_seals_of_a_key_that_was_rotated_out_stay_good(log, settings, tmp_path):
    old = signing_keys.current_key()
    settings.SIGNING_KEY_FILE = tmp_path / "new.pem"
    new = signing_keys.current_key()
    settings.SIGNING_KEYS = [new.as_pem(private=True).decode(), old.as_pem(private=False).decode()]
    assert signing_keys.current_key().kid == new.kid
    happened("under the new key", NOON + 3 * DAY)
    seal_days(now=NOON + 4 * DAY)
    assert list(SealedDay.objects.order_by("day").values_list("key_id", flat=True)) == [old.kid] * 3 + [new.kid]
    assert wrong() == []


def test_memory_holds_a_portion_of_the_rows(log, monkeypatch):
    monkeypatch.setattr(verification, "PORTION", 2)
    tamper("UPDATE foundation_change SET sentence = 'x' WHERE id = %s", log[8].pk)
    assert wrong() == [("changed", log[8].pk)]


def test_the_command_names_what_is_wrong_and_fails(log, tmp_path):
    kept = tmp_path / "seals.txt"
    kept.write_text("\n".join(SealedDay.objects.values_list("signature", flat=True)))
    with time_machine.travel(NOON + 3 * DAY, tick=False):
        said = StringIO()
        call_command("verify_log", published=kept, stdout=said)
        assert "9 changes under 3 seals: all as they were sealed." in said.getvalue()
        tamper("UPDATE foundation_change SET sentence = 'It was valid.' WHERE id = %s", log[4].pk)
        complaint = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("verify_log", stderr=complaint)
    assert ended.value.code == 1
    assert f"Change {log[4].pk}, number 1 under the seal of 2 March 2026, was changed." in complaint.getvalue()
    assert Change.objects.count() == SealedChange.objects.count() == 9
