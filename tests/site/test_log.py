"""The sealed log in public: seals and proofs that a stranger can check without our code, and nothing confidential."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
import rfc8785
from django.core.cache import cache
from django.urls import reverse
from jwcrypto import jwk, jws

from compass.foundation.history import record_change
from compass.foundation.models import Change, SealedChange, SealedDay
from compass.foundation.transparency.operations import seal_days
from tests.foundation.sealed import NOON, happened, tamper

pytestmark = pytest.mark.heavy

DAY = timedelta(days=1)


@pytest.fixture
def sealed(story):
    """The story so far, as if its transactions had ended, under the seal of its day."""
    passport = story.passport()
    record_change("operators_talk", passport, "Not for the public.", by=story.operator, now=story.now)
    tamper("UPDATE foundation_change SET transaction_id = 1")
    seal_days(now=story.now + DAY)
    return passport


def places(**wanted: object) -> list[tuple[str, int]]:
    """Day and position of the leaves of some changes."""
    leaves = SealedChange.objects.filter(**{f"change__{name}": value for name, value in wanted.items()})
    return [(leaf.seal.day.isoformat(), leaf.position) for leaf in leaves.select_related("seal").order_by("position")]


def by_hand(proof: dict) -> str:
    """The root that a proof leads to, by RFC 9162 (2.1.3.2) as it is written."""

    def sha(*parts: bytes) -> bytes:
        return hashlib.sha256(b"".join(parts)).digest()

    fn, sn = proof["position"], proof["count"] - 1
    root = sha(b"\x00", rfc8785.dumps(proof["leaf"]))
    for step in map(bytes.fromhex, proof["path"]):
        assert sn
        if fn % 2 or fn == sn:
            root = sha(b"\x01", step, root)
            while not fn % 2 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            root = sha(b"\x01", root, step)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return root.hex()


def test_a_stranger_checks_a_change_down_to_the_signature(sealed, client):
    """With another JOSE library, and hashes worked out by hand."""
    for address in (reverse("passport-history", args=[sealed.number]), reverse("log")):
        assert client.get(address).status_code == 200
    page = client.get(reverse("passport-history", args=[sealed.number])).content.decode()
    (place,) = places(kind="passport_issued")
    address = reverse("log-proof", args=place)
    assert address in page
    proof = client.get(address).json()
    assert proof["leaf"]["sentence"] == f"Passport {sealed.number} was issued."
    seal = client.get(proof["seal"]).json()
    assert by_hand(proof) == proof["root"] == seal["root"]
    keys = jwk.JWKSet.from_json(client.get(seal["keys"]).content.decode())
    token = jws.JWS()
    token.deserialize(seal["jws"], keys.get_key(seal["key"]))
    said = json.loads(token.payload)
    assert said == {name: value for name, value in seal.items() if name not in {"jws", "key", "keys"}}
    forged = proof | {"leaf": proof["leaf"] | {"sentence": "Passport MTC-0 was issued."}}
    assert by_hand(forged) != seal["root"]


def test_seals_name_the_one_before_as_the_page_says(sealed, story, client):
    happened("more", story.now + DAY)
    seal_days(now=story.now + 2 * DAY)
    first, second = (client.get(reverse("log-day", args=[story.today + n * DAY])).json() for n in (0, 1))
    said = {name: value for name, value in first.items() if name not in {"jws", "key", "keys"}}
    assert second["previous"] == hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def test_only_public_changes_have_a_proof_and_no_proof_says_who_acted(sealed, story, client):
    public = {"passport_issued", "innovation_published"}
    for change in Change.objects.filter(leaf__isnull=False).select_related("leaf__seal"):
        address = reverse("log-proof", args=[change.leaf.seal.day, change.leaf.position])
        answer = client.get(address)
        assert answer.status_code == (200 if change.kind in public else 404), change.kind
        assert b"actor_id" not in answer.content
    shown = {leaf["kind"] for leaf in (client.get(reverse("log-proof", args=p)).json()["leaf"] for p in
             places(kind__in=public))}  # fmt: skip
    assert shown == public
    (hidden,) = places(kind="operators_talk")
    known = client.get(reverse("log-day", args=[hidden[0]]))["ETag"]
    assert client.get(reverse("log-proof", args=hidden), headers={"If-None-Match": known}).status_code == 404
    for page in (reverse("log"), reverse("log-day", args=[hidden[0]])):
        assert "Not for the public." not in client.get(page).content.decode()


def test_a_seal_is_kept_by_caches_and_asked_for_again_in_vain(sealed, story, client):
    for address in (
        reverse("log-day", args=[story.today]),
        reverse("log-proof", args=places(kind="passport_issued")[0]),
    ):
        answer = client.get(address)
        assert answer["Cache-Control"] == "public, max-age=86400"
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
        assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("address", ["2026-07-02.json", "2026-02-30.json", "2026-07-01/99999.json",
                                     "2026-07-01/99999999999999999999.json", "2026-13-01/0.json"])  # fmt: skip
def test_what_is_not_sealed_is_not_there(sealed, client, address):
    assert client.get(f"/log/{address}").status_code == 404
    assert client.get(f"/log/{address}", headers={"If-None-Match": "*"}).status_code == 404


def test_the_page_lists_a_month_of_seals_and_leads_on(db, client, django_assert_num_queries):
    empty = client.get(reverse("log")).content.decode()
    assert "No day is sealed yet" in empty
    happened("one")
    seal_days(now=NOON + 40 * DAY)
    cache.clear()
    with django_assert_num_queries(1):
        newest = client.get(reverse("log")).content.decode()
    assert ">9 April 2026<" in newest
    assert ">9 March 2026<" not in newest
    older = client.get(f"{reverse('log')}?to=2026-03-09").content.decode()
    assert ">9 March 2026<" in older
    assert "1 change " in older
    assert SealedDay.objects.earliest("day").root in older
    assert client.get(f"{reverse('log')}?to=never").status_code == 422
