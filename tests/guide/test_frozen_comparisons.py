"""A comparison kept as a record: what stood there then, for good."""

from __future__ import annotations

import hashlib
import json

import pytest
import rfc8785

from compass.guide.models import FrozenSearch
from compass.guide.operations.frozen_searches import faults_of
from evidence.models import Innovation
from tests.factories import OrganisationFactory
from tests.foundation.accessible import faults
from tests.guide.catalogue import Item
from tests.guide.test_frozen_searches import BACKEND, member

pytestmark = pytest.mark.heavy


def test_kept_by_form_and_read_after_what_was_compared_has_changed(catalogue, client):
    lamp, chair = catalogue.add(Item("Lamp", status="VALID", facts=1), Item("Chair"))
    Innovation.objects.filter(pk=chair.pk).update(problem="Falls.")
    trust = OrganisationFactory()
    client.force_login(member(trust), backend=BACKEND)
    query = f"?i={lamp.slug}&i={chair.slug}&row=verdict&row=facts&row=problem"
    address = f"/compare/keep/{query}"
    assert f'href="{address.replace("&", "&amp;")}"' in client.get(f"/compare/{query}").content.decode()
    assert client.post(address, {}).status_code == 422
    kept = client.post(address, {"organisation": trust.ods_code, "purpose": "Tender 12"})
    frozen = FrozenSearch.objects.get()
    assert faults_of(frozen) == []
    Innovation.objects.update(published_at=None, problem="Another.")
    page = " ".join(client.get(kept["Location"]).content.decode().split())
    for words in (
        "Lamp and Chair side by side",
        "Falls.",
        "https://s.example/0",
        "Tender 12",
        "Nothing in it has changed since",
    ):
        assert words in page, words
    assert "Another." not in page
    assert "List price" not in page  # not among the rows that were chosen
    assert "Lamp and Chair side by side" in client.get("/searches/").content.decode()
    assert client.get("/api/v1/search-records/").json()["results"][0]["text"] == "Lamp and Chair side by side"
    said = json.loads(client.get(f"{kept['Location']}content.json").content)
    assert hashlib.sha256(rfc8785.dumps(said)).hexdigest() == frozen.content_hash
    file = client.get(f"{kept['Location']}record.pdf").content
    assert file.startswith(b"%PDF")
    assert faults(file) == []
    client.force_login(member(OrganisationFactory()), backend=BACKEND)
    assert client.get(kept["Location"]).status_code == 404


def test_what_cannot_be_compared_is_not_kept(catalogue, client):
    lamp, secret, chair = catalogue.add(Item("Lamp"), Item("Secret", public=False), Item("Chair"))
    trust = OrganisationFactory()
    client.force_login(member(trust), backend=BACKEND)
    given = {"organisation": trust.ods_code, "purpose": ""}
    for chosen in ([], [lamp.slug], [lamp.slug, secret.slug], [lamp.slug, "nothing"], [f"s{n}" for n in range(9)]):
        query = "?" + "&".join(f"i={slug}" for slug in chosen)
        assert client.get(f"/compare/keep/{query}").status_code == 422
        answer = client.post(f"/compare/keep/{query}", given)
        assert answer.status_code == 422
        assert "There is no comparison at this address" in answer.content.decode()
    assert not FrozenSearch.objects.exists()
    assert client.post(f"/compare/keep/?i={lamp.slug}&i={chair.slug}", given).status_code == 302
