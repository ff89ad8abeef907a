"""`?on=2026-03-01` of the API: a resource as it stood at the end of a past London day."""

from __future__ import annotations

from datetime import date

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from compass.foundation.clock import today
from compass.foundation.errors import Invalid
from compass.foundation.past_days import read_day

ON = OpenApiParameter(
    "on",
    date,
    description="As it stood at the end of this day in London. Today when left out; a day to come is refused.",
)


def asked_day(request: Request) -> date | None:
    """The past day asked for; None for today, with or without saying so. Raises ValidationError."""
    typed = request.query_params.get("on")
    if typed is None:
        return None
    try:
        day = read_day(typed, today=today())
    except Invalid as refusal:
        raise ValidationError({"on": [refusal.whole]}) from refusal
    return None if day == today() else day
