"""A certificate expires on Sunday at midnight: buyers see why, adopters are told, it is renewed, and all is green."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from compass.foundation.mail import send_due_emails
from compass.foundation.models import Email
from compass.notices.models import Notice
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.subscriptions import subscribe
from evidence.models import CertificateRenewal
from passports.operations.adoptions import adopt
from passports.operations.recount import recount_all
from passports.operations.verdicts import recompute_due
from tests.factories import OrganisationFactory
from tests.story import Story
from trusts.models import Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SUNDAY = date(2026, 9, 27)
MONDAY = SUNDAY + timedelta(days=1)
# London is an hour before UTC: its Monday begins while UTC still has Sunday.
BEFORE_MIDNIGHT = datetime(2026, 9, 27, 22, 59, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2026, 9, 27, 23, 1, tzinfo=UTC)
WHY = "UKCA certificate GB-1234 expired on 27 September 2026."


def tell(now):
    """What the scheduled jobs do."""
    told = tell_followers(now=now)
    send_due_emails(now=now)
    return told


@pytest.mark.django_db(transaction=True)
def test_from_sunday_midnight_to_all_green(client):
    story = Story(expires_on=SUNDAY)
    adoption = story.adoption()
    passport, third = adoption.passport, OrganisationFactory()
    both = story.member(third, Role.BUYER)
    adopt(passport=passport, organisation=third, by=both, now=story.now)
    subscribe(passport=passport, organisation=third, by=both, now=story.now)
    address = reverse("passport", args=[passport.number])

    def seen(person=None, at=address):
        client.logout()
        if person:
            client.force_login(person, backend=BACKEND)
        found = client.get(at)
        assert found.status_code == 200, at
        return " ".join(found.content.decode().split())

    with time_machine.travel(BEFORE_MIDNIGHT, tick=False):
        recompute_due(on=SUNDAY, now=BEFORE_MIDNIGHT)
        tell(BEFORE_MIDNIGHT)
        passport.refresh_from_db()
        assert (passport.status, passport.until) == ("EXPIRING", SUNDAY)
        assert WHY not in seen()
    Notice.objects.all().delete()
    Email.objects.all().delete()

    with time_machine.travel(AFTER_MIDNIGHT, tick=False):
        recompute_due(on=MONDAY, now=AFTER_MIDNIGHT)
        assert [tell(AFTER_MIDNIGHT), tell(AFTER_MIDNIGHT)] == [2, 0]
        passport.refresh_from_db()
        assert (passport.status, passport.reasons) == ("EXPIRED", [WHY])
        for page in (address, reverse("innovation", args=[story.innovation.slug])):
            assert WHY in seen(story.buyer, page), page
        # Each adopting organisation once, the one that follows as well as the one that does not.
        assert {n.organisation for n in Notice.objects.all()} == {story.other_trust, third}
        mails = {e.recipient: e for e in Email.objects.filter(key__startswith="notice-")}
        assert set(mails) == {story.buyer.email, both.email}
        assert Email.objects.filter(key__startswith="notice-").count() == 2
        assert all(WHY in one.text and one.sent_at for one in mails.values())
        assert f"{story.other_trust.name} has adopted it" in mails[story.buyer.email].text
        assert mails[story.buyer.email].opt_out.startswith("unsubscribe/adopted-")
        assert f"{third.name} follows this passport" in mails[both.email].text
        assert passport.number in seen(story.buyer, reverse("notices"))

    noon = datetime(2026, 9, 28, 11, 0, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        certificate = story.draft.certificates.get(kind="UKCA")
        client.force_login(story.maker, backend=BACKEND)
        renew = reverse("renew-certificate", args=[story.draft.pk, certificate.pk])
        assert renew in seen(story.maker, reverse("pack", args=[story.draft.pk]))
        given = {
            "number": "GB-1235", "issued_by": "Invented Notified Body", "body_number": "0086",
            "valid_from_day": "28", "valid_from_month": "9", "valid_from_year": "2026",
            "expires_on_day": "27", "expires_on_month": "9", "expires_on_year": "2028",
        }  # fmt: skip
        sent = client.post(renew, given)
        assert sent.status_code == 302, [line for line in sent.content.decode().split("\n") if "error" in line]
        assert WHY in seen()  # nothing counts before it is confirmed
        renewal = CertificateRenewal.objects.get()
        judged = reverse("renewal", args=[renewal.pk])
        assert judged in seen(story.operator, reverse("submissions"))
        assert client.post(judged).status_code == 302
        passport.refresh_from_db()
        assert (passport.status, passport.reasons) == ("VALID", [])
        assert [tell(noon), tell(noon)] == [2, 0]
        # What happened stays in the history below; the verdict no longer says it.
        assert WHY not in seen().partition("What happened")[0]
        assert "GB-1235" in seen(story.buyer)
        again = Email.objects.filter(key__startswith="notice-", recipient=story.buyer.email).latest("id")
        assert "is now valid" in again.text
        assert recount_all(on=MONDAY) == []
