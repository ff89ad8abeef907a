"""The form of an organisation's own numbers: one field for each input of a model. What is typed is kept as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from compass.foundation.forms import sometimes
from compass.guide.presenters.local_costs import Input, inputs
from evidence.cost import HIGHEST, LOWEST, CostModel, base_of, read_overrides
from evidence.web.cost_parts import number_typed

# The lowest and the highest likely number around one's own, for whoever is not sure of it.
ENDS = ((LOWEST, "Lowest likely"), (HIGHEST, "Highest likely"))


def field_of(name: str) -> str:
    """The field of an input, or of an end of its range: `own-patients`, `low-patients`."""
    base = base_of(name)
    return f"{name.removeprefix(base)[1:] or 'own'}-{base}"


_Row = tuple[Input, forms.BoundField, list[forms.BoundField]]


class NumbersForm(forms.Form):
    """Own numbers for a model; an empty field leaves the innovator's. Raises nothing on hostile input."""

    def __init__(self, model: CostModel, numbers: Mapping[str, str], data: Any = None) -> None:
        self.model = model
        super().__init__(data, initial={field_of(name): number for name, number in numbers.items()})
        self.inputs = inputs(model)
        for one in self.inputs:
            self.fields[field_of(one.name)] = _number(f"Your number: {one.title}", one.unit)
            for end, words in ENDS:
                self.fields[field_of(one.name + end)] = _number(f"{words}: {one.title}", one.unit)

    def parts(self) -> list[tuple[str, list[_Row]]]:
        """The inputs with their fields, and those of their ends, under the heading of their part."""
        found: dict[str, list[_Row]] = {}
        for one in self.inputs:
            ends = [self[field_of(one.name + end)] for end, _ in ENDS]
            found.setdefault(one.part, []).append((one, self[field_of(one.name)], ends))
        return list(found.items())

    def numbers(self) -> dict[str, str]:
        """The numbers typed, as text by name of the input; the empty ones left out."""
        names = [one.name + end for one in self.inputs for end in ("", LOWEST, HIGHEST)]
        typed = {name: number_typed(self.cleaned_data.get(field_of(name), "")) for name in names}
        return {name: text for name, text in typed.items() if text}

    def clean(self) -> None:
        """Every problem beside its field."""
        _, problems = read_overrides(self.model, self.numbers())
        titles = {one.name: one.title for one in self.inputs}
        for problem in problems:
            name = str(problem.path[0])
            self.add_error(field_of(name), f"{titles[base_of(name)]}: {problem.whole}")


def _number(label: str, unit: str) -> forms.CharField:
    """A number that may be left out; the page says so once."""
    field = forms.CharField(
        label=label,
        help_text=f"{unit[:1].upper()}{unit[1:]}.",
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    return sometimes(field)
