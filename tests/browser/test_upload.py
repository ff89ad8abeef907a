"""Uploading a document: with script the page shows how far it is and keeps the file; without, it is a form like any."""

from __future__ import annotations

from django.urls import reverse

from compass.foundation.clock import now
from tests.story import PDF, Story


def given(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def test_a_refused_file_keeps_what_was_typed_and_a_sound_one_arrives(product, visitor, layout):
    story = Story(now=now(), name=f"Uploaded {layout.name}")
    address = reverse("add-document", args=[story.draft.pk])
    person = visitor(story.maker.email)
    person.go(address)
    file = person.page.get_by_label("File", exact=True)
    person.fill("What the document is", "Evaluation of Leeds")
    person.choose("Public: anyone may read it on the passport page")
    file.set_input_files(given("report.pdf", PDF + b"<script>"))
    person.press("Upload")
    person.sees("The PDF has other data after its end.")
    assert person.page.get_by_label("What the document is").input_value() == "Evaluation of Leeds"
    assert file.evaluate("input => input.files.length") == (1 if layout.script else 0)
    assert file.get_attribute("aria-describedby").split()[-1] == "id_upload-error"
    file.set_input_files(given("report.pdf", PDF))
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="Upload", exact=True).click()
    person.look(expected_complaint="status of 422")  # of the file refused before
    person.sees("The document is uploaded.")
    person.sees("Evaluation of Leeds")
