"""Addresses of the rows of a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse


def each_address(name: str, *args: Any) -> Callable[[Any], str]:
    """The addresses that differ in their last argument (a number or a slug) only.

    Reversed once: for the hundreds of rows of a long list that takes longer than the rest of the row.
    """
    before, _, after = reverse(name, args=[*args, 0]).rpartition("/0/")
    return lambda last: f"{before}/{last}/{after}"
