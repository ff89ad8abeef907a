"""Where documents are kept: a folder, or a private bucket behind the S3 protocol, chosen by a setting."""

from __future__ import annotations

import itertools
from datetime import timedelta

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from moto.server import ThreadedMotoServer

from compass.settings import env
from evidence.operations.documents import remove_document, upload_document
from evidence.operations.stored_files import sweep_files
from tests.evidence.files import CSV

pytestmark = pytest.mark.heavy

NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def s3():
    """The address of a server of the S3 protocol."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3, settings, monkeypatch):
    """A client and the name of a bucket of its own, which documents are kept in."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "any")
    client = boto3.client("s3", endpoint_url=s3, region_name="us-east-1")
    name = f"documents-{next(NUMBERS)}"
    client.create_bucket(Bucket=name)
    monkeypatch.setenv("DOCUMENT_STORAGE", f"s3://{name}?endpoint={s3}&region=us-east-1")
    settings.STORAGES = {**settings.STORAGES, "default": env.storage("DOCUMENT_STORAGE")}
    yield client, name
    client.close()


@pytest.fixture(params=["folder", "s3"])
def storage(request, monkeypatch):
    if request.param == "s3":
        request.getfixturevalue("bucket")
    else:
        monkeypatch.delenv("DOCUMENT_STORAGE", raising=False)
        assert env.storage("DOCUMENT_STORAGE")["BACKEND"].endswith("FileSystemStorage")


def upload(story, content=CSV):
    file = SimpleUploadedFile("table.csv", content)
    return upload_document(pack=story.draft, title="Table", upload=file, by=story.maker, now=story.now)


@pytest.mark.usefixtures("storage")
def test_what_was_uploaded_is_served_and_goes_when_it_is_removed(story, client, django_capture_on_commit_callbacks):
    document = upload(story)
    client.force_login(story.maker, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(reverse("pack-document", args=[story.draft.pk, document.pk]))
    assert b"".join(response.streaming_content) == CSV
    for close in response._resource_closers:
        close()
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=document, by=story.maker, now=story.now)
    assert not default_storage.exists(document.stored_as)


@pytest.mark.usefixtures("storage")
def test_damaged_files_are_replaced_and_orphans_swept(story):
    place = upload(story).stored_as
    default_storage.delete(place)
    default_storage.save(place, ContentFile(b"half wri"))
    story.draft.supports.all().delete()
    story.draft.documents.all().delete()
    assert upload(story).stored_as == place
    with default_storage.open(place) as kept:
        assert kept.read() == CSV
    orphan = default_storage.save("documents/1/orphan.csv", ContentFile(CSV))
    written = default_storage.get_modified_time(orphan)
    assert sweep_files(now=written + timedelta(hours=25)) == 1
    assert default_storage.exists(place)
    assert not default_storage.exists(orphan)


def test_nothing_in_the_bucket_is_public(story, bucket):
    client, name = bucket
    place = upload(story).stored_as
    granted = client.get_object_acl(Bucket=name, Key=place)["Grants"]
    assert [grant["Grantee"].get("URI") for grant in granted] == [None], "granted to a group"
    assert "X-Amz-Signature" in default_storage.url(place)


@pytest.mark.parametrize("address", ["s3://", "https://bucket", "bucket", "s3://bucket?acl=public-read"])
def test_a_storage_that_cannot_be_is_refused_at_the_start(monkeypatch, address):
    monkeypatch.setenv("DOCUMENT_STORAGE", address)
    with pytest.raises(ImproperlyConfigured, match="DOCUMENT_STORAGE must be s3"):
        env.storage("DOCUMENT_STORAGE")


@pytest.mark.parametrize("address", ["clamd", "http://clamd:3310", "tcp://", "unix://"])
def test_a_scanner_that_cannot_be_is_refused_at_the_start(monkeypatch, address):
    monkeypatch.setenv("CLAMAV_ADDRESS", address)
    with pytest.raises(ImproperlyConfigured, match="CLAMAV_ADDRESS must begin"):
        env.scanner("CLAMAV_ADDRESS")
    monkeypatch.setenv("CLAMAV_ADDRESS", "tcp://clamd:3310")
    assert env.scanner("CLAMAV_ADDRESS") == "tcp://clamd:3310"
