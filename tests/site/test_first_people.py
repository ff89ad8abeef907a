"""The first people of a deployment, from an empty database to signing in."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from compass.accounts.models import User
from compass.foundation.models import Change, Email
from passports.policies import is_operator
from tests.factories import OrganisationFactory, PersonFactory, merge
from trusts.models import Member, Panel, Role, Seat
from trusts.policies import has_role

pytestmark = pytest.mark.django_db
ADA = ("ada@nhs.example", "Ada Lovelace")


def appoint(*given: str) -> str:
    said = StringIO()
    call_command("appoint", *given, stdout=said)
    return said.getvalue()


def test_the_first_operator_chooses_a_password_by_the_link_and_signs_in(client):
    assert "gets an email" in appoint("operator", " Ada@NHS.example ", ADA[1])
    email = Email.objects.get()
    assert email.recipient == ADA[0]
    (link,) = re.findall(rf"{settings.SITE_URL}(/\S+/reset/key/\S+)", email.text)
    page = client.get(link, follow=True)
    new = "three other random words"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    client.post(reverse("account_login"), {"login": ADA[0], "password": new})
    assert client.get(reverse("submissions")).status_code == 200
    again = client.get(link, follow=True)
    assert "password1" not in again.text, "the link works once"


def test_a_whole_panel_and_roles_are_appointed_and_each_is_told_in_the_history():
    trust = OrganisationFactory(ods_code="RX9")
    appoint("member", *ADA, "rx9", "innovation_lead")
    appoint("panel", "RX9", "Innovation panel", "--quorum", "2")
    assert "had an account already" in appoint("seat", *ADA, "RX9", "Innovation panel", "CHAIR")
    ada = User.objects.get(email=ADA[0])
    assert has_role(ada, trust, Role.INNOVATION_LEAD)
    panel = Panel.objects.get()
    assert (panel.organisation, panel.quorum, panel.members.get().seat) == (trust, 2, Seat.CHAIR)
    assert Email.objects.count() == 1
    assert set(Change.objects.values_list("kind", flat=True)) >= {
        "member_added", "panel_created", "panel_member_seated",
    }  # fmt: skip
    assert not is_operator(ada)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("member", *ADA, "R00", "BUYER"), "No organisation has the ODS code R00"),
        (("member", *ADA, "RX8", "BUYER"), "has closed. Use RX9"),
        (("member", *ADA, "RX9", "CHIEF"), "invalid choice: 'CHIEF'"),
        (("member", "ada@", "Ada", "RX9", "BUYER"), "“ada@” cannot have an account. Enter a valid email address"),
        (("operator", "ada@nhs.example", " "), "This field cannot be blank"),
        (("operator", "ada@nhs.example", "A\u202eda"), "turns its reading direction"),
        (("operator", "gone@nhs.example", "Ada"), "The account of gone@nhs.example is closed"),
        (("panel", "RX9", "Innovation panel", "--quorum", "1"), "A quorum is at least 2"),
        (("seat", *ADA, "RX9", "Other panel", "CHAIR"), "has no panel called Other panel"),
        (("seat", *ADA, "RX9", "Innovation panel", "CHAIR"), "already has a chair"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_leaves_nothing(given, said):
    trust = OrganisationFactory(ods_code="RX9")
    merge(OrganisationFactory(ods_code="RX8"), trust)
    PersonFactory(email="gone@nhs.example", is_active=False)
    appoint("panel", "RX9", "Innovation panel")
    appoint("seat", "chair@nhs.example", "Bea", "RX9", "Innovation panel", "CHAIR")
    before = User.objects.count(), Member.objects.count(), Email.objects.count()
    with pytest.raises(CommandError, match=re.escape(said)):
        appoint(*given)
    assert (User.objects.count(), Member.objects.count(), Email.objects.count()) == before
