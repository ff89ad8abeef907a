"""The page on which an innovator describes a technology: what buyers filter by."""

from __future__ import annotations

import re

from tests.story import DESCRIPTION

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_an_innovator_says_where_care_is_given_and_what_gets_better(story, client):
    innovation = story.innovation
    address = f"/workplace/{innovation.slug}/"
    client.force_login(story.maker, backend=BACKEND)
    given = {name: "" if value is None else value for name, value in DESCRIPTION.items()}
    given |= {"care_settings": ["HOME", "WARD"], "benefits": ["SAFETY"]}

    refused = client.post(address, given | {"care_settings": ["HOME", "MOON"]})
    assert "There is a problem" in refused.content.decode()
    assert 'value="HOME" checked' in " ".join(refused.content.decode().split())
    innovation.refresh_from_db()
    assert innovation.care_settings == innovation.benefits == []

    assert client.post(address, given).status_code == 302
    innovation.refresh_from_db()
    assert (innovation.care_settings, innovation.benefits) == (["HOME", "WARD"], ["SAFETY"])
    page = client.get(address).text
    assert 'value="WARD" checked' in " ".join(page.split())
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)[1]
    assert client.post(address, given | {"summary": "Theirs.", "seen": seen}).status_code == 302
    late = client.post(address, given | {"summary": "Typed for an hour.", "seen": seen})
    assert late.status_code == 409
    assert "A colleague changed this description while you were typing." in late.text
    assert "Typed for an hour." in late.text
    innovation.refresh_from_db()
    assert innovation.summary == "Theirs."
