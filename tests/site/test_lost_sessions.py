"""A form that is sent after its session has ended: the person signs in, and finds what they typed on the same page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from compass.foundation.clock import now
from evidence.models import Answer, Document, InnovatorMember
from evidence.queries import answer_of
from tests.factories import PASSWORD, InnovatorFactory, PersonFactory
from tests.story import PDF

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CANARY = "Canary: typed before the session ended."
HERE, TOO_LONG = "What you wrote is here: check it and save it.", "was too long to be kept"


class Browser(Client):
    """Checks tokens as a real one does, sends what a page's form has hidden, and can lose its session."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True)

    def fields(self, address: str) -> dict[str, str]:
        form = self.get(address).content.decode().partition('<form id="form"')[2].partition("</form>")[0]
        return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))

    def type(self, address: str, **typed: object):
        """Open the page, lose the session, send the form."""
        hidden = self.fields(address)
        self.lose_the_session()
        return self.post(address, hidden | typed)

    def lose_the_session(self) -> None:
        self.session.flush()

    def sign_in(self, person, address: str):
        """By the sign-in page, to the address that it was asked for."""
        there = f"{reverse('account_login')}?next={address}"
        return self.post(there, self.fields(there) | {"login": person.email, "password": PASSWORD})


@pytest.fixture
def browser(story):
    browser = Browser()
    browser.force_login(story.maker, backend=BACKEND)
    return browser


@pytest.fixture
def answer(story):
    return reverse("answer", args=[story.draft.pk, "cost-model"])


def test_what_was_typed_is_there_after_signing_in_and_can_be_saved(browser, story, answer):
    sent = browser.type(answer, text=CANARY)
    assert sent["Location"] == f"{reverse('account_login')}?next={answer}"
    assert not Answer.objects.exists()
    assert browser.sign_in(story.maker, answer)["Location"] == answer
    shown = browser.get(answer).content.decode()
    assert HERE in shown
    assert CANARY in shown.partition("<textarea")[2]
    assert "There is a problem" not in shown, "it is not judged before it is sent"
    again = browser.get(answer).content.decode()
    assert HERE not in again
    assert CANARY not in again, "dropped once shown"
    assert browser.post(answer, browser.fields(answer) | {"text": CANARY}).status_code == 302
    assert answer_of(story.draft, "cost-model").value == {"text": CANARY}


def test_dates_choices_and_wrong_values_come_back_as_they_were_typed(browser, story):
    address = reverse("add-certificate", args=[story.draft.pk]) + "?kind=CE"
    browser.type(
        address, kind="CE", legislation="MDR", number="GB-77", issued_by="", expires_on_day="31", expires_on_month="x"
    )
    browser.sign_in(story.maker, address)
    shown = browser.get(address).content.decode()
    assert 'value="GB-77"' in shown
    assert re.search(r'value="MDR"[^>]* (selected|checked)', shown)
    assert re.search(r'name="expires_on_day"[^>]* value="31"', shown)
    assert re.search(r'name="expires_on_month"[^>]* value="x"', shown)


def test_another_person_does_not_see_it_and_it_is_dropped(browser, story, answer):
    """A colleague may see the page, another company's person may not: neither finds what was typed."""
    colleague, other = PersonFactory(), PersonFactory()
    InnovatorMember.objects.create(innovator=story.innovator, person=colleague)
    InnovatorMember.objects.create(innovator=InnovatorFactory(), person=other)
    for person, status in ((other, 404), (colleague, 200)):
        browser.force_login(story.maker, backend=BACKEND)
        browser.type(answer, text=CANARY)
        browser.sign_in(person, answer)
        shown = browser.get(answer)
        assert shown.status_code == status
        assert CANARY not in shown.content.decode()
        assert CANARY not in str(dict(browser.session)), "dropped"


def test_somebody_who_has_left_the_company_finds_nothing_and_it_is_dropped(browser, story, answer):
    browser.type(answer, text=CANARY)
    InnovatorMember.objects.create(innovator=story.innovator, person=PersonFactory())
    InnovatorMember.objects.get(person=story.maker).delete()
    browser.sign_in(story.maker, answer)
    assert CANARY in str(dict(browser.session))
    assert browser.get(answer).status_code == 404
    assert CANARY not in str(dict(browser.session)), "dropped"


@pytest.mark.parametrize(("minutes", "there"), [(59, True), (60, False)])
def test_it_is_kept_for_one_hour(browser, story, answer, minutes, there):
    with time_machine.travel(now(), tick=False) as travelling:
        browser.type(answer, text=CANARY)
        travelling.shift(timedelta(minutes=minutes))
        browser.sign_in(story.maker, answer)
        assert (CANARY in browser.get(answer).content.decode()) is there


@pytest.mark.parametrize(("length", "there"), [(99_991, True), (99_992, False)])
def test_more_than_a_hundred_kilobytes_are_not_kept_and_the_page_says_so(browser, story, answer, length, there):
    browser.type(answer, text="x" * length)  # and nine for the names and the revision
    browser.sign_in(story.maker, answer)
    shown = browser.get(answer).content.decode()
    assert (HERE in shown, TOO_LONG in shown) == (there, not there)
    assert ("x" * 1000 in shown) is there


def test_a_file_is_not_kept_and_the_page_says_so(browser, story):
    address = reverse("add-document", args=[story.draft.pk])
    browser.type(address, title="Evaluation", confidentiality="PUBLIC", upload=SimpleUploadedFile("report.pdf", PDF))
    assert not Document.objects.exists()
    browser.sign_in(story.maker, address)
    shown = browser.get(address).content.decode()
    assert 'value="Evaluation"' in shown
    assert "The file was not kept: choose it again." in shown


def test_nothing_of_tokens_and_passwords_is_kept(browser, story, answer):
    browser.type(answer, text=CANARY, **dict.fromkeys(["password", "new_password1"], "canary-secret"))
    kept = str(dict(browser.session))
    assert CANARY in kept
    assert "canary-secret" not in kept
    assert "csrfmiddlewaretoken" not in kept


def test_nothing_is_kept_for_somebody_who_was_never_signed_in(answer):
    """Otherwise anybody could fill our sessions."""
    stranger = Browser()
    hidden = stranger.fields(reverse("account_login"))
    for mark in ({}, {"form_of": "1"}, {"form_of": "1:forged"}):
        assert stranger.post(answer, hidden | {"text": CANARY} | mark).status_code == 302
    assert Session.objects.count() == 0


def test_an_old_form_keeps_nothing(browser, story, answer):
    """Whoever comes by one could fill our sessions with it for good."""
    with time_machine.travel(now(), tick=False) as travelling:
        hidden = browser.fields(answer)
        browser.lose_the_session()
        for days, kept in ((2, True), (2, False)):
            travelling.shift(timedelta(days=days))
            assert Browser.post(browser, answer, hidden | {"text": CANARY}).status_code == 302
            assert (CANARY in str(dict(browser.session))) is kept
            browser.session.flush()


def test_one_form_keeps_so_many_times_an_hour(browser, story, answer, settings):
    settings.HOURLY_LIMITS = {"kept-over-signing-in": 2}
    hidden = browser.fields(answer)
    found = []
    for _ in range(3):
        browser.session.flush()
        browser.post(answer, hidden | {"text": CANARY})
        found.append(CANARY in str(dict(browser.session)))
    assert found == [True, True, False]


def test_a_step_without_words_keeps_nothing(browser, story):
    story.fill()
    address = reverse("remove-certificate", args=[story.draft.pk, story.draft.certificates.get().pk])
    assert browser.type(address).status_code == 302
    assert not dict(browser.session)


def test_the_next_page_s_words_take_the_place_of_the_first_s(browser, story, answer):
    browser.type(answer, text=CANARY)
    browser.force_login(story.maker, backend=BACKEND)
    other = reverse("pack-comments", args=[story.draft.pk])
    browser.type(other, topic="cost", text="Second")
    browser.sign_in(story.maker, other)
    assert CANARY not in browser.get(answer).content.decode()
    assert "Second" in browser.get(other).content.decode()


def test_rows_of_a_cost_model_come_back_too(browser, story):
    address = reverse("cost-part", args=[story.draft.pk, "assumptions"])
    typed = {"rows": "2", "do": "save", "r0-title": "Patients", "r1-title": CANARY, "r1-central": "12,5"}
    browser.type(address, **typed)
    browser.sign_in(story.maker, address)
    shown = browser.get(address).content.decode()
    assert HERE in shown
    assert CANARY in shown
    assert CANARY not in browser.get(address).content.decode()


def test_further_conditions_of_a_decision_come_back_too(story):
    assessment = story.assessment()
    story.score(assessment)
    browser = Browser()
    browser.force_login(story.chair, backend=BACKEND)
    address = reverse("decide", args=[assessment.pk])
    browser.type(address, conditions_shown="2", reason="Because.", condition="One.", condition_2=CANARY)
    browser.sign_in(story.chair, address)
    shown = browser.get(address).content.decode()
    assert HERE in shown
    assert CANARY in shown


@pytest.fixture(autouse=True)
def _no_session_of_another_test(_own_cache):
    cache.clear()
