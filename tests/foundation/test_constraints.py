"""What the tables of the change log and its seals refuse to SQL itself."""

from __future__ import annotations

from compass.foundation.mail import post_email
from compass.foundation.models import Email, SealedChange, SealedDay
from compass.foundation.transparency.operations import seal_days
from tests.foundation.raw_writes import Case, assert_held, copy_of, declared
from tests.foundation.sealed import DAY, NOON, happened

HASH = "'" + "a" * 64 + "'"
NEXT = {"day": "day + 7", "previous": HASH}
ANOTHER = {"change_id": "{unsealed}", "position": "7"}
CASES = [
    *[
        case
        for table in ("change", "sealedday", "sealedchange")
        for case in (
            Case(
                f"foundation_{table}.never_changed",
                f"UPDATE foundation_{table} SET id = id + 1000 WHERE id = {{{table}}}",
                "",
            ),
            Case(f"foundation_{table}.never_deleted", f"DELETE FROM foundation_{table} WHERE id = {{{table}}}", ""),
        )
    ],
    *[
        Case(
            "sealed_day_hashes_are_hashes",
            copy_of("foundation_sealedday", "{sealedday}", **NEXT | {column: wrong}),
            copy_of("foundation_sealedday", "{sealedday}", **NEXT | {column: HASH}),
        )
        for column in ("root", "previous")
        for wrong in ("''", "upper(root)", "left(root, 63)")
    ],
    Case(
        "sealed_day_is_over",
        copy_of("foundation_sealedday", "{sealedday}", **NEXT, sealed_at="ends_at - interval '1 second'"),
        copy_of("foundation_sealedday", "{sealedday}", **NEXT, sealed_at="ends_at"),
    ),
    Case(
        "sealed_change_one_at_a_position",
        copy_of("foundation_sealedchange", "{sealedchange}", **ANOTHER | {"position": "position"}),
        copy_of("foundation_sealedchange", "{sealedchange}", **ANOTHER),
    ),
    Case(
        "email_dropped_was_given_up",
        "UPDATE foundation_email SET dropped_at = now() WHERE id = {email}",
        "UPDATE foundation_email SET dropped_at = now(), failed_at = now() WHERE id = {email}",
    ),
]
# Unique columns, which have no name of ours.
UNIQUE = [
    Case(
        "foundation_sealedday_day_key",
        copy_of("foundation_sealedday", "{sealedday}", previous=HASH),
        copy_of("foundation_sealedday", "{sealedday}", **NEXT),
    ),
    Case(
        "foundation_sealedday_previous_key",
        copy_of("foundation_sealedday", "{sealedday}", day="day + 7"),
        copy_of("foundation_sealedday", "{sealedday}", **NEXT),
    ),
    Case(
        "foundation_sealedchange_change_id_key",
        copy_of("foundation_sealedchange", "{sealedchange}", position="7"),
        copy_of("foundation_sealedchange", "{sealedchange}", **ANOTHER),
    ),
]


def test_tables_hold_their_rules(db):
    change = happened("one")
    post_email(key="one", recipient="ann@nhs.example", subject="Subject", text="Text.", now=NOON)
    seal_days(now=NOON + DAY)
    assert_held(
        [*CASES, *UNIQUE],
        change=change.pk,
        email=Email.objects.get().pk,
        unsealed=happened("two", NOON + DAY).pk,
        sealedday=SealedDay.objects.get().pk,
        sealedchange=SealedChange.objects.get().pk,
    )


def test_every_rule_of_the_tables_is_tried():
    assert {case.rule for case in CASES} == declared("foundation")
