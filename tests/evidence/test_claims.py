"""Stating claims: on the page, and what a reader then sees."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from compass.foundation.errors import NotAllowed, Refused
from evidence.models import Claim
from evidence.operations.claims import InvalidClaimError, remove_claim, state_claim
from evidence.operations.packs import freeze_pack
from tests.factories import PersonFactory
from tests.story import CLAIM

TYPED = {
    "outcome": "Length of stay", "population": "adults after hip replacement", "comparator": "usual care",
    "measure": "DIFFERENCE", "size": "-0.8", "low": "-1.2", "high": "-0.4", "confidence": "95", "unit": "days",
    "design": "RANDOMISED", "participants": "412", "follow_up_months": "1", "sites": "", "source": "10.5555/stay",
}  # fmt: skip


@pytest.fixture
def maker(client, story):
    client.force_login(story.maker)
    return client


def test_a_claim_is_typed_and_read_as_a_sentence_with_its_strength(maker, story):
    pack = story.draft
    assert maker.post(reverse("state-claim", args=[pack.pk]), TYPED).status_code == 302
    page = maker.get(reverse("pack", args=[pack.pk])).content.decode()
    assert "Length of stay: −0.8 days (95% interval −1.2 to −0.4) compared with usual care" in page
    assert "A randomised trial or a systematic review" in page
    assert "https://doi.org/10.5555/stay" in page

    claim = pack.claims.get()
    again = reverse("restate-claim", args=[pack.pk, claim.pk])
    assert 'value="-0.8"' in maker.get(again).content.decode()
    assert maker.post(again, TYPED | {"high": "0.1"}).status_code == 302
    assert "Uncertain" in maker.get(reverse("pack", args=[pack.pk])).content.decode()


@pytest.mark.parametrize(
    ("change", "field", "advice"),
    [
        ({"size": "3"}, "size", "must lie inside its interval"),
        ({"high": ""}, "high", "both ends"),
        ({"design": "REAL_WORLD"}, "sites", "ODS codes"),
        ({"source": "see our website"}, "source", "10."),
        ({"size": "much"}, "size", "Enter a number"),
        ({"outcome": ""}, "outcome", "Enter"),
    ],
)
def test_numbers_that_cannot_be_true_are_said_beside_their_field_and_nothing_is_lost(
    maker, story, change, field, advice
):
    answer = maker.post(reverse("state-claim", args=[story.draft.pk]), TYPED | change)
    page = answer.content.decode()
    assert answer.status_code in {409, 422}
    assert advice in page
    assert f'href="#id_{field}"' in page
    assert 'value="adults after hip replacement"' in page
    assert not Claim.objects.exists()


def test_only_the_makers_people_state_claims_and_only_in_a_draft(story):
    act = {"pack": story.draft, "facts": CLAIM, "documents": (), "now": story.now}
    with pytest.raises(NotAllowed):
        state_claim(by=PersonFactory(), **act)
    claim = state_claim(by=story.maker, **act)
    other = type(story)()
    other.fill()
    with pytest.raises(Refused, match="another pack"):
        state_claim(by=story.maker, **act | {"documents": [other.document]})
    with pytest.raises(InvalidClaimError) as refusal:
        state_claim(by=story.maker, **act | {"facts": {**CLAIM, "source": "x", "sites": ["?"]}})
    assert set(refusal.value.problems) == {"source", "sites"}
    freeze_pack(pack=story.fill(), by=story.maker, now=story.now)
    for late in (
        lambda: state_claim(by=story.maker, **act),
        lambda: remove_claim(claim=claim, by=story.maker, now=story.now),
    ):
        with pytest.raises(Refused, match="cannot be changed"):
            late()


def test_who_restates_a_claim_overwrites_no_colleague(maker, story):
    claim = state_claim(pack=story.draft, facts=CLAIM, documents=(), by=story.maker, now=story.now)
    address = reverse("restate-claim", args=[story.draft.pk, claim.pk])
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', maker.get(address).text)[1]
    assert maker.post(address, TYPED | {"outcome": "Theirs", "seen": seen}).status_code == 302
    late = maker.post(address, TYPED | {"outcome": "Typed for an hour", "seen": seen})
    assert late.status_code == 409
    assert "A colleague changed this claim while you were typing." in late.text
    assert "Typed for an hour" in late.text
    remove_claim(claim=Claim.objects.get(pk=claim.pk), by=story.maker, now=story.now)
    with pytest.raises(Refused, match="A colleague removed this claim"):
        state_claim(pack=story.draft, facts=CLAIM, documents=(), claim=claim, by=story.maker, now=story.now)
    assert not Claim.objects.exists()


def test_whole_numbers_may_be_typed_as_they_are_shown(maker, story):
    address = reverse("state-claim", args=[story.draft.pk])
    for typed, status in (("1,4,12", 422), ("1,41", 422), ("1,412", 302)):
        assert maker.post(address, TYPED | {"participants": typed}).status_code == status
    assert Claim.objects.get().participants == 1412
