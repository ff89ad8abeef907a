"""Quarantine, with a real virus scanner: nobody gets a document before it was cleared, or after it was condemned."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from compass.foundation.errors import Refused
from compass.foundation.history import changes_of
from compass.watch.tasks import scan_documents
from evidence.inspection.clamd import UnreachableError, scan
from evidence.operations.documents import remove_document, upload_document
from evidence.operations.packs import freeze_pack
from evidence.operations.scanning import scan_waiting
from evidence.states import DocumentState
from tests.evidence.files import CSV
from tests.evidence.scanner import VIRUS, VIRUS_NAME, Scanner

pytestmark = pytest.mark.heavy

INFECTED = CSV + VIRUS + b",1\n"
NOBODY_THERE = "tcp://127.0.0.1:9"


@pytest.fixture(scope="module")
def scanner():
    scanner = Scanner()
    yield scanner
    scanner.stop()


@pytest.fixture
def scanned(scanner, settings):
    settings.CLAMAV_ADDRESS = scanner.unix


def upload(story, content):
    file = SimpleUploadedFile("table.csv", content)
    return upload_document(pack=story.draft, title="Table", upload=file, by=story.maker, now=story.now)


def page(client, story, document):
    client.force_login(story.maker, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(reverse("pack-document", args=[story.draft.pk, document.pk]))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers:  # not response.close(): that ends the test's database connection too
        close()
    return response.status_code, body


@pytest.mark.parametrize("road", ["unix", "tcp"])
def test_the_daemon_is_asked_over_a_socket_or_the_network(scanner, road):
    address = getattr(scanner, road)
    assert scan(address, [CSV]).finding == ""
    assert scan(address, [INFECTED[:20], b"", INFECTED[20:]]).finding.startswith(VIRUS_NAME)
    assert scan(address, [CSV]).scanner.startswith("ClamAV ")


@pytest.mark.usefixtures("scanned")
def test_a_document_is_handed_out_once_it_was_cleared(story, client):
    document = upload(story, CSV)
    assert document.state == DocumentState.QUARANTINED
    status, said = page(client, story, document)
    assert status == 409
    assert "still being checked" in said.decode()
    scan_documents()
    document.refresh_from_db()
    assert document.state == DocumentState.CLEAN
    assert document.scanned_by.startswith("ClamAV ")
    assert page(client, story, document) == (200, CSV)


@pytest.mark.usefixtures("scanned")
def test_an_infected_document_is_handed_to_nobody_and_blocks_the_pack_until_it_is_removed(story, client):
    pack = story.fill()
    document = upload(story, INFECTED)
    assert scan_waiting(now=story.now) == 2
    document.refresh_from_db()
    assert (document.state, document.finding.partition(".UNOFFICIAL")[0]) == (DocumentState.INFECTED, VIRUS_NAME)
    assert page(client, story, document)[0] == 409
    assert VIRUS_NAME in client.get(reverse("pack", args=[pack.pk])).content.decode()
    assert "infected" in changes_of(pack).first().sentence
    with pytest.raises(Refused, match=r"“Table” \(infected"):
        freeze_pack(pack=pack, by=story.maker, now=story.now)
    remove_document(document=document, by=story.maker, now=story.now)
    assert freeze_pack(pack=pack, by=story.maker, now=story.now).content_hash


@pytest.mark.usefixtures("scanned")
def test_a_pack_is_not_frozen_while_a_document_is_being_checked(story):
    pack = story.fill()
    with pytest.raises(Refused, match="being checked"):
        freeze_pack(pack=pack, by=story.maker, now=story.now)
    scan_waiting(now=story.now)
    assert freeze_pack(pack=pack, by=story.maker, now=story.now).content_hash


def test_while_the_scanner_is_away_documents_wait(story, scanner, settings):
    settings.CLAMAV_ADDRESS = NOBODY_THERE
    document = upload(story, CSV)
    assert scan_waiting(now=story.now) == 0
    settings.CLAMAV_ADDRESS = ""
    assert scan_waiting(now=story.now) == 0, "what began in quarantine does not leave it because nobody looks"
    settings.CLAMAV_ADDRESS = scanner.tcp
    assert scan_waiting(now=story.now) == 1
    document.refresh_from_db()
    assert document.state == DocumentState.CLEAN


@pytest.mark.usefixtures("scanned")
def test_other_bytes_than_those_uploaded_are_not_cleared_and_do_not_hold_up_the_rest(story):
    swapped, sound = upload(story, CSV), upload(story, CSV + b"Hull,2\n")
    default_storage.delete(swapped.stored_as)
    default_storage.save(swapped.stored_as, ContentFile(b"swapped"))
    assert scan_waiting(now=story.now) == 1
    for document, state in ((swapped, DocumentState.QUARANTINED), (sound, DocumentState.CLEAN)):
        document.refresh_from_db()
        assert document.state == state


def test_without_a_scanner_a_document_is_clean_and_said_not_to_be_scanned(story, client):
    document = upload(story, CSV)
    assert (document.state, document.scanned_by) == (DocumentState.CLEAN, "")
    assert page(client, story, document) == (200, CSV)
    assert "not scanned for viruses" in client.get(reverse("pack", args=[story.draft.pk])).content.decode()


def test_a_file_that_the_scanner_will_not_take_is_no_verdict(scanner):
    megabyte = bytes(1024 * 1024)
    with pytest.raises(UnreachableError):
        scan(scanner.unix, (megabyte for _ in range(30)))
