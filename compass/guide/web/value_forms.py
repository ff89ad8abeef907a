"""Forms of the value workbench."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from compass.foundation.forms import Choice, Line, Prose, sometimes
from compass.foundation.sealing import content_hash
from compass.guide.models.value import COST_PARTS, MOST_YEARS
from compass.guide.operations.value import Given, Weighed
from compass.guide.presenters.value import choices
from compass.guide.value.scheme import DOMAIN_NAMES, percent
from trusts.web.on_behalf import OrganisationForm


def _number(label: str, *, most: int, digits: int, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=hint, min_value=Decimal(0), max_value=most, max_digits=digits, decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "required": f"{label}: enter a number", "invalid": f"{label}: enter a number, like 12.5",
            "min_value": f"{label}: enter 0 or more", "max_value": f"{label}: enter {most:,} or less",
            "max_decimal_places": f"{label}: enter at most 2 digits after the point",
        },
    )  # fmt: skip


def plain(number: Decimal | None) -> str:
    """A number as a person types it, without zeros at its end; empty for None."""
    return "" if number is None else f"{number.normalize():f}"


class Shown(forms.Field):
    """What a form of many parts began from, so that it changes only what differs from that: a mark for each part."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    @staticmethod
    def marks(parts: Mapping[str, Sequence[str]]) -> str:
        """The value for parts by their key."""
        return " ".join(f"{key}:{Shown.mark(said)}" for key, said in parts.items())

    @staticmethod
    def mark(said: Sequence[str]) -> str:
        """Of what one part says; browsers end lines in their own way."""
        return content_hash([one.replace("\r\n", "\n") for one in said])[:16]

    def to_python(self, value: Any) -> dict[str, str]:
        """The marks by key."""
        return dict(one.rsplit(":", 1) for one in str(value or "").split() if ":" in one)


def question_field(label: str) -> forms.CharField:
    """The words of a question: one line, shown whole in a small window too."""
    return Line(label, widget=forms.Textarea(attrs={"rows": 2}))


def percent_field(label: str) -> forms.DecimalField:
    """A weight in percent of the whole."""
    return _number(label, most=100, digits=5)


class PurchaseForm(forms.Form):
    """What is bought, and which technologies are compared."""

    title = Line("Name of the purchase", hint="Only your organisation sees it.", max_length=200)
    years = forms.IntegerField(
        label="Years that the whole-life cost covers",
        min_value=1,
        max_value=MOST_YEARS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"Enter whole years from 1 to {MOST_YEARS}"
        ),
    )
    innovations = Prose(
        "Technologies", hint=("2 to 10, each on a line of its own. Enter its name here, or the address of its page.")
    )

    def lines(self) -> list[str]:
        """The technologies as they were typed."""
        return [line.strip() for line in self.cleaned_data["innovations"].splitlines() if line.strip()]


class ChangeForm(PurchaseForm):
    """The same, and what the change began from."""

    seen = forms.CharField(widget=forms.HiddenInput)


class StartForm(PurchaseForm, OrganisationForm):
    """The same, and for whom."""

    organisation = Choice("Organisation you buy for", (), many=True)
    field_order = ("organisation", "title", "years", "innovations")


class WeightsForm(forms.Form):
    """The words and the weight of every question, and the weight of cost."""

    def __init__(self, *args: Any, criteria: list[dict[str, Any]], cost_weight: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [row["key"] for row in criteria]
        self.fields["cost_weight"] = percent_field("Weight of whole-life cost, %")
        self.initial["cost_weight"] = plain(cost_weight)
        for n, row in enumerate(criteria, 1):
            key, domain = row["key"], DOMAIN_NAMES[row["domain"]]
            self.fields[f"text-{key}"] = question_field(f"Question {n}, {domain.lower()}")
            self.fields[f"weight-{key}"] = percent_field(f"Weight of question {n}, %")
            self.initial.update({f"text-{key}": row["text"], f"weight-{key}": plain(row["weight"])})
        self.now = {row["key"]: Weighed(row["text"], row["weight"]) for row in criteria}
        self.cost_now = cost_weight
        self.fields["shown"] = Shown()
        self.initial["shown"] = Shown.marks(
            {key: _said(one) for key, one in self.now.items()} | {"cost": [plain(cost_weight)]}
        )

    def questions(self) -> dict[str, Weighed]:
        """The questions of a valid form, by key; one that was not changed in it stays as it is now."""
        data = self.cleaned_data
        typed = {key: Weighed(data[f"text-{key}"], data[f"weight-{key}"]) for key in self.keys}
        marks = data["shown"]
        return {key: self.now[key] if marks.get(key) == Shown.mark(_said(one)) else one for key, one in typed.items()}

    def cost(self) -> Decimal:
        """The weight of cost; when it was not changed in the form, as it is now."""
        typed: Decimal = self.cleaned_data["cost_weight"]
        return self.cost_now if self.cleaned_data["shown"].get("cost") == Shown.mark([plain(typed)]) else typed


def _said(question: Weighed) -> list[str]:
    return [question.text, plain(question.weight)]


class EvaluatorForm(forms.Form):
    """Who else scores."""

    email = forms.EmailField(
        label="Email address of the evaluator",
        max_length=254,
        error_messages={
            "required": "Enter the email address of the evaluator",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )


class LeadForm(forms.Form):
    """Who leads from now on."""

    email = forms.EmailField(
        label="Email address of the new lead",
        max_length=254,
        error_messages={
            "required": "Enter the email address of the new lead",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )


class AbandonForm(forms.Form):
    """Why an evaluation is given up."""

    why = Line("Why?", hint="For example: the money went to another purchase. Your reason stays in the record.")


class MoveForm(forms.Form):
    """The next stage; moderation with one evaluator alone asks why that is enough."""

    alone_why = Line(
        "Why is one evaluator enough?",
        missing="Enter why one evaluator is enough",
        hint="For example: nobody else here knows this field. Your reason stays in the record.",
    )

    def __init__(self, *args: Any, alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not alone:
            del self.fields["alone_why"]


class RemoveForm(forms.Form):
    """Why somebody does not score any more."""

    why = Line("Why?", hint="For example: works for a supplier since May. Your reason stays in the record.")


class CostForm(forms.Form):
    """Whole-life cost in four parts."""

    purchase_cost = _number("Buying it, £", most=999_999_999_999, digits=14)
    implementation_cost = _number("Putting it into use, £", most=999_999_999_999, digits=14)
    operation_cost = _number("Running it, £", most=999_999_999_999, digits=14)
    disposal_cost = _number("Disposing of it, £", most=999_999_999_999, digits=14)
    cost_source = Line("Where these figures come from", hint="For example, a quotation and its date.")
    years = forms.IntegerField(widget=forms.HiddenInput)
    why = Line(
        "Why do you set the cost now?", hint="Scoring has opened. The earlier cost and your reason stay in the record."
    )

    def __init__(self, *args: Any, later: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not later:
            del self.fields["why"]

    def parts(self) -> dict[str, Decimal]:
        """The four parts of a valid form."""
        return {part: self.cleaned_data[part] for part in COST_PARTS}


def asked(n: int, row: dict[str, Any]) -> str:
    """A question with its number and weight."""
    return f"{n}. {row['text']} ({percent(row['weight'])})"


class ScoresForm(forms.Form):
    """Points and a reason for every question; what is left empty is not saved."""

    def __init__(
        self, *args: Any, criteria: list[dict[str, Any]], given: dict[str, dict[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, self.before = criteria, given
        for n, row in enumerate(criteria, 1):
            key = row["key"]
            self.fields[f"points-{key}"] = sometimes(
                Choice(asked(n, row), [("", "Not scored yet"), *choices()], many=True)
            )
            self.fields[f"reason-{key}"] = sometimes(Prose(f"Reason for question {n}", rows=2))
            if key in given:
                shown = {f"points-{key}": str(given[key]["points"]), f"reason-{key}": given[key]["reason"]}
                self.initial.update(shown)
        self.fields["shown"] = Shown()
        self.initial["shown"] = Shown.marks({key: [str(one["points"]), one["reason"]] for key, one in given.items()})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n, row in enumerate(self.criteria, 1):
            points, reason = f"points-{row['key']}", f"reason-{row['key']}"
            if data.get(points) and not data.get(reason) and reason not in self.errors:
                self.add_error(reason, f"Enter the reason for your points under question {n}")
            if data.get(reason) and not data.get(points) and points not in self.errors:
                self.add_error(points, f"Choose the points that your reason under question {n} is for")
            if row["key"] in self.before and not (data.get(points) or data.get(reason) or points in self.errors):
                self.add_error(points, f"Question {n} has a score already: change it, but do not leave it empty")
        return data

    def given(self) -> dict[str, Given]:
        """What was filled in and differs from what the form showed, by question key."""
        data = self.cleaned_data
        keys = [row["key"] for row in self.criteria if data.get(f"points-{row['key']}")]
        filled = {key: (data[f"points-{key}"], data[f"reason-{key}"]) for key in keys}
        marks = data["shown"]
        return {
            key: Given(int(points), reason)
            for key, (points, reason) in filled.items()
            if marks.get(key) != Shown.mark([points, reason])
        }

    def parts(self) -> list[tuple[str, str, str, Any, Any]]:
        """The heading of a question's domain where it begins, its key, its words, and its two fields, in order."""
        found, domain = [], ""
        for n, row in enumerate(self.criteria, 1):
            begins, domain = row["domain"] != domain, row["domain"]
            fields = self[f"points-{row['key']}"], self[f"reason-{row['key']}"]
            found.append((DOMAIN_NAMES[domain] if begins else "", row["key"], asked(n, row), *fields))
        return found


class AgreedForm(ScoresForm):
    """The same in moderation, where the question stands above what the evaluators gave."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, row in enumerate(self.criteria, 1):
            self.fields[f"points-{row['key']}"].label = f"Agreed points for question {n}"
            self.fields[f"reason-{row['key']}"].label = f"Why, for question {n}"
