"""Form fields that the NHS macros can show. Forms check form; operations decide and write."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from compass.foundation.text import LINE_CHECKS, LINE_MAX, PROSE_MAX, refuse_control_characters

AnyField = TypeVar("AnyField", bound=forms.Field)


def _named(label: str) -> str:
    """A label inside a sentence: `Name of the trust` is `the name of the trust`."""
    lowered = label[0].lower() + label[1:]
    return lowered if lowered.split()[0] in {"the", "your", "what", "which"} else f"the {lowered}"


# No certificate, condition or decision of this product lies outside of these years.
EARLIEST, LATEST = date(1950, 1, 1), date(2099, 12, 31)


class DateParts(forms.MultiWidget):
    """Day, month and year as three inputs (NHS date input pattern)."""

    def __init__(self) -> None:
        super().__init__(widgets={"day": forms.TextInput, "month": forms.TextInput, "year": forms.TextInput})

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if isinstance(value, date) else [None, None, None]


class DateField(forms.MultiValueField):
    """A civil date typed as day, month and year; what was typed is shown again when it is wrong."""

    widget = DateParts

    def __init__(self, **kwargs: Any) -> None:
        parts = tuple(forms.CharField(required=False, max_length=4) for _ in range(3))
        name = str(kwargs.get("label", "the date"))
        kwargs.setdefault("error_messages", {"required": f"Enter {_named(name)}"})
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> date | None:
        if not any(data_list):
            return None
        try:
            day, month, year = (int(part) for part in data_list)
            typed = date(year, month, day)
        except (TypeError, ValueError) as error:
            raise ValidationError("Enter a real date, for example 27 3 2027", code="date") from error
        if not EARLIEST <= typed <= LATEST:
            raise ValidationError(f"Enter a date from {EARLIEST.year} to {LATEST.year}", code="range")
        return typed


class WholeNumber(forms.IntegerField):
    """A whole number, with or without a comma or space between thousands: pages show `1,200`, so it may be typed."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        text = value.strip() if isinstance(value, str) else value
        if isinstance(text, str) and re.fullmatch(r"[0-9]{1,3}([,\s][0-9]{3})+", text):
            text = re.sub(r"[,\s]", "", text)
        return super().to_python(text)


def Line(
    label: str, *, hint: str = "", missing: str = "", required: bool = True, max_length: int = LINE_MAX, **kwargs: Any
) -> forms.CharField:
    """A text of one line; `missing` says what to enter where the label would read clumsily."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=max_length,
        validators=LINE_CHECKS,
        error_messages={
            "required": missing or f"Enter {_named(label)}",
            "max_length": f"{label} must be {max_length} characters or fewer. You entered %(show_value)d.",
        },
        **kwargs,
    )


def Prose(
    label: str, *, hint: str = "", required: bool = True, rows: int = 5, min_length: int | None = None
) -> forms.CharField:
    """A text of several lines, up to 10,000 characters."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=PROSE_MAX,
        min_length=min_length,
        validators=[refuse_control_characters],
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": f"Enter {_named(label)}",
            "max_length": f"{label} must be {PROSE_MAX:,} characters or fewer. You entered %(show_value)d.",
            "min_length": f"{label}: write at least %(limit_value)d characters so that others can follow it.",
        },
    )


def Choice(label: str, choices: Any, *, hint: str = "", required: bool = True, many: bool = False) -> forms.ChoiceField:
    """One choice, as radio buttons, or as a list when there are `many`."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        required=required,
        widget=forms.Select() if many else forms.RadioSelect(),
        error_messages={
            "required": f"Choose {_named(label)}",
            "invalid_choice": "Choose one of the listed answers",
        },
    )


def sometimes(field: AnyField) -> AnyField:
    """Mark a field that other answers make required, so that nobody is told it is optional."""
    field.required = False
    field.needed_sometimes = True  # type: ignore[attr-defined]
    return field


class OnlyConfirm(forms.Form):
    """A step that asks for nothing but the button."""
