"""Before the journey: every NHS region, integrated care board and trust, and who carries on for closed ones.

The only writer of `Organisation` and `Succession`. Run it again on any day: nothing happens twice. A closing date or a
succession that lay in the future takes effect on its day, which `carry_on` sees to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Count

from compass.foundation.errors import Invalid
from compass.foundation.history import subject_name
from compass.foundation.models import Change
from compass.foundation.words import civil_date
from trusts.models import Member, Organisation, OrganisationKind, Succession
from trusts.ods import parse_boards, parse_regions, parse_successions, parse_trusts
from trusts.ods_lines import Parsed, R
from trusts.operations.organisation_intake import Files, Intake, Report
from trusts.organisation_changes import changes_between

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
SHIPPED_TRUSTS = REFERENCE / "ods_etr_2026-07.csv"
SHIPPED_SUCCESSIONS = REFERENCE / "icb_succession_2026-04-01.csv"
FILE_LIMIT = 5 * 1024 * 1024  # the real etr file has 60 kB

SUBJECT = subject_name(Organisation())

_LOCK = 0x4F4453  # "ODS"
# What is stored is worked out anew, and nothing read besides.
_NO_FILES = Files(
    regions=Parsed(""),
    boards=[],
    trusts=None,
    given_successions=None,
    shipped_successions=Parsed(""),
    shipped_successions_only_add=True,
)
_STORED = ("name", "region", "icb", "town", "postcode", "opened_on", "closed_on", "current")


def load_organisations(
    *, on: date, now: datetime, trusts: Path | None = None, successions: Path | None = None, dry_run: bool = False
) -> Report:
    """Load the shipped files, or `trusts` (an ODS etr file) and `successions` in their place.

    `on` is the civil date for which `current` is worked out. Once a file was given, a run without it never takes the
    newer facts back to the shipped ones. A trust that the file lacks is reported and kept. A dry run does everything
    and rolls back. Raises Invalid, before anything is written, when a file cannot be used at all.
    """
    given = {"trusts": trusts, "successions": successions}
    parsed_trusts = _parsed(trusts or SHIPPED_TRUSTS, parse_trusts)
    parsed_successions = _parsed(successions, parse_successions) if successions else None
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        files = Files(
            regions=_parsed(REFERENCE / "nhs_regions_7.csv", parse_regions),
            boards=[
                _parsed(REFERENCE / "icbs_42_2022_to_2026.csv", parse_boards),
                _parsed(REFERENCE / "icbs_36_current.csv", parse_boards),
            ],
            trusts=None if trusts is None and _given_before("trusts") else parsed_trusts,
            given_successions=parsed_successions,
            shipped_successions=_parsed(SHIPPED_SUCCESSIONS, parse_successions),
            shipped_successions_only_add=_given_before("successions"),
        )
        intake = Intake(files)
        intake.organisations()
        intake.successions()
        intake.work_out_current(on)
        _write(intake, on, now, given={what: _shown_name(path) for what, path in given.items() if path})
        _sum_up(intake)
        if dry_run:
            transaction.set_rollback(True)
    return intake.report


@transaction.atomic
def carry_on(*, on: date, now: datetime) -> list[int]:
    """Let closings and successions that lay in the future take effect, as of a civil date; nothing happens twice.

    Returns the organisations that from now on another one, or nobody, carries on. Each is said in the change log.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    intake = Intake(_NO_FILES)
    intake.work_out_current(on)
    return _write(intake, on, now, given={})


def _given_before(what: str) -> bool:
    return Change.objects.filter(subject=SUBJECT, data__given__has_key=what).exists()


def _write(intake: Intake, on: date, now: datetime, *, given: dict[str, str]) -> list[int]:
    """Write what the run changed; returns the organisations that were known before and changed."""
    after = {code: intake.facts(organisation) for code, organisation in intake.known.items()}
    new = [intake.known[code] for code in after if code not in intake.before]
    changed = [intake.known[code] for code, facts in intake.before.items() if after[code] != facts]
    Organisation.objects.bulk_create(new)
    Organisation.objects.bulk_update(changed, _STORED)

    relinked = intake.relinked()
    corrected = [link for link in relinked if link.pk is not None]
    Succession.objects.bulk_create([link for link in relinked if link.pk is None])
    Succession.objects.bulk_update(corrected, ("on", "kind"))

    log: list[Change] = []
    followers: dict[str, list[str]] = defaultdict(list)
    for link in relinked:
        followers[link.predecessor.ods_code].append(
            f"{intake.label(link.successor.ods_code)} from {civil_date(link.on)}"
        )
    for code, facts in after.items():
        happened = changes_between(
            code, intake.before.get(code), facts, followed_by=followers[code], label=intake.label, on=on
        )
        intake.report.counts["unchanged"] += not happened and code in intake.named
        for one in happened:
            intake.report.counts[one.kind.removeprefix("organisation_")] += 1
            log.append(
                Change(
                    kind=one.kind,
                    subject=SUBJECT,
                    subject_id=intake.known[code].pk,
                    sentence=one.sentence,
                    data={**one.data, "given": given},
                    occurred_at=now,
                )
            )
    Change.objects.bulk_create(log)
    return [organisation.pk for organisation in changed]


def _sum_up(intake: Intake) -> None:
    for kind in OrganisationKind:
        of_kind = [one for one in intake.known.values() if one.kind == kind]
        intake.report.stored[kind.label] = (sum(one.current_id == one.pk for one in of_kind), len(of_kind))
    stranded = Member.objects.filter(organisation__current=None).values_list("organisation__ods_code")
    counted = stranded.annotate(members=Count("id")).order_by("organisation__ods_code")
    intake.report.stranded = {intake.label(code): members for code, members in counted}


def _parsed(path: Path, parse: Callable[[bytes, str], Parsed[R]]) -> Parsed[R]:
    name = _shown_name(path)
    if not path.is_file():
        raise Invalid(f"There is no file {name}.")
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise Invalid(
                f"{name} is larger than {FILE_LIMIT // 1024 // 1024} MB, so it is not a file of organisations."
            )
        content = path.read_bytes()
    except OSError as error:
        raise Invalid(f"{name} cannot be read: {error.strerror}.") from error
    parsed = parse(content, name)
    if parsed.unusable:
        raise Invalid(parsed.unusable)
    if parsed.problems and not parsed.rows and not parsed.left_out:
        raise Invalid(f"Nothing in {name} can be loaded. The first reason: {parsed.problems[0]}.")
    return parsed


def _shown_name(path: Path) -> str:
    """The file's name, safe to print and to store whatever bytes it was made of."""
    return "".join(one if one.isprintable() else "?" for one in path.name or str(path))
