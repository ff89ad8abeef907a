"""What colleagues say to each other about a draft: by topic, resolved once, and seen by nobody else."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from compass.foundation.errors import Invalid, NotAllowed, Refused
from evidence.models import InnovatorMember, PackComment
from evidence.operations.comments import add_comment, resolve_comment
from evidence.operations.packs import freeze_pack, revise_pack
from tests.evidence.colleague_cases import COMMENTS
from tests.factories import InnovatorFactory, PersonFactory
from tests.foundation.raw_writes import assert_held

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CANARY = "Canary: our price is too high."


def say(story, text=CANARY, topic="cost", by=None):
    return add_comment(pack=story.draft, topic=topic, text=text, by=by or story.maker, now=story.now)


def resolve(story, comment, by=None):
    return resolve_comment(comment=comment, by=by or story.maker, now=story.now)


def comments_page(story):
    return reverse("pack-comments", args=[story.draft.pk])


@pytest.fixture
def as_maker(client, story):
    client.force_login(story.maker, backend=BACKEND)
    return client


def test_tables_hold_their_rules(story):
    frozen = story.fill()
    freeze_pack(pack=frozen, by=story.maker, now=story.now)
    draft = story.next_version("2.0")
    assert_held(
        COMMENTS,
        comment=say(draft).pk, resolved=resolve(draft, say(draft)).pk, person=story.maker.pk, other=PersonFactory().pk,
        frozen=frozen.pk, other_pack=type(story)().draft.pk,
    )  # fmt: skip


def test_colleagues_comment_and_resolve_once(story):
    colleague = PersonFactory()
    InnovatorMember.objects.create(innovator=story.innovator, person=colleague)
    comment = say(story)
    assert resolve(story, comment, by=colleague).resolved_by == colleague
    with pytest.raises(Refused, match=f"{colleague} has resolved"):
        resolve(story, comment)


def test_others_neither_comment_nor_resolve(story):
    comment = say(story)
    for outsider in (story.lead, story.operator, story.buyer):
        with pytest.raises(NotAllowed):
            say(story, by=outsider)
        with pytest.raises(NotAllowed):
            resolve(story, comment, by=outsider)


def test_a_comment_has_words_and_a_topic_of_the_pack(story):
    with pytest.raises(Invalid) as nothing:
        say(story, text=" \n ")
    with pytest.raises(Invalid) as unknown:
        say(story, topic="weather")
    assert [nothing.value.field, unknown.value.field] == ["text", "topic"]


def test_comments_are_no_part_of_the_pack_and_stay_as_they_are_when_it_is_frozen(story, as_maker):
    comment = say(story)
    pack = freeze_pack(pack=story.fill(), by=story.maker, now=story.now)
    assert CANARY not in json.dumps(pack.content)
    for late in (lambda: say(story), lambda: resolve(story, comment)):
        with pytest.raises(Refused, match="was submitted"):
            late()
    shown = as_maker.get(comments_page(story)).content.decode()
    assert CANARY in shown
    assert 'name="text"' not in shown, "nothing to write in"
    assert as_maker.post(comments_page(story), {"topic": "cost", "text": "Late."}).status_code == 409
    assert not revise_pack(pack=pack, by=story.maker, now=story.now).comments.exists()


def test_the_page_has_an_anchor_for_each_topic_and_comes_back_to_it(as_maker, story):
    address = comments_page(story)
    assert 'id="topic-cost"' in as_maker.get(address).content.decode()
    chosen = as_maker.get(address, {"topic": "cost"}).content.decode()
    assert re.search(r'<option value="cost"[^>]* selected', chosen)
    assert as_maker.post(address, {"topic": "cost", "text": " "}).status_code == 422
    added = as_maker.post(address, {"topic": "cost", "text": "<b>Which year?</b>"})
    assert added["Location"] == f"{address}#topic-cost"
    assert "&lt;b&gt;Which year?&lt;/b&gt;" in as_maker.get(address).content.decode()
    comment = PackComment.objects.get()
    step = reverse("resolve-comment", args=[story.draft.pk, comment.pk])
    assert as_maker.get(step).status_code == 200
    assert as_maker.post(step)["Location"] == f"{address}#topic-cost"
    assert as_maker.get(step).status_code == 409, "resolved already"
    assert f"by {story.maker}" in as_maker.get(address).content.decode()


def test_nobody_but_the_company_s_people_ever_sees_a_comment(client, story):
    comment = say(story)
    story.assessment()
    other = PersonFactory()
    InnovatorMember.objects.create(innovator=InnovatorFactory(), person=other)
    pack = story.draft
    addresses = [comments_page(story), reverse("resolve-comment", args=[pack.pk, comment.pk])]
    for person in (other, story.chair, story.operator, story.lead, story.buyer):
        client.force_login(person, backend=BACKEND)
        assert [client.get(address).status_code for address in addresses] == [404, 404]
    client.force_login(story.chair, backend=BACKEND)
    shown = client.get(reverse("assessment", args=[story.open.pk]))
    assert shown.status_code == 200
    assert CANARY not in shown.content.decode()
    client.logout()
    assert [client.get(address).status_code for address in addresses] == [302, 302]


def test_a_comment_of_another_pack_is_not_resolved_through_this_one(as_maker, story):
    comment = say(story)
    other = type(story)()
    other.innovator, other.maker = story.innovator, story.maker
    other.name = "Another"
    mixed = reverse("resolve-comment", args=[other.draft.pk, comment.pk])
    assert as_maker.post(mixed).status_code == 404
