"""The menu of each role, and the innovator's technologies with what became of them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from compass.site.menu import links, parts_of
from compass.site.queries import technologies_of
from tests.access.world import World
from tests.factories import PersonFactory
from tests.operators import suspend_passport
from trusts.operations.decisions import decide

pytestmark = pytest.mark.heavy

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_everybody_has_the_links_of_their_roles(db, django_assert_num_queries):
    people = World().people()
    menus = {}
    for who in ("maker", "nominator", "chair", "lead", "operator", "buyer"):
        with django_assert_num_queries(1):
            menus[who] = [words for _, words in links(parts_of(people[who]))]
    assert menus == {
        "maker": ["Your work", "Your technologies", "Notices"],
        "nominator": ["Your work", "Nominations", "Choose and buy"],
        "chair": ["Your work", "Assessments"],
        "lead": ["Your work", "Nominations", "Assessments", "Choose and buy"],
        "operator": ["Your work", "Submissions (1 to confirm)", "Safety notices", "Emails"],
        "buyer": ["Your work", "Adoptions", "Choose and buy", "Notices (1 unread)"],
    }
    assert [words for _, words in links(parts_of(PersonFactory()))] == ["Your work"]


def test_the_number_of_unread_notices_stands_on_every_page_but_error_pages(client, db):
    world = World()
    client.force_login(world.people()["buyer"], backend=BACKEND)
    assert "Notices (1 unread)" in client.get("/about/").content.decode()
    assert "Notices (" not in client.get("/nothing-here/").content.decode()
    client.post(reverse("read-notice", args=[world.notice.pk]))
    page = client.get("/about/").content.decode()
    assert "unread)" not in page
    assert f'href="{reverse("notices")}"' in page
    client.logout()
    assert reverse("notices") not in client.get("/about/").content.decode()


def test_an_innovator_follows_a_pack_to_its_passport(story, client):
    client.force_login(story.maker, backend=BACKEND)

    def page():
        return client.get(reverse("workplace")).content.decode()

    pack = story.draft
    assert "In draft" in page()
    assessment = story.assessment()
    assert "In assessment" in page()
    assert reverse("pack-assessments", args=[pack.pk]) in page()
    assert "Submitted" not in page()
    story.score(assessment)
    decide(
        assessment=assessment, outcome="APPROVED", reason="The evidence is sound.", dissent="", conditions=(),
        by=story.chair, now=story.now,
    )  # fmt: skip
    assert "Approved" in page()
    assert "The passport follows" in page()


def test_an_innovator_sees_the_passport_with_its_status(story, client, django_assert_num_queries):
    passport = story.passport()
    client.force_login(story.maker, backend=BACKEND)
    assert f'href="{reverse("passport", args=[passport.number])}"' in client.get(reverse("workplace")).content.decode()
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now)
    assert "Suspended" in client.get(reverse("workplace")).content.decode()
    story.next_version("2.0").passport()
    with django_assert_num_queries(4):
        ((_, packs),) = technologies_of(story.maker)
    assert [row["passport_tag"].words for row in packs] == ["Valid", "Superseded"]


def test_an_invented_innovator_is_marked_where_its_people_work(story, client):
    client.force_login(story.maker, backend=BACKEND)
    story.draft  # noqa: B018 (there must be something to list)
    assert "(invented)" not in client.get(reverse("workplace")).content.decode()
    story.innovator.is_demonstration = True
    story.innovator.save()
    assert f"{story.innovator} (invented)" in client.get(reverse("workplace")).content.decode()
    assessment = story.assessment()
    client.force_login(story.chair, backend=BACKEND)
    assert f"{story.innovator} (invented)" in client.get(reverse("assessment", args=[assessment.pk])).content.decode()


def test_an_adoption_on_the_home_page_says_how_its_passport_stands(story, client):
    passport = story.adoption().passport
    client.force_login(story.buyer, backend=BACKEND)
    assert "Suspended" not in client.get("/home/").content.decode()
    suspend_passport(passport=passport, reason="Notice 7.", by=story.operator, now=story.now)
    assert "Suspended" in client.get("/home/").content.decode()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("workplace", "This page is for innovators"),
        ("nominations", "This page is for nominators and innovation leads"),
        ("assessments", "This page is for members of assessment panels"),
        ("adoptions", "This page is for people who buy for an NHS organisation"),
        ("subscriptions", "This page is for people who buy for an NHS organisation"),
        ("notices", "This page is for people who buy for an NHS organisation"),
    ],
)
def test_an_empty_page_says_whom_it_is_for(client, db, name, words):
    client.force_login(PersonFactory(), backend=BACKEND)
    assert words in client.get(reverse(name)).content.decode()
