"""The certificate of a passport: a page to print, file or send, which leads back to the passport of today."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from compass.foundation.clock import now
from compass.foundation.errors import Refused
from compass.foundation.limits import count_file
from evidence.downloads import made_file_response
from passports.models import STATUS_CHOICES
from passports.numbers import read_number
from passports.presenters.printed import content, printed
from passports.queries.credentials import credential_facts
from passports.validity import USABLE


@require_safe
def passport_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """An accessible PDF (PDF/UA-1) that says what the passport is worth on the day; made once for everybody.

    Raises Http404 when there is no such passport, Refused for one that cannot be relied on, TooManyFiles, Busy.
    """
    facts = credential_facts(read_number(number) or "")
    if facts is None:
        raise Http404
    if facts["status"] not in USABLE:
        label = dict(STATUS_CHOICES)[facts["status"]].lower()
        raise Refused(
            f"Passport {facts['number']} is {label}, so there is no PDF of it now.",
            next_step=" ".join(facts["reasons"]),
        )
    at = now()
    count_file(request)
    file = printed(content(facts, at), at)
    return made_file_response(file, name=f"{facts['number']}.pdf", content_type="application/pdf")
