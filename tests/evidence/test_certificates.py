"""Certificates of a draft, their pages, and what innovators hand in to renew those of a frozen pack."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from compass.foundation import clock
from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.foundation.sealing import content_hash
from evidence.models import CertificateRenewal
from evidence.operations import packs
from evidence.operations.certificates import WrongCertificateError, add_certificate
from evidence.operations.documents import remove_document, upload_document
from evidence.operations.renewals import renew_certificate
from evidence.queries import content_of, pack_lines
from evidence.queries.certificates import earliest_expiry
from evidence.states import RenewalState
from passports.operations.renewals import confirm_renewal
from tests.evidence.certificate_cases import CERTIFICATES
from tests.factories import PersonFactory
from tests.foundation.raw_writes import assert_held
from tests.story import Story

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DAY = timedelta(days=1)


def dated(**days: date) -> dict[str, str]:
    return {
        f"{name}_{part}": str(getattr(day, part)) for name, day in days.items() for part in ("day", "month", "year")
    }


def renewed(story, **changed):
    """A renewal of the story's certificate by a year, as it is handed in."""
    given = {
        "certificate": story.draft.certificates.get(kind="UKCA"), "number": "GB-1235", "body_number": "0086",
        "issued_by": "Invented Notified Body", "valid_from": story.expires_on + DAY,
        "expires_on": story.expires_on + timedelta(days=365), "by": story.maker, "now": story.now,
    }  # fmt: skip
    return renew_certificate(**(given | changed))


def test_tables_hold_their_rules(story):
    story.fill()
    certificate = story.certify("ISO_13485", "MD 123456", story.expires_on)
    packs.freeze_pack(pack=story.draft, by=story.maker, now=story.now)
    frozen_document = story.document
    confirmed = confirm_renewal(renewal=renewed(story), by=story.operator, now=story.now)
    waiting = renewed(
        story, number="GB-1236", valid_from=confirmed.ends_on + DAY,
        expires_on=confirmed.ends_on + timedelta(days=365),
    )  # fmt: skip
    draft = story.next_version("2.0").fill()
    assert_held(
        CERTIFICATES,
        certificate=draft.certificates.filter(kind="UKCA").earliest("id").pk,
        document=draft.documents.earliest("id").pk, frozen_document=frozen_document.pk,
        renewal=waiting.pk, confirmed=confirmed.pk, frozen_other=certificate.pk, person=story.maker.pk,
    )  # fmt: skip


def test_a_ce_certificate_counts_until_the_cut_off_and_says_so(story, client):
    pack = story.fill()
    certificate = add_certificate(
        pack=pack, kind="CE", number="CE 7", issued_by="Body", body_number="0123", legislation="MDD",
        valid_from=date(2024, 1, 1), expires_on=date(2028, 12, 31), by=story.maker, now=story.now,
    )  # fmt: skip
    assert (certificate.expires_on, certificate.ends_on) == (date(2028, 12, 31), date(2028, 6, 30))
    client.force_login(story.maker, backend=BACKEND)
    page = client.get(reverse("pack", args=[pack.pk])).content.decode()
    assert "counts in Great Britain to 30 June 2028" in page
    assert "the certificate itself runs to 31 December 2028" in page


def test_a_registration_without_end_is_complete_and_lets_a_passport_live(story):
    pack = story.fill()
    pack.certificates.all().delete()
    add_certificate(
        pack=pack, kind="MHRA_REGISTRATION", number="12345", valid_from=story.today, by=story.maker, now=story.now
    )
    assert earliest_expiry(pack) is None
    assert all(line.met for line in pack_lines(pack, date(2090, 1, 1)) if line.asked.kind == "CERTIFICATE")
    story.fill = lambda: pack
    passport = story.passport()
    assert (passport.status, passport.until) == ("VALID", passport.life_ends_on)


def test_every_problem_is_said_at_once_and_nothing_is_saved(story):
    with pytest.raises(WrongCertificateError) as refusal:
        add_certificate(
            pack=story.draft, kind="CE", number="?", issued_by="", body_number="1", valid_from=story.today,
            expires_on=story.today - DAY, by=story.maker, now=story.now,
        )  # fmt: skip
    assert set(refusal.value.problems) == {"number", "issued_by", "body_number", "legislation", "expires_on"}
    assert not story.draft.certificates.exists()


def test_a_document_of_the_pack_shows_it_and_stays_as_long(story):
    pack = story.fill()
    report = upload_document(pack=pack, title="Test report", upload=story.png(), by=story.maker, now=story.now)
    given = {
        "pack": pack, "kind": "PENETRATION_TEST", "number": "R 1", "issued_by": "Testers", "valid_from": story.today,
        "by": story.maker, "now": story.now,
    }  # fmt: skip
    other = Story()
    other.fill()
    with pytest.raises(Refused, match="document of another pack"):
        add_certificate(document=other.document, **given)
    tested = add_certificate(document=report, **given)
    with pytest.raises(Refused, match="Penetration test R 1 rests on this document"):
        remove_document(document=report, by=story.maker, now=story.now)
    packs.freeze_pack(pack=pack, by=story.maker, now=story.now)
    copied = packs.revise_pack(pack=pack, by=story.maker, now=story.now).certificates.get(kind=tested.kind)
    assert copied.document.sha256 == report.sha256
    assert copied.document.pack == copied.pack


def test_the_hash_of_a_pack_frozen_before_still_fits(story):
    """The first form of a pack's content knows nothing of bodies, laws and cut-offs."""
    pack = packs.freeze_pack(pack=story.fill(), by=story.maker, now=story.now)
    first = content_of(pack, "medtech-compass/evidence-pack/1")
    assert set(first["certificates"][0]) == {"kind", "number", "issued_by", "valid_from", "expires_on"}
    assert content_hash(content_of(pack)) == pack.content_hash


def test_the_page_asks_the_kind_first_then_only_what_fits(story, client):
    client.force_login(story.maker, backend=BACKEND)
    address = reverse("add-certificate", args=[story.draft.pk])
    assert 'name="number"' not in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    chosen = client.post(address, {"kind": "ICO"})
    assert chosen["Location"] == f"{address}?kind=ICO"
    page = client.get(chosen["Location"]).content.decode()
    assert "Registration number" in page
    assert not [name for name in ("body_number", "legislation", "issued_by") if f'name="{name}"' in page]
    page = client.get(f"{address}?kind=CE").content.decode()
    assert all(f'name="{name}"' in page for name in ("body_number", "legislation", "issued_by"))
    offered = client.get(f"{address}?kind=UKCA&kind=CE").content.decode()
    assert 'value="UKCA"' in offered
    assert 'value="ICO"' not in offered


def test_what_is_wrong_is_said_beside_each_field_and_what_was_typed_is_kept(story, client):
    client.force_login(story.maker, backend=BACKEND)
    address = reverse("add-certificate", args=[story.draft.pk]) + "?kind=CE"
    today = clock.today()
    ends = date(today.year + 1, 1, 1)
    given = {"number": "CE 1", "issued_by": "Somebody", "body_number": "86", "legislation": "MDR"}
    answer = client.post(address, given | dated(valid_from=today - DAY, expires_on=ends))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter the four digits" in page
    assert 'href="#id_body_number"' in page
    assert 'value="CE 1"' in page
    assert client.post(
        address, given | {"body_number": "0086"} | dated(valid_from=today - DAY, expires_on=ends)
    ).url == (reverse("pack", args=[story.draft.pk]))
    assert story.draft.certificates.get().body_number == "0086"


@pytest.mark.django_db
def test_a_requirement_leads_to_the_kinds_that_meet_it(client):
    story = Story(now=clock.now())  # the newest standards are asked
    client.force_login(story.maker, backend=BACKEND)
    page = client.get(reverse("pack", args=[story.draft.pk])).content.decode()
    assert f"{reverse('add-certificate', args=[story.draft.pk])}?kind=" in page


def test_a_renewal_leaves_the_frozen_pack_as_it_is(story):
    story.fill()
    stranger = PersonFactory()
    with pytest.raises(Refused, match="in draft"):
        renewed(story)
    pack = packs.freeze_pack(pack=story.draft, by=story.maker, now=story.now)
    with pytest.raises(NotAllowed):
        renewed(story, by=stranger)
    with pytest.raises(Refused, match="counts as long"):
        renewed(story, expires_on=story.expires_on, valid_from=story.today)
    with pytest.raises(WrongCertificateError, match="has to begin when the one before it ends"):
        renewed(story, valid_from=story.expires_on + 2 * DAY)
    renewal = renewed(story)
    with pytest.raises(Refused, match="waits for the national operator already"):
        renewed(story)
    pack.refresh_from_db()
    assert renewal.state == RenewalState.WAITING
    assert content_hash(content_of(pack)) == pack.content_hash
    assert earliest_expiry(pack) == story.expires_on
    confirm_renewal(renewal=renewal, by=story.operator, now=story.now)
    assert content_hash(content_of(pack)) == pack.content_hash
    assert earliest_expiry(pack) == renewal.ends_on
    new = packs.revise_pack(pack=pack, by=story.maker, now=story.now)
    assert new.certificates.get().number == "GB-1235"


def test_a_renewal_cannot_have_the_number_of_another_certificate(story, client):
    pack, days = story.fill(), {"valid_from": date(2024, 1, 1), "expires_on": date(2028, 12, 31)}
    mark = {"kind": "CE", "issued_by": "Body", "body_number": "0123", "by": story.maker, "now": story.now}
    first = add_certificate(pack=pack, number="CE 1", legislation="MDD", **mark, **days)
    add_certificate(pack=pack, number="CE 2", legislation="MDR", **mark, **days)
    packs.freeze_pack(pack=pack, by=story.maker, now=story.now)
    later = {"certificate": first, "valid_from": story.today, "expires_on": date(2030, 1, 1), "legislation": "MDR"}
    with pytest.raises(Invalid, match="Another certificate of this pack has the number CE 2") as refusal:
        renewed(story, number="CE 2", **later)
    assert refusal.value.field == "number"
    renewal = renewed(story, number="CE 1", **later)
    client.force_login(story.maker, backend=BACKEND)
    again = client.get(reverse("renew-certificate", args=[pack.pk, first.pk]))
    assert again.status_code == 409
    assert "waits for the national operator already" in again.text
    # One that got the number of another before this was refused does not stop the versions to come.
    CertificateRenewal.objects.create(
        certificate=first, state="CONFIRMED", closed_at=story.now, closed_by=story.operator, number="CE 2",
        **{name: getattr(renewal, name) for name in ("body_number", "legislation", "issued_by", "valid_from",
           "expires_on", "ends_on", "handed_in_at", "handed_in_by")},
    )  # fmt: skip
    new = packs.revise_pack(pack=pack, by=story.maker, now=story.now)
    assert new.certificates.get(kind="CE").expires_on == date(2030, 1, 1)


def test_what_has_no_end_needs_no_renewal(story, client):
    endless = story.fill() and story.certify("MHRA_REGISTRATION", "12345", None)
    packs.freeze_pack(pack=story.draft, by=story.maker, now=story.now)
    client.force_login(story.maker, backend=BACKEND)
    refused = client.get(reverse("renew-certificate", args=[story.draft.pk, endless.pk]))
    assert refused.status_code == 409
    assert "has no end date, so it needs no renewal" in refused.text


def test_the_renewal_page_is_the_innovators_alone(story, client):
    packs.freeze_pack(pack=story.fill(), by=story.maker, now=story.now)
    certificate = story.draft.certificates.get()
    address = reverse("renew-certificate", args=[story.draft.pk, certificate.pk])
    assert client.get(address)["Location"].startswith("/accounts/login/")
    for person, status in ((PersonFactory(), 404), (story.operator, 404), (story.maker, 200)):
        client.force_login(person, backend=BACKEND)
        assert client.get(address).status_code == status
    page = client.get(address).content.decode()
    assert 'value="GB-1234"' in page  # what a renewal mostly keeps
    begun = clock.today() - DAY
    given = {"number": "GB-1299", "issued_by": "Body", "body_number": "0086"}
    assert client.post(address, given | {"body_number": ""} | dated(valid_from=begun)).status_code == 422
    ends = date(begun.year + 4, 1, 1)
    assert client.post(address, given | dated(valid_from=begun, expires_on=ends)).status_code == 302
    page = client.get(reverse("pack", args=[story.draft.pk])).content.decode()
    assert "waits for the national operator" in " ".join(page.split())
    assert address not in page


def test_an_upload_can_be_chosen_as_the_document(story, client):
    pack = story.fill()
    client.force_login(story.maker, backend=BACKEND)
    address = reverse("add-certificate", args=[pack.pk]) + "?kind=EVERGREEN"
    today = clock.today()
    answer = client.post(
        address, {"number": "Level 2", "document": str(story.document.pk)} | dated(valid_from=today, checked_on=today)
    )
    assert answer.status_code == 302
    assert pack.certificates.get(kind="EVERGREEN").document == story.document
