"""Filters that refuse what they cannot read, instead of passing over it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django_filters import CharFilter, DateFilter, MultipleChoiceFilter, TypedChoiceFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

QUERY_MAX = 200


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": QUERY_MAX})
class TextFilter(CharFilter):
    """A text of at most 200 characters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", QUERY_MAX)
        super().__init__(*args, **kwargs)


@extend_schema_field({"type": "string", "pattern": "^[A-Za-z0-9]{1,10}$"})
class CodeFilter(CharFilter):
    """A code of letters and digits, in either case."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        form = RegexValidator(r"^[A-Za-z0-9]{1,10}\Z", "Give a code of up to 10 letters and digits.")
        super().__init__(*args, validators=[form], **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        return super().filter(qs, value.upper())


class FormFilter(CharFilter):
    """A code of a form: a pattern that the whole of it has to fit, as the document says too."""

    def __init__(self, *args: Any, form: str, **kwargs: Any) -> None:
        fits = RegexValidator(rf"^(?:{form})\Z", f"Give a code of the form {form}.")
        super().__init__(*args, validators=[fits], **kwargs)
        extend_schema_field({"type": "string", "pattern": f"^(?:{form})$"})(self)


@extend_schema_field({"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"})
class SlugFilter(CharFilter):
    """The short name at the end of an address."""

    field_class = forms.SlugField


class ChoicesFilter(MultipleChoiceFilter):
    """One or more of the listed codes: repeat the parameter to mean "any of these"."""


@extend_schema_field(OpenApiTypes.BOOL)
class YesNoFilter(TypedChoiceFilter):
    """`true` or `false`, and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        choices = [("true", "true"), ("false", "false")]
        super().__init__(*args, choices=choices, coerce=lambda value: value == "true", **kwargs)


class DayFilter(DateFilter):
    """A civil date, ISO 8601 only: other orders of day and month are ambiguous."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, input_formats=["%Y-%m-%d"], **kwargs)
