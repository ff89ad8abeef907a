"""What becomes of adopters when a passport is replaced, ends or loses who assessed: each page shows the way on."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from compass.foundation.errors import NotAllowed, Refused
from evidence.operations.renewals import renew_certificate
from passports.operations.adoptions import check_can_move, complete_check, end_adoption, move_adoption
from passports.operations.renewals import confirm_renewal
from passports.operations.verdicts import recompute_due
from tests.factories import OrganisationFactory, merge
from tests.operators import suspend_passport, withdraw_passport

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def do_checks(story, adoption, *, leave=0):
    checks = list(adoption.checks.filter(done_at=None).order_by("pk"))
    for check in checks[: len(checks) - leave]:
        complete_check(check=check, note="In the folder.", by=story.buyer, now=story.now)


def pages(client, story, adoption):
    """The passport's public page and the adopter's own."""
    client.force_login(story.buyer, backend=BACKEND)
    both = (reverse("passport", args=[adoption.passport.number]), reverse("adoption", args=[adoption.pk]))
    return [client.get(address).content.decode() for address in both]


def test_a_passport_that_is_well_asks_nothing_and_says_what_it_means(story, client):
    adoption = story.adoption()
    public, own = pages(client, story, adoption)
    for page in (public, own):
        assert "What to do next" not in page
        assert "Move to the new version" not in page
    assert "What does this mean?" in public
    assert "It covers version 1.0 of the product and no other." in public
    assert "As things stand, its status next changes on 2 April 2027." in public


def test_a_replaced_passport_leads_to_its_successor_and_the_checks_come_along(story, client):
    adoption = story.adoption()
    do_checks(story, adoption)
    with pytest.raises(Refused, match="No newer passport has taken the place"):
        move_adoption(adoption=adoption, by=story.buyer, now=story.now)
    successor = story.next_version("2.0").passport()
    adoption.refresh_from_db()
    public, own = pages(client, story, adoption)
    for page in (public, own):
        assert "Rely on the passport of version 2.0 instead." in page
        assert f'href="{reverse("passport", args=[successor.number])}"' in page
    move = reverse("move-adoption", args=[adoption.pk])
    assert f'href="{move}"' in own
    with pytest.raises(NotAllowed):
        move_adoption(adoption=adoption, by=story.lead, now=story.now)
    assert client.post(move).status_code == 302
    moved = successor.adoptions.get()
    left = moved.checks.get(done_at=None)
    assert left.kind == "DCB0160"
    assert {check.note for check in moved.checks.exclude(pk=left.pk)} == {
        f"Carried over from passport {adoption.passport}. In the folder."
    }
    adoption.refresh_from_db()
    assert adoption.state == "LIVE"  # until the new version is in use
    complete_check(check=left, note="Done anew.", by=story.buyer, now=story.now)
    adoption.refresh_from_db()
    moved.refresh_from_db()
    assert (adoption.state, moved.state) == ("ENDED", "LIVE")
    with pytest.raises(Refused, match="it is ended"):
        move_adoption(adoption=adoption, by=story.buyer, now=story.now)


def test_an_adoption_that_never_was_in_use_ends_when_it_moves(story):
    adoption = story.adoption()
    do_checks(story, adoption, leave=2)
    story.next_version("2.0").passport()
    moved = move_adoption(adoption=adoption, by=story.buyer, now=story.now)
    adoption.refresh_from_db()
    assert adoption.state == "ENDED"
    assert moved.checks.filter(done_at=None).count() == 3  # the two that were left, and DCB0160


def test_nobody_is_moved_to_a_passport_that_cannot_be_relied_on(story, client):
    adoption = story.adoption()
    successor = story.next_version("2.0").passport()
    adoption.passport.refresh_from_db()
    assert check_can_move(adoption) == successor
    assert "Rely on its passport instead." in pages(client, story, adoption)[0]
    suspend_passport(passport=successor, reason="Notice 7.", by=story.operator, now=story.now)
    with pytest.raises(Refused, match="is suspended, so it cannot be adopted now"):
        move_adoption(adoption=adoption, by=story.buyer, now=story.now)
    page = pages(client, story, adoption)[0]
    assert "Its passport cannot be relied on now either." in page
    assert "Rely on its passport instead." not in page
    end_adoption(adoption=adoption, by=story.buyer, now=story.now)


def test_a_withdrawn_passport_names_what_to_do_and_the_alternatives(story, client):
    adoption = story.adoption()
    withdraw_passport(passport=adoption.passport, reason="Harm.", by=story.operator, now=story.now)
    for page in pages(client, story, adoption):
        assert "ask your clinical safety officer to decide today" in page
        assert f'href="{reverse("innovations")}?area=SURGERY"' in page
        assert "Move to the new version" not in page
    assert "Two national operators took it back for good." in pages(client, story, adoption)[0]


@pytest.mark.parametrize(
    ("days", "said"),
    [(366, "Its maker can renew what has ended, without a new assessment."), (1000, "The passport’s life is over")],
)
def test_an_expired_passport_says_what_would_make_it_valid_again(story, client, days, said):
    adoption = story.adoption()
    later = story.now + timedelta(days=days)
    recompute_due(on=later.date(), now=later)
    with time_machine.travel(later, tick=False):
        for page in pages(client, story, adoption):
            assert said in page


def test_after_a_merger_the_passport_says_who_answers_for_it_now(story, client):
    passport = story.passport()
    address = reverse("passport", args=[passport.number])
    assert "now part of" not in client.get(address).content.decode()
    merge(story.trust, story.other_trust)
    assert f"{story.trust}, now part of {story.other_trust}" in client.get(address).content.decode()


def test_after_a_merger_the_adopters_own_page_says_so_too(story, client):
    adoption, heir = story.adoption(), OrganisationFactory()
    assert "now part of" not in pages(client, story, adoption)[1]
    merge(story.trust, heir)
    assert f"{story.trust}, now part of {heir}" in pages(client, story, adoption)[1]


def test_an_adopter_is_told_before_it_ends_and_has_nothing_to_do_once_it_is_renewed(story, client):
    adoption = story.adoption()
    later = story.now + timedelta(days=300)
    recompute_due(on=later.date(), now=later)
    asked = "Its maker can renew what ends on 1 July 2027, or show that the condition is met, without a new assessment."
    for page in pages(client, story, adoption):
        assert asked in page
        assert "UKCA certificate GB-1234 expires on 1 July 2027." in page
    assert "You can rely on this passport until 1 July 2027, that day included." in pages(client, story, adoption)[1]
    renewal = renew_certificate(
        certificate=story.draft.certificates.get(kind="UKCA"), number="GB-1235", body_number="0086",
        issued_by="Invented Notified Body", valid_from=later.date(), expires_on=story.expires_on + timedelta(days=300),
        by=story.maker, now=later,
    )  # fmt: skip
    confirm_renewal(renewal=renewal, by=story.operator, now=later)
    adoption.passport.refresh_from_db()
    assert adoption.passport.status == "VALID"
    for page in pages(client, story, adoption):
        assert "What to do next" not in page
