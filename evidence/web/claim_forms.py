"""The form of a claim."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from compass.foundation.forms import Choice, Line, WholeNumber
from evidence.models import Document
from evidence.models.claims import DESIGNS, MEASURES
from evidence.operations.claims import ClaimFacts

MONTHS_MAX = 1_200


def _number(label: str, *, hint: str = "", required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=hint,
        required=required,
        max_digits=18,
        decimal_places=6,
        widget=forms.TextInput(attrs={"width": 10}),  # no numeric keypad: some have no minus sign
        error_messages={
            "required": "Enter the size of the effect",
            "invalid": "Enter a number, for example -0.8 or 12",
            "max_decimal_places": "Give six decimal places at most",
        },
    )


def _whole(label: str, *, width: int) -> WholeNumber:
    return WholeNumber(
        label=label,
        required=False,
        min_value=0,
        max_value=30_000_000,
        widget=forms.TextInput(attrs={"width": width, "inputmode": "numeric"}),
        error_messages={"invalid": "Enter a whole number", "min_value": "This cannot be negative"},
    )


class ClaimForm(forms.Form):
    """One benefit with its numbers and where they come from."""

    outcome = Line("What was measured", hint="For example: surgical site infections within 30 days.", max_length=200)
    population = Line("Who was studied", hint="For example: adults after hip replacement.", max_length=200)
    comparator = Line(
        "Compared with what", hint="For example: usual care. Leave it empty if nothing was compared.", required=False,
        max_length=200,
    )  # fmt: skip
    design = Choice("How it was studied", [("", "Choose a design"), *DESIGNS], many=True)
    measure = Choice("What kind of number it is", [("", "Choose one"), *MEASURES], many=True)
    size = _number("Size of the effect", hint="A minus sign means less. For example -0.8.", required=True)
    unit = Line(
        "Unit", hint="For example: days, %, infections per 100 operations.", required=False, max_length=40,
        widget=forms.TextInput(attrs={"width": 20}),
    )  # fmt: skip
    low = _number("Lower end of the confidence interval")
    high = _number("Upper end of the confidence interval")
    confidence = forms.IntegerField(
        label="Confidence level, in per cent",
        initial=95,
        min_value=50,
        max_value=99,
        widget=forms.TextInput(attrs={"width": 2, "inputmode": "numeric"}),
        error_messages={
            "required": "Enter the level, usually 95",
            "invalid": "Enter a whole number from 50 to 99",
            "min_value": "Enter a whole number from 50 to 99",
            "max_value": "Enter a whole number from 50 to 99",
        },
    )
    participants = _whole("Number of people", width=10)
    follow_up_months = _whole("Followed for how many months", width=4)
    sites = Line(
        "NHS organisations where it was measured",
        hint="ODS codes with commas between them, for example RGT, RJ1. Needed for a measurement in routine use.",
        required=False,
    )
    source = Line(
        "Publication or registration",
        hint="A DOI, an ISRCTN number or an NCT number, for example 10.1136/bmj.n71.",
        required=False,
    )
    documents = forms.MultipleChoiceField(
        label="Documents of this pack that it rests on", required=False, widget=forms.CheckboxSelectMultiple
    )

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, documents: list[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["documents"]
        field.choices = [(str(one.pk), one.title) for one in documents]
        if not documents:
            del self.fields["documents"]

    def clean_sites(self) -> list[str]:
        return [code.strip() for code in self.cleaned_data["sites"].replace(";", ",").split(",") if code.strip()]

    def clean_follow_up_months(self) -> int | None:
        months: int | None = self.cleaned_data["follow_up_months"]
        if months is not None and months > MONTHS_MAX:
            raise ValidationError(f"Enter the time in months, {MONTHS_MAX:,} at most")
        return months

    def facts(self) -> ClaimFacts:
        """What was typed, without the documents and what was seen."""
        given = dict(self.cleaned_data)
        for name in ("documents", "seen"):
            given.pop(name, None)
        given["size"] = Decimal(given["size"])
        return cast("ClaimFacts", given)
