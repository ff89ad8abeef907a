"""Numbers that name devices and companies: published examples, and every single slip caught."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import basic_udi, identifiers
from evidence.basic_udi import check_pair, read_basic_udi
from evidence.hibc import read_hibc_di
from evidence.identifiers import WrongIdentifierError

READERS = [getattr(identifiers, name) for name in dir(identifiers) if name.startswith("read_")] + [
    read_basic_udi,
    read_hibc_di,
]


def outcome(read, typed):
    """What is read and an empty text, or nothing and the refusal."""
    try:
        return read(typed), ""
    except WrongIdentifierError as error:
        return "", f"{error.message} {error.next_step}"


texts = st.text(max_size=60) | st.text("0123456789ABZ+-./()SX ", max_size=40) | st.just("9" * 10_000)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_any_text_is_read_or_refused_with_a_sentence(typed):
    for read in READERS:
        found, said = outcome(read, typed)
        assert (said == "" and read(found) == found) or said.endswith(".")


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("09506000134352", "09506000134352"),  # GS1's example of a UDI carrier
        ("9506000134352", "09506000134352"),
        (" 9506 0001-3435 2\n", "09506000134352"),
        ("036000291452", "00036000291452"),  # GTIN-12
        ("96385074", "00000096385074"),  # GTIN-8
    ],
)
def test_gtins_of_every_length_have_one_form(typed, normal):
    assert identifiers.read_gtin(typed) == normal


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("09506000134354", "The check digit of this GTIN should be 2, not 4."),
        ("950600013435", "The check digit of this GTIN should be 9, not 5."),
        ("12345", "this has 5"),
        ("0950600013435O", "this has “O”"),
        ("٩٥٠٦٠٠٠١٣٤٣٥٢", "digits only"),
        ("00000000000000", "zeros"),
        ("", "nothing here"),
    ],
)
def test_a_wrong_gtin_is_told_what_is_wrong(typed, said):
    with pytest.raises(WrongIdentifierError, match=said):
        identifiers.read_gtin(typed)


@pytest.mark.parametrize(
    ("kind", "typed", "normal"),
    [
        ("gln", "5012345000008", "5012345000008"), ("gln", "5012345000009", None), ("gln", "501234500000", None),
        ("ods", "rgt", "RGT"), ("ods", "R0A07", "R0A07"), ("ods", "RG", None), ("ods", "RGT!", None),
        ("company_number", "1234567", "01234567"), ("company_number", "sc 12345", "SC012345"),
        ("company_number", "OC312345", "OC312345"), ("company_number", "IP1234R", "IP01234R"),
        ("company_number", "XX123456", None), ("company_number", "123456789", None),
        ("company_number", "SC000000", None),
        ("ico", "z1234567", "Z1234567"), ("ico", "ZA123456", "ZA123456"), ("ico", "Z582814X", "Z582814X"),
        ("ico", "A1234567", None), ("mhra", "12345", "12345"), ("mhra", "ca012345", "CA012345"),
        ("mhra", "12-B", None),
        ("srn", "de-mf-000012345", "DE-MF-000012345"), ("srn", "DE-XX-000012345", None),
        ("emdn", "a0101", "A0101"), ("emdn", "Z", "Z"), ("emdn", "A010", None), ("emdn", "A01010101010101", None),
        ("gmdn", "12345", "12345"), ("gmdn", "1234", None),
        ("doi", "https://doi.org/10.1000/ABC-1", "10.1000/abc-1"), ("doi", "11.1000/1", None),
        ("trial", "isrctn 12345678", "ISRCTN12345678"), ("trial", "NCT01234567", "NCT01234567"),
        ("trial", "NCT1", None),
    ],
)  # fmt: skip
def test_other_forms(kind, typed, normal):
    read = getattr(identifiers, f"read_{kind}")
    if normal is None:
        with pytest.raises(WrongIdentifierError):
            read(typed)
    else:
        assert read(typed) == normal


def test_an_emdn_code_is_under_all_its_levels():
    assert identifiers.emdn_levels("A010101") == ["A", "A01", "A0101", "A010101"]


# GS1's own examples: General Specifications, and tests of its helper libraries (github.com/gs1/gmn-helpers). The last
# but one is in EUDAMED; the last is HIBCC's, as the European Commission shows it.
PUBLISHED = [
    "1987654Ad4X4bL5ttr2310c2K", "12345ANJ", "12345678901234567890123NT", "00000!HV", "99999zzzzzzzzzzzzzzzzzzT2",
    "12345_ABCDEFGHIJKLMCP", "12345_NOPQRSTUVWXYZDN", "12345_abcdefghijklmN3", "12345_nopqrstuvwxyzP2",
    "12345_!\"%&'()*+,-./LC", "12345_0123456789:;<=>?62", "7907665Bm8v2AB", "97850l6KZm0yCD", "225803106GSpEF",
    "149512464PM+GH", "62577B8fRG7HJK", "515942070CYxLM", "390800494sP6NP", "386830132uO+QR", "53395376X1:nST",
    "957813138Sb6UV", "530790no0qOgWX", "62185314IvwmYZ", "23956qk1&dB!23", "794394895ic045", "57453Uq3qA<H67",
    "0881063PhHvY89", "88000427GraspersJ8", "++A999MODELIDENTIFIER11S8",
]  # fmt: skip


@pytest.mark.parametrize("whole", PUBLISHED)
def test_published_basic_udis_pass_and_every_other_pair_fails(whole):
    assert read_basic_udi(f" {whole}\n") == whole
    others = {a + b for a in basic_udi.CHECKS for b in basic_udi.CHECKS} - {whole[-2:]}
    assert len(others) == 1023
    for pair in others:
        with pytest.raises(WrongIdentifierError, match=f"should be {whole[-2:]}, not {pair}"):
            read_basic_udi(whole[:-2] + pair)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1987654Ad4X4bL5ttr2310cXK", "should be 2K, not XK"), ("X987654Ad4X4bL5ttr2310c2K", "GS1 prefix"),
        ("1987X54Ad4X4bL5ttr2310c2K", "GS1 prefix"), ("19876£4Ad4X4bL5ttr2310c2K", "“£”"), ("12345XX", "this has 7"),
        ("123456789012345678901234XX", "this has 26"), ("++a999MODEL11S8", "capitals"),
    ],
)  # fmt: skip
def test_a_wrong_basic_udi_is_told_what_is_wrong(typed, said):
    with pytest.raises(WrongIdentifierError, match=said):
        read_basic_udi(typed)


@settings(max_examples=100, deadline=None)
@given(st.text("0123456789", min_size=5, max_size=9), st.text(basic_udi.PLACES, min_size=1, max_size=14), st.data())
def test_every_wrong_character_and_every_swap_of_neighbours_in_a_basic_udi_is_caught(company, model, data):
    part = company + model
    place = data.draw(st.integers(0, len(part) - 1))
    wrong = {part[:place] + sign + part[place + 1 :] for sign in basic_udi.PLACES} - {part}
    swapped = {part[:i] + part[i + 1] + part[i] + part[i + 2 :] for i in range(len(part) - 1)} - {part}
    assert check_pair(part) not in {check_pair(other) for other in wrong | swapped}
