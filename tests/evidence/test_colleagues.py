"""Who may act for a company: inviting, joining, leaving, removing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from compass.accounts.models import User
from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.history import changes_of
from compass.foundation.models import Email
from evidence.models import ColleagueInvitation, InnovatorMember
from evidence.operations.colleagues import (
    INVITATION_DAYS,
    accept_invitation,
    invitation_of_token,
    invite_colleague,
    remove_colleague,
    withdraw_invitation,
)
from tests.evidence.colleague_cases import COLLEAGUES
from tests.factories import PASSWORD, InnovatorFactory, PersonFactory
from tests.foundation.racing import at_once
from tests.foundation.raw_writes import assert_held

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEW = "new@maker.example"


def invite(story, email=NEW, by=None, now=None):
    """Invite somebody; returns the secret of the link they are sent."""
    innovator = story.innovator
    invite_colleague(innovator=innovator, email=email, by=by or story.maker, now=now or story.now)
    text = Email.objects.filter(recipient=email.strip().lower()).latest("id").text
    return re.search(r"/colleague-invitations/([^/]+)/", text)[1]


def colleague(story, **given) -> InnovatorMember:
    return InnovatorMember.objects.create(innovator=story.innovator, person=PersonFactory(**given))


def join(story, token, by, now=None):
    return accept_invitation(token=token, by=by, now=now or story.now)


def remove(story, member, by=None):
    return remove_colleague(member=member, by=by or story.maker, now=story.now)


def sentences(story) -> list[str]:
    return [change.sentence for change in changes_of(story.innovator)]


@pytest.fixture
def as_maker(client, story):
    client.force_login(story.maker, backend=BACKEND)
    return client


def page(story, name="colleagues", **more):
    return reverse(name, kwargs={"slug": story.innovator.slug, **more})


def test_tables_hold_their_rules(story):
    invite(story)
    invite(story, email="withdrawn@maker.example")
    withdrawn = ColleagueInvitation.objects.get(email="withdrawn@maker.example")
    withdraw_invitation(invitation=withdrawn, by=story.maker, now=story.now)
    member = colleague(story)
    assert_held(
        COLLEAGUES,
        open=ColleagueInvitation.objects.get(email=NEW).pk, withdrawn=withdrawn.pk, member=member.pk,
        innovator=story.innovator.pk, other_innovator=InnovatorFactory().pk, person=story.maker.pk,
    )  # fmt: skip


def test_the_invited_person_joins_once_and_is_in_the_history(story):
    token = invite(story, email=" New@Maker.example")
    with pytest.raises(NotAllowed, match="sent to another email address"):
        join(story, token, PersonFactory())
    person = PersonFactory(email=NEW)
    assert join(story, token, person).innovator == story.innovator
    with pytest.raises(Refused, match="closed: accepted"):
        join(story, token, person)
    assert sentences(story)[:2] == [
        f"{person} can act for {story.innovator}.",
        f"{NEW} was invited to act for {story.innovator}.",
    ]


def test_only_colleagues_invite_withdraw_and_remove(story):
    outsider, member = PersonFactory(), colleague(story)
    invite(story)
    invitation = ColleagueInvitation.objects.get()
    with pytest.raises(NotAllowed):
        invite(story, by=outsider)
    with pytest.raises(NotAllowed):
        withdraw_invitation(invitation=invitation, by=outsider, now=story.now)
    with pytest.raises(NotAllowed):
        remove(story, member, by=outsider)
    invite(story, by=member.person)
    withdraw_invitation(invitation=invitation, by=member.person, now=story.now)
    remove(story, member, by=story.maker)


def test_a_colleague_is_not_invited_again(story):
    with pytest.raises(Refused, match="already") as refused:
        invite(story, email=story.maker.email.upper())
    assert refused.value.field == "email"


def test_the_link_is_kept_as_a_hash_only_and_works_seven_days(story):
    token = invite(story)
    invitation = ColleagueInvitation.objects.get()
    assert token not in "".join(str(value) for value in vars(invitation).values())
    last = story.now + timedelta(days=INVITATION_DAYS)
    assert invitation_of_token(token=token, now=last - timedelta(seconds=1)) == invitation
    with pytest.raises(Refused, match="older than 7 days"):
        invitation_of_token(token=token, now=last)
    with pytest.raises(Refused, match="does not work"):
        invitation_of_token(token=token[:-1], now=story.now)


def test_inviting_again_renews_the_link_and_the_old_one_stops(story):
    old = invite(story)
    later = story.now + timedelta(days=8)
    new = invite(story, now=later)
    assert ColleagueInvitation.objects.count() == 1
    with pytest.raises(Refused, match="does not work"):
        invitation_of_token(token=old, now=later)
    assert join(story, new, PersonFactory(email=NEW), now=later + timedelta(days=6))


def test_a_withdrawn_invitation_does_not_work_and_may_be_sent_again(story):
    token = invite(story)
    withdraw_invitation(invitation=ColleagueInvitation.objects.get(), by=story.maker, now=story.now)
    with pytest.raises(Refused, match="closed: withdrawn"):
        join(story, token, PersonFactory(email=NEW))
    with pytest.raises(Refused, match="withdraw this colleague invitation"):
        withdraw_invitation(invitation=ColleagueInvitation.objects.get(), by=story.maker, now=story.now)
    assert join(story, invite(story), User.objects.get(email=NEW))


def test_whoever_is_removed_is_told_and_has_nothing_left_at_once(client, story):
    member = colleague(story)
    pack = story.draft
    client.force_login(member.person, backend=BACKEND)
    pages = [page(story), reverse("pack", args=[pack.pk]), reverse("pack-comments", args=[pack.pk])]
    assert [client.get(address).status_code for address in pages] == [200] * 3
    remove(story, member)
    assert [client.get(address).status_code for address in pages] == [404] * 3
    email = Email.objects.get(recipient=member.person.email)
    assert str(story.maker) in email.text
    assert sentences(story)[0] == f"{member.person} can no longer act for {story.innovator}."
    colleague(story)
    with pytest.raises(Refused, match="removed already"):
        remove(story, member)


def test_one_may_leave_but_the_last_one_stays(story):
    member, maker = colleague(story), story.maker
    remove(story, member, by=member.person)
    assert not Email.objects.filter(recipient=member.person.email).exists()
    assert sentences(story)[0] == f"{member.person} left {story.innovator}."
    with pytest.raises(Refused, match="nobody left"):
        remove(story, story.innovator.members.get(person=maker))


def test_an_invitation_from_before_does_not_bring_a_removed_person_back(story):
    token = invite(story)
    member = colleague(story, email=NEW)  # became one by another road
    remove(story, member)
    with pytest.raises(Refused, match="closed: withdrawn"):
        join(story, token, member.person)


@pytest.mark.django_db(transaction=True)
def test_two_who_remove_each_other_do_not_leave_the_company_empty(story):
    first, second = colleague(story), story.innovator.members.get(person=story.maker)
    outcomes = at_once(lambda: remove(story, first, by=second.person), lambda: remove(story, second, by=first.person))
    assert [type(o) for o in outcomes if o is not None] in ([NotAllowed], [Refused])
    assert story.innovator.members.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_one_link_at_once_one_joins(story):
    token, person = invite(story), PersonFactory(email=NEW)
    outcomes = at_once(*[lambda: join(story, token, person)] * 2)
    assert sorted(type(o).__name__ for o in outcomes) == ["InnovatorMember", "Refused"]
    assert story.innovator.members.filter(person=person).count() == 1


def test_the_page_invites_withdraws_and_removes(as_maker, story):
    member = colleague(story)
    assert as_maker.post(page(story), {"email": "nobody"}).status_code == 422
    assert as_maker.post(page(story), {"email": story.maker.email}).status_code == 409
    sent = as_maker.post(page(story), {"email": NEW}, follow=True).content.decode()
    assert [said for said in ("on its way", NEW, member.person.email) if said not in sent] == []
    invitation = ColleagueInvitation.objects.get()
    as_maker.post(page(story, "withdraw-colleague-invitation", invitation=invitation.pk))
    assert as_maker.get(page(story, "withdraw-colleague-invitation", invitation=invitation.pk)).status_code == 404
    after = as_maker.post(page(story, "remove-colleague", member=member.pk), follow=True).content.decode()
    assert member.person.email not in after
    alone = as_maker.get(page(story, "remove-colleague", member=story.innovator.members.get().pk))
    assert alone.status_code == 409
    assert "nobody left" in alone.content.decode()


def test_an_out_of_date_invitation_says_so_on_the_page(as_maker, story):
    with time_machine.travel(story.now, tick=False) as travelling:
        as_maker.force_login(story.maker, backend=BACKEND)
        invite(story)
        assert "Out of date" not in as_maker.get(page(story)).content.decode()
        travelling.shift(timedelta(days=INVITATION_DAYS))
        as_maker.force_login(story.maker, backend=BACKEND)
        assert "Out of date" in as_maker.get(page(story)).content.decode()


def test_too_many_invitations_in_an_hour_are_refused(as_maker, story, settings):
    settings.HOURLY_LIMITS = {"colleagues": 1}
    assert [as_maker.post(page(story), {"email": f"n{n}@maker.example"}).status_code for n in (1, 2)] == [302, 429]
    assert ColleagueInvitation.objects.count() == 1


def test_another_company_s_people_find_nothing(client, story):
    member = colleague(story)
    invite(story)
    other = PersonFactory()
    InnovatorMember.objects.create(innovator=InnovatorFactory(), person=other)
    client.force_login(other, backend=BACKEND)
    for address in (
        page(story),
        page(story, "remove-colleague", member=member.pk),
        page(story, "withdraw-colleague-invitation", invitation=ColleagueInvitation.objects.get().pk),
    ):
        assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]


@pytest.fixture
def link(story):
    with time_machine.travel(story.now, tick=False):
        yield reverse("join-company", args=[invite(story)])


def test_somebody_new_opens_an_account_and_joins(client, story, link):
    weak = client.post(link, {"name": "New Person", "password": "short"})
    assert weak.status_code == 422
    assert client.post(link, {"name": "New Person", "password": PASSWORD})["Location"] == link
    assert not InnovatorMember.objects.filter(person__email=NEW).exists(), "the account alone joins nothing"
    assert client.post(link)["Location"] == reverse("workplace")
    assert client.get(page(story)).status_code == 200
    assert client.get(link).status_code == 409


def test_somebody_with_an_account_signs_in_and_joins(client, story, link):
    person = PersonFactory(email=NEW)
    assert "Sign in to join" in client.get(link).content.decode()
    signing_in = client.post(link)["Location"]
    assert client.post(signing_in, {"login": NEW, "password": PASSWORD})["Location"] == link
    client.post(link)
    assert InnovatorMember.objects.filter(person=person, innovator=story.innovator).exists()


def test_another_person_with_the_link_does_not_join(client, story, link):
    client.force_login(PersonFactory(), backend=BACKEND)
    refused = client.post(link)
    assert refused.status_code == 403
    assert "another email address" in refused.content.decode()


def test_the_page_behind_the_link_is_kept_nowhere(client, link):
    answer = client.get(link)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "strict-origin"
