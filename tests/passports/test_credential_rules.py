"""Signed credentials and status lists: what is never let through, and what the bits say."""

from __future__ import annotations

import base64
import gzip
import hmac
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey

from compass.foundation.signed_documents import NotOursError, opened, signed
from compass.foundation.signing_keys import current_key, public_keys
from passports.credentials import Stated, did_document, issuer_of, list_document, passport_document
from passports.presented import (
    NotAPassportError,
    Presented,
    Today,
    bits,
    compared,
    in_time,
    presented,
    relied_on,
)
from passports.status_lists import LENGTH, Purpose, encoded_list, statuses_behind
from passports.validity import USABLE, Status

SITE = "https://compass.example.org"
KIND = "vc+jwt"
WORDS = {status: status.title() for status in Status}
ALPHABET = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


def pem(key: ECKey, *, private: bool = True) -> str:
    return key.as_pem(private=private).decode()


def stated(**changes) -> Stated:
    facts = {
        "number": "MTC-0000-0000-0001", "technology": "Wound Sensor", "product_version": "1.0",
        "innovator": "Invented Ltd", "assessed_by": "A trust", "assessed_by_ods_code": "RXX",
        "evidence_hash": "ab" * 32, "issued_at": datetime(2026, 7, 1, 12, tzinfo=UTC), "life_ends_on": date(2028, 7, 1),
        "on": date(2026, 8, 1),
        "status": "VALID", "until": date(2027, 6, 30), "reasons": ["A reason."], "conditions": (), "list_number": 3,
        "place": 94567,
    }  # fmt: skip
    return Stated(**facts | changes)


def places_in(encoded: str) -> set[int]:
    """Read bit by bit as the standard says, with none of our code."""
    assert encoded[0] == "u"
    assert "=" not in encoded
    packed = base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
    text = "".join(f"{byte:08b}" for byte in gzip.decompress(packed))
    assert len(text) >= 131_072
    return {place for place, bit in enumerate(text) if bit == "1"}


def is_opened(text: str) -> bool:
    try:
        opened(text, kind=KIND)
    except NotOursError:
        return False
    return True


def test_a_changed_bit_anywhere_is_refused():
    token = signed({"a": "b"}, kind=KIND)
    assert opened(token, kind=KIND) == {"a": "b"}
    let_through = [
        (place, bit)
        for place in range(len(token))
        for bit in range(8)
        if is_opened(token[:place] + chr(ord(token[place]) ^ 1 << bit) + token[place + 1 :])
    ]
    assert let_through == []


CUTS = (
    lambda t: t[:-1], lambda t: t + "A", lambda t: t + ".", lambda t: "." + t, lambda t: t[1:], lambda t: t + "=",
    lambda t: t.rpartition(".")[0] + ".", lambda t: t + " ",
)  # fmt: skip


@pytest.mark.parametrize("make", CUTS)
def test_a_credential_that_lost_or_gained_something_is_refused(make):
    with pytest.raises(NotOursError):
        opened(make(signed({"a": "b"}, kind=KIND)), kind=KIND)


@given(st.text(max_size=60) | st.text(alphabet=sorted(ALPHABET), max_size=200))
def test_any_text_is_refused_in_words(text):
    with pytest.raises(NotOursError, match=r"\."):
        opened(text, kind=KIND)


def b64(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("alg", ["none", "None", "", "HS256", "RS256", "ES384", "EdDSA", None, 7, ["ES256"]])
def test_another_algorithm_is_refused(alg):
    body, signature = signed({"a": "b"}, kind=KIND).split(".")[1:]
    header = {"alg": alg, "typ": KIND, "kid": current_key().kid}
    for end in (signature, b64("")):
        with pytest.raises(NotOursError, match="always signed by ES256"):
            opened(f"{b64(header)}.{body}.{end}", kind=KIND)


def test_our_public_key_is_no_shared_secret():
    """The old trick: an HMAC with the public key's text, which everybody has."""
    text = f"{b64({'alg': 'HS256', 'typ': KIND, 'kid': current_key().kid})}.{b64({})}"
    mac = hmac.digest(current_key().as_pem(private=False), text.encode(), "sha256")
    forged = f"{text}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"
    with pytest.raises(NotOursError, match="always signed by ES256"):
        opened(forged, kind=KIND)


def test_a_key_that_a_document_brings_is_not_looked_at():
    own = ECKey.generate_key("P-256")
    for kid in (current_key().kid, own.thumbprint(), None):
        header = {"alg": "ES256", "typ": KIND, "jwk": own.as_dict(private=False)} | ({"kid": kid} if kid else {})
        with pytest.raises(NotOursError, match=r"does not match|not ours"):
            opened(jws.serialize_compact(header, b"{}", own), kind=KIND)


def test_a_document_of_another_kind_is_refused():
    with pytest.raises(NotOursError, match="another kind"):
        opened(signed({"a": "b"}, kind="tree-head+jwt"), kind=KIND)


def test_old_credentials_outlive_a_change_of_keys(settings):
    old, new = ECKey.generate_key("P-256"), ECKey.generate_key("P-256")
    settings.SIGNING_KEYS = [pem(old)]
    before = signed({"a": "old"}, kind=KIND)
    # The private half is thrown away; the public one is enough.
    settings.SIGNING_KEYS = [pem(new), pem(old, private=False)]
    after = signed({"a": "new"}, kind=KIND)
    assert (opened(before, kind=KIND), opened(after, kind=KIND)) == ({"a": "old"}, {"a": "new"})
    assert [key.kid for key in public_keys().keys] == [new.thumbprint(), old.thumbprint()]
    assert not any(key.is_private for key in public_keys().keys)
    # A key that was stolen is taken out, and whatever it signed with it.
    settings.SIGNING_KEYS = [pem(new)]
    with pytest.raises(NotOursError, match="not ours"):
        opened(before, kind=KIND)
    assert opened(after, kind=KIND) == {"a": "new"}


@given(st.sets(st.integers(0, LENGTH - 1), max_size=40))
def test_exactly_the_given_bits_are_set(places):
    assert places_in(encoded_list(places)) == places
    assert encoded_list(places) == encoded_list(sorted(places))


def test_the_first_bit_is_the_left_most_one():
    packed = encoded_list([0])[1:]
    assert gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))[0] == 0b1000_0000


@pytest.mark.parametrize("status", Status)
def test_a_passport_has_a_bit_set_just_when_it_cannot_be_relied_on(status):
    assert sum(bits(status).values()) == (status not in USABLE)
    for purpose, is_set in bits(status).items():
        assert is_set == (status in statuses_behind(purpose))


def test_withdrawn_and_replaced_are_for_good_suspended_and_expired_are_not():
    assert statuses_behind(Purpose.REVOCATION) == {Status.WITHDRAWN, Status.SUPERSEDED}
    assert statuses_behind(Purpose.SUSPENSION) == {Status.SUSPENDED, Status.EXPIRED}


@pytest.mark.parametrize(
    ("until", "ends"),
    [
        (date(2027, 6, 30), "2027-06-30T22:59:59Z"),  # summer time
        (date(2027, 1, 31), "2027-01-31T23:59:59Z"),
        (date(2027, 3, 27), "2027-03-27T23:59:59Z"),  # the day before the clocks go forward
        (date(2027, 3, 28), "2027-03-28T22:59:59Z"),
        (date(2027, 10, 31), "2027-10-31T23:59:59Z"),  # the day they go back
        (date(2028, 2, 29), "2028-02-29T23:59:59Z"),
    ],
)
def test_a_credential_is_good_to_the_last_second_of_its_last_day_in_london(until, ends):
    document = passport_document(stated(until=until), SITE)
    assert document["validUntil"] == ends
    brought, last = presented(document), datetime.fromisoformat(ends)
    assert in_time(brought, last)
    assert not in_time(brought, last + timedelta(seconds=1))


def test_the_document_is_a_verifiable_credential():
    document = passport_document(stated(), SITE)
    assert document["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert document["type"] == ["VerifiableCredential", "InnovatorPassport"]
    assert document["issuer"]["id"] == document["iss"] == "did:web:compass.example.org"
    assert document["validFrom"] == "2026-07-01T12:00:00Z"
    assert document["credentialStatus"] == [
        {
            "id": f"{SITE}/credentials/status/{purpose}/3#94567",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": "94567",
            "statusListCredential": f"{SITE}/credentials/status/{purpose}/3",
        }
        for purpose in ("suspension", "revocation")
    ]


def test_a_list_is_a_credential_with_a_short_life():
    now = datetime(2026, 7, 1, 12, 17, 42, tzinfo=UTC)
    document = list_document(Purpose.SUSPENSION, 3, [5], site=SITE, now=now)
    assert document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert document["id"] == f"{SITE}/credentials/status/suspension/3"
    assert (document["validFrom"], document["validUntil"]) == ("2026-07-01T12:00:00Z", "2026-07-02T12:00:00Z")
    subject = document["credentialSubject"]
    assert (subject["type"], subject["statusPurpose"], subject["ttl"]) == ("BitstringStatusList", "suspension", 300_000)
    assert places_in(subject["encodedList"]) == {5}


def test_the_issuer_is_named_after_the_host():
    assert issuer_of("http://127.0.0.1:8000") == "did:web:127.0.0.1%3A8000"
    keys = [{"kid": "one", "kty": "EC"}, {"kid": "two", "kty": "EC"}]
    document = did_document(SITE, keys)
    assert document["assertionMethod"] == ["did:web:compass.example.org#one", "did:web:compass.example.org#two"]
    assert [m["publicKeyJwk"] for m in document["verificationMethod"]] == keys


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"type": None},
        {"type": "InnovatorPassport"},
        {"type": ["InnovatorPassport"], "credentialSubject": {}, "credentialStatus": []},
        passport_document(stated(), SITE) | {"credentialStatus": {}},
        passport_document(stated(), SITE) | {"validUntil": 7},
        passport_document(stated(status="SPLENDID"), SITE),
    ],
)
def test_what_we_signed_and_is_no_passport_is_refused_in_words(document):
    with pytest.raises(NotAPassportError, match="We signed this"):
        presented(document)


def today_of(brought: Presented, **changes) -> Today:
    same = {
        "status": brought.status, "until": brought.until, "product_version": brought.product_version,
        "evidence_hash": brought.evidence_hash, "list_number": brought.list_number, "place": brought.place,
    }  # fmt: skip
    return Today(**same | changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"status": Status.SUSPENDED}, "the passport was valid. It is suspended today."),
        ({"until": date(2027, 1, 1)}, "valid until 30 June 2027. As things stand it is 1 January 2027."),
        ({"place": 7}, "Its place in our public lists is not this passport’s."),
        ({"product_version": "2.0"}, "It names another version or other evidence than this passport."),
        ({"evidence_hash": "cd" * 32}, "It names another version or other evidence than this passport."),
    ],
)
def test_what_changed_since_it_was_signed_is_said(changes, said):
    brought = presented(passport_document(stated(), SITE))
    found = compared(brought, today_of(brought, **changes), words=WORDS, now=datetime(2026, 9, 1, tzinfo=UTC))
    bad = [finding.said for finding in found if not finding.good]
    assert bool(bad) == bool(changes)
    assert any(said in one for one in bad) or not said


def test_a_better_standing_than_the_credential_says_is_no_fault():
    brought = presented(passport_document(stated(status="EXPIRING"), SITE))
    better = today_of(brought, status=Status.VALID, until=date(2028, 7, 1))
    found = compared(brought, better, words=WORDS, now=datetime(2026, 9, 1, tzinfo=UTC))
    assert all(finding.good for finding in found)
    assert relied_on(better)
