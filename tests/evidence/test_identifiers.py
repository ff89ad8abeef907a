"""Numbers of technologies and companies: who adds them, which are refused, and what they lead to."""

from __future__ import annotations

import pytest

from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.foundation.history import changes_of
from evidence.models import CompanyIdentifier, EmdnCode, Identifier, InnovatorMember
from evidence.operations.identifiers import (
    add_company_identifier,
    add_identifier,
    remove_company_identifier,
    remove_identifier,
)
from evidence.operations.innovations import publish_innovation
from evidence.operations.nomenclatures import load_emdn
from tests.evidence.identifier_cases import IDENTIFIERS
from tests.factories import InnovationFactory, InnovatorFactory, PersonFactory
from tests.foundation.raw_writes import assert_held

GTIN = "9506000134352"
DI = "0" + GTIN
LABEL = f"]d201{DI}1727123110LOT-7\x1d21S99"


@pytest.fixture
def other(db):
    """Another company's technology, with a person of its own."""
    innovation = InnovationFactory()
    person = PersonFactory()
    InnovatorMember.objects.create(innovator=innovation.innovator, person=person)
    return innovation, person


def add(story, scheme="GTIN", value=GTIN):
    return add_identifier(innovation=story.innovation, scheme=scheme, value=value, by=story.maker, now=story.now)


def number(story, value="sc123456", scheme="COMPANIES_HOUSE"):
    return add_company_identifier(innovator=story.innovator, scheme=scheme, value=value, by=story.maker, now=story.now)


@pytest.fixture
def as_maker(client, story):
    client.force_login(story.maker, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_tables_hold_their_rules(story):
    assert_held(
        IDENTIFIERS,
        gtin=add(story).pk, other_innovation=InnovationFactory().pk, other_innovator=InnovatorFactory().pk,
        emdn_code=EmdnCode.objects.create(code="A01", title="NEEDLES").pk, emdn=add(story, "EMDN", "A01").pk,
        company_number=number(story).pk,
    )  # fmt: skip


def test_a_number_is_kept_in_its_normal_form_once(story):
    assert {add(story, value=typed).value for typed in (GTIN, DI, " 9506-0001 34352")} == {DI}
    assert Identifier.objects.count() == 1
    assert changes_of(story.innovation).filter(kind="identifier_added").count() == 1


def test_a_number_is_one_technologys(story, other):
    innovation, person = other
    add(story)
    with pytest.raises(Refused, match="This GTIN is already recorded for another technology") as refused:
        add_identifier(innovation=innovation, scheme="GTIN", value=DI, by=person, now=story.now)
    assert story.innovation.name not in refused.value.whole
    assert refused.value.next_step == "If it is yours, ask the national operator to release it."
    own = InnovationFactory(innovator=story.innovator)
    with pytest.raises(Refused) as of_its_own:
        add_identifier(innovation=own, scheme="GTIN", value=DI, by=story.maker, now=story.now)
    assert of_its_own.value.whole == refused.value.whole, "whoever has it"
    remove_identifier(identifier=Identifier.objects.get(), by=story.maker, now=story.now)
    assert add_identifier(innovation=innovation, scheme="GTIN", value=DI, by=person, now=story.now).value == DI


def test_a_company_number_is_one_companys(story, other):
    innovation, person = other
    assert number(story) == number(story, "SC 123456")
    with pytest.raises(Refused, match="This Companies House number is already recorded for another company"):
        add_company_identifier(
            innovator=innovation.innovator, scheme="COMPANIES_HOUSE", value="SC123456", by=person, now=story.now
        )
    remove_company_identifier(identifier=CompanyIdentifier.objects.get(), by=story.maker, now=story.now)
    assert not CompanyIdentifier.objects.exists()


def test_only_its_people_change_the_numbers(story, other):
    _, stranger = other
    kept, company = add(story), number(story)
    for step, what in (
        (add_identifier, {"innovation": story.innovation, "scheme": "GMDN", "value": "12345"}),
        (remove_identifier, {"identifier": kept}),
        (add_company_identifier, {"innovator": story.innovator, "scheme": "ODS", "value": "RGT"}),
        (remove_company_identifier, {"identifier": company}),
    ):
        with pytest.raises(NotAllowed):
            step(**what, by=stranger, now=story.now)
    assert (Identifier.objects.count(), CompanyIdentifier.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("scheme", "value", "field"),
    [("GTIN", "9506000134354", "value"), ("EMDN", "B99", "value"), ("ISBN", "1", "scheme")],
)
def test_a_wrong_number_is_refused_beside_its_field(story, scheme, value, field):
    with pytest.raises(Invalid) as refused:
        add(story, scheme, value)
    assert refused.value.field == field


def test_the_nomenclature_is_loaded_once_and_mended(db):
    assert load_emdn() == 8454
    EmdnCode.objects.filter(code="A01").update(title="?")
    assert (load_emdn(), load_emdn()) == (1, 0)
    assert EmdnCode.objects.get(code="A01").title == "NEEDLES"


def test_the_page_adds_shows_and_removes(as_maker, story):
    load_emdn()
    address = f"/workplace/{story.innovation.slug}/identifiers/"
    page = as_maker.post(address, {"scheme": "GTIN", "value": "9506000134354"})
    assert page.status_code == 422
    assert "The check digit of this GTIN should be 2, not 4." in page.content.decode()
    assert 'value="9506000134354"' in page.content.decode()
    for scheme, value in (("GTIN", GTIN), ("HIBC", "+A123BJC5D6E71G"), ("EMDN", "a0101")):
        assert as_maker.post(address, {"scheme": scheme, "value": value}).status_code == 302
    shown = as_maker.get(address).content.decode()
    assert f'<dd class="nhsuk-summary-list__value">{DI}' in shown
    assert all(words in shown for words in ("+A123BJC5D6E71G", "A0101", "Needles › Needles for infusion and sampling"))
    kept = Identifier.objects.get(scheme="GTIN")
    assert as_maker.post(f"{address}{kept.pk}/remove/").status_code == 302
    assert f'<dd class="nhsuk-summary-list__value">{DI}' not in as_maker.get(address).content.decode()
    assert not Identifier.objects.filter(pk=kept.pk).exists()


def test_the_company_page_adds_and_removes(as_maker, story):
    address = f"/companies/{story.innovator.slug}/identifiers/"
    assert "Northern Irish" in as_maker.post(address, {"scheme": "COMPANIES_HOUSE", "value": "XX1"}).content.decode()
    assert as_maker.post(address, {"scheme": "COMPANIES_HOUSE", "value": "1234567"}).status_code == 302
    assert "01234567" in as_maker.get(address).content.decode()
    assert as_maker.post(f"{address}{CompanyIdentifier.objects.get().pk}/remove/").status_code == 302
    assert not CompanyIdentifier.objects.exists()


def test_a_number_of_another_technology_is_not_removed_by_its_address(as_maker, story, other):
    innovation, person = other
    theirs = add_identifier(innovation=innovation, scheme="GTIN", value=GTIN, by=person, now=story.now)
    mine = add(story, value="96385074")
    address = f"/workplace/{story.innovation.slug}/identifiers/"
    assert as_maker.post(f"{address}{theirs.pk}/remove/").status_code == 404
    assert as_maker.post(f"{address}{mine.pk}/remove/").status_code == 302
    assert list(Identifier.objects.all()) == [theirs]


@pytest.mark.parametrize("text", [GTIN, f"(01){DI}(10)LOT-7(17)271231(21)S99", LABEL, f"https://id.gs1.org/01/{DI}"])
def test_a_scanned_label_finds_its_public_technology_alone(client, story, text):
    publish_innovation(innovation=story.innovation, by=None, now=story.now)
    add(story)
    page = client.get("/innovations/", {"q": text}).content.decode()
    assert "<strong>Showing 1 to 1 of 1 technology</strong>" in page
    assert f"/innovations/{story.innovation.slug}/" in page
    assert f"Found by its identifier {DI}." in page
    assert ("lot LOT-7, serial number S99, to be used by 31 December 2027" in page) == ("LOT-7" in text)


def test_a_label_of_nothing_public_says_so(client, story):
    add(story)  # not public yet
    page = client.get("/innovations/", {"q": GTIN}).content.decode()
    assert f"No technology here has the identifier {DI}." in page
    assert story.innovation.slug not in page
    mistyped = client.get("/innovations/", {"q": "(01)09506000134354"}).content.decode()
    assert "The check digit of this GTIN should be 2, not 4." in mistyped
    assert "inset" not in client.get("/innovations/", {"q": "12 monitors 🩹"}).content.decode()
