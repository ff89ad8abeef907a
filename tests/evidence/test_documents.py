"""Uploads: judged by their bytes, kept once, open to those the innovator says, gone when nothing names them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection

from compass.foundation.errors import Invalid, NotAllowed, Refused
from evidence.models import Confidentiality, Document
from evidence.operations.documents import remove_document, upload_document
from evidence.operations.packs import revise_pack
from evidence.operations.stored_files import sweep_files
from tests.evidence.document_cases import DOCUMENTS
from tests.evidence.files import CSV, HOSTILE, SOUND
from tests.factories import PersonFactory
from tests.foundation.raw_writes import assert_held
from tests.story import PDF, Story, png


def upload(story, content=PDF, name="report.pdf", told="application/pdf", **more):
    file = SimpleUploadedFile(name, content, content_type=told)
    given = {"pack": story.draft, "title": "Report", "by": story.maker, "now": story.now} | more
    return upload_document(upload=file, **given)


def stored() -> set[str]:
    """Every file in storage."""
    folders = default_storage.listdir("documents")[0] if default_storage.exists("documents") else []
    return {f"documents/{f}/{name}" for f in folders for name in default_storage.listdir(f"documents/{f}")[1]}


@pytest.mark.parametrize("name", ["pdf", "docx", "xlsx", "png", "jpeg", "csv"])
def test_the_type_is_told_by_the_bytes_whatever_the_name(story, name):
    content, kind = SOUND[name]
    document = upload(story, content, name="x" * 400 + ".exe", told="text/html")
    assert document.content_type == kind
    assert not document.stored_as.endswith(".exe")
    assert document.original_name.endswith(".exe")
    with default_storage.open(document.stored_as) as kept:
        assert kept.read() == content


@pytest.mark.parametrize("name", ["html before a pdf", "docx with macros", "pdf with a password", "png and an archive"])
def test_a_refused_file_leaves_nothing_behind(story, name):
    content, reason = HOSTILE[name]
    with pytest.raises(Invalid, match=reason):
        upload(story, content)
    assert not story.draft.documents.exists()
    assert stored() == set()
    kept = upload(story)
    assert stored() == {kept.stored_as}


def test_an_empty_or_too_large_file_is_refused_and_the_largest_allowed_is_kept(story, settings):
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    table = CSV + b"x,1\n" * (settings.DOCUMENT_MAX_BYTES // 4 - len(CSV))
    largest = table.ljust(settings.DOCUMENT_MAX_BYTES, b"\n")
    with pytest.raises(Invalid, match="is empty"):
        upload(story, b"")
    with pytest.raises(Invalid, match="larger than 1 MB"):
        upload(story, largest + b"\n")
    assert upload(story, largest).size == 1024 * 1024


def test_a_stranger_is_refused_before_the_file_is_looked_at(story):
    with pytest.raises(NotAllowed):
        upload(story, HOSTILE["html"][0], by=PersonFactory())


def test_the_same_file_is_in_a_pack_once_whatever_its_name(story):
    first = upload(story)
    with pytest.raises(Refused, match="already in the pack"):
        upload(story, name="other.pdf")
    assert upload(story, PDF + b"\n").stored_as != first.stored_as


def test_two_innovators_never_share_a_stored_file(story):
    mine, theirs = upload(story), upload(Story())
    assert mine.sha256 == theirs.sha256
    assert mine.stored_as != theirs.stored_as


def second_pack(story) -> Story:
    other = Story(name="Another sensor")
    for name in ("innovator", "maker"):
        setattr(other, name, getattr(story, name))
    return other


def test_an_innovators_packs_share_a_file_until_the_last_one_removes_it(story, django_capture_on_commit_callbacks):
    mine, theirs = upload(story), upload(second_pack(story))
    assert stored() == {mine.stored_as} == {theirs.stored_as}
    for document, left in ((mine, {theirs.stored_as}), (theirs, set())):
        with django_capture_on_commit_callbacks(execute=True):
            remove_document(document=document, by=story.maker, now=story.now)
        assert stored() == left


def test_what_lies_at_the_place_is_trusted_only_for_its_bytes(story):
    place = upload(story).stored_as
    default_storage.delete(place)
    default_storage.save(place, ContentFile(b"half wri"))
    again = upload(second_pack(story))
    with default_storage.open(again.stored_as) as kept:
        assert again.stored_as == place
        assert kept.read() == PDF


def test_when_the_row_cannot_be_written_the_file_goes_again(story):
    with pytest.raises(DatabaseError), connection.execute_wrapper(_break_insert):
        upload(story)
    assert stored() == set()
    kept = upload(second_pack(story)).stored_as
    with pytest.raises(DatabaseError), connection.execute_wrapper(_break_insert):
        upload(story)
    assert stored() == {kept}, "another pack has that file"


def _break_insert(execute, sql, params, many, context):
    """The database refuses the row: what a lost connection or a full disk looks like to the operation."""
    return execute(sql.replace('"evidence_document" (', '"no_such_table" ('), params, many, context)


def test_files_that_no_document_names_are_swept_after_a_day(story):
    named = upload(story).stored_as
    orphan = default_storage.save("documents/1/orphan.pdf", ContentFile(PDF))
    written = default_storage.get_modified_time(orphan)
    assert sweep_files(now=written + timedelta(hours=23)) == 0
    assert stored() == {named, orphan}
    assert sweep_files(now=written + timedelta(hours=25)) == 1
    assert stored() == {named}


class TestRedaction:
    """A redacted rendition stands beside its full document, for readers who may not see that."""

    def full(self, story, confidentiality=Confidentiality.COMMERCIAL):
        return upload(story, confidentiality=confidentiality)

    def redacted(self, story, full, content=CSV, confidentiality=Confidentiality.PUBLIC, **more):
        return upload(story, content, redacts=full, confidentiality=confidentiality, **more)

    def test_it_is_for_more_readers_than_the_full_one(self, story):
        full = self.full(story, Confidentiality.NHS_ONLY)
        for same_or_fewer in (Confidentiality.NHS_ONLY, Confidentiality.COMMERCIAL):
            with pytest.raises(Refused, match="may not see the full"):
                self.redacted(story, full, confidentiality=same_or_fewer)
        assert self.redacted(story, full).redacts == full

    def test_there_is_one_and_it_has_none_itself(self, story):
        full = self.full(story)
        first = self.redacted(story, full, confidentiality=Confidentiality.NHS_ONLY)
        for of in (full, first):
            with pytest.raises(Refused, match="cannot have this"):
                self.redacted(story, of, content=png())

    def test_it_is_of_the_same_pack(self, story):
        with pytest.raises(Refused, match="cannot have this"):
            self.redacted(story, upload(second_pack(story)))

    def test_it_is_removed_before_its_full_document(self, story):
        full = self.full(story)
        redacted = self.redacted(story, full)
        with pytest.raises(Refused, match="left alone"):
            remove_document(document=full, by=story.maker, now=story.now)
        for document in (redacted, full):
            remove_document(document=document, by=story.maker, now=story.now)
        assert not story.draft.documents.exists()

    def test_a_new_revision_keeps_the_pair(self, story):
        story.fill()
        full = story.document
        self.redacted(story, full)
        story.fill = lambda: story.draft
        story.decision(outcome="REJECTED")
        new = revise_pack(pack=story.draft, by=story.maker, now=story.now)
        pair = new.documents.get(redacts__isnull=False)
        assert pair.redacts == new.documents.get(sha256=full.sha256)
        assert pair.confidentiality == Confidentiality.PUBLIC


def test_only_people_of_the_innovator_remove_and_only_from_a_draft(story):
    document = upload(story)
    with pytest.raises(NotAllowed):
        remove_document(document=document, by=PersonFactory(), now=story.now)
    remove_document(document=document, by=story.maker, now=story.now)
    story.assessment()
    with pytest.raises(Refused, match="submitted"):
        remove_document(document=story.document, by=story.maker, now=story.now)
    assert Document.objects.filter(pk=story.document.pk).exists()


def test_the_table_holds_its_rules(story):
    story.assessment()
    following = story.next_version("2.0")
    following.fill()
    redacted = upload(
        following, CSV, pack=following.draft, redacts=following.document, confidentiality=Confidentiality.PUBLIC
    )
    ids = {"document": following.document.pk, "frozen_document": story.document.pk, "redacted": redacted.pk}
    assert_held(DOCUMENTS, **ids)
