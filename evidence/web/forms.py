"""Forms of the innovator's workplace."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from compass.foundation.forms import Choice, Line, Prose
from evidence.models import Benefit, CareSetting, ClinicalArea, Confidentiality, Kind


class DescriptionForm(forms.Form):
    """What the technology is."""

    name = Line("Name of the technology", max_length=200)
    kind = Choice("What kind of technology it is", Kind.choices)
    clinical_area = Choice("Main clinical area", [("", "Choose an area"), *ClinicalArea.choices], many=True)
    summary = Line("What it does, in one sentence", hint="Shown in lists and search results. Up to 300 characters.")
    problem = Prose("The problem it solves", rows=4)
    description = Prose("How it works and who uses it", rows=8)
    list_price = forms.DecimalField(
        label="List price in pounds, without VAT",
        help_text="For example 1250 or 45.50. Leave it empty if there is no public price.",
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput,
        error_messages={
            "invalid": "Enter the price as a number, for example 1250 or 45.50",
            "min_value": "The price cannot be negative",
            "max_digits": "The price is too large",
            "max_decimal_places": "Give pounds and pence, with two decimal places at most",
            "max_whole_digits": "The price is too large",
        },
    )
    price_unit = Line(
        "What the price is for", hint="For example: device, test, patient per year.", required=False, max_length=80
    )
    care_settings = forms.MultipleChoiceField(
        label="Where care is given with it",
        choices=CareSetting.choices,
        help_text="Buyers can filter by this. Choose all that fit.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    benefits = forms.MultipleChoiceField(
        label="What it is meant to make better",
        choices=Benefit.choices,
        help_text="Choose all that fit. State what studies found as claims in an evidence pack.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ChangeDescriptionForm(DescriptionForm):
    """The same, and what stood there when typing began."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class StartPackForm(forms.Form):
    """Which version of the product the pack is about."""

    product_version = Line(
        "Version of the product",
        hint="As it is on the product or in the software, for example 2.1.",
        max_length=40,
        strip=True,
    )


class DocumentForm(forms.Form):
    """A file that supports the pack."""

    title = Line("What the document is", hint="For example: Evaluation report, Leeds, 2025.", max_length=200)
    upload = forms.FileField(
        label="File",
        help_text="PDF, Word (.docx), Excel (.xlsx), CSV, PNG or JPEG, up to 20 MB, without a password or macros.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.csv,.png,.jpg,.jpeg"}),
        max_length=200,
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty. Choose it again",
            "max_length": "The name of the file is too long. Give it a name of 200 characters or fewer",
        },
    )
    confidentiality = Choice(
        "Who may read it",
        Confidentiality.choices,
        hint="The panel reads every document. Others can read a public or NHS-only one once there is a passport.",
    )
    redacts = Choice(
        "Full document that this is a redacted copy of",
        [],
        hint="Choose it only if this file is a copy with parts blacked out.",
        required=False,
        many=True,
    )
    questions = forms.MultipleChoiceField(
        label="What it is evidence for",
        help_text="One document can count for more than one requirement.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: object, full: list[tuple[int, str]], wanted: list[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["questions"].choices = wanted  # type: ignore[attr-defined]
        # A page that was open while somebody else was faster still sends its choice: that is refused, not passed over.
        if full or self.data.get("redacts"):
            self.fields["redacts"].choices = [("", "None: this is a full document"), *full]  # type: ignore[attr-defined]
        else:
            del self.fields["redacts"]
