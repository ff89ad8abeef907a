"""Notes on a shortlist: their author edits and deletes them, innovation leads delete, and nobody else does either."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.foundation.history import changes_of
from compass.guide.models import ShortlistNote
from compass.guide.operations import shortlists as operations
from tests.factories import NOON, PersonFactory
from tests.guide.test_own_work_api import Machine
from tests.guide.test_shortlists import Trust, sign_in
from trusts.models import Member, Role


@pytest.fixture
def trust(catalogue):
    return Trust(catalogue)


@pytest.fixture
def note(trust):
    """A note of Ann's."""
    operations.give_opinion(entry=trust.entry(1), choice="", note="Ask the wards.", by=trust.ann, now=NOON)
    return ShortlistNote.objects.get()


@pytest.fixture
def lead(trust):
    person = PersonFactory()
    Member.objects.create(organisation=trust.here, person=person, role=Role.INNOVATION_LEAD)
    return person


def test_only_its_author_edits_it_and_leads_delete_too(trust, note, lead):
    for person in (trust.bob, lead, trust.outsider):
        with pytest.raises(NotAllowed):
            operations.edit_note(note=note, text="No.", by=person, now=NOON)
    for person in (trust.bob, trust.outsider):
        with pytest.raises(NotAllowed):
            operations.delete_note(note=note, by=person, now=NOON)
    with pytest.raises(Invalid):
        operations.edit_note(note=note, text=" ", by=trust.ann, now=NOON)
    operations.edit_note(note=note, text="Ask the wards.", by=trust.ann, now=NOON)
    note.refresh_from_db()
    assert note.edited_at is None  # nothing is different
    operations.edit_note(note=note, text="Ask two wards.", by=trust.ann, now=NOON)
    note.refresh_from_db()
    assert (note.text, note.edited_at) == ("Ask two wards.", NOON)
    operations.delete_note(note=note, by=lead, now=NOON)
    said = [*changes_of(trust.shortlist).values_list("sentence", flat=True)][:2]
    assert said == [f"{lead} deleted the note of {trust.ann} about Alpha.", f"{trust.ann} edited a note about Alpha."]
    for step in (operations.delete_note, lambda **who: operations.edit_note(text="x", **who)):
        with pytest.raises(Refused, match="not there any more"):
            step(note=note, by=trust.ann, now=NOON)


def test_an_archived_shortlist_refuses(trust, note):
    trust.act(operations.archive)
    with pytest.raises(Refused, match="archived"):
        operations.edit_note(note=note, text="x", by=trust.ann, now=NOON)
    with pytest.raises(Refused, match="archived"):
        operations.delete_note(note=note, by=trust.ann, now=NOON)


def test_by_page(trust, note, lead, client):
    page = f"/shortlists/{trust.shortlist.key}/"
    one = f"{page}{note.entry.key}/notes/{note.key}/"
    links = {trust.ann: (True, True), trust.bob: (False, False), lead: (False, True)}
    for person, (edits, deletes) in links.items():
        sign_in(client, person)
        text = client.get(page).text
        assert (f'href="{one}"' in text, f'href="{one}delete/"' in text) == (edits, deletes)
        assert client.get(one).status_code == (200 if edits else 403)
        assert client.get(f"{one}delete/").status_code == (200 if deletes else 403)
    for person in (trust.outsider, PersonFactory()):
        sign_in(client, person)
        assert {client.post(address, {"text": "x"}).status_code for address in (one, f"{one}delete/")} == {404}
    sign_in(client, trust.ann)
    assert "Ask the wards." in client.get(one).text
    assert client.post(one, {"text": ""}).status_code == 422
    assert client.post(one, {"text": "Ask two wards. 💉"})["Location"] == page
    text = " ".join(client.get(page).text.split())
    assert "Ask two wards. 💉" in text
    assert ", edited " in text
    # Below another technology of the list the note is not there.
    assert client.get(f"{page}{trust.entry(2).key}/notes/{note.key}/").status_code == 404
    assert client.post(f"{one}delete/")["Location"] == page
    assert client.get(one).status_code == 404
    assert "Ask two wards." not in client.get(page).text


def test_a_second_window_does_not_overwrite_the_first(trust, note, client):
    one = f"/shortlists/{trust.shortlist.key}/{note.entry.key}/notes/{note.key}/"
    sign_in(client, trust.ann)

    def shown() -> str:
        return re.search(r'name="seen"(?: value="([^"]*)")?', client.get(one).text)[1] or ""

    early = shown()
    assert client.post(one, {"text": "Ask two wards.", "seen": early}).status_code == 302
    late = client.post(one, {"text": "Ask nobody.", "seen": early})
    assert late.status_code == 409
    assert "Ask nobody." in late.text
    note.refresh_from_db()
    assert note.text == "Ask two wards."
    assert client.post(one, {"text": "Ask nobody.", "seen": shown()}).status_code == 302


def test_by_api(trust, note, lead):
    machine = Machine(trust.ann)
    one = reverse("api-shortlist-note", args=[trust.shortlist.key, note.entry.key, note.key])
    told = machine.get(one).json()
    assert (told["text"], told["person"], told["edited_at"]) == ("Ask the wards.", trust.ann.name, None)
    entry = reverse("api-shortlist-entry", args=[trust.shortlist.key, note.entry.key])
    assert machine.get(entry).json()["notes"] == [told]
    for who, status in ((trust.bob, 403), (lead, 403), (trust.outsider, 404), (None, 401)):
        assert Machine(who).send("patch", one, {"text": "x"}).status_code == status
    for who, status in ((trust.bob, 403), (trust.outsider, 404), (None, 401)):
        assert Machine(who).delete(one).status_code == status
    assert machine.send("patch", one, {"text": ""}).status_code == 400
    assert machine.send("patch", one, {"text": "Ask two wards."}).json()["edited_at"] is not None
    trust.act(operations.archive)
    assert machine.send("patch", one, {"text": "x"}).status_code == 409
    assert machine.delete(one).status_code == 409
    trust.act(operations.reopen)
    assert Machine(lead).delete(one).status_code == 204
    assert machine.get(one).status_code == 404


def test_what_was_typed_is_kept_when_it_was_taken_away_meanwhile(trust, note, lead, client):
    page = f"/shortlists/{trust.shortlist.key}/"
    opinion, edit = f"{page}{note.entry.key}/opinion/", f"{page}{note.entry.key}/notes/{note.key}/"
    sign_in(client, trust.ann)
    operations.delete_note(note=note, by=lead, now=NOON)
    answer = client.post(edit, {"text": "Typed for an hour."})
    assert answer.status_code == 409
    assert "This note is not there any more." in answer.text
    assert "Typed for an hour." in answer.text
    assert client.post(f"{edit}delete/").status_code == 409
    operations.take_out(entry=trust.entry(1), why="Too large.", by=trust.bob, now=NOON)
    answer = client.post(opinion, {"choice": "FOR", "note": "Typed for an hour."})
    assert answer.status_code == 409
    assert "This technology is not on this shortlist any more." in answer.text
    assert "Typed for an hour." in answer.text
    assert client.post(edit, {"text": "Typed."}).status_code == 409
    assert {client.get(address).status_code for address in (opinion, edit)} == {404}
    sign_in(client, trust.outsider)
    assert {client.post(address, {"note": "x"}).status_code for address in (opinion, edit)} == {404}
