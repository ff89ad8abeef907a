"""The spine, operation by operation: from a complete pack to a notice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compass.foundation.mail import send_due_emails
from compass.foundation.models import Email
from compass.notices.models import Notice
from compass.notices.operations.fan_out import tell_followers
from compass.notices.operations.subscriptions import subscribe
from passports.operations.verdicts import recompute_due

# Changes are told only once their transaction has ended, so these tests commit for real.
pytestmark = pytest.mark.django_db(transaction=True)


def test_an_expired_certificate_is_told_once(story):
    adoption = story.adoption()
    passport = adoption.passport
    assert (passport.status, passport.until) == ("VALID", story.expires_on)
    subscribe(passport=passport, organisation=story.other_trust, by=story.buyer, now=story.now)

    later = story.now + timedelta(days=366)
    for _ in range(2):
        recompute_due(on=story.expires_on + timedelta(days=1), now=later)
        tell_followers(now=later)
        send_due_emails(now=later)

    passport.refresh_from_db()
    assert passport.status == "EXPIRED"
    assert passport.reasons == ["UKCA certificate GB-1234 expired on 1 July 2027."]
    assert Notice.objects.count() == 1
    assert Email.objects.get(recipient=story.buyer.email).sent_at is not None
    # Whoever works for the company, too, of this as of the passport's issue.
    assert Email.objects.filter(recipient=story.maker.email, text__contains="is now expired").count() == 1
