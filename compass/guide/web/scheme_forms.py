"""The form of an organisation's questions and weights."""

from __future__ import annotations

from typing import Any

from django import forms

from compass.foundation.forms import Choice, Line, sometimes
from compass.guide.value.scheme import DOMAIN_NAMES, Question, Scheme
from compass.guide.web.value_forms import percent_field, plain, question_field

NEW = ("new-1", "new-2", "new-3")
_KEEP = [("", "Keep it"), ("yes", "Stop using it in later evaluations")]


class SchemeForm(forms.Form):
    """Every question with its weight, room for three new ones, and why the version is made."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        self.initial["seen"] = scheme.version
        self.fields["cost_weight"] = percent_field("Weight of whole-life cost, %")
        self.initial["cost_weight"] = plain(scheme.cost_weight)
        for n, one in enumerate(scheme.questions, 1):
            self.fields[f"text-{one.key}"] = question_field(f"Question {n}")
            self.fields[f"weight-{one.key}"] = percent_field(f"Weight of question {n}, %")
            self.fields[f"retire-{one.key}"] = sometimes(Choice(f"Question {n} from now on", _KEEP, many=True))
            self.initial.update({f"text-{one.key}": one.text, f"weight-{one.key}": plain(one.weight)})
        domains = [("", "Choose a domain"), *DOMAIN_NAMES.items()]
        for n, new in enumerate(NEW, 1):
            self.fields[f"text-{new}"] = sometimes(question_field(f"New question {n}"))
            self.fields[f"domain-{new}"] = sometimes(Choice(f"Domain of new question {n}", domains, many=True))
            self.fields[f"weight-{new}"] = sometimes(percent_field(f"Weight of new question {n}, %"))
        self.fields["why"] = Line("What did you change, and why?", hint="It stays with this version.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for n, new in enumerate(NEW, 1):
            if given.get(f"text-{new}"):
                if not given.get(f"domain-{new}"):
                    self.add_error(f"domain-{new}", f"Choose the domain of new question {n}")
                if given.get(f"weight-{new}") is None and f"weight-{new}" not in self.errors:
                    self.add_error(f"weight-{new}", f"Enter the weight of new question {n}")
            elif given.get(f"weight-{new}"):
                self.add_error(f"text-{new}", f"Enter new question {n}, or leave its weight empty")
        return given

    def questions(self) -> list[Question]:
        """The questions of a valid form that are not retired; new ones without a key."""
        data = self.cleaned_data
        kept = [
            Question(one.key, one.domain, data[f"text-{one.key}"], data[f"weight-{one.key}"])
            for one in self.scheme.questions
            if not data[f"retire-{one.key}"]
        ]
        added = [
            Question("", data[f"domain-{new}"], data[f"text-{new}"], data[f"weight-{new}"])
            for new in NEW
            if data[f"text-{new}"]
        ]
        return [*kept, *added]

    def parts(self) -> list[tuple[str, list[list[forms.BoundField]]]]:
        """The fields of the questions under their domains."""
        return [
            (name, [[self[f"{part}-{one.key}"] for part in ("text", "weight", "retire")]
                    for one in self.scheme.questions if one.domain == domain])
            for domain, name in DOMAIN_NAMES.items()
        ]  # fmt: skip

    def new(self) -> list[list[forms.BoundField]]:
        """The fields of the new questions."""
        return [[self[f"{part}-{new}"] for part in ("text", "domain", "weight")] for new in NEW]
