"""The form of an organisation's own numbers: one field for each input of a model. What is typed is kept as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from compass.guide.presenters.local_costs import Input, inputs
from evidence.cost import CostModel, read_overrides
from evidence.web.cost_parts import number_typed

_PREFIX = "own-"


def field_of(name: str) -> str:
    """The field of an input."""
    return _PREFIX + name


class NumbersForm(forms.Form):
    """Own numbers for a model; an empty field leaves the innovator's. Raises nothing on hostile input."""

    def __init__(self, model: CostModel, numbers: Mapping[str, str], data: Any = None) -> None:
        self.model = model
        super().__init__(data, initial={field_of(name): number for name, number in numbers.items()})
        self.inputs = inputs(model)
        for one in self.inputs:
            field = forms.CharField(
                label=f"Your number: {one.title}",
                help_text=f"{one.unit[:1].upper()}{one.unit[1:]}.",
                required=False,
                strip=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
            # Every field may be left empty, and the page says so once.
            field.needed_sometimes = True  # type: ignore[attr-defined]
            self.fields[field_of(one.name)] = field

    def parts(self) -> list[tuple[str, list[tuple[Input, forms.BoundField]]]]:
        """The inputs with their fields under the heading of their part."""
        found: dict[str, list[tuple[Input, forms.BoundField]]] = {}
        for one in self.inputs:
            found.setdefault(one.part, []).append((one, self[field_of(one.name)]))
        return list(found.items())

    def numbers(self) -> dict[str, str]:
        """The numbers typed, as text by name of the input; the empty ones left out."""
        typed = {one.name: number_typed(self.cleaned_data.get(field_of(one.name), "")) for one in self.inputs}
        return {name: text for name, text in typed.items() if text}

    def clean(self) -> None:
        """Every problem beside its field."""
        _, problems = read_overrides(self.model, self.numbers())
        titles = {one.name: one.title for one in self.inputs}
        for problem in problems:
            name = str(problem.path[0])
            self.add_error(field_of(name), f"{titles[name]}: {problem.whole}")
