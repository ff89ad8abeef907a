"""Forms about safety notices."""

from __future__ import annotations

from django import forms

from compass.foundation.forms import Prose


class JudgementForm(forms.Form):
    """Why a notice concerns a technology or not, or how it was dealt with."""

    reason = Prose("Reason", rows=4, hint="Shown to everybody who relies on the technology's passport.")
    # Of the match and its notice as the person read them.
    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)


class ActedForm(forms.Form):
    """What an adopting organisation did."""

    note = Prose(
        "What was done",
        required=False,
        rows=4,
        hint="For example, which items were taken out of use. Only your organisation sees this.",
    )
    # Of the notice as the page showed it.
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=32767)
