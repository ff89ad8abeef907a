"""Forms about passports."""

from __future__ import annotations

from typing import Any

from django import forms

from compass.foundation.forms import Choice, DateField, Line, Prose
from compass.foundation.text import NAME_MAX
from evidence.models import CompanyScheme, Document
from evidence.models.identifiers import OF_ONE_DEVICE


class ReasonForm(forms.Form):
    """A reason that others read."""

    reason = Prose("Reason", rows=4, hint="Shown to everybody who relies on the passport.")


class CheckedForm(forms.Form):
    """What an operator checked before they propose to issue."""

    reason = Prose("What you checked", rows=4, hint="The second operator reads this.")


class DeclineForm(forms.Form):
    """Why a proposal is declined."""

    reason = Prose("Reason", rows=4, hint="The person who proposed it reads this.")


class ExtensionForm(ReasonForm):
    """The new last day of a condition, and why."""

    due_on = DateField(label="New last day to meet it", help_text="For example, 31 3 2027")
    field_order = ("due_on", "reason")


class EvidenceForm(forms.Form):
    """What shows that a condition is met: in words, with a link or a document of the pack."""

    text = Prose("How the condition is met", rows=6, hint="The chair of the panel and the national operator read this.")
    link = Line("Web address where the evidence is published", required=False, max_length=500)
    document = Choice("Document of the pack that shows it", (), required=False)
    upload = forms.FileField(
        label="File that shows it",
        help_text="PDF, Word (.docx), Excel (.xlsx), CSV, PNG or JPEG, up to 20 MB, without a password or macros. Only "
        "your company, the chair of the panel and the national operator can read it.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.csv,.png,.jpg,.jpeg"}),
        max_length=200,
        error_messages={
            "empty": "The file is empty. Choose it again",
            "max_length": "The name of the file is too long. Give it a name of 200 characters or fewer",
        },
    )

    def __init__(self, *args: Any, documents: list[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(document.pk): document for document in documents}
        choices = [("", "None"), *((pk, str(document)) for pk, document in self.known.items())]
        self.fields["document"].choices = choices  # type: ignore[attr-defined]

    def clean_document(self) -> Document | None:
        """The document that was picked, None for none."""
        return self.known.get(self.cleaned_data["document"])

    def clean_link(self) -> str:
        """A whole web address, or nothing."""
        link: str = self.cleaned_data["link"]
        if link:
            forms.URLField(assume_scheme="https").clean(link)
        return link


class ReturnForm(forms.Form):
    """A reason that the trust reads."""

    reason = Prose("Reason", rows=4, hint="The trust reads this. Say what to correct.")


class ReturnRenewalForm(forms.Form):
    """A reason that the innovator reads."""

    reason = Prose("Reason", rows=4, hint="The innovator reads this. Say what to correct.")


class ReleaseForm(forms.Form):
    """A disputed number, and why whoever has it loses it."""

    scheme = Choice(
        "Kind of number", [*((scheme.value, scheme.label) for scheme in OF_ONE_DEVICE), *CompanyScheme.choices]
    )
    value = Line("Number", hint="Type it as it is on the label or in the register. Spaces do not matter.")
    reason = Prose("Reason", rows=4, hint="The people who had the number read this. Say what shows whose number it is.")


class NoteForm(forms.Form):
    """What was done for a local check."""

    note = Prose("What was done", required=False, rows=4, hint="For example, where the document is kept.")


class ContactForm(forms.Form):
    """Whom other NHS organisations may ask; nobody when both are empty."""

    name = Line("Team or person", required=False, max_length=NAME_MAX, hint="For example, “Theatre innovation team”.")
    email = forms.EmailField(
        label="Email address",
        help_text="An address that the team shares lasts longer than a person’s own.",
        required=False,
        max_length=254,
        error_messages={"invalid": "Enter an email address in the correct format, like name@example.com"},
    )
