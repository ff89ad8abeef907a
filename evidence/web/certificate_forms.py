"""Forms of certificates: the kind first, then only what is asked of that kind."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from compass.foundation.forms import Choice, DateField, Line
from evidence.certificates import RULES
from evidence.models import CertificateKind, Document, Legislation


class KindForm(forms.Form):
    """Which certificate; only the kinds that would do when somebody comes from a requirement."""

    kind = Choice("Which certificate", [])

    def __init__(self, *args: Any, kinds: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(value, label) for value, label in CertificateKind.choices if not kinds or value in kinds]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]


class CertificateForm(forms.Form):
    """What stands on a certificate of one kind."""

    number = Line("Certificate number", max_length=80)
    body_number = Line(
        "Number of the approved or notified body",
        hint="The four digits beside the mark, for example 0086.",
        max_length=4,
        widget=forms.TextInput(attrs={"width": 4, "inputmode": "numeric"}),
    )
    legislation = Choice(
        "EU law it was issued under",
        Legislation.choices,
        hint="It decides how long CE marking counts in Great Britain.",
    )
    issued_by = Line(
        "Issued by", missing="Enter who issued it", hint="The approved or notified body, or the scheme.", max_length=200
    )
    valid_from = DateField(
        label="Valid from",
        help_text="For example, 27 3 2025",
        error_messages={"required": "Enter the date from which it is valid"},
    )
    expires_on = DateField(
        label="Expires on",
        help_text="The last day on which it is valid. For example, 26 3 2030",
        error_messages={"required": "Enter the last day on which it is valid"},
    )
    checked_on = DateField(
        label="Last checked at its source on",
        help_text="When you last checked it with whoever issued it, or in a public register. For example, 27 3 2026",
        required=False,
    )
    document = Choice("Document that shows it", [], required=False, many=True)

    def __init__(self, *args: Any, kind: str, documents: Collection[Document] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = RULES[kind]
        self.fields["legislation"].error_messages["required"] = "Choose the EU law it was issued under"
        self.fields["number"].label = rule.number_is
        self.fields["number"].help_text = f"For example {rule.example}"
        self.fields["number"].error_messages["required"] = f"Enter the {rule.number_is.lower()}"
        self.fields["valid_from"].label = rule.begins
        if rule.ends_in_june:
            self.fields["expires_on"].help_text = "30 June of the year that it holds until. For example, 30 6 2027"
        if rule.may_have_no_end:
            self.fields["expires_on"].label = "Due for renewal on"
            self.fields["expires_on"].required = False
        wanted = {
            "body_number": rule.body_number,
            "legislation": kind == CertificateKind.CE,
            "issued_by": not rule.issuer,
            "expires_on": rule.states_end,
            "document": bool(documents),
        }
        for name in [name for name, asked in wanted.items() if not asked]:
            del self.fields[name]
        if documents:
            choices = [("", "None yet"), *((str(one.pk), one.title) for one in documents)]
            self.fields["document"].choices = choices  # type: ignore[attr-defined]

    def stated(self) -> dict[str, Any]:
        """What was typed, as the operations take it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"document", "upload"}}


class RenewalForm(CertificateForm):
    """What stands on a renewed certificate, and the document that shows it."""

    upload = forms.FileField(
        label="Document that shows it",
        help_text="PDF, Word (.docx), Excel (.xlsx), CSV, PNG or JPEG, up to 20 MB, without a password or macros.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.csv,.png,.jpg,.jpeg"}),
        max_length=200,
        error_messages={
            "empty": "The file is empty. Choose it again",
            "max_length": "The name of the file is too long. Give it a name of 200 characters or fewer",
        },
    )
