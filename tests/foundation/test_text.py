"""Characters that nobody sees are refused where two names must not look the same."""

from __future__ import annotations

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from compass.foundation.forms import Line, Prose
from compass.foundation.text import refuse_control_characters, refuse_hidden_characters, refuse_line_ends

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
LINE, PROSE = Line("Name of the trust"), Prose("Reason")

plain = st.text(
    st.characters(categories=["L", "M", "N", "P", "S", "Zs"], exclude_characters="\u115f\u1160\u3164\uffa0\u2800")
)
broken = st.characters(categories=["Cc"], exclude_characters="\t\r\n")


def refused(field, text: str) -> bool:
    try:
        field.clean(text)
    except ValidationError:
        return True
    return False


@given(plain, st.characters(categories=["Cf"]), plain)
def test_a_line_has_no_hidden_character_anywhere(before, hidden, after):
    with pytest.raises(ValidationError, match="cannot be seen"):
        refuse_hidden_characters(f"{before}{hidden}{after}")
    assert refused(LINE, f"a{before}{hidden}{after}a")


@given(plain)
def test_a_line_of_any_script_is_taken(text):
    refuse_control_characters(text)
    refuse_hidden_characters(text)
    refuse_line_ends(text)


@given(plain, broken, plain)
def test_nothing_takes_what_cannot_be_shown(before, control, after):
    text = f"a{before}{control}{after}a"
    with pytest.raises(ValidationError, match="cannot be shown"):
        refuse_control_characters(text)
    assert refused(LINE, text)
    assert refused(PROSE, text)


@given(plain, st.sampled_from(BIDI), plain)
def test_prose_is_read_in_the_order_it_was_written(before, turning, after):
    with pytest.raises(ValidationError, match="direction"):
        refuse_control_characters(f"{before}{turning}{after}")


@given(plain, st.characters(categories=["Cf"], exclude_characters=BIDI), plain)
def test_prose_keeps_what_emoji_and_scripts_need(before, joiner, after):
    refuse_control_characters(f"{before}{joiner}{after}")


@pytest.mark.parametrize("text", ["👩\u200d⚕️ said so", "می\u200cخواهم", "\u200fעברית", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "one\tword\r\nanother"])
def test_prose_of_these_is_taken(text):
    assert PROSE.clean(text) == text


@pytest.mark.parametrize("blank", "\u115f\u1160\u3164\uffa0\u2800")
def test_a_letter_that_shows_nothing_is_no_name(blank):
    assert unicodedata.category(blank) in {"Lo", "So"}
    assert refused(LINE, f"Acme{blank}")
    assert not refused(LINE, "Acme")


def test_a_null_is_refused_with_one_sentence():
    with pytest.raises(ValidationError) as error:
        LINE.clean("Ac\x00me")
    assert error.value.messages[0] == (
        "The text has a character that cannot be shown. Delete it or type the text again."
    )


def test_the_sentence_says_where():
    with pytest.raises(ValidationError, match="after “Acme”"):
        LINE.clean("Acme\u200b Ltd")
    with pytest.raises(ValidationError, match="at the beginning"):
        LINE.clean("\u200bAcme Ltd")
