"""Reading organisation files: names in NHS style, and every broken line reported without harming another."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compass.foundation.text import NAME_MAX
from trusts import ods, ods_lines
from trusts.models import Organisation, SuccessionKind
from trusts.models.organisations import ODS_PATTERN
from trusts.ods import ETR_WIDTH, parse_boards, parse_regions, parse_successions, parse_trusts
from trusts.ods_lines import nhs_title
from trusts.operations.organisations import REFERENCE, SHIPPED_TRUSTS
from trusts.succession import Link, carriers

HEADER = "predecessor_ods,predecessor_name,successor_ods,successor_name,date,type\n"


def line(code="RZ1", name="ALPHA NHS TRUST", **values) -> str:
    """One line of an etr file."""
    columns = {"region": ods.REGION, "icb": ods.ICB, "town": ods.TOWN, "opened": ods.OPENED, "closed": ods.CLOSED}
    columns |= {"postcode": ods.POSTCODE, "parent": ods.PARENT, "country": ods.COUNTRY}
    row = [""] * ETR_WIDTH
    row[0], row[1] = code, name
    given = {"region": "Y56", "icb": "QMF", "town": "LONDON", "opened": "20200401"} | values
    for key, value in given.items():
        row[columns[key]] = value
    return ",".join(f'"{value}"' for value in row)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("BARTS HEALTH NHS TRUST", "Barts Health NHS Trust"),
        (
            "ST GEORGE'S UNIVERSITY HOSPITALS NHS FOUNDATION TRUST",
            "St George's University Hospitals NHS Foundation Trust",
        ),
        ("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST", "Guy's and St Thomas' NHS Foundation Trust"),
        (
            "THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN, NHS TRUST",
            "The Queen Elizabeth Hospital, King's Lynn, NHS Trust",
        ),
        ("UNIVERSITY HOSPITALS OF THE NORTH NHS TRUST", "University Hospitals of the North NHS Trust"),
        ("LANCASHIRE & SOUTH CUMBRIA NHS TRUST", "Lancashire & South Cumbria NHS Trust"),
        ("WESTON-SUPER-MARE", "Weston-super-Mare"),
        ("STOKE-ON-TRENT", "Stoke-on-Trent"),
        ("BURY ST. EDMUNDS", "Bury St. Edmunds"),
        ("O'BRIEN  HOSPITAL", "O'Brien Hospital"),
        ("21ST CENTURY CARE", "21st Century Care"),
        ("MÔN AND ŒUVRE ÉCOLE", "Môn and Œuvre École"),
        ("Imperial College NHS Trust (ICHT)", "Imperial College NHS Trust (ICHT)"),
        ("", ""),
    ],
)
def test_names_are_written_in_nhs_style(raw, shown):
    assert nhs_title(raw) == shown


@given(st.text())
def test_a_name_in_nhs_style_stays_as_it_is(text):
    assert nhs_title(nhs_title(text)) == nhs_title(text)


def test_limits_are_those_of_the_model():
    assert ods.NAME_LIMIT == NAME_MAX
    assert Organisation._meta.get_field("town").max_length == ods.TOWN_LIMIT
    assert Organisation._meta.get_field("postcode").max_length == ods.POSTCODE_LIMIT
    assert f"^{ods_lines.CODE.pattern}$" == ODS_PATTERN
    assert set(ods.SUCCESSION_KINDS) == set(SuccessionKind.values)


def test_the_real_file_has_only_welsh_lines_left_out():
    parsed = parse_trusts(SHIPPED_TRUSTS.read_bytes(), "etr.csv")

    assert (len(parsed.rows), parsed.problems, parsed.unusable) == (271, [], "")
    assert [str(one) for one in parsed.left_out] == [
        "etr.csv, line 152: RQF left out: outside England",
        "etr.csv, line 173: RT4 left out: outside England",
        "etr.csv, line 270: RYT left out: outside England",
    ]
    assert sum(row.closed_on is None for row in parsed.rows) == 199
    assert {row.code for row in parsed.rows if len(row.code) == 5} == {"G6V2S", "K0N6A"}


@pytest.mark.parametrize("name", ["icbs_36_current.csv", "icbs_42_2022_to_2026.csv"])
def test_the_real_boards_are_whole(name):
    parsed = parse_boards((REFERENCE / name).read_bytes(), name)
    assert (len(parsed.rows), parsed.problems) == (36 if "36" in name else 42, [])


BROKEN = [
    ('"RZ2","TOO FEW COLUMNS"', "the number of columns is 2 where an ODS etr file has 27"),
    (line("rz2"), "'rz2' is not an ODS code"),
    (line("R2"), "'R2' is not an ODS code"),
    (line("RZ２"), "is not an ODS code"),
    (line("RZ2", name=""), "the name is empty"),
    (line("RZ2", name="TRUST" * 41), "the name has 205 characters, more than 200"),
    (line("RZ2", town="T" * 81), "the town has 81 characters"),
    (line("RZ2", opened="20200231"), "'20200231' is not a real opening date"),
    (line("RZ2", opened="2020-4-1"), "is not a real opening date"),
    (line("RZ2", opened="20200401", closed="20200331"), "closes on 2020-03-31 before it opens on 2020-04-01"),
    (line("RZ2", parent="RZ1"), "it is a site, not a trust"),
    (line("RZ1"), "RZ1 is on line 1 already"),
    (line("RZ2", name="NUL \x00 TRUST"), "a character that cannot be shown"),
    (line("RZ2", name="TURNED \u202e TRUST"), "a character that cannot be shown"),
    (line("RZ2")[:-1], "its quotes or commas are broken"),
    (line("RZ2", name='A "QUOTED" TRUST'), "its quotes or commas are broken"),
    (line("RZ2", name="T" * 140_000), "its quotes or commas are broken"),
    (line("RZ2", name="GUY’S TRUST").encode("cp1252"), "byte 0x92 is not UTF-8 text"),
]


@pytest.mark.parametrize(("broken", "reason"), BROKEN, ids=[reason for _, reason in BROKEN])
def test_a_broken_line_is_reported_and_harms_no_other(broken, reason):
    broken = broken if isinstance(broken, bytes) else broken.encode()
    content = b"\n".join([line("RZ1").encode(), broken, line("RZ3").encode()])

    parsed = parse_trusts(content, "new.csv")

    assert [row.code for row in parsed.rows] == ["RZ1", "RZ3"]
    (problem,) = parsed.problems
    assert str(problem).startswith("new.csv, line 2: ")
    assert reason in problem.reason


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_blank_lines_and_a_byte_order_mark_are_fine(ending):
    content = b"\xef\xbb\xbf" + ending.join([line("RZ1"), "", line("RZ2", opened=""), ""]).encode()
    parsed = parse_trusts(content, "new.csv")
    assert [(row.line, row.code, row.opened_on) for row in parsed.rows] == [
        (1, "RZ1", date(2020, 4, 1)),
        (3, "RZ2", None),
    ]


@pytest.mark.parametrize("values", [{"region": "W00"}, {"region": "", "country": "W"}])
def test_welsh_lines_are_left_out_and_not_broken(values):
    parsed = parse_trusts(line("RZ1", **values).encode(), "new.csv")
    assert (parsed.rows, parsed.problems, len(parsed.left_out)) == ([], [], 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\n\x0b", "is empty"),
        ("RZ1".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04\x00\x00", "no line of it has 27 columns"),
        (b"code,name\nRZ1,ALPHA NHS TRUST", "no line of it has 27 columns"),
        (line("A81001", name="THE DENSHAM SURGERY").encode(), "is not a file of NHS trusts"),
    ],
)
def test_a_wrong_kind_of_file_is_refused_as_a_whole(content, reason):
    assert reason in parse_trusts(content, "new.csv").unusable


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("RZ1,,RZ1,,2026-04-01,merger", "cannot succeed itself"),
        ("RZ1,,RZ2,,2026-04-01,takeover", "'takeover' is not merger, acquisition or split"),
        ("RZ1,,RZ2,,2026-02-29,merger", "not a real date"),
        ("RZ1,,RZ2,,,merger", "the date is empty"),
        ("RZ1,,RZ2,,2026-04-01", "the number of columns is 5 where the first line has 6"),
        ("RZ3,,RZ4,,20260401,SPLIT\nRZ3,,RZ4,,20260401,split", "RZ3 to RZ4 is on line 2 already"),
    ],
)
def test_a_broken_succession_is_reported(row, reason):
    (problem,) = parse_successions((HEADER + row).encode(), "s.csv").problems
    assert reason in problem.reason


def test_a_file_of_successions_names_its_columns():
    assert "must name predecessor_ods" in parse_successions(b"from,to\nRZ1,RZ2", "s.csv").unusable


@pytest.mark.parametrize("parse", [parse_trusts, parse_boards, parse_regions, parse_successions])
@given(
    st.binary()
    | st.text().map(str.encode)
    | st.lists(st.lists(st.text(max_size=9), min_size=27, max_size=27).map(",".join)).map("\n".join).map(str.encode)
    | st.binary().map(lambda tail: HEADER.encode() + tail)
    | st.binary().map(lambda tail: b"ods_code,name,region_ods\n" + tail)
)
def test_no_content_whatever_raises(parse, content):
    parsed = parse(content, "any.csv")
    assert all(problem.line >= 1 for problem in parsed.problems)


DAY = date(2026, 4, 1)
EVE = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("closing", "links", "on", "carrier"),
    [
        ({"A": None}, [], DAY, "A"),
        ({"A": EVE}, [], EVE, "A"),  # the closing date is the last day
        ({"A": EVE}, [], DAY, None),
        ({"A": EVE, "B": None}, [("A", "B", DAY, False)], EVE, "A"),
        ({"A": EVE, "B": None}, [("A", "B", DAY, False)], DAY, "B"),
        ({"A": DAY, "B": None}, [("A", "B", DAY, False)], DAY, "B"),  # the boards: closed on the day of succession
        ({"A": EVE, "B": None}, [("A", "B", DAY, True)], DAY, None),
        ({"A": EVE, "B": None, "C": None}, [("A", "B", DAY, False), ("A", "C", DAY, False)], DAY, None),
        ({"A": EVE, "B": EVE, "C": None}, [("A", "B", EVE, False), ("B", "C", DAY, False)], DAY, "C"),
        ({"A": EVE, "B": EVE}, [("A", "B", EVE, False), ("B", "A", EVE, False)], DAY, None),
        ({"A": None, "B": None}, [("A", "B", DAY, False)], DAY, "A"),
    ],
)
def test_who_carries_on(closing, links, on, carrier):
    assert carriers(closing, [Link(*link) for link in links], on)["A"] == carrier
