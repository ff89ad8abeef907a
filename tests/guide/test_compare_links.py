"""Wherever technologies are listed, the comparison is one step away."""

from __future__ import annotations

from django.urls import reverse

from compass.guide.models import Evaluation
from compass.notices.operations.subscriptions import subscribe
from evidence.models import InnovatorMember
from tests.guide.catalogue import Catalogue, Item
from tests.guide.value_case import ValueCase
from trusts.operations.needs import answer_need, publish_need

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def page_of(client, address) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def test_the_answers_to_a_need_are_compared(story, client):
    catalogue = Catalogue()
    InnovatorMember.objects.create(innovator=catalogue.innovator, person=story.maker)
    need = publish_need(
        organisation=story.trust, title="A need", problem="Late.", clinical_area="SURGERY", by=story.nominator,
        now=story.now,
    )  # fmt: skip
    lamp, chair = catalogue.add(Item("Lamp"), Item("Chair"))
    address = reverse("need", args=[need.pk])
    for innovation, together in ((lamp, 0), (chair, 1)):
        answer_need(need=need, innovation=innovation, sentence="It helps.", revision=1, by=story.maker, now=story.now)
        page = page_of(client, address)
        assert f'href="/compare/?i={innovation.slug}">Compare<' in page
        assert page.count("Compare all these answers") == together
    both = f"/compare/?i={lamp.slug}&amp;i={chair.slug}"
    assert f'href="{both}"' in page
    assert page_of(client, both.replace("&amp;", "&")).count('class="app-compare ') == 1


def test_what_is_followed_adopted_and_evaluated_is_compared(story, client):
    adoption = story.adoption()
    passport = adoption.passport
    subscribe(passport=passport, organisation=story.other_trust, by=story.buyer, now=story.now)
    case = ValueCase(organisation=story.other_trust, lead=story.buyer, now=story.now)
    client.force_login(story.buyer, backend=BACKEND)
    page = page_of(client, reverse("subscriptions"))
    assert page.count(f'href="/compare/?i={passport.innovation.slug}">Compare<') == 2  # followed, and adopted
    page = page_of(client, reverse("evaluation", args=[Evaluation.objects.get().key]))
    slugs = "&amp;i=".join(one.innovation.slug for one in case.candidates)
    assert f'href="/compare/?i={slugs}">Compare the technologies<' in page
