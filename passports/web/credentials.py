"""What machines verify with: our keys, status lists and signed credentials. Public, and readable from any web page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response

from compass.foundation.api.problems import PROBLEM_TYPE, problem
from compass.foundation.clock import civil_date, now, today
from compass.foundation.past_days import end_of
from compass.foundation.sealing import content_hash
from compass.foundation.signed_documents import signed
from compass.foundation.signing_keys import current_key, public_keys
from passports.credentials import (
    KIND,
    LIST_FRESH,
    MEDIA_TYPE,
    Stated,
    StatedCondition,
    did_document,
    list_document,
    passport_document,
)
from passports.models import STATUS_CHOICES
from passports.numbers import problem_with, read_number
from passports.queries.credentials import credential_facts, places_of
from passports.states import ConditionState
from passports.status_lists import Purpose, statuses_behind
from passports.validity import USABLE

LIST_KEPT = 30  # seconds until a change of verdict is in the list
KEYS_FRESH = 3600  # seconds; a new key is published before anything signed by it is asked for
LABELS = dict(STATUS_CHOICES)

View = Callable[..., HttpResponse]


def _for_any_page(view: View) -> View:
    """Open to scripts of any site (CORS): there is nothing here that depends on who asks, and nothing can be sent."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = response["Allow"] = "GET, HEAD, OPTIONS"
            response["Access-Control-Allow-Headers"] = "If-None-Match"
        elif request.method in {"GET", "HEAD"}:
            response = view(request, *args, **kwargs)
        else:
            response = _problem(405, "This address can only be read.")
            response["Allow"] = "GET, HEAD, OPTIONS"
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag"
        return response

    return answer


@_for_any_page
def jwks(request: HttpRequest) -> HttpResponse:
    """Every public key that signs or signed, as a JSON Web Key Set (RFC 7517)."""
    return _kept(JsonResponse({"keys": _keys()}, content_type="application/jwk-set+json"), KEYS_FRESH)


@_for_any_page
def did(request: HttpRequest) -> HttpResponse:
    """The same keys as the DID document of the issuer (did:web)."""
    return _kept(
        JsonResponse(did_document(settings.SITE_URL, _keys()), content_type="application/did+json"), KEYS_FRESH
    )


@_for_any_page
def status_list(request: HttpRequest, purpose: str, number: int) -> HttpResponse:
    """One status list, signed: the bit of a passport says whether it is suspended, or withdrawn or replaced."""
    if purpose not in set(Purpose):
        return _problem(404, f"There are status lists for {' and '.join(Purpose)} only.")
    wanted = Purpose(purpose)
    # Everybody may ask, and the list is read from all passports: once in this time is enough.
    # By day: what turns at midnight is in the list at midnight.
    kept_as = f"status-list:{wanted}:{number}:{today()}"
    places = cache.get(kept_as)
    if places is None:
        places = places_of(statuses_behind(wanted), list_number=number)
        cache.set(kept_as, places, LIST_KEPT)
    if places is None:
        return _problem(404, "There is no such status list.")
    document = list_document(wanted, number, places, site=settings.SITE_URL, now=now())
    return _signed_answer(request, document, fresh=int(LIST_FRESH.total_seconds()))


@_for_any_page
def passport_credential(request: HttpRequest, number: str) -> HttpResponse:
    """The signed credential of a passport, as it stands today; 409 for one that cannot be relied on."""
    printed = read_number(number)
    if printed is None:
        return _problem(404, problem_with(number))
    facts = credential_facts(printed)
    if facts is None or facts["place"] is None:
        return _problem(404, f"No passport has the number {printed}." if facts is None else "It has no credential yet.")
    if facts["status"] not in USABLE:
        sentence = f"Passport {printed} is {LABELS[facts['status']].lower()}, so no credential is signed for it now."
        return _problem(409, sentence, reasons=facts["reasons"])
    document = passport_document(_stated(facts, on=today()), settings.SITE_URL)
    response = _signed_answer(request, document, fresh=60)
    response["Content-Disposition"] = f'attachment; filename="{printed}.vc.jwt"'
    return response


def _stated(facts: Mapping[str, Any], *, on: date) -> Stated:
    """What a credential states, from a row of `queries.credentials.credential_facts`, as of a civil date."""
    return Stated(
        number=facts["number"],
        technology=facts["innovation_name"],
        product_version=facts["product_version"],
        innovator=facts["innovator_name"],
        assessed_by=facts["assessed_by_name"],
        assessed_by_ods_code=facts["assessed_by_ods_code"],
        evidence_hash=facts["content_hash"],
        issued_at=facts["issued_at"],
        life_ends_on=facts["life_ends_on"],
        on=on,
        status=facts["status"],
        until=facts["until"],
        reasons=facts["reasons"],
        conditions=[
            StatedCondition(c["text"], c["due_on"], c["blocking"], c["state"] == ConditionState.DISCHARGED)
            for c in facts["conditions"]
        ],
        list_number=facts["list_number"],
        place=facts["place"],
    )


def _keys() -> list[dict[str, Any]]:
    return [dict(key) for key in public_keys().as_dict(private=False)["keys"]]


def _signed_answer(request: HttpRequest, document: Mapping[str, Any], *, fresh: int) -> HttpResponse:
    """The document signed, or 304 when the asker has it; a weak ETag, for no two signatures of it are the same."""
    etag = f'W/"{content_hash([current_key().kid, dict(document)])[:32]}"'
    response = HttpResponse(signed(document, kind=KIND), content_type=MEDIA_TYPE)
    response["ETag"] = etag
    known = get_conditional_response(request, etag=etag, response=_kept(response, _until_midnight(fresh)))
    return known or response


def _until_midnight(seconds: int) -> int:
    """So many seconds, but none of them tomorrow in London: what turns at midnight is not kept past it."""
    moment = now()
    return min(seconds, int((end_of(civil_date(moment)) - moment).total_seconds()))


def _kept(response: HttpResponse, seconds: int) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={seconds}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _problem(status: int, sentence: str, **members: Any) -> HttpResponse:
    return JsonResponse(problem(status, sentence, **members), status=status, content_type=PROBLEM_TYPE)
