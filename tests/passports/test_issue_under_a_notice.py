"""A passport issued under a safety notice that names its product is suspended from its first moment."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from compass.foundation.errors import Refused
from compass.foundation.models import Change, Email
from evidence.operations.identifiers import add_identifier
from passports.models import NoticeMatch, Passport
from passports.operations.adoptions import adopt
from passports.operations.proposals import confirm_proposal, propose_to_issue
from passports.operations.recount import recount_all
from passports.operations.safety_matching import match_all, match_numbers
from passports.operations.safety_notices import import_notices
from passports.queries.safety import notices_at_issue
from passports.safety.reading import read_file
from tests.factories import OperatorFactory
from tests.foundation.racing import Elsewhere, at_once
from tests.operators import issue_passport, judge_match
from tests.passports.safety_cases import GTIN, about, take_in
from trusts.operations.decisions import Condition

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def named(story):
    """The story's submission, whose product has the number that notices name."""
    submission = story.submission()
    add_identifier(innovation=story.innovation, scheme="GTIN", value=GTIN, by=story.maker, now=story.now)
    return submission


def test_it_is_issued_suspended_with_the_notice_as_reason(story):
    submission = named(story)
    take_in(story, about(story, gtin=GTIN))
    passport = issue_passport(submission=submission, by=story.operator, now=story.now)
    assert passport.status == "SUSPENDED"
    assert passport.reasons == [f"Safety notice of 30 June 2026 is open: {story.name} - risk of a late alarm"]
    match = NoticeMatch.objects.get()
    assert (match.state, match.innovation) == ("CERTAIN", story.innovation)
    issued = Change.objects.get(kind="passport_issued")
    assert issued.sentence == f"Passport {passport} was issued, and is suspended: {passport.reasons[0]}"
    assert issued.data["to"] == "SUSPENDED"
    assert not Change.objects.filter(kind__startswith="verdict_").exists()
    assert (match_all(now=story.now), recount_all(on=story.today)) == (0, [])
    with pytest.raises(Refused, match="cannot be adopted now"):
        adopt(passport=passport, organisation=story.other_trust, by=story.buyer, now=story.now)
    judge_match(match=match, move="dismiss", reason="Another lot.", by=story.operator, now=story.now)
    passport.refresh_from_db()
    assert passport.status == "VALID"


@pytest.mark.parametrize(
    "item",
    [
        lambda story: about(story, gtin="09506000134369"),
        about,  # by name alone a person judges
        lambda story: about(story, gtin=GTIN) | {"withdrawn_notice": {"explanation": "Issued by mistake."}},
    ],
)
def test_a_notice_that_does_not_name_it_for_certain_does_not_suspend_it(story, item):
    submission = named(story)
    take_in(story, item(story))
    assert notices_at_issue(story.innovation.pk) == []
    assert issue_passport(submission=submission, by=story.operator, now=story.now).status == "VALID"
    assert not NoticeMatch.objects.filter(is_certain=True).exists()


def test_a_notice_that_was_dismissed_for_the_technology_does_not_suspend_its_next_passport(story):
    submission = named(story)
    take_in(story, about(story, gtin=GTIN))
    issue_passport(submission=submission, by=story.operator, now=story.now)
    judge_match(match=NoticeMatch.objects.get(), move="dismiss", reason="Not ours.", by=story.operator, now=story.now)
    later = story.next_version("2.0")
    later.now = story.now + timedelta(hours=1)
    submission = later.submission()
    assert notices_at_issue(story.innovation.pk) == []
    assert issue_passport(submission=submission, by=story.operator, now=later.now).status == "VALID"


def test_under_a_confirmed_notice_the_next_version_is_issued_suspended_and_adopters_are_asked_once(story):
    adoption = story.adoption()
    take_in(story, about(story))
    judge_match(match=NoticeMatch.objects.get(), move="confirm", reason="It is ours.", by=story.operator, now=story.now)
    asked = Email.objects.filter(key__startswith="safety-")
    assert [mail.recipient for mail in asked] == [story.buyer.email]
    later = story.next_version("2.0")
    later.now = story.now + timedelta(hours=1)
    passport = issue_passport(submission=later.submission(), by=story.operator, now=later.now)
    adoption.passport.refresh_from_db()
    assert (passport.status, adoption.passport.status) == ("SUSPENDED", "SUPERSEDED")
    assert asked.count() == 1


def test_a_notice_is_no_way_round_what_else_stands_against_it(story):
    due = Condition("Report outcomes.", story.today + timedelta(days=1))
    submission = story.submission(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    add_identifier(innovation=story.innovation, scheme="GTIN", value=GTIN, by=story.maker, now=story.now)
    take_in(story, about(story, gtin=GTIN))
    with pytest.raises(Refused, match="would not be valid today"):
        issue_passport(submission=submission, by=story.operator, now=story.now + timedelta(days=2))
    assert not NoticeMatch.objects.exists()
    assert issue_passport(submission=submission, by=story.operator, now=story.now).status == "SUSPENDED"


def test_both_operators_read_it_before_they_act(story, client):
    submission = named(story)
    pages = [reverse("submission", args=[submission.pk])]
    client.force_login(story.operator, backend=BACKEND)
    title = f"{story.name} - risk of a late alarm"
    said = "If it is issued now, the passport is suspended at once"
    assert said not in client.get(pages[0]).content.decode()
    proposal = propose_to_issue(
        submission=submission, reason="All in order.", by=OperatorFactory().person, now=story.now
    )
    pages.append(reverse("proposal", args=[proposal.pk]))
    assert "The passport is issued and the technology becomes public." in client.get(pages[1]).content.decode()
    take_in(story, about(story, gtin=GTIN))
    for page in pages:
        shown = client.get(page).content.decode()
        assert said in shown
        assert title in shown
    assert "issued and suspended at once because of a safety notice" in client.get(pages[1]).content.decode()
    assert client.post(pages[1]).status_code == 302
    assert Passport.objects.get().status == "SUSPENDED"
    assert said not in client.get(pages[0]).content.decode()


def _racers(story):
    proposal = propose_to_issue(
        submission=named(story), reason="All in order.", by=OperatorFactory().person, now=story.now
    )
    second, reading = story.operator, read_file(json.dumps([about(story, gtin=GTIN)]).encode())
    return (
        lambda: confirm_proposal(proposal=proposal, by=second, now=story.now),
        lambda: import_notices(reading=reading, now=story.now),
    )


def _suspended_by_the_notice():
    (passport,) = Passport.objects.all()
    return passport.status == "SUSPENDED" and NoticeMatch.objects.get().state == "CERTAIN"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", [0, 1])
def test_of_an_import_and_an_issue_the_second_waits_and_sees_the_first(story, first):
    racers = _racers(story)
    with transaction.atomic():
        racers[first]()
        other = Elsewhere(racers[1 - first]).goes_as_far_as_it_can()
        assert other.is_alive()
    assert not isinstance(other.result(), Exception), other.outcome
    assert _suspended_by_the_notice()


@pytest.mark.django_db(transaction=True)
def test_an_import_an_issue_and_a_matching_at_once_never_leave_a_valid_passport(story):
    outcomes = at_once(*_racers(story), lambda: match_numbers(now=story.now))
    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert _suspended_by_the_notice()


@pytest.mark.django_db(transaction=True)
def test_two_technologies_are_issued_side_by_side(story):
    other = type(story)()
    submission, operator = other.submission(), other.operator
    first, _ = _racers(story)
    with transaction.atomic():
        first()
        beside = Elsewhere(lambda: issue_passport(submission=submission, by=operator, now=other.now))
        assert not beside.goes_as_far_as_it_can().is_alive()
    assert not isinstance(beside.result(), Exception), beside.outcome
    assert Passport.objects.filter(status="VALID").count() == 2
