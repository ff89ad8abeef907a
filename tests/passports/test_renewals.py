"""A renewed certificate lets a passport live on, without anything else being submitted again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from compass.foundation.errors import NotAllowed, Refused
from compass.notices.models import Notice
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.subscriptions import subscribe
from evidence.models import InnovatorMember
from passports.models import Passport
from passports.operations.proposals import confirm_proposal, propose_to_issue
from passports.operations.recount import record_disagreements, recount_all
from passports.operations.renewals import confirm_renewal, return_renewal
from passports.operations.verdicts import recompute_due
from tests.evidence.test_certificates import renewed
from tests.factories import OperatorFactory, PersonFactory
from tests.foundation.racing import Elsewhere
from tests.operators import issue_passport
from tests.story import Story
from trusts.models import Seat

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DAY = timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_the_passport_lives_as_long_as_the_renewed_certificate(story):
    passport = story.passport()
    subscribe(passport=passport, organisation=story.other_trust, by=story.buyer, now=story.now)
    soon, soon_now = story.expires_on - 10 * DAY, story.now + timedelta(days=355)
    recompute_due(on=soon, now=soon_now)
    passport.refresh_from_db()
    assert (passport.status, passport.until) == ("EXPIRING", story.expires_on)
    renewal = renewed(story, now=soon_now)
    passport.refresh_from_db()
    assert passport.until == story.expires_on  # nothing counts before it is confirmed
    tell_followers(now=soon_now)
    before = Notice.objects.count()
    confirm_renewal(renewal=renewal, by=story.operator, now=soon_now)
    passport.refresh_from_db()
    assert (passport.status, passport.until) == ("VALID", renewal.ends_on)
    tell_followers(now=soon_now)
    assert Notice.objects.count() == before + 1
    assert recount_all(on=soon) == []
    recompute_due(on=renewal.ends_on + DAY, now=story.now + timedelta(days=800))
    passport.refresh_from_db()
    assert passport.status == "EXPIRED"
    assert "UKCA certificate GB-1235 expired on" in passport.reasons[0]


def test_a_passport_that_expired_comes_back(story):
    passport = story.passport()
    after = story.now + timedelta(days=370)
    recompute_due(on=story.expires_on + 5 * DAY, now=after)
    passport.refresh_from_db()
    assert passport.status == "EXPIRED"
    late = renewed(story, valid_from=story.expires_on + 3 * DAY, now=after)
    confirm_renewal(renewal=late, by=story.operator, now=after)
    passport.refresh_from_db()
    assert (passport.status, passport.until) == ("VALID", late.ends_on)


def test_a_submission_whose_certificate_ended_is_issued_after_the_renewal(story):
    submission = story.submission()
    after = story.now + timedelta(days=370)
    with pytest.raises(Refused, match="has expired since it was submitted"):
        issue_passport(submission=submission, by=story.operator, now=after)
    confirm_renewal(renewal=renewed(story, now=after), by=story.operator, now=after)
    assert issue_passport(submission=submission, by=story.operator, now=after).status == "VALID"


def test_only_an_operator_without_a_part_in_it_judges_and_only_once(story):
    story.passport()
    renewal = renewed(story)
    inside = OperatorFactory().person
    InnovatorMember.objects.create(innovator=story.innovator, person=inside)
    seated = OperatorFactory(person=story.seats[Seat.FINANCE]).person
    for person in (PersonFactory(), story.maker, inside, seated):
        with pytest.raises(NotAllowed):
            confirm_renewal(renewal=renewal, by=person, now=story.now)
        with pytest.raises(NotAllowed):
            return_renewal(renewal=renewal, reason="No.", by=person, now=story.now)
    with pytest.raises(Refused, match="Say why"):
        return_renewal(renewal=renewal, reason=" ", by=story.operator, now=story.now)
    with pytest.raises(Refused, match="GB-1235 ended on"):
        confirm_renewal(renewal=renewal, by=story.operator, now=story.now + timedelta(days=800))
    confirm_renewal(renewal=renewal, by=story.operator, now=story.now)
    with pytest.raises(Refused, match="You cannot return this certificate renewal"):
        return_renewal(renewal=renewal, reason="Late.", by=story.operator, now=story.now)


def test_a_returned_renewal_says_why_and_another_can_be_handed_in(story, client):
    passport = story.passport()
    return_renewal(renewal=renewed(story), reason="The number is not theirs.", by=story.operator, now=story.now)
    passport.refresh_from_db()
    assert passport.until == story.expires_on
    client.force_login(story.maker, backend=BACKEND)
    page = client.get(reverse("pack", args=[story.draft.pk])).content.decode()
    assert "The number is not theirs." in page
    assert reverse("renew-certificate", args=[story.draft.pk, story.draft.certificates.get().pk]) in page
    again = renewed(story, number="GB-1236")
    confirm_renewal(renewal=again, by=story.operator, now=story.now)
    passport.refresh_from_db()
    assert passport.until == again.ends_on


def test_the_operators_queue_leads_to_the_renewal_and_the_passport_page_tells_it(story, client):
    passport = story.passport()
    renewal = renewed(story)
    address = reverse("renewal", args=[renewal.pk])
    assert client.get(address)["Location"].startswith("/accounts/login/")
    for person in (story.maker, PersonFactory(), story.chair):
        client.force_login(person, backend=BACKEND)
        assert (client.get(address).status_code, client.post(address).status_code) == (403, 403)
    client.force_login(story.operator, backend=BACKEND)
    assert address in client.get(reverse("submissions")).content.decode()
    assert address in client.get(reverse("home")).content.decode()
    assert "GB-1235" not in client.get(reverse("passport", args=[passport.number])).content.decode()
    assert "GB-1235" in client.get(address).content.decode()
    assert client.post(reverse("return-renewal", args=[renewal.pk]), {"reason": ""}).status_code == 422
    assert client.post(address)["Location"] == reverse("submissions")
    assert address not in client.get(reverse("submissions")).content.decode()
    client.logout()
    page = " ".join(client.get(reverse("passport", args=[passport.number])).content.decode().split())
    assert "Certificate renewed as GB-1235, valid to" in page
    assert "confirmed by the national operator on" in page


def test_an_operator_with_a_part_in_it_is_told_to_leave_it(story, client):
    story.passport()
    renewal = renewed(story)
    inside = OperatorFactory().person
    InnovatorMember.objects.create(innovator=story.innovator, person=inside)
    client.force_login(inside, backend=BACKEND)
    page = client.get(reverse("renewal", args=[renewal.pk])).content.decode()
    assert "You work for the innovator" in page
    assert "Confirm the certificate" not in page
    assert client.post(reverse("renewal", args=[renewal.pk])).status_code == 403


def test_another_passport_is_not_touched(story):
    story.passport()
    other = Story().passport()
    until = other.until
    confirm_renewal(renewal=renewed(story), by=story.operator, now=story.now)
    other.refresh_from_db()
    assert other.until == until


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", [0, 1])
def test_of_a_renewal_and_an_issue_the_second_waits_and_the_passport_counts_it(first):
    story = Story()
    submission, renewal = story.submission(), renewed(story)
    proposal = propose_to_issue(
        submission=submission, reason="All in order.", by=OperatorFactory().person, now=story.now
    )
    given = {"by": story.operator, "now": story.now}
    racers = (
        lambda: confirm_renewal(renewal=renewal, **given),
        lambda: confirm_proposal(proposal=proposal, **given),
    )
    with transaction.atomic():
        racers[first]()
        other = Elsewhere(racers[1 - first]).goes_as_far_as_it_can()
        assert other.is_alive()
    assert not isinstance(other.result(), Exception), other.outcome
    assert record_disagreements(on=story.today, now=story.now) == []
    assert Passport.objects.get().until == renewal.ends_on
