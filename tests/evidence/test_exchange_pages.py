"""The pages on which a whole pack is taken out and brought in."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from evidence import exchange
from evidence.operations.answers import answer_question
from evidence.operations.packs import freeze_pack
from tests.factories import PersonFactory

FORM = {"schema": exchange.FORM, "answers": {"workflow-test": "Tried in two wards. 😀"}}


@pytest.fixture
def page(story):
    client = Client()
    client.force_login(story.maker)
    return client


def address(story, name="import-pack"):
    return reverse(name, args=[story.draft.pk])


def file(content):
    return SimpleUploadedFile(
        "pack.json", content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    )


def seen(shown):
    return re.search(r'name="seen" value="([0-9a-f]{64})"', shown.content.decode()).group(1)


def test_a_pack_is_taken_out_as_a_file_that_no_browser_shows(story, page):
    answer_question(pack=story.draft, question="workflow-test", given="שלום", seen=0, by=story.maker, now=story.now)
    assert address(story, "export-pack") in page.get(reverse("pack", args=[story.draft.pk])).content.decode()
    answer = page.get(address(story, "export-pack"))
    assert answer.json()["answers"] == {"workflow-test": {"text": "שלום"}}
    assert answer["Content-Disposition"] == 'attachment; filename="evidence-pack-wound-sensor-1-0.json"' or (
        answer["Content-Disposition"].startswith('attachment; filename="evidence-pack-wound-sensor')
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    stranger = Client()
    stranger.force_login(PersonFactory())
    assert stranger.get(address(story, "export-pack")).status_code == 404
    assert stranger.post(address(story), {"text": json.dumps(FORM)}).status_code == 404


def test_what_would_change_is_shown_before_it_is_written(story, page):
    shown = page.post(address(story), {"upload": file(FORM)})
    words = shown.content.decode()
    assert (shown.status_code, "What would change" in words, "Tried in two wards. 😀" in words) == (200, True, True)
    assert not story.draft.answers.exists()
    again = {"text": json.dumps(FORM), "seen": seen(shown)}
    assert page.post(address(story), again).url == reverse("pack", args=[story.draft.pk])
    assert story.draft.answers.get().value == {"text": "Tried in two wards. 😀"}
    assert "Nothing would change" in page.post(address(story), {"text": json.dumps(FORM)}).content.decode()


def test_when_the_pack_was_changed_in_between_it_is_shown_anew(story, page):
    shown = page.post(address(story), {"text": json.dumps(FORM)})
    answer_question(pack=story.draft, question="workflow-test", given="Theirs.", seen=0, by=story.maker, now=story.now)
    second = page.post(address(story), {"text": json.dumps(FORM), "seen": seen(shown)})
    assert "changed after you looked" in second.content.decode()
    assert story.draft.answers.get().value == {"text": "Theirs."}
    assert page.post(address(story), {"text": json.dumps(FORM), "seen": seen(second)}).status_code == 302
    assert story.draft.answers.get().revision == 2


def test_every_problem_is_listed_with_a_link_and_nothing_typed_is_lost(story, page):
    wrong = {**FORM, "answers": {"workflow-test": "x" * 10_001, "shoe-size": "<b>9</b>"}, "product_version": "7"}
    answer = page.post(address(story), {"upload": file(json.dumps(wrong).encode())})
    words = answer.content.decode()
    assert answer.status_code == 422
    wrong["answers"]["workflow-test"] = {"txt": "a"}
    answer = page.post(address(story), {"text": json.dumps(wrong)})
    words = answer.content.decode()
    assert (answer.status_code, "Problems in the file (3)" in words) == (422, True)
    assert reverse("answer", args=[story.draft.pk, "workflow-test"]) in words
    assert "&lt;b&gt;9&lt;/b&gt;" in words
    assert "<b>9</b>" not in words
    assert "There is a problem" in words
    assert not story.draft.answers.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose a file, or paste its text"),
        ({"text": "{"}, "This is not JSON"),
        ({"text": '{"schema": "\\u0000"}'}, "cannot be kept"),
        ({"upload": b"\xff\xfe\x00"}, "This is not JSON"),
        ({"upload": b" " * (2 * 1024 * 1024 + 1)}, "larger than 2 MB"),
        ({"text": "[]"}, "This must be object"),
    ],
)
def test_what_is_no_pack_is_refused_on_the_page(story, page, given, words):
    if "upload" in given:
        given = {"upload": file(given["upload"])}
    answer = page.post(address(story), given)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_frozen_pack_is_taken_out_and_not_brought_into(story, page):
    story.fill()
    freeze_pack(pack=story.draft, by=story.maker, now=story.now)
    assert page.get(address(story, "export-pack")).status_code == 200
    assert address(story) not in page.get(reverse("pack", args=[story.draft.pk])).content.decode()
    assert page.post(address(story), {"text": json.dumps(FORM)}).status_code == 409
