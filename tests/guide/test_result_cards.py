"""What a card says beside the name: the price with its unit, who uses it, and since when; and what may be missing."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from evidence.models import Innovation
from passports.models import Adoption, Passport
from tests.factories import NOON, OrganisationFactory, PersonFactory
from tests.guide.catalogue import Item
from trusts.models import Member, Role

BESIDE = re.compile(r'<p class="app-quiet">((?:£|Used|Here)[^<]*)</p>')


def beside(client, address="/innovations/"):
    return BESIDE.findall(client.get(address).content.decode())


def used(catalogue, innovation, organisations, **how):
    for organisation in organisations:
        Adoption.objects.create(
            passport=Passport.objects.get(innovation=innovation), organisation=organisation,
            accepted_by=catalogue.person, accepted_at=NOON, **how,
        )  # fmt: skip


def test_cards_show_what_the_orders_and_the_price_filter_go_by(catalogue, client):
    old, new, _ = catalogue.add(Item("Alpha", status="VALID"), Item("Beta", status="VALID"), Item("Gamma"))
    Innovation.objects.filter(pk=old.pk).update(published_at=NOON - timedelta(days=40))
    Innovation.objects.filter(pk=new.pk).update(list_price=Decimal(16), price_unit="per test")
    used(catalogue, new, [OrganisationFactory(), OrganisationFactory()])
    used(catalogue, old, [OrganisationFactory()])
    used(catalogue, old, [OrganisationFactory()], state="ENDED", ended_at=NOON)
    days = [f"{day.day} {day:%B %Y}" for day in (NOON - timedelta(days=40), NOON)]
    said = [
        f"Used or being taken up by 1 organisation · here since {days[0]}",
        f"£16 per test, excluding VAT · used or being taken up by 2 organisations · here since {days[1]}",
        f"Here since {days[1]}",
    ]
    assert beside(client) == said
    assert beside(client, "/innovations/?q=early+signs&sort=name") == said  # with a text, by the other statement
    assert beside(client, "/innovations/?sort=adopted") == [said[1], said[0], said[2]]
    assert beside(client, "/innovations/?sort=newest")[2] == said[0]


def test_a_price_is_said_to_be_of_a_unit(catalogue, client):
    (one,) = catalogue.add(Item("Alpha"))
    Innovation.objects.filter(pk=one.pk).update(list_price=5, price_unit="per month")
    page = client.get("/innovations/").content.decode()
    assert "The price of one unit" in page.split('id="price-hint"')[1][:200]


@pytest.fixture
def nominator(client):
    person = PersonFactory()
    Member.objects.create(organisation=OrganisationFactory(), person=person, role=Role.NOMINATOR)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")


@pytest.mark.parametrize(
    ("text", "lacking"), [("lamp", False), ("lamp zebra", True), ("lammp", True), ("zebra", True), ("", False)]
)
def test_whatever_is_not_just_what_was_asked_for_may_be_published_as_a_need(
    catalogue, client, nominator, text, lacking
):
    catalogue.add(Item("Lamp"))
    page = client.get("/innovations/", {"q": text}).content.decode()
    assert ("If what you need is not here" in page) is lacking
    assert (f"Publish “{text}” as a need" in page) is lacking
