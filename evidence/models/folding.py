"""What counts as the same name or the same product version, as the database works it out."""

from __future__ import annotations

from django.db.models import F, Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Trim

from evidence.product_versions import FOLDS


def _normal(text: Combinable) -> Lower:
    form = Func(text, function="NORMALIZE", template="%(function)s(%(expressions)s, NFKC)", output_field=TextField())
    return Lower(form)


def _replaced(text: Combinable, pattern: str, by: str) -> Func:
    return Func(text, Value(pattern), Value(by), Value("g"), function="REGEXP_REPLACE", output_field=TextField())


def folded_name(text: Combinable) -> Trim:
    """A name without capitals, compatibility forms and spaces that tell nothing apart."""
    return Trim(_replaced(_normal(text), r"\s+", " "))


def folded_version(field: str) -> Func:
    """The key of the product version in a column: `product_versions.version_key` in SQL."""
    key: Func = _normal(F(field))
    for pattern in FOLDS:
        key = _replaced(key, pattern, "")
    return key
