"""Quarantine, with a real virus scanner: nobody gets a document before it was cleared, or after it was condemned."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from compass.foundation.errors import Refused
from compass.foundation.history import changes_of
from compass.foundation.models import Email
from compass.foundation.sealing import content_hash
from compass.watch.tasks import rescan_documents, scan_documents
from evidence.inspection.clamd import UnreachableError, scan
from evidence.models import Document
from evidence.operations import scanning
from evidence.operations.documents import remove_document, upload_document
from evidence.operations.packs import freeze_pack
from evidence.operations.scanning import rescan_due, scan_waiting
from evidence.queries import content_of
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


def test_what_was_cleared_is_looked_at_again_and_stays_readable(story, client, settings, scanner):
    settings.CLAMAV_ADDRESS = scanner.unix
    document = upload(story, CSV)
    scan_waiting(now=story.now)
    said = changes_of(story.draft).count()
    assert rescan_due(now=story.now + timedelta(days=30)) == 0
    settings.CLAMAV_ADDRESS = NOBODY_THERE
    later = story.now + timedelta(days=30, seconds=1)
    assert rescan_due(now=later) == 0
    assert page(client, story, document) == (200, CSV), "while it waits"
    settings.CLAMAV_ADDRESS = scanner.unix
    assert (rescan_due(now=later), rescan_due(now=later)) == (1, 0)
    document.refresh_from_db()
    assert (document.state, document.scanned_at) == (DocumentState.CLEAN, later)
    assert changes_of(story.draft).count() == said, "nothing changed for anybody"


def test_a_virus_learned_later_is_found_in_a_frozen_pack_which_keeps_its_hash(story, client, settings, scanner):
    story.fill()
    document = upload(story, INFECTED)  # there is no scanner yet, as if it did not know this virus
    pack = freeze_pack(pack=story.draft, by=story.maker, now=story.now)
    settings.CLAMAV_ADDRESS = scanner.unix
    assert page(client, story, document) == (200, INFECTED)
    rescan_documents()
    document.refresh_from_db()
    assert (document.state, document.finding.partition(".UNOFFICIAL")[0]) == (DocumentState.INFECTED, VIRUS_NAME)
    assert page(client, story, document)[0] == 409
    assert VIRUS_NAME in client.get(reverse("pack", args=[pack.pk])).content.decode()
    assert "infected" in changes_of(pack).first().sentence
    told = Email.objects.get(recipient=story.maker.email)
    assert all(words in told.text for words in ("“Table”", VIRUS_NAME, f"/packs/{pack.pk}/"))
    pack.refresh_from_db()
    assert content_hash(content_of(pack)) == content_hash(pack.content) == pack.content_hash


def test_a_run_takes_those_looked_at_longest_ago_and_is_bounded(story, settings, scanner, monkeypatch):
    settings.CLAMAV_ADDRESS = scanner.unix
    first, second, third = (upload(story, CSV + f"Hull,{n}\n".encode()) for n in range(3))
    scan_waiting(now=story.now)
    Document.objects.filter(pk=third.pk).update(scanned_at=story.now - timedelta(days=1))
    monkeypatch.setattr(scanning, "AT_ONCE", 2)
    later = story.now + timedelta(days=60)
    assert rescan_due(now=later) == 2
    again = set(Document.objects.filter(scanned_at=later).values_list("pk", flat=True))
    assert again == {third.pk, first.pk}
    assert rescan_due(now=later) == 1
    assert second.pk in Document.objects.filter(scanned_at=later).values_list("pk", flat=True)


def test_without_a_scanner_a_document_is_clean_and_said_not_to_be_scanned(story, client):
    document = upload(story, CSV)
    assert (document.state, document.scanned_by) == (DocumentState.CLEAN, "")
    assert page(client, story, document) == (200, CSV)
    assert "not scanned for viruses" in client.get(reverse("pack", args=[story.draft.pk])).content.decode()


def test_a_file_that_the_scanner_will_not_take_is_no_verdict(scanner):
    megabyte = bytes(1024 * 1024)
    with pytest.raises(UnreachableError):
        scan(scanner.unix, (megabyte for _ in range(30)))
