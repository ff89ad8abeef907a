"""Why a technology was found, and what was probably meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compass.guide.spelling import START, STOP, parts, suggestion
from evidence.models import Innovation
from tests.guide.catalogue import Item


@given(st.lists(st.tuples(st.text(alphabet="ab <>&", min_size=1), st.booleans())))
def test_pieces_say_all_of_the_text(pieces):
    text = "".join(f"{START}{piece}{STOP}" if matched else piece for piece, matched in pieces)
    assert "".join(piece for piece, _ in parts(text)) == "".join(piece for piece, _ in pieces)


def test_a_word_that_nobody_knows_becomes_the_likest_known_one():
    known = ["Wound sensor", "insomnia"]
    assert suggestion("insomia woud sensors", known) == "insomnia wound sensors"
    assert suggestion("Wound", known) == ""
    assert suggestion("zzzzz", known) == ""
    assert suggestion("", known) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("infections", "early signs of <mark>infection</mark>"),
        ("SSI", "a <mark>surgical site infection</mark>"),
        ("waiting list", "Also matches: Shorter waits."),
        ("deeply", "is said <mark>deeply</mark>"),
    ],
)
def test_what_matched_is_shown(catalogue, client, text, words):
    catalogue.add(Item("Chair", summary="Nothing."))
    (lamp,) = catalogue.add(Item("Lamp", summary="Shows early signs of infection and a surgical site infection."))
    Innovation.objects.filter(pk=lamp.pk).update(benefits=["WAITING"], description="More is said deeply within.")
    page = client.get("/innovations/", {"q": text}).content.decode().replace("</mark> <mark>", " ")
    assert words in page
    assert "Chair" not in page


def test_marks_never_carry_markup(catalogue, client):
    catalogue.add(Item("Lamp", summary=f"<script>alert(1)</script> infection {START}<b>x</b>{STOP}"))
    page = client.get("/innovations/?q=infection").content.decode()
    assert "<mark>infection</mark>" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<b>x" not in page


@pytest.mark.parametrize(
    ("text", "meant"), [("insomia", "insomnia"), ("Lammp", "lamp"), ("lamp infetcion", "lamp infection"), ("lamp", "")]
)
def test_the_page_asks_what_was_meant(catalogue, client, text, meant):
    catalogue.add(Item("Lamp"))
    page = client.get("/innovations/", {"q": text, "kind": "DEVICE"}).content.decode()
    assert ("Did you mean" in page) == bool(meant)
    if meant:
        assert f'href="/innovations/?q={meant.replace(" ", "+")}&amp;kind=DEVICE"' in page


def test_a_word_that_the_filters_alone_leave_out_is_not_called_a_slip(catalogue, client):
    catalogue.add(Item("Sleepio"))
    said = {kind: client.get("/innovations/", {"q": "Sleepio", "kind": kind}).text for kind in ("DEVICE", "DIGITAL")}
    assert "your filters leave none" in said["DIGITAL"]
    assert not any("Did you mean" in page for page in said.values())
