"""What anybody, and any machine, can verify of a passport, and what the tables of status places refuse."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
import runpy
import shutil
import subprocess
import sys
from datetime import datetime, time, timedelta
from io import BytesIO

import pikepdf
import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st
from jwcrypto import jwk, jws

from compass.foundation.clock import LONDON, civil_date, today
from compass.foundation.clock import now as real_now
from compass.foundation.signed_documents import signed
from passports.models import Passport
from passports.status_lists import Purpose
from passports.validity import Status
from tests.factories import NOON
from tests.foundation.accessible import faults
from tests.story import Story
from trusts.operations.decisions import Condition

SITE = "http://127.0.0.1:8000"
VERIFY = "/passports/verify/"


def leave(passport: Passport, status: str) -> None:
    """The passport with another verdict, however it came to it, and half a minute later."""
    Passport.objects.filter(pk=passport.pk).update(status=status, reasons=["Safety notice 7 is open."])
    forget_lists()


def forget_lists() -> None:
    """The server keeps them for half a minute: those of today, and of the day on which the clock is made to stand."""
    days = {today(), civil_date(NOON)}
    cache.delete_many([f"status-list:{one}:{n}:{day}" for one in Purpose for n in (0, 1) for day in days])


@pytest.fixture(autouse=True)
def _no_list_of_another_test():
    forget_lists()


@pytest.fixture
def at():
    """The clock stands an hour after the passport was issued."""
    with time_machine.travel(NOON + timedelta(hours=1), tick=False) as clock:
        yield clock


@pytest.fixture(scope="module")
def issued(django_db_setup, django_db_blocker, tmp_path_factory):
    """One passport for this file, in a transaction of its own: each test works in a savepoint of it."""
    media = tmp_path_factory.mktemp("issued")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=media):
            made = Story().passport()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def passport(issued, db, at):
    return Passport.objects.get(pk=issued.pk)


def credential(client, passport: Passport) -> str:
    answer = client.get(reverse("passport-credential", args=[passport.number]))
    assert answer.status_code == 200
    return answer.content.decode()


def opened(client, token: str) -> dict:
    """By an implementation that is not ours, with the published keys."""
    keys = jwk.JWKSet.from_json(client.get("/.well-known/jwks.json").content.decode())
    document = jws.JWS()
    document.allowed_algs = ["ES256"]
    document.deserialize(token)
    document.verify(keys.get_key(document.jose_header["kid"]))
    assert document.jose_header["typ"] == "vc+jwt"
    return json.loads(document.payload)


def bit(client, entry: dict) -> int:
    answer = client.get(entry["statusListCredential"].removeprefix(SITE))
    packed = opened(client, answer.content.decode())["credentialSubject"]["encodedList"][1:]
    unpacked = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    place = int(entry["statusListIndex"])
    return unpacked[place // 8] >> (7 - place % 8) & 1


# What machines read.


def test_the_credential_says_what_the_passport_is(client, story, at):
    due = Condition("Report outcomes.", story.today + timedelta(days=200))
    passport = story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    answer = client.get(reverse("passport-credential", args=[passport.number]))
    assert answer["Content-Type"] == "application/vc+jwt"
    document = opened(client, answer.content.decode())
    subject = document["credentialSubject"]
    assert subject["passportNumber"] == passport.number
    assert subject["technology"] == story.name
    assert subject["productVersion"] == "1.0"
    assert subject["assessedBy"] == {"name": story.trust.name, "odsCode": story.trust.ods_code}
    assert subject["evidenceHash"] == f"sha256:{passport.pack.content_hash}"
    assert subject["verdict"]["status"] == "VALID_WITH_CONDITIONS"
    assert subject["verdict"]["until"] == passport.until.isoformat()
    assert subject["conditions"] == [
        {"text": "Report outcomes.", "dueOn": "2027-01-17", "blocking": True, "met": False}
    ]
    assert [bit(client, entry) for entry in document["credentialStatus"]] == [0, 0]


@pytest.mark.parametrize("status", Status)
def test_the_bits_follow_the_verdict(client, passport, status):
    entries = {e["statusPurpose"]: e for e in opened(client, credential(client, passport))["credentialStatus"]}
    leave(passport, status)
    expected = {
        Status.SUSPENDED: {"suspension": 1, "revocation": 0},
        Status.EXPIRED: {"suspension": 1, "revocation": 0},
        Status.WITHDRAWN: {"suspension": 0, "revocation": 1},
        Status.SUPERSEDED: {"suspension": 0, "revocation": 1},
    }.get(status, {"suspension": 0, "revocation": 0})
    assert {purpose: bit(client, entry) for purpose, entry in entries.items()} == expected


def test_no_credential_and_no_certificate_for_what_cannot_be_relied_on(client, passport):
    addresses = [reverse(name, args=[passport.number]) for name in ("passport-credential", "passport-pdf")]
    page = reverse("passport", args=[passport.number])
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    assert all(address in client.get(page).content.decode() for address in addresses)
    leave(passport, "SUSPENDED")
    found = [client.get(address) for address in addresses]
    assert [answer.status_code for answer in found] == [409, 409]
    assert found[0]["Content-Type"] == "application/problem+json"
    assert found[0].json()["reasons"] == ["Safety notice 7 is open."]
    assert "is suspended, so there is no PDF of it now" in found[1].content.decode()
    assert not any(address in client.get(page).content.decode() for address in addresses)


def test_machines_of_any_site_may_read_and_keep_for_a_short_while(client, passport):
    purposes = [f"/credentials/status/{purpose}/0" for purpose in ("suspension", "revocation")]
    given = reverse("passport-credential", args=[passport.number])
    for address in ("/.well-known/jwks.json", "/.well-known/did.json", given, *purposes):
        answer = client.get(address)
        assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*"), address
        assert re.fullmatch(r"public, max-age=\d+", answer["Cache-Control"])
        assert client.options(address).status_code == 204
        assert client.post(address).status_code == 405
    for address in (given, purposes[0]):
        before = client.get(address)
        again = client.get(address, headers={"if-none-match": before["ETag"]})
        assert (again.status_code, again["ETag"], again.content) == (304, before["ETag"], b"")
        assert again["Access-Control-Allow-Origin"] == "*"
    leave(passport, "SUSPENDED")
    changed = client.get(purposes[0], headers={"if-none-match": before["ETag"]})
    assert changed.status_code == 200
    assert changed["Content-Type"] == "application/vc+jwt"


def test_the_keys_are_the_same_in_both_forms_and_none_is_private(client):
    keys = client.get("/.well-known/jwks.json").json()["keys"]
    document = client.get("/.well-known/did.json").json()
    assert [method["publicKeyJwk"] for method in document["verificationMethod"]] == keys
    assert keys
    for key in keys:
        assert {"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig"}.items() <= key.items()
        assert "d" not in key


@pytest.mark.parametrize(
    "address",
    [
        "/credentials/status/suspension/1", "/credentials/status/refresh/0", "/credentials/status/%00/0",
        "/credentials/status/suspension/99999999999999999999", "/passports/MTC-1/credential",
        "/passports/MTC-0000-0000-0001/credential",
    ],
)  # fmt: skip
def test_an_address_behind_which_there_is_nothing_says_so(client, passport, address):
    answer = client.get(address)
    assert answer.status_code in {400, 404}
    assert "detail" in answer.content.decode() or "cannot be read" in answer.content.decode()


# Programs that are not ours.


def example(client, name: str) -> str:
    page = client.get(reverse("how-to-verify")).content.decode()
    return html.unescape(re.search(rf'<code id="{name}">(.*?)</code>', page, re.DOTALL)[1])


@pytest.fixture
def saved(client, passport, tmp_path):
    """The credential in a file, as somebody has it who downloaded it."""
    file = tmp_path / "passport.vc.jwt"
    file.write_text(credential(client, passport), encoding="utf-8")
    return file


@pytest.fixture
def run_python(client, monkeypatch, tmp_path, saved):
    """Runs the page's program word for word; only its connection leads to the test's client."""

    def run() -> None:
        program = tmp_path / "verify.py"
        program.write_text(example(client, "python-example"), encoding="utf-8")
        monkeypatch.setattr(
            "urllib.request.urlopen", lambda address: BytesIO(client.get(address.removeprefix(SITE)).content)
        )
        monkeypatch.setattr(sys, "argv", [str(program), str(saved)])
        runpy.run_path(str(program), run_name="__main__")

    return run


def test_the_python_program_of_the_page_verifies(run_python, passport, capsys):
    run_python()
    assert f"Good: {passport.number} Wound Sensor until {passport.until}" in capsys.readouterr().out


@pytest.mark.parametrize(("status", "purpose"), [("SUSPENDED", "suspension"), ("WITHDRAWN", "revocation")])
def test_the_python_program_of_the_page_sees_the_bits(run_python, passport, status, purpose):
    leave(passport, status)
    with pytest.raises(SystemExit, match=f"the bit for {purpose} is set"):
        run_python()


def test_the_python_program_of_the_page_refuses_a_changed_bit_and_an_old_list(run_python, passport, saved, at):
    whole = saved.read_text(encoding="utf-8")
    body = whole.split(".")[1]
    changed = body[:40] + ("A" if body[40] != "A" else "B") + body[41:]
    saved.write_text(whole.replace(body, changed), encoding="utf-8")
    with pytest.raises(jws.InvalidJWSSignature):
        run_python()
    saved.write_text(whole, encoding="utf-8")
    at.shift(timedelta(days=800))
    with pytest.raises(SystemExit, match="Out of date"):
        run_python()


@pytest.mark.heavy
@pytest.mark.parametrize(("status", "said"), [("VALID", "Good: MTC-"), ("SUSPENDED", "the bit for suspension is set")])
def test_the_javascript_program_of_the_page_verifies(client, db, tmp_path, status, said):
    passport = Story(now=real_now()).passport()  # Node looks at the real clock
    token = credential(client, passport)
    leave(passport, status)
    addresses = ["/.well-known/jwks.json", *(f"/credentials/status/{p}/0" for p in ("suspension", "revocation"))]
    answers = {SITE + address: client.get(address).content.decode() for address in addresses}
    (tmp_path / "passport.vc.jwt").write_text(token, encoding="utf-8")
    (tmp_path / "net.mjs").write_text(
        f"const answers = {json.dumps(answers)};\nglobalThis.fetch = async (a) => new Response(answers[a]);\n",
        encoding="utf-8",
    )
    (tmp_path / "verify.mjs").write_text(example(client, "javascript-example"), encoding="utf-8")
    done = subprocess.run(
        [shutil.which("node") or "node", "--import", "./net.mjs", "verify.mjs", "passport.vc.jwt"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert said in done.stdout + done.stderr
    assert done.returncode == (status != "VALID")


# The page on which a person verifies.


def paste(client, text: str):
    answer = client.post(VERIFY, {"credential": text})
    return answer.status_code, html.unescape(answer.content.decode())


def test_a_pasted_credential_is_compared_with_today_in_two_queries(client, passport):
    token = credential(client, passport)
    with CaptureQueriesContext(connection) as queries:
        status, page = paste(client, token)
    assert len(queries) <= 2, [q["sql"] for q in queries]
    assert status == 200
    assert "Genuine, and good today" in page
    assert passport.number in page
    assert "Wound Sensor" in page
    assert str(passport.assessed_by) in page
    assert "Our public list for suspension does not name this passport." in page


@pytest.mark.parametrize("status", ["SUSPENDED", "EXPIRED", "WITHDRAWN", "SUPERSEDED"])
def test_a_genuine_credential_of_a_passport_that_cannot_be_relied_on_is_said_so(client, passport, status):
    token = credential(client, passport)
    leave(passport, status)
    code, page = paste(client, token)
    assert code == 200
    assert "Genuine, but do not rely on it" in page
    assert f"the passport is {status.lower()} today" in page
    assert "Safety notice 7 is open." in page
    assert "names this passport." in page
    assert "good today" not in page


def test_a_credential_out_of_its_own_time_is_said_so(client, passport, at):
    token = credential(client, passport)
    midnight = datetime.combine(passport.until + timedelta(days=1), time(), LONDON)
    at.move_to(midnight - timedelta(seconds=1))
    assert "Genuine, and good today" in paste(client, token)[1]
    at.move_to(midnight)
    assert "Genuine, but out of date" in paste(client, token)[1]


def test_how_a_credential_was_broken_into_lines_does_not_matter(client, passport):
    token = credential(client, passport)
    lines = "\r\n".join(token[i : i + 64] for i in range(0, len(token), 64))
    assert paste(client, f"  {lines}\n")[0] == 200


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda token: "", "Paste a signed credential"),
        (lambda token: "hello", "This is not a signed document."),
        (lambda token: token[:-9], "cut off or changed|was changed|does not match"),
        (lambda token: token.rpartition(".")[0] + "." + "A" * 86, "Its signature does not match"),
        (lambda token: f"eyJhbGciOiJub25lIn0.{token.split('.')[1]}.AA", "Ours are always signed by ES256"),
        (lambda token: "x" * 10_001, "at most 10,000 characters. This has 10001"),
        (lambda token: "a\x00b", "Null characters are not allowed"),
        (lambda token: signed({"type": ["X"]}, kind="vc+jwt"), "it is not the credential of a passport"),
    ],
)
def test_what_is_not_genuine_is_refused_in_words(client, passport, make, said):
    code, page = paste(client, make(credential(client, passport)))
    assert code == 422
    assert re.search(said, page)
    assert "Genuine" not in page


def test_a_status_list_is_no_credential_of_a_passport(client, passport):
    token = client.get("/credentials/status/suspension/0").content.decode()
    code, page = paste(client, token)
    assert (code, "it is not the credential of a passport" in page) == (422, True)


def test_a_credential_of_a_passport_that_is_not_here_is_not_relied_on(client, passport):
    document = opened(client, credential(client, passport))
    document["credentialSubject"]["passportNumber"] = "MTC-0000-0000-0001"
    code, page = paste(client, signed(document, kind="vc+jwt"))
    assert (code, "there is no passport MTC-0000-0000-0001 here" in page) == (422, True)


@rules(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_whatever_is_sent_to_the_page_it_answers(client, db, text):
    for answer in (client.post(VERIFY, {"credential": text}), client.get(VERIFY, {"number": text})):
        assert answer.status_code < 500


def test_a_wrong_number_says_what_is_wrong_on_every_road(client, passport):
    number = passport.number
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    for address in (f"{VERIFY}?number={wrong}", f"/passports/{wrong}/", f"/passports/?number={wrong}"):
        answer = client.get(address, follow=True)
        assert answer.status_code == 404
        assert "One character is wrong, or two neighbours are swapped." in answer.content.decode()
    assert "No passport has this number" in client.get("/passports/MTC-0000-0000-0001/").content.decode()


def test_a_number_and_the_address_of_a_qr_code_lead_to_the_passport(client, passport):
    page = reverse("passport", args=[passport.number])
    for typed in (passport.number.lower().replace("-", " "), f"{SITE}{page}", f"{SITE}{page}credential"):
        answer = client.get(VERIFY, {"number": typed})
        assert (answer.status_code, answer["Location"]) == (302, page)


def test_the_certificate_is_accessible_and_leads_back(client, passport):
    answer = client.get(reverse("passport-pdf", args=[passport.number]))
    assert answer["Content-Type"] == "application/pdf"
    assert faults(answer.content) == []
    with pikepdf.open(BytesIO(answer.content)) as file:
        assert str(file.docinfo["/Title"]) == f"Innovator Passport {passport.number}"
        links = [str(a.A.URI) for page in file.pages for a in page.get("/Annots", []) if "/A" in a]
        assert links == [f"{SITE}/passports/{passport.number}/"]
        figures = [o for o in file.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        assert [str(f["/Alt"]) for f in figures] == [f"QR code that leads to {links[0]}"]
