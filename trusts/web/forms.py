"""Forms of nominating, assessing and deciding."""

from __future__ import annotations

from typing import Any

from django import forms

from compass.foundation.forms import Choice, DateField, Line, Prose
from evidence.models import ClinicalArea, Innovator, Kind, Section
from trusts.models import Exclusion, Organisation, Panel
from trusts.states import OUTCOMES

POINTS = [
    ("5", "5 – Outstanding"),
    ("4", "4 – Good"),
    ("3", "3 – Acceptable"),
    ("2", "2 – Weak"),
    ("1", "1 – Not shown"),
]


class NominationForm(forms.Form):
    """A technology worth assessing, and whom to invite."""

    organisation = Choice("Organisation you nominate for", (), many=True)
    technology_name = Line("Name of the technology", max_length=200)
    kind = Choice("What kind of technology it is", Kind.choices)
    clinical_area = Choice("Main clinical area", [("", "Choose an area"), *ClinicalArea.choices], many=True)
    problem = Prose(
        "The problem you want to solve", hint="The innovator reads this. Name the patients and the setting."
    )
    innovator_name = Line("Name of the innovator", hint="The company or group that makes it.", max_length=200)
    contact_email = forms.EmailField(
        label="E-mail address of the person to invite",
        max_length=254,
        error_messages={
            "required": "Enter the e-mail address of the person to invite",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(o.ods_code, f"{o} ({o.ods_code})") for o in organisations]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial.setdefault("organisation", choices[0][0])


class NewAccountForm(forms.Form):
    """An account for the invited person."""

    name = Line("Your full name", max_length=200)
    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters. Three random words are good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
    )


class AcceptForm(forms.Form):
    """For which company the invitation is accepted."""

    innovator = Choice("Accept for", ())
    new_innovator_name = Line("Name of the company", required=False, max_length=200)

    def __init__(self, *args: Any, innovators: list[Innovator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(i.pk), str(i)) for i in innovators]
        if choices:
            self.fields["innovator"].choices = [*choices, ("new", "Another company")]  # type: ignore[attr-defined]
            self.fields["new_innovator_name"].help_text = "Only if you chose “Another company”."
        else:
            del self.fields["innovator"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("innovator", "new") == "new" and not data.get("new_innovator_name"):
            self.add_error("new_innovator_name", "Enter the name of the company")
        return data


class SubmitPackForm(forms.Form):
    """The panel that shall assess the pack."""

    panel = Choice("Panel", (), hint="One panel assesses; every other organisation relies on it.", many=True)

    def __init__(self, *args: Any, panels: list[Panel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panel"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a panel"),
            *((str(p.pk), f"{p.organisation} – {p.name}") for p in panels),
        ]


class InterestForm(forms.Form):
    """What a member declares before taking part."""

    exclusion = Choice("Your interests in this technology, its maker or a competitor", Exclusion.choices)
    excluded_sections = forms.MultipleChoiceField(
        label="Sections your interest touches",
        help_text="Only for an interest that touches some sections.",
        choices=Section.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    detail = Prose("What the interest is", required=False, rows=3, hint="Leave it empty if there is none.")


class ScoreForm(forms.Form):
    """A score with its reason."""

    points = Choice("Your score", POINTS)
    reason = Prose("Your reason", min_length=20, hint="What in the pack led you to this score.")


class DecisionForm(forms.Form):
    """The panel's decision."""

    outcome = Choice("Outcome", [(o.value, o.label) for o in OUTCOMES])
    reason = Prose("Reason for the decision", min_length=20)
    dissent = Prose("Dissent", required=False, rows=3, hint="Views of members who disagree, if any.")
    condition = Prose("Condition", required=False, rows=3, hint="Only for approval with conditions.")
    condition_due_on = DateField(label="Condition due by", help_text="For example, 31 3 2027", required=False)
    condition_blocking = forms.BooleanField(
        label="The passport is suspended if the condition is overdue", required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("condition") and not data.get("condition_due_on") and "condition_due_on" not in self.errors:
            self.add_error("condition_due_on", "Enter the date by which the condition must be met")
        if data.get("condition_due_on") and not data.get("condition"):
            self.add_error("condition", "Enter the condition that is due by this date")
        return data
