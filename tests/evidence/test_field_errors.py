"""What an operation finds wrong with a date or a file is said beside that field."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from compass.foundation import clock
from tests.story import PDF

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def in_error(page: str) -> dict[str, str]:
    """The fields that have an error message in their group, with its words."""
    found = re.findall(r'id="id_(\w+)-error"[^>]*>(.*?)</(?:span|p|div)>\s*<(?:input|div|/span)', page, re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]+>", " ", words).split()).removeprefix("Error: ") for name, words in found}


@pytest.fixture
def signed_in(story, client):
    client.force_login(story.maker, backend=BACKEND)
    return client


def test_an_expired_certificate_is_said_beside_its_date(story, signed_in):
    address = reverse("add-certificate", args=[story.draft.pk]) + "?kind=ISO_13485"
    given = {"number": "GB-1", "issued_by": "Somebody"}
    dates = {"valid_from_day": "1", "valid_from_month": "1", "valid_from_year": "2020"}
    ends = {"expires_on_day": "1", "expires_on_month": "2", "expires_on_year": "2021"}
    answer = signed_in.post(address, given | dates | ends)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This certificate has already expired." in in_error(page)["expires_on"]
    assert "valid_from" not in in_error(page)
    assert "nhsuk-form-group--error" in page
    assert 'href="#id_expires_on_day"' in page
    assert 'href="#form"' not in page
    assert 'value="GB-1"' in page
    dates |= {"valid_from_year": str(clock.today().year - 1)}
    ahead = {"expires_on_day": "1", "expires_on_month": "12", "expires_on_year": str(clock.today().year + 1)}
    assert signed_in.post(address, given | dates | ahead).status_code == 302


def test_a_file_of_another_kind_is_said_beside_the_file(story, signed_in):
    address = reverse("add-document", args=[story.draft.pk])
    given = {"title": "Report", "confidentiality": "COMMERCIAL"}
    answer = signed_in.post(address, given | {"upload": SimpleUploadedFile("report.pdf", b"MZ" + bytes(64))})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert in_error(page)["upload"]
    assert "title" not in in_error(page)
    assert 'href="#id_upload"' in page
    assert signed_in.post(address, given | {"upload": SimpleUploadedFile("report.pdf", PDF)}).status_code == 302
