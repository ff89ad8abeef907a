"""The form of one question, made from its kind. It checks form only; evidence.answering has the rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from compass.foundation.forms import Choice, DateField, Line, Prose
from evidence.answering import LINK_MAX, YES_NO
from evidence.completeness import Asked


def _number(asked: Asked) -> forms.Field:
    return forms.DecimalField(
        label=f"Your answer, in {asked.unit}" if asked.unit else "Your answer",
        required=False,
        max_digits=18,
        decimal_places=6,
        max_value=Decimal(10) ** 12 - 1,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": "Enter a number, for example 12 or 12.5"},
    )


def _choices(asked: Asked) -> forms.Field:
    return forms.MultipleChoiceField(
        label="Your answer",
        help_text="Choose all that apply.",
        required=False,
        choices=list(asked.options.items()),
        widget=forms.CheckboxSelectMultiple,
    )


def _main(asked: Asked) -> dict[str, forms.Field]:
    if asked.kind == "TEXT":
        return {"text": Prose("Your answer", rows=12, required=False)}
    if asked.kind in {"YES_NO", "CHOICE"}:
        options = YES_NO if asked.kind == "YES_NO" else asked.options
        return {"choice": Choice("Your answer", list(options.items()), required=False)}
    if asked.kind == "CHOICES":
        return {"choices": _choices(asked)}
    if asked.kind == "NUMBER":
        return {"number": _number(asked)}
    if asked.kind == "DATE":
        return {"date": DateField(label="Your answer", help_text="For example, 27 3 2026", required=False)}
    return {"link": Line("Web address", hint="It begins with https://", required=False, max_length=LINK_MAX)}


class AnswerForm(forms.Form):
    """`seen` is the revision of the answer that the page showed, 0 for none."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        return "" if number is None else format(number, "f")


def answer_form(asked: Asked) -> type[forms.Form]:
    """A form class with the fields of this question: its main one, and a free text beside a chosen answer."""
    fields: dict[str, Any] = _main(asked)
    if "text" not in fields:
        fields["text"] = Prose("Anything else the reader must know", rows=4, required=False)
    for field in fields.values():
        # Everything on this page may be left empty, so saying “optional” beside each field would say nothing.
        field.needed_sometimes = True
    return type("AnswerForm", (AnswerForm,), fields)
