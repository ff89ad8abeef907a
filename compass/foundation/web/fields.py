"""From a Django form field to the parameters of the NHS macro that shows it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField

from compass.foundation.forms import DateParts

_KINDS: list[tuple[type[forms.Widget], str]] = [
    (DateParts, "date"),
    (forms.CheckboxInput, "checkbox"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
    (forms.HiddenInput, "hidden"),
]


def kind(field: BoundField) -> str:
    """Which macro shows this field."""
    return next((name for widget, name in _KINDS if isinstance(field.field.widget, widget)), "input")


def _items(field: BoundField) -> list[dict[str, Any]]:
    value = field.value()
    chosen = (
        {str(v) for v in value} if isinstance(value, list | tuple | set) else {str(value if value is not None else "")}
    )
    hints = getattr(field.field, "choice_hints", {})
    return [
        {
            "value": str(key),
            "text": str(label),
            "checked": str(key) in chosen,
            "selected": str(key) in chosen,
            "hint": {"text": hints[str(key)]} if str(key) in hints else None,
        }
        for key, label in field.field.choices  # type: ignore[attr-defined]
    ]


def _date_items(field: BoundField) -> list[dict[str, Any]]:
    value = field.value()
    parts = value if isinstance(value, list) else field.field.widget.decompress(value)
    wrong = bool(field.errors)
    return [
        {
            "id": f"{field.auto_id}_{part}",
            "name": f"{field.html_name}_{part}",
            "label": part.capitalize(),
            "value": "" if shown is None else str(shown),
            "width": 4 if part == "year" else 2,
            "inputmode": "numeric",
            "classes": "nhsuk-input--error" if wrong else "",
        }
        for part, shown in zip(("day", "month", "year"), parts, strict=True)
    ]


def params(field: BoundField) -> dict[str, Any]:
    """The macro's parameters: identity, words, value and the first error."""
    which = kind(field)
    legend = which in {"radios", "checkboxes", "date"}
    asked = field.field.required or getattr(field.field, "needed_sometimes", False)
    label = str(field.label) + ("" if asked or which == "checkbox" else " (optional)")
    found: dict[str, Any] = {
        # Radios and checkboxes number their inputs from the prefix; an id of the group would be the first one's again.
        "idPrefix" if which in {"radios", "checkboxes", "checkbox"} else "id": field.auto_id,
        "name": field.html_name,
        "hint": {"text": str(field.help_text)} if field.help_text and which != "checkbox" else None,
        "errorMessage": {"text": field.errors[0]} if field.errors else None,
        "autocomplete": field.field.widget.attrs.get("autocomplete"),
    }
    if legend:
        found["fieldset"] = {"legend": {"text": label, "size": "s"}}
    elif which != "checkbox":
        found["label"] = {"text": label, "size": "s"}
    if which == "date":
        found["items"] = _date_items(field)
    elif which in {"radios", "checkboxes", "select"}:
        found["items"] = _items(field)
    elif which == "checkbox":
        hint = {"text": str(field.help_text)} if field.help_text else None
        found["items"] = [{"value": "on", "text": label, "checked": bool(field.value()), "hint": hint}]
    elif which not in {"password", "file"}:
        value = field.value()
        found["value"] = "" if value is None else str(value)
    if which == "input":
        found["type"] = field.field.widget.input_type
        # As wide as what is typed into it, in characters (2, 3, 4, 5, 10, 20 or 30).
        found["width"] = field.field.widget.attrs.get("width")
        found["inputmode"] = field.field.widget.attrs.get("inputmode")
        found["spellcheck"] = False if found["type"] == "email" else None
    if which == "textarea":
        found["rows"] = field.field.widget.attrs.get("rows", 5)
    if which == "file":
        found["attributes"] = {"accept": field.field.widget.attrs.get("accept", "")}
    return found
