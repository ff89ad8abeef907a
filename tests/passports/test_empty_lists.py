"""An empty list says to buyers what will be in it, and to everybody else whose it is."""

from __future__ import annotations

import pytest
from django.urls import reverse

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("adoptions", "Your organisation has adopted nothing yet."),
        ("notices", "You get one when something changes that your organisation follows or has adopted."),
    ],
)
def test_an_empty_list_is_explained_to_whoever_reads_it(story, client, page, said):
    for person, buys in ((story.buyer, True), (story.lead, False), (story.maker, False)):
        client.force_login(person, backend=BACKEND)
        shown = client.get(reverse(page)).content.decode()
        assert (said in shown) == buys
        assert ("people who buy for an NHS organisation" in shown) != buys
