"""The page on which an innovator describes a technology: what buyers filter by."""

from __future__ import annotations

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
    assert 'value="WARD" checked' in " ".join(client.get(address).content.decode().split())
