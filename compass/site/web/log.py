"""The sealed log for everybody: each day's signed seal, and proofs that public changes stand under one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from compass.foundation.clock import today
from compass.foundation.models import Change, SealedDay
from compass.foundation.past_days import read_day
from compass.foundation.transparency import proofs, queries
from compass.foundation.web.views import Page
from passports.queries.history import public_changes

SHOWN = 31
A_DAY = 24 * 60 * 60  # seconds


class Log(Page):
    """The newest seals, and how anybody checks them."""

    template_name = "site/log.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.seals()
        if typed := self.request.GET.get("to", ""):
            found = found.filter(day__lte=read_day(typed, today=today()))
        seals = list(found[: SHOWN + 1])
        older = seals[SHOWN].day if len(seals) > SHOWN else None
        return super().get_context_data(seals=seals[:SHOWN], older=older, whole=not typed, **kwargs)


def load_seal(day: date) -> SealedDay:
    """The seal of a day; raises Http404."""
    try:
        return queries.seal_of(day)
    except SealedDay.DoesNotExist as error:
        raise Http404 from error


def _kept(request: HttpRequest, seal: SealedDay, answer: dict[str, Any]) -> HttpResponseBase:
    """Anybody may keep it: it will not change. A seal's signature names what stands under it."""
    response = JsonResponse(answer)
    response["ETag"] = etag = quote_etag(seal.signature[-43:])
    patch_cache_control(response, public=True, max_age=A_DAY)
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
def log_day(request: HttpRequest, day: date) -> HttpResponseBase:
    """The seal of a day: what it says in plain, and signed as a JWS."""
    seal = load_seal(day)
    return _kept(request, seal, seal.statement | {"jws": seal.signature, "key": seal.key_id, "keys": reverse("jwks")})


@require_safe
def log_proof(request: HttpRequest, day: date, position: int) -> HttpResponseBase:
    """The proof that a public change stands under the seal of its day; any other change is not there (404)."""
    seal = load_seal(day)
    try:
        proof = proofs.proof_of(seal, position, among=public_changes())
    except Change.DoesNotExist as error:
        raise Http404 from error
    return _kept(request, seal, proof | {"seal": reverse("log-day", args=[day])})


class DayConverter:
    """`2026-03-01` in an address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)
