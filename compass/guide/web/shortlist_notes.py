"""Pages of notes on a shortlist: editing one's own, deleting one."""

from __future__ import annotations

from typing import Any

from django.forms import Form

from compass.foundation.clock import now
from compass.guide import policies
from compass.guide.models import ShortlistNote
from compass.guide.operations import shortlists as operations
from compass.guide.queries import shortlists as queries
from compass.guide.web.shortlist_forms import NoteForm
from compass.guide.web.shortlists import EntryPage


class _NotePage(EntryPage):
    """One step with a note on a shortlist of the person's organisations."""

    def prepare(self) -> None:
        super().prepare()
        rows = queries.notes_of(self.person).filter(entry=self.found)
        self.written = rows.filter(key=self.kwargs["note"]).first()
        if self.written is None:
            self.check_typed()
        else:
            self.check_person(self.written)

    def check_person(self, note: ShortlistNote) -> None:
        """Raise NotAllowed for whoever may not do this."""
        raise NotImplementedError

    @property
    def note(self) -> ShortlistNote:
        """The note; raises Refused when it was deleted meanwhile."""
        if self.written is None:
            raise operations.note_gone()
        return self.written


class EditNote(_NotePage):
    """Put other words in place of one's own note."""

    form_class = NoteForm
    heading = "Change your note"
    button = "Save your note"
    lead = "Your colleagues see the new words, and on which day you changed them."
    done = "Your note is saved."

    def check_person(self, note: ShortlistNote) -> None:
        policies.check_edits_note(self.person, note)

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.written.text, "seen": operations.edition_of(self.written)} if self.written else {}

    def perform(self, form: Form) -> str:
        given = form.cleaned_data
        operations.edit_note(note=self.note, text=given["text"], seen=given["seen"], by=self.person, now=now())
        return self.back()


class DeleteNote(_NotePage):
    """Take a note away."""

    template_name = "guide/shortlists/delete_note.jinja"
    heading = "Delete this note?"
    button = "Delete the note"
    variant = "warning"
    lead = "Nobody sees it on the shortlist any more. Only the person who wrote it and innovation leads can delete it."
    done = "The note is deleted."

    def check_person(self, note: ShortlistNote) -> None:
        policies.check_deletes_note(self.person, note)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.written, **kwargs)

    def perform(self, form: Form) -> str:
        operations.delete_note(note=self.note, by=self.person, now=now())
        return self.back()
