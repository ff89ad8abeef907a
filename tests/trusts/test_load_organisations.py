"""`manage.py load_organisations` on the real database: the shipped files, newer ones, broken ones."""

from __future__ import annotations

import re
import threading
import time
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from compass.foundation.models import Change
from tests.factories import OrganisationFactory, PersonFactory
from tests.trusts.test_ods import HEADER, line
from trusts.models import Member, Organisation, Role, Succession
from trusts.operations.organisations import SHIPPED_TRUSTS

pytestmark = pytest.mark.django_db

VERBS = ("added", "renamed", "moved", "closed", "re-opened", "corrected", "succeeded", "malformed", "left out")


def run(*arguments, **options) -> str:
    out = StringIO()
    call_command("load_organisations", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def counts(report: str) -> dict[str, int]:
    """What the report counts, zeros left out; what is unchanged does not matter here."""
    found = {verb: int(re.search(rf"(\d+) {verb}", report)[1]) for verb in VERBS}
    return {verb: count for verb, count in found.items() if count}


def get(code: str) -> Organisation:
    return Organisation.objects.select_related("region", "icb", "current").get(ods_code=code)


def happened(code: str) -> list[str]:
    rows = Change.objects.filter(subject="organisation", subject_id=get(code).pk).order_by("id")
    return [kind.removeprefix("organisation_") for kind in rows.values_list("kind", flat=True)]


@pytest.fixture
def etr(tmp_path):
    """Writes a small etr file and returns its path."""

    def write(*lines: str, name="newer.csv"):
        path = tmp_path / name
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def passings(tmp_path):
    """Writes a file of successions (predecessor, successor, date, type) and returns its path."""

    def write(*rows: tuple[str, str, str, str]):
        path = tmp_path / "successions.csv"
        path.write_text(HEADER + "\n".join(f"{a},,{b},,{on},{kind}" for a, b, on, kind in rows), encoding="utf-8")
        return path

    return write


def test_the_shipped_files_load_whole_and_a_second_time_changes_nothing(django_assert_max_num_queries):
    started = time.monotonic()
    report = run(on=date(2026, 11, 21))
    assert time.monotonic() - started < 3

    assert counts(report) == {"added": 326, "succeeded": 12, "left out": 3}
    assert "NHS region: 7 open, 7 in all" in report
    assert "Integrated care board: 36 open, 48 in all" in report
    assert "NHS trust: 199 open, 271 in all" in report
    barts = get("R1H")
    assert (barts.name, barts.kind, barts.town, barts.postcode) == (
        "Barts Health NHS Trust",
        "TRUST",
        "London",
        "E1 2ES",
    )
    assert (barts.region.ods_code, barts.icb.ods_code, barts.opened_on) == ("Y56", "QMF", date(2012, 4, 1))
    assert barts.current == barts
    assert happened("R1H") == ["added"]
    assert get("R1C").current is None  # closed in 2024, and no file says who followed
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM trusts_organisationevent")
        assert cursor.fetchone() == (326,)

    with django_assert_max_num_queries(10):
        assert counts(run(on=date(2026, 11, 21))) == {"left out": 3}
    assert Change.objects.count() == 338


def test_boards_of_2022_point_to_their_successors_unless_they_were_split():
    run(on=date(2026, 4, 1))
    current = dict(Organisation.objects.filter(kind="ICB").values_list("ods_code", "current__ods_code"))

    assert {code for code, carrier in current.items() if carrier is None} == {"QM7", "QJG", "QNQ"}
    assert {code: carrier for code, carrier in current.items() if carrier not in {None, code}} == {
        "QHG": "S1Y5D", "QUE": "S1Y5D", "QH8": "D7T5G", "QMM": "T6Y0W", "QU9": "S0E4D",
        "QXU": "S9B9J", "QNX": "S9B9J", "QMJ": "Z9B2Z", "QRV": "Z9B2Z",
    }  # fmt: skip
    assert Succession.objects.count() == 16


def test_a_future_closing_takes_effect_on_its_day():
    before = run(on=date(2026, 3, 31))
    assert "Integrated care board: 48 open, 48 in all" in before
    assert get("QMJ").current == get("QMJ")

    report = run(on=date(2026, 4, 1))

    assert counts(report) == {"succeeded": 9, "closed": 6, "left out": 3}  # three boards, three trusts
    assert get("QMJ").current == get("Z9B2Z")
    assert happened("QMJ")[-1] == "succeeded"
    assert happened("QNQ")[-1] == "closed"


def test_a_newer_file_renames_moves_closes_corrects_and_reopens(etr):
    run(etr(line("RZ1"), line("RZ2"), line("RZ3"), line("RZ4", closed="20250101"), line("RZ5", closed="20250101")))
    first = get("RZ1").pk

    report = run(
        etr(
            line("RZ1", name="BETA NHS TRUST"),
            line("RZ2", icb="QMJ", town="LEEDS"),
            line("RZ3", closed="20260301"),
            line("RZ4"),
            line("RZ5", opened="20200402", closed="20250102"),
        )
    )

    assert counts(report) == {"renamed": 1, "moved": 1, "closed": 1, "re-opened": 1, "corrected": 1}
    assert (get("RZ1").pk, get("RZ1").name) == (first, "Beta NHS Trust")
    assert (get("RZ2").icb.ods_code, get("RZ2").town) == ("QMJ", "Leeds")
    assert (get("RZ3").closed_on, get("RZ3").current) == (date(2026, 3, 1), None)
    assert (get("RZ4").closed_on, get("RZ4").current) == (None, get("RZ4"))
    assert (get("RZ5").opened_on, get("RZ5").closed_on) == (date(2020, 4, 2), date(2025, 1, 2))
    change = Change.objects.get(kind="organisation_renamed")
    assert change.sentence == "Alpha NHS Trust is now called Beta NHS Trust (RZ1)."
    assert change.data["before"] == {"name": "Alpha NHS Trust"}
    assert change.data["given"] == {"trusts": "newer.csv"}


def test_a_trust_that_the_file_lacks_is_missing_and_not_closed(etr):
    run(etr(line("RZ1"), line("RZ2"), line("RZ3")))
    report = run(etr(line("RZ1"), line("RZ3", opened="never")))

    assert "Missing from the file, kept as they are: Alpha NHS Trust (RZ2)" in report
    assert "(RZ3)" not in report  # its line is broken, not missing
    assert get("RZ2").closed_on is None


def test_two_trusts_merge_into_a_third_and_their_members_follow(etr, passings):
    run(etr(line("RZ1"), line("RZ2"), line("RZ9", closed="20260331")))
    members = [
        Member.objects.create(organisation=get(code), person=PersonFactory(), role=Role.BUYER)
        for code in ("RZ1", "RZ2", "RZ9")
    ]
    merger = [("RZ1", "RZ3", "2027-04-01", "merger"), ("RZ2", "RZ3", "2027-04-01", "merger")]
    files = (
        etr(line("RZ1", closed="20270331"), line("RZ2", closed="20270331"), line("RZ3", opened="20270401")),
        "--successions",
        passings(*merger),
    )

    assert "1 member of Alpha NHS Trust (RZ9)" in run(*files, on=date(2027, 3, 31))
    assert get("RZ1").current == get("RZ1")

    report = run(on=date(2027, 4, 1))  # the daily run, without files
    assert counts(report) == {"succeeded": 2}
    assert "Trusts stay as an earlier, given file said" in report
    assert "Members without a current organisation: 1" in report
    carried = [Member.objects.select_related("organisation__current").get(pk=one.pk) for one in members]
    assert [one.organisation.ods_code for one in carried] == ["RZ1", "RZ2", "RZ9"]
    assert [one.organisation.current for one in carried] == [get("RZ3"), get("RZ3"), None]


def test_a_chain_is_followed_and_a_circle_refused(etr, passings):
    lines = [line(code, closed="20250331") for code in ("RZ1", "RZ2")] + [line("RZ3")]
    chain = passings(
        ("RZ1", "RZ2", "2024-04-01", "acquisition"),
        ("RZ2", "RZ1", "2025-04-01", "merger"),
        ("RZ2", "RZ3", "2025-04-01", "merger"),
    )
    report = run(etr(*lines), "--successions", chain)

    assert "successions.csv, line 3: RZ1 is already followed by RZ2" in report
    assert get("RZ1").current == get("RZ2").current == get("RZ3")


def test_a_split_and_several_successors_leave_it_to_people(etr, passings):
    lines = [line(code, closed="20250331") for code in ("RZ1", "RZ2")] + [line("RZ3"), line("RZ4")]
    split = passings(
        ("RZ1", "RZ3", "2025-04-01", "split"),
        ("RZ2", "RZ3", "2025-04-01", "merger"),
        ("RZ2", "RZ4", "2025-04-01", "merger"),
    )
    run(etr(*lines), "--successions", split)
    assert get("RZ1").current is None
    assert get("RZ2").current is None


def test_a_succession_of_unknown_or_unlike_organisations_is_refused(etr, passings):
    unlike = passings(
        ("RZ1", "RZ8", "2025-04-01", "merger"), ("RZ1", "QMF", "2025-04-01", "merger"),
        ("RZ2", "RZ1", "2025-04-01", "merger"),
    )  # fmt: skip
    report = run(etr(line("RZ1"), line("RZ2")), "--successions", unlike)

    assert "line 2: no organisation has the code RZ8" in report
    assert "line 3: Alpha NHS Trust and NHS North East London Integrated Care Board are not of the same kind" in report
    assert "Alpha NHS Trust (RZ2) has a successor but no closing date, so it acts for itself" in report
    assert get("RZ2").current == get("RZ2")


def test_a_corrected_succession_is_corrected(etr, passings):
    lines = etr(line("RZ1", closed="20250331"), line("RZ2"))
    run(lines, "--successions", passings(("RZ1", "RZ2", "2025-04-01", "merger")))
    assert get("RZ1").current == get("RZ2")

    report = run(lines, "--successions", passings(("RZ1", "RZ2", "2025-04-01", "split")))

    assert counts(report) == {"succeeded": 1}
    assert get("RZ1").current is None
    assert counts(run(lines)) == {}


def test_a_routine_run_never_takes_newer_facts_back(etr, passings):
    run()
    run(etr(SHIPPED_TRUSTS.read_text().replace("BARTS HEALTH NHS TRUST", "NEW BARTS NHS TRUST")))
    split = passings(("QMJ", "Z9B2Z", "2026-04-01", "split"), ("RVJ", "RA7", "2026-07-01", "merger"))
    assert counts(run("--successions", split)) == {"succeeded": 2}

    assert counts(run()) == {}
    assert get("R1H").name == "New Barts NHS Trust"
    assert get("QMJ").current is None

    assert counts(run(SHIPPED_TRUSTS)) == {"renamed": 1, "left out": 3}  # asked for by name


def test_an_unknown_board_or_region_keeps_the_trust_and_what_it_had(etr):
    run(etr(line("RZ1")))
    report = run(etr(line("RZ1", icb="QZZ", region="", name="BETA NHS TRUST"), line("RZ2", icb="Y56")))

    assert "newer.csv, line 1: the integrated care board 'QZZ' is not known, so RZ1 stays with QMF" in report
    assert "newer.csv, line 1: no region is given, so RZ1 stays with Y56" in report
    assert "newer.csv, line 2: the integrated care board 'Y56' is not known" in report
    assert (get("RZ1").name, get("RZ1").icb.ods_code, get("RZ1").region.ods_code) == ("Beta NHS Trust", "QMF", "Y56")
    assert get("RZ2").icb is None


def test_a_code_never_changes_its_kind(etr):
    report = run(etr(line("QMF"), line("RZ1")))
    assert counts(report)["malformed"] == 1
    assert "line 1: QMF is kept as Integrated care board NHS North East London" in report
    assert get("QMF").kind == "ICB"


def test_broken_lines_are_reported_and_the_others_loaded(etr):
    report = run(etr(line("RZ1"), "broken", line("RZ2", closed="19990101"), line("RZ3", region="W00"), line("RZ4")))

    assert "newer.csv, line 2: the number of columns is 1" in report
    assert counts(report) == {"added": 57, "succeeded": 12, "malformed": 2, "left out": 1}
    assert not Organisation.objects.filter(ods_code__in=["RZ2", "RZ3"]).exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "newer.csv is empty."),
        (b"%PDF-1.7\n\x93\x00", "newer.csv is not an ODS etr file: no line of it has 27 columns."),
        (line("RZ1", opened="x").encode(), "Nothing in newer.csv can be loaded. The first reason: newer.csv, line 1:"),
        (b" " * (5 * 1024 * 1024 + 1), "newer.csv is larger than 5 MB"),
        (None, "There is no file newer.csv."),
    ],
    ids=["empty", "pdf", "all broken", "huge", "absent"],
)
def test_a_file_that_cannot_be_used_is_refused_before_anything_is_written(tmp_path, content, sentence):
    path = tmp_path / "newer.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=f"^{re.escape(sentence)}"):
        run(path)
    assert not Organisation.objects.exists()


def test_a_bad_date_or_folder_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="'soon' is not a date, for example 2026-04-01"):
        run("--on", "soon")
    with pytest.raises(CommandError, match="There is no file"):
        run("--successions", tmp_path)


def test_a_dry_run_says_what_would_change_and_writes_nothing(etr):
    report = run(etr(line("RZ1")), "--dry-run")

    assert counts(report) == {"added": 56, "succeeded": 12}
    assert "nothing was written" in report
    assert not Organisation.objects.exists()
    assert not Change.objects.exists()


def test_an_organisation_made_elsewhere_is_given_its_current():
    stray = OrganisationFactory(ods_code="RZ1")
    Organisation.objects.filter(pk=stray.pk).update(current=None)
    run()
    assert get("RZ1").current == stray
    assert happened("RZ1") == ["corrected"]


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_wait_for_one_another():
    reports: list[str] = []

    def load():
        try:
            reports.append(run(on=date(2026, 11, 21)))
        finally:
            connection.close()

    threads = [threading.Thread(target=load) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts(report).get("added", 0) for report in reports) == [0, 326]
    assert Organisation.objects.count() == 326
