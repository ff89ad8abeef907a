"""A renewed certificate brings its document: kept beside the frozen pack, and part of the next one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from compass.foundation import clock
from compass.foundation.errors import Invalid, Unavailable
from compass.foundation.sealing import content_hash
from evidence.models import CertificateRenewal, RenewalDocument
from evidence.operations import packs
from evidence.operations.documents import remove_document
from evidence.operations.stored_files import release, sweep_files
from evidence.queries import content_of
from passports.operations.renewals import confirm_renewal, return_renewal
from tests.evidence.certificate_cases import RENEWAL_DOCUMENTS
from tests.evidence.files import CSV
from tests.evidence.scanner import VIRUS, VIRUS_NAME, Scanner
from tests.evidence.test_certificates import BACKEND, DAY, dated, renewed
from tests.foundation.raw_writes import assert_held
from tests.story import PDF


def received(client, address):
    """The bytes behind an address, for the person signed in."""
    response = client.get(address)
    assert response.status_code == 200
    body = b"".join(response.streaming_content)
    for close in response._resource_closers:  # not response.close(): that ends the test's database connection too
        close()
    return body


@pytest.fixture
def frozen(story):
    packs.freeze_pack(pack=story.fill(), by=story.maker, now=story.now)
    return story


def test_tables_hold_their_rules(frozen):
    judged = renewed(frozen, upload=frozen.png())
    confirm_renewal(renewal=judged, by=frozen.operator, now=frozen.now)
    days = {"valid_from": judged.ends_on + DAY, "expires_on": judged.ends_on + timedelta(days=365)}
    returned = renewed(frozen, number="GB-2", **days)
    return_renewal(renewal=returned, reason="Not theirs.", by=frozen.operator, now=frozen.now)
    waiting = renewed(frozen, number="GB-3", **days)
    assert_held(RENEWAL_DOCUMENTS, document=judged.document.pk, waiting=waiting.pk, returned=returned.pk)


def test_who_renews_sends_the_document_and_the_operator_reads_it(frozen, client):
    certificate = frozen.draft.certificates.get(kind="UKCA")
    address = reverse("renew-certificate", args=[frozen.draft.pk, certificate.pk])
    client.force_login(frozen.maker, backend=BACKEND)
    begun = clock.today() - DAY
    given = {"number": "GB-1299", "issued_by": "Body", "body_number": "0086"}
    given |= dated(valid_from=begun, expires_on=date(begun.year + 4, 1, 1))
    wrong = client.post(address, given | {"upload": SimpleUploadedFile("new.pdf", b"MZ not a PDF")})
    assert wrong.status_code == 422
    assert 'href="#id_upload"' in wrong.content.decode()
    assert 'value="GB-1299"' in wrong.content.decode()
    assert not CertificateRenewal.objects.exists()
    assert client.post(address, given | {"upload": SimpleUploadedFile("new.pdf", PDF + b"\n")}).status_code == 302
    renewal = CertificateRenewal.objects.get()
    own = reverse("pack-renewal-document", args=[frozen.draft.pk, renewal.pk])
    assert own in client.get(reverse("pack", args=[frozen.draft.pk])).content.decode()
    assert received(client, own) == PDF + b"\n"
    client.force_login(frozen.operator, backend=BACKEND)
    theirs = reverse("renewal-document", args=[renewal.pk])
    page = client.get(reverse("renewal", args=[renewal.pk])).content.decode()
    assert theirs in page
    assert "not scanned for viruses" in page
    assert "No document came with it" not in page
    assert received(client, theirs) == PDF + b"\n"
    frozen.draft.refresh_from_db()
    assert content_hash(content_of(frozen.draft)) == frozen.draft.content_hash


def test_without_one_the_operator_is_told_so(frozen, client):
    renewal = renewed(frozen)
    client.force_login(frozen.operator, backend=BACKEND)
    assert "No document came with it" in client.get(reverse("renewal", args=[renewal.pk])).content.decode()
    assert client.get(reverse("renewal-document", args=[renewal.pk])).status_code == 404


def test_the_next_pack_has_it_and_its_file_outlives_that_one(frozen):
    renewal = renewed(frozen, upload=frozen.png())
    confirm_renewal(renewal=renewal, by=frozen.operator, now=frozen.now)
    draft = frozen.next_version("2.0").draft
    certificate = draft.certificates.get(kind="UKCA")
    brought = renewal.document
    assert (certificate.number, certificate.document.sha256) == (renewal.number, brought.sha256)
    assert draft.documents.count() == frozen.draft.documents.count() + 1
    document = certificate.document
    certificate.delete()
    remove_document(document=document, by=frozen.maker, now=frozen.now)
    assert release(brought.stored_as) is False
    written = default_storage.get_modified_time(brought.stored_as)
    assert sweep_files(now=written + timedelta(hours=25)) == 0
    with default_storage.open(brought.stored_as) as kept:
        assert kept.size == brought.size


@pytest.mark.heavy
def test_a_document_is_scanned_before_it_is_kept(frozen, settings):
    infected, clean = (SimpleUploadedFile("table.csv", content) for content in (CSV + VIRUS + b",1\n", CSV))
    settings.CLAMAV_ADDRESS = "tcp://127.0.0.1:9"
    with pytest.raises(Unavailable, match="scanner does not answer"):
        renewed(frozen, upload=clean)
    scanner = Scanner()
    try:
        settings.CLAMAV_ADDRESS = scanner.unix
        with pytest.raises(Invalid, match=VIRUS_NAME):
            renewed(frozen, upload=infected)
        assert not CertificateRenewal.objects.exists()
        assert renewed(frozen, upload=clean).document.scanned_by.startswith("ClamAV")
    finally:
        scanner.stop()
    assert RenewalDocument.objects.count() == 1
