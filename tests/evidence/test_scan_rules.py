"""What is scanned or pasted from a label: published examples, and nothing raises anything unforeseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.hibc import PLACES, check_character, printed, read_hibc, read_hibc_di
from evidence.identifiers import WrongIdentifierError
from evidence.scans import BASIC_UDI_DI, GTIN, HIBC, Scan, UnknownFormError, read_scan

TODAY = date(2026, 11, 21)
DI = "09506000134352"
J123 = Scan(HIBC, "J123AQ3451", lot="BC34567", serial="4012")
WHOLE = Scan(GTIN, DI, expires_on=date(2027, 12, 31), lot="AB-1", serial="99")


def read(text):
    return read_scan(text, on=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "(01)09506000134352(17)271231(10)AB-1(21)99", " (01) 09506000134352 (17) 271200 (10) AB-1 (21) 99 ",
        "]d201095060001343521727123110AB-1\x1d2199", "]C1010950600013435210AB-1\x1d2199\x1d17271200",
        "\x1d01095060001343521727123110AB-1\x1d2199\x1d", "01095060001343521727123110AB-1<GS>2199",
        "01 09506000134352 17 271231 10 AB-1 21 99", "10AB-1\x1d2199\x1d010950600013435217271231",
        "https://id.gs1.org/01/09506000134352/10/AB-1/21/99?17=271231",
        "HTTP://maker.example/x/01/9506000134352/10/AB%2D1/21/99?17=271200&v=2",
    ],
)  # fmt: skip
def test_one_label_in_every_form(text):
    assert read(text) == WHOLE


@pytest.mark.parametrize(
    ("text", "scan"),
    [
        ("9506000134352", Scan(GTIN, DI)), ("0950 6000-1343 52", Scan(GTIN, DI)), ("]E09506000134352", Scan(GTIN, DI)),
        ("(01)09506000134352(11)260101(240)REF/1", Scan(GTIN, DI, made_on=date(2026, 1, 1), reference="REF/1")),
        ("01095060001343523102001234710X\x1d", Scan(GTIN, DI)),  # parts that are not kept are read past
        ("(8013)1987654Ad4X4bL5ttr2310c2K", Scan(BASIC_UDI_DI, "1987654Ad4X4bL5ttr2310c2K")),
        ("1987654Ad4X4bL5ttr2310c2K", Scan(BASIC_UDI_DI, "1987654Ad4X4bL5ttr2310c2K")),
        ("++A999MODELIDENTIFIER11S8", Scan(BASIC_UDI_DI, "++A999MODELIDENTIFIER11S8")),
    ],
)  # fmt: skip
def test_other_ways_to_name_a_device(text, scan):
    assert read(text) == scan


# Examples of ANSI/HIBC 2.6 (appendices B, C, E and section 2), and of its issuer's guide to device databases.
@pytest.mark.parametrize(
    ("text", "scan"),
    [
        ("+A123BJC5D6E71G", Scan(HIBC, "A123BJC5D6E71")), ("*+a123bjc5d6e71g*", Scan(HIBC, "A123BJC5D6E71")),
        ("*+H123ABC01234567890D*", Scan(HIBC, "H123ABC01234567890")),
        ("+A999ABC1230V", Scan(HIBC, "A999ABC1230")),
        ("+A123BJC5D6E71G+$$52001510X3GD", Scan(HIBC, "A123BJC5D6E71", date(2020, 1, 15), lot="10X3")),
        ("+A123BJC5D6E71G+$$+52001510X3GB", Scan(HIBC, "A123BJC5D6E71", date(2020, 1, 15), serial="10X3")),
        ("+A123BJC5D6E71G+2001510X3GG", Scan(HIBC, "A123BJC5D6E71", date(2020, 1, 15), lot="10X3")),
        ("+A123BJC5D6E71G+$$710X3G7", Scan(HIBC, "A123BJC5D6E71", lot="10X3")),
        ("+A123BJCMD6E79++$$52001510X3+ ", Scan(HIBC, "A123BJCMD6E79", date(2020, 1, 15), lot="10X3")),
        ("+A123BJCMD6E79++$$52001510X3+", Scan(HIBC, "A123BJCMD6E79", date(2020, 1, 15), lot="10X3")),
        ("+A99912345/$$52001510X33", Scan(HIBC, "A99912345", date(2020, 1, 15), lot="10X3")),
        ("]d1+A99912345/$$52025010X3/16D20111212/S77DEFG458",
         Scan(HIBC, "A99912345", date(2020, 9, 6), date(2011, 12, 12), "10X3", "77DEFG45")),
        ("+A99912345/$$90234510X3/16D20111212/14D20200906/S77DEFG458",
         Scan(HIBC, "A99912345", date(2020, 9, 6), date(2011, 12, 12), "10X3", "77DEFG45")),
        ("+J123AQ3451T+25330BC34567T2+S4012TJ", replace(J123, expires_on=date(2025, 11, 26))),
        ("+J123AQ3451/$$1125BC34567/S4012L", replace(J123, expires_on=date(2025, 11, 30))),
        ("+J123AQ3451/$$3231231BC34567/S4012R", replace(J123, expires_on=date(2023, 12, 31))),
    ],
)  # fmt: skip
def test_published_hibc_labels(text, scan):
    assert read(text) == scan


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(01)09506000134354", "The check digit of this GTIN should be 2, not 4."),
        ("(17)271231(10)A", r"its part \(01\) is missing"),
        ("(01)09506000134352(17)271331", "does not exist: 271331"),
        ("(01)09506000134352(01)05012345678900", "two different things"),
        ("0109506000134352172712", "ends too early"),
        ("+A123BJC5D6E71H", "should be G, not H"),
        ("+A123BJC5D6E71G+$$52001510X3HD", "belongs to another label"),
        ("+A99912345/$$52001510X34", "should be 3, not 4"),
    ],
)
def test_a_wrong_label_is_told_what_is_wrong(text, said):
    with pytest.raises(WrongIdentifierError, match=said) as refused:
        read(text)
    assert not isinstance(refused.value, UnknownFormError)


@pytest.mark.parametrize(
    "text",
    ["", " ", "wound sensor", "12 monitors", "2026", "https://maker.example/", "http://[", "🩹" * 10_000, "+1 more"],
)
def test_words_are_no_label(text):
    with pytest.raises(UnknownFormError):
        read(text)


@pytest.mark.parametrize(
    ("text", "year"), [("76", 2076), ("77", 1977), ("26", 2026), ("00", 2000)]
)  # from 49 years back to 50 on
def test_the_century_of_a_short_year(text, year):
    assert read(f"(01){DI}(17){text}0200").expires_on == date(year, 2, 29 if year % 4 == 0 else 28)


signs = st.text("0123456789ABS+$/()[]]d2CDQ\x1d \n*https://%?=&é🩹", max_size=200)


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=300) | signs | signs.map(lambda t: "+A99912345" + t) | signs.map(lambda t: f"(01){DI}{t}"),
       st.sampled_from([1, 30]))  # fmt: skip
def test_any_text_is_read_or_refused(text, times):
    try:
        found = read((text * times)[:10_000])
    except WrongIdentifierError as error:
        said = f"{error.message} {error.next_step}"
    else:
        said = ""
        assert read(printed(found.di) if found.scheme == HIBC else found.di).di == found.di
    assert said == "" or said.endswith(".")


@settings(max_examples=100, deadline=None)
@given(st.from_regex(r"[A-Z][A-Z0-9]{3}[A-Z0-9]{1,18}[0-9]", fullmatch=True), st.data())
def test_every_wrong_character_of_a_hibc_label_is_caught(di, data):
    whole = printed(di)
    assert read_hibc(whole).di == read_hibc_di(whole) == read_hibc_di(di) == di
    place = data.draw(st.integers(1, len(di)))
    wrong = {whole[:place] + sign + whole[place + 1 :] for sign in PLACES} - {whole}
    assert {text for text in wrong if check_character(text[:-1]) == text[-1]} == set()
