"""Forms of nominating, assessing and deciding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from compass.foundation.forms import Choice, DateField, Line, Prose, sometimes
from evidence.models import ClinicalArea, Innovation, Innovator, Kind, Section
from trusts.models import Exclusion, Panel
from trusts.states import OUTCOMES
from trusts.web.on_behalf import OrganisationForm

POINTS = [
    ("5", "5 – Outstanding"),
    ("4", "4 – Good"),
    ("3", "3 – Acceptable"),
    ("2", "2 – Weak"),
    ("1", "1 – Not shown"),
]


class NominationForm(OrganisationForm):
    """A technology worth assessing, and whom to invite."""

    organisation = Choice("Organisation you nominate for", (), many=True)
    technology_name = Line("Name of the technology", max_length=200)
    kind = Choice("What kind of technology it is", Kind.choices)
    clinical_area = Choice("Main clinical area", [("", "Choose an area"), *ClinicalArea.choices], many=True)
    problem = Prose(
        "The problem you want to solve",
        hint="The innovator reads this. Say which patients have the problem, and where.",
    )
    innovator_name = Line("Name of the innovator", hint="The company or group that makes it.", max_length=200)
    contact_email = forms.EmailField(
        label="Email address of the person to invite",
        max_length=254,
        error_messages={
            "required": "Enter the email address of the person to invite",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )


class AcceptForm(forms.Form):
    """For which technology, or for which company, the invitation is accepted."""

    innovation = Choice("Technology", (), hint="Each technology is described and assessed only once.")
    innovator = Choice("Accept for", (), hint="Only for a technology that you have not described here yet.")
    new_innovator_name = Line("Name of the company", required=False, max_length=200)

    def __init__(
        self, *args: Any, nominated: str, innovators: list[Innovator], innovations: list[Innovation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        mine = [(str(i.pk), f"{i}, which you have described") for i in innovations]
        companies = [(str(i.pk), str(i)) for i in innovators]
        if mine:
            self.fields["innovation"].choices = [*mine, ("new", f"{nominated}, as a new technology")]  # type: ignore[attr-defined]
        else:
            del self.fields["innovation"]
        if companies:
            self.fields["innovator"].choices = [*companies, ("new", "Another company")]  # type: ignore[attr-defined]
            self.fields["innovator"].required = not mine
            self.fields["new_innovator_name"].help_text = "Only if you chose “Another company”."
        else:
            del self.fields["innovator"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("innovation", "new") != "new":
            return data
        if "innovator" in self.fields and not data.get("innovator") and "innovator" not in self.errors:
            self.add_error("innovator", "Choose the company that makes it")
        elif data.get("innovator", "new") == "new" and not data.get("new_innovator_name"):
            self.add_error("new_innovator_name", "Enter the name of the company")
        return data


class SubmitPackForm(forms.Form):
    """The panel that shall assess the pack."""

    panel = Choice(
        "Panel",
        (),
        hint="One panel assesses the pack. Every other NHS organisation can rely on its decision.",
        many=True,
    )

    def __init__(self, *args: Any, panels: list[Panel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panel"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a panel"),
            *((str(p.pk), f"{p.organisation} – {p.name}") for p in panels),
        ]


class InterestForm(forms.Form):
    """What a member declares before taking part."""

    exclusion = Choice("Your interests in this technology, its maker or a competitor", Exclusion.choices)
    excluded_sections = sometimes(
        forms.MultipleChoiceField(
            label="Sections that you will not score",
            help_text="Only if your interest touches some sections and not the others.",
            choices=Section.choices,
            widget=forms.CheckboxSelectMultiple,
        )
    )
    detail = sometimes(Prose("What the interest is", rows=3, hint="Leave this empty if there is none to declare."))


class ScoreForm(forms.Form):
    """A score with its reason."""

    points = Choice("Your score", POINTS)
    reason = Prose("Your reason", min_length=20, hint="Say what in the pack led you to this score.")


MOST_CONDITIONS = 20


def conditions_asked(posted: Mapping[str, Any]) -> int:
    """For how many conditions the page had fields when it was sent; 1 to 20, whatever stands there."""
    possible = {str(n): n for n in range(1, MOST_CONDITIONS + 1)}
    return possible.get(str(posted.get("conditions_shown", "")), 1)


class DecisionForm(forms.Form):
    """The panel's decision, with fields for as many conditions as were asked for."""

    outcome = Choice("Outcome", [(o.value, o.label) for o in OUTCOMES])
    reason = Prose("Reason for the decision", min_length=20)
    dissent = Prose("Dissent", required=False, rows=3, hint="The views of members who disagree.")

    def __init__(self, *args: Any, conditions: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = min(conditions, MOST_CONDITIONS)
        shown = forms.CharField(widget=forms.HiddenInput, required=False, initial=str(self.asked))
        self.fields["conditions_shown"] = shown
        self.initial["conditions_shown"] = str(self.asked)
        for n in range(1, self.asked + 1):
            name, words = _condition(n)
            hint = "Only for approval with conditions." if n == 1 else "Leave it empty if there is no other condition."
            self.fields[name] = sometimes(Prose(words, rows=3, hint=hint))
            self.fields[f"{name}_due_on"] = sometimes(
                DateField(label=f"{words} due by", help_text="The last day to meet it. For example, 31 3 2027")
            )
            self.fields[f"{name}_blocking"] = forms.BooleanField(
                label=f"The passport is suspended if {'the condition' if n == 1 else words.lower()} is overdue",
                required=False,
                initial=True,
            )

    @property
    def may_have_more(self) -> bool:
        """Whether fields for another condition can be added."""
        return self.asked < MOST_CONDITIONS

    @classmethod
    def typed(cls, posted: QueryDict) -> dict[str, Any]:
        """What was typed so far, as the initial values of a form that is shown again unjudged."""
        found: dict[str, Any] = {name: posted.get(name, "") for name in ("outcome", "reason", "dissent")}
        for n in range(1, conditions_asked(posted) + 1):
            name, _ = _condition(n)
            found[name] = posted.get(name, "")
            found[f"{name}_due_on"] = [posted.get(f"{name}_due_on_{part}", "") for part in ("day", "month", "year")]
            found[f"{name}_blocking"] = f"{name}_blocking" in posted
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, self.asked + 1):
            name, _ = _condition(n)
            due_on = f"{name}_due_on"
            if data.get(name) and not data.get(due_on) and due_on not in self.errors:
                self.add_error(due_on, "Enter the date by which the condition must be met")
            if data.get(due_on) and not data.get(name) and name not in self.errors:
                self.add_error(name, "Enter the condition that is due by this date")
        return data

    def _written(self) -> list[str]:
        names = (_condition(n)[0] for n in range(1, self.asked + 1))
        return [name for name in names if self.cleaned_data.get(name)]

    def conditions(self) -> list[tuple[str, date, bool]]:
        """The conditions of a valid form: text, due day (inclusive), whether the passport is suspended after it."""
        data = self.cleaned_data
        return [(data[name], data[f"{name}_due_on"], data[f"{name}_blocking"]) for name in self._written()]

    def places(self) -> dict[str, str]:
        """Which field holds which part of the operation's `conditions`."""
        written = self._written() or ["condition"]
        texts = {f"conditions.{n}.text": name for n, name in enumerate(written)}
        return texts | {f"conditions.{n}.due_on": f"{name}_due_on" for n, name in enumerate(written)}


def _condition(n: int) -> tuple[str, str]:
    """The name and the label of the n-th condition's field, from 1."""
    return ("condition", "Condition") if n == 1 else (f"condition_{n}", f"Condition {n}")
