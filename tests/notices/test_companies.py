"""A company hears of its own products: by e-mail, some of which its people may stop, and on a page of theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from compass.foundation.history import record_change
from compass.foundation.models import Email
from compass.foundation.signed_links import signed_link
from compass.notices.companies import company_changes
from compass.notices.models import InAppOnly
from compass.notices.operations.adopters import choose_company_emails
from compass.notices.operations.fan_out import tell_followers
from compass.notices.stopping import GOES_ON
from evidence.models import InnovatorMember
from evidence.operations.identifiers import add_identifier
from evidence.operations.renewals import renew_certificate
from passports.operations.renewals import return_renewal
from passports.operations.safety_matching import match_all
from passports.operations.verdicts import recompute_due
from tests.factories import PersonFactory
from tests.operators import discharge_condition, judge_match, suspend_passport, withdraw_passport
from tests.passports.safety_cases import GTIN, about, take_in
from tests.story import Story
from trusts.operations.decisions import Condition

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def written(story):
    """What the company's people were written to about its products since the last time: who, and the first line."""
    tell_followers(now=story.now)
    found = Email.objects.filter(key__regex="^(passport|warning|renewal)-").order_by("id")
    told = [(mail.recipient, mail.text.split("\n")[0]) for mail in found]
    found.delete()
    return told


def test_everybody_of_the_company_is_told_of_every_step_once_and_nobody_of_another(story):
    Story(name="Another")
    colleague = PersonFactory()
    InnovatorMember.objects.create(innovator=story.innovator, person=colleague)
    due = (Condition("Report monthly.", story.today + 10 * DAY, blocking=False),)
    passport = story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=due)
    people = sorted([story.maker.email, colleague.email])
    steps = [
        (lambda: None, "was issued"),
        (lambda: recompute_due(on=story.today + 11 * DAY, now=story.now), "Condition overdue"),
        (
            lambda: discharge_condition(
                condition=passport.conditions.get(), reason="Seen.", by=story.operator, now=story.now
            ),
            "is now valid",
        ),
        (lambda: recompute_due(on=passport.until, now=story.now), "is now expiring soon"),
    ]
    said = []
    for step, words in steps:
        step()
        told = written(story)
        assert sorted(who for who, _ in told) == people, words
        assert words in told[0][1]
        said.append(told[0][1])
    assert written(story) == []
    assert [change.sentence for change in company_changes(colleague)] == said[::-1]
    assert company_changes(PersonFactory()) == []


def test_of_a_safety_notice_the_company_hears_by_the_verdict_or_else_by_the_notice(story):
    passport = story.passport()
    add_identifier(innovation=story.innovation, scheme="GTIN", value=GTIN, by=story.maker, now=story.now)
    written(story)
    take_in(story, about(story, gtin=GTIN))
    (told,) = written(story)
    assert "is now suspended. Safety notice" in told[1]
    withdraw_passport(passport=passport, reason="Harm.", by=story.operator, now=story.now)
    written(story)
    match = story.innovation.notice_matches.get()
    judge_match(match=match, move="confirm", reason="It is that product.", by=story.operator, now=story.now)
    assert [line for _, line in written(story)] == [company_changes(story.maker)[0].sentence]
    page = company_changes(story.maker)[0]
    assert page.address == reverse("innovation", args=[story.innovation.slug])
    assert "was found to concern" in page.sentence
    other = Story(name="Another")
    other.innovator = story.innovator
    passport = other.passport()
    written(story)
    with transaction.atomic():
        record_change("notice_revised", match, "The notice says more.", by=None, now=story.now)
        record_change("verdict_changed", passport, "Another is now suspended.", by=None, now=story.now)
    told = {line for _, line in written(story)}
    assert told == {change.sentence for change in company_changes(story.maker)[:2]}
    assert told == {"The notice says more.", "Another is now suspended."}
    take_in(story, about(story, gtin=GTIN) | {"withdrawn_notice": {"explanation": "Issued by mistake."}})
    assert {line for _, line in written(story)} == {company_changes(story.maker)[0].sentence}
    assert company_changes(story.maker)[0].sentence.endswith("was withdrawn by its publisher.")


def test_a_name_alone_is_the_operators_business(story):
    story.passport()
    written(story)
    take_in(story, about(story))
    assert match_all(now=story.now) == 0
    match = story.innovation.notice_matches.get()
    judge_match(match=match, move="dismiss", reason="Another product.", by=story.operator, now=story.now)
    assert written(story) == []


def test_a_renewal_that_was_returned_is_told_with_its_reason_and_where_to_hand_in_another(story):
    story.passport()
    written(story)
    renewal = renew_certificate(
        certificate=story.draft.certificates.get(kind="UKCA"), number="GB-1235", body_number="0086",
        issued_by="Invented Notified Body", valid_from=story.today, expires_on=story.expires_on + 300 * DAY,
        by=story.maker, now=story.now,
    )  # fmt: skip
    return_renewal(renewal=renewal, reason="A page is missing.", by=story.operator, now=story.now)
    ((_, line),) = written(story)
    assert line.endswith("was returned: A page is missing.")
    (newest, *_) = company_changes(story.maker)
    assert (newest.sentence, newest.address) == (line, reverse("pack", args=[story.draft.pk]))


def test_who_wants_no_e_mails_still_gets_what_stops_the_use_of_a_product(story):
    passport = story.passport()
    choose_company_emails(innovator=story.innovator, wanted=False, by=story.maker, now=story.now)
    record_change("certificate_renewed", passport, "Renewed.", by=None, now=story.now)
    assert written(story) == []
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now)
    assert "Notice 7" in written(story)[0][1]
    expired = {"from": "VALID", "to": "EXPIRED"}
    record_change("verdict_changed", passport, "It has expired.", by=None, now=story.now, data=expired)
    assert written(story) == [(story.maker.email, "It has expired.")]
    assert {change.sentence for change in company_changes(story.maker)} >= {"Renewed."}
    choose_company_emails(innovator=story.innovator, wanted=True, by=story.maker, now=story.now)
    record_change("certificate_renewed", passport, "Again.", by=None, now=story.now)
    assert written(story) == [(story.maker.email, "Again.")]


def test_the_choice_is_made_on_a_page_and_by_the_link_in_an_e_mail(story, client):
    passport = story.passport()
    tell_followers(now=story.now)
    link = Email.objects.get(key__startswith="passport-").opt_out
    assert link == f"unsubscribe/company-{story.innovator.pk}-{story.maker.pk}"
    address = "/" + signed_link(link).partition("://")[2].partition("/")[2]
    assert f"about a passport of {story.innovator}" in client.get(address).content.decode()
    assert not InAppOnly.objects.exists(), "mail programs open links"
    client.post(address)
    assert InAppOnly.objects.get().person == story.maker
    client.post(address, {"again": "1"})
    assert not InAppOnly.objects.exists()
    client.force_login(story.maker)
    page = client.get(reverse("company-notices")).content.decode()
    assert f'href="{reverse("passport", args=[passport.number])}"' in page
    choice = reverse("company-emails", args=[story.innovator.pk])
    assert f'href="{choice}"' in page
    assert client.post(choice, {"telling": "NO_EMAILS"}).status_code == 302
    page = client.get(reverse("company-notices")).content.decode()
    assert "you get only the emails that do not stop" in page
    assert GOES_ON in page
    assert 'value="NO_EMAILS" checked' in client.get(choice).content.decode()
    InnovatorMember.objects.create(innovator=story.innovator, person=PersonFactory())
    InnovatorMember.objects.filter(person=story.maker).delete()
    page = client.post(address, {"again": "1"}).content.decode()
    assert "You do not work there any more" in page
    assert story.innovator.name not in page
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]
    assert InAppOnly.objects.exists(), "whoever left has nothing to choose"
    client.force_login(Story(name="Another").maker)
    assert client.get(choice).status_code == 404
    assert story.innovator.name not in client.get(reverse("company-notices")).content.decode()
