"""Forms of needs."""

from __future__ import annotations

from typing import Any

from django import forms

from compass.foundation.forms import Choice, DateField, Line, Prose, WholeNumber
from compass.foundation.text import NAME_MAX
from evidence.models import ClinicalArea, Innovation
from trusts.models.needs import PATIENTS_MAX
from trusts.web.on_behalf import OrganisationForm


class NeedWordsForm(forms.Form):
    """What is needed, for whom, and by when."""

    title = Line("Title", max_length=NAME_MAX, hint="Say what you look for in a few words.")
    problem = Prose("The problem you want to solve", hint="In plain words. Say what happens today, to whom and where.")
    clinical_area = Choice("Main clinical area", [("", "Choose an area"), *ClinicalArea.choices], many=True)
    patients = WholeNumber(
        label="How many patients a year have this problem at your organisation",
        required=False,
        min_value=1,
        max_value=PATIENTS_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Enter a whole number",
            "min_value": "Enter 1 or more, or leave it empty",
            "max_value": f"Enter {PATIENTS_MAX:,} or less",
        },
    )
    needed_by = DateField(label="Needed by", required=False, help_text="For example, 27 3 2027")


class NeedForm(NeedWordsForm, OrganisationForm):
    """The same, and who publishes it."""

    organisation = Choice("Organisation you publish for", (), many=True)


class _Read(forms.Form):
    """The revision that was read before typing began."""

    revision = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=10**9,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Open this page again"),
    )


class ChangeNeedForm(NeedWordsForm, _Read):
    """What is needed in other words."""


class AnswerNeedForm(_Read):
    """Which technology, and how it answers the need."""

    innovation = Choice("Technology", (), many=True)
    sentence = Line("How it helps", hint="One sentence. Everybody can read it.")

    def __init__(self, *args: Any, innovations: list[Innovation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["innovation"].choices = [(i.slug, f"{i}, {i.innovator}") for i in innovations]  # type: ignore[attr-defined]


class CloseNeedForm(forms.Form):
    """What came of it."""

    outcome = Line("What came of it?", required=False, hint="For example: we adopted a sensor. Everybody can read it.")
