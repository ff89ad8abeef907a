"""Evidence for a condition brings a file: judged before it is kept, read by those who judge it and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from compass.foundation.errors import Invalid, NotAllowed, Refused, Unavailable
from evidence.operations.stored_files import sweep_files
from passports.models import ConditionEvidence, Operator
from passports.operations import condition_documents
from passports.operations.condition_documents import sweep_condition_files
from passports.operations.conditions import hand_in_evidence
from tests.evidence.files import CSV
from tests.evidence.scanner import VIRUS, VIRUS_NAME, Scanner
from tests.evidence.test_renewal_documents import received
from tests.operators import discharge_condition
from tests.story import PDF, Story
from trusts.models import Role, Seat
from trusts.operations.decisions import Condition

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def condition(story):
    due = Condition("Report outcomes.", story.today + timedelta(days=200))
    return story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,)).conditions.get()


def brought(story, condition, upload=None):
    upload = upload or story.png()
    return hand_in_evidence(
        condition=condition, text="The audit.", link="", document=None, upload=upload, by=story.maker, now=story.now
    )


def file_at(condition, evidence):
    return reverse("condition-file", args=[condition.passport.number, condition.pk, evidence.pk])


def test_the_innovator_sends_it_and_those_who_judge_read_it(story, condition, client):
    hand_in = reverse("hand-in-evidence", args=[condition.passport.number, condition.pk])
    client.force_login(story.maker, backend=BACKEND)
    given = {"text": "The audit is done.", "link": "", "document": ""}
    wrong = client.post(hand_in, given | {"upload": SimpleUploadedFile("audit.pdf", b"MZ not a PDF")})
    assert wrong.status_code == 422
    assert 'href="#id_upload"' in wrong.content.decode()
    assert "The audit is done." in wrong.content.decode()
    assert not ConditionEvidence.objects.exists()
    named = SimpleUploadedFile('"><b>audit.pdf', PDF)
    assert client.post(hand_in, given | {"upload": named}).status_code == 302
    evidence = ConditionEvidence.objects.get()
    address = file_at(condition, evidence)
    judging = reverse("discharge-condition", args=[condition.passport.number, condition.pk])
    for person, page in ((story.maker, hand_in), (story.chair, judging), (story.operator, judging)):
        client.force_login(person, backend=BACKEND)
        shown = client.get(page).content.decode()
        assert f'href="{address}"' in shown
        assert "<b>audit" not in shown
        assert "not scanned for viruses" in shown
        assert received(client, address) == PDF
    response = client.get(address)
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    b"".join(response.streaming_content)


def test_nobody_else_reads_it_not_even_once_the_condition_is_met(story, condition, client):
    evidence = brought(story, condition)
    insider = story.member(story.trust, Role.BUYER)
    Operator.objects.create(person=insider)
    outsiders = [
        None, insider, story.buyer, story.lead, story.nominator, story.seats[Seat.FINANCE], type(story)().maker,
        type(story)().chair,
    ]  # fmt: skip
    for _ in range(2):
        for person in outsiders:
            client.logout()
            if person is not None:
                client.force_login(person, backend=BACKEND)
            assert client.get(file_at(condition, evidence)).status_code in ({302} if person is None else {403})
        client.force_login(story.chair, backend=BACKEND)
        received(client, file_at(condition, evidence))
        if condition.state == "OPEN":
            discharge_condition(condition=condition, reason="Seen.", by=story.operator, now=story.now)
    public = client.get(reverse("passport", args=[condition.passport.number])).content.decode()
    assert evidence.file.original_name not in public


def test_it_is_found_at_its_own_condition_only(story, condition, client):
    evidence = brought(story, condition)
    other = Story()
    due = Condition("Report outcomes.", other.today + timedelta(days=200))
    elsewhere = other.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,)).conditions.get()
    client.force_login(other.chair, backend=BACKEND)
    assert client.get(file_at(elsewhere, evidence)).status_code == 404


def test_nobody_but_the_innovator_has_a_file_looked_at(story, condition):
    with pytest.raises(NotAllowed, match="Only people who work for the innovator"):
        hand_in_evidence(
            condition=condition, text="x", link="", document=None, upload=SimpleUploadedFile("x.pdf", b"MZ"),
            by=story.buyer, now=story.now,
        )  # fmt: skip


def test_its_file_outlives_both_sweeps_and_one_without_a_row_does_not(story, condition):
    place = brought(story, condition).file.stored_as
    stray = f"{condition_documents.FOLDER}/{condition.passport_id}/stray.png"
    with default_storage.open(place) as kept:
        default_storage.save(stray, kept)
    late = default_storage.get_modified_time(place) + timedelta(hours=25)
    assert sweep_files(now=late) == 0
    assert sweep_condition_files(now=late - timedelta(hours=2)) == 0
    assert sweep_condition_files(now=late) == 1
    assert (default_storage.exists(place), default_storage.exists(stray)) == (True, False)


def test_a_condition_takes_so_many_files_and_no_more(story, condition, monkeypatch):
    monkeypatch.setattr(condition_documents, "MOST", 1)
    brought(story, condition)
    with pytest.raises(Refused, match="1 files were handed in for this condition already"):
        brought(story, condition)
    assert ConditionEvidence.objects.count() == 1


@pytest.mark.heavy
def test_a_file_is_scanned_before_it_is_kept(story, condition, settings):
    infected, clean = (SimpleUploadedFile("table.csv", content) for content in (CSV + VIRUS + b",1\n", CSV))
    settings.CLAMAV_ADDRESS = "tcp://127.0.0.1:9"
    with pytest.raises(Unavailable, match="scanner does not answer"):
        brought(story, condition, clean)
    scanner = Scanner()
    try:
        settings.CLAMAV_ADDRESS = scanner.unix
        with pytest.raises(Invalid, match=VIRUS_NAME):
            brought(story, condition, infected)
        assert not ConditionEvidence.objects.exists()
        assert brought(story, condition, clean).file.scanned_by.startswith("ClamAV")
    finally:
        scanner.stop()
