"""Check a passport: by its number, by its QR code, or by a signed credential that somebody brings. Public."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import TemplateView

from compass.foundation.clock import now
from compass.foundation.signed_documents import NotOursError, opened
from compass.foundation.signing_keys import current_key
from passports.credentials import KIND, LIST_FRESH, MEDIA_TYPE, issuer_of
from passports.models import STATUS_CHOICES
from passports.numbers import problem_with, read_number
from passports.presented import NotAPassportError, Presented, Today, compared, in_time, presented, relied_on
from passports.presenters.passports import status_tag
from passports.queries.credentials import credential_facts
from passports.queries.passports import public_passports
from passports.states import ConditionState
from passports.status_lists import LENGTH
from passports.validity import Status

CREDENTIAL_MAX = 10_000
_TYPED_MAX = 200
_IN_ADDRESS = re.compile(r"^https?://[^/]+/passports/([^/?#]+)/?", re.IGNORECASE)
LABELS = dict(STATUS_CHOICES)


class CredentialForm(forms.Form):
    """A signed credential as text; where its lines break does not matter."""

    credential = forms.CharField(
        label="Signed credential",
        help_text="Paste the whole text. It has three parts of letters and digits with full stops between them.",
        max_length=CREDENTIAL_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Paste a signed credential",
            "max_length": f"A credential has at most {CREDENTIAL_MAX:,} characters. This has %(show_value)d. "
            "Paste the credential alone.",
        },
    )

    def clean_credential(self) -> Presented:
        """What it says, once its signature is found to be ours."""
        try:
            text = re.sub(r"\s", "", self.cleaned_data["credential"])
            return presented(opened(text, kind=KIND))
        except (NotOursError, NotAPassportError) as error:
            raise forms.ValidationError(f"{error} Do not rely on it.") from error


def verify(request: HttpRequest) -> HttpResponse:
    """Type a number and be led to the passport's page, or paste a credential and see what it is worth."""
    if request.method == "POST":
        return _credential(request)
    typed = request.GET.get("number", "").strip()[:_TYPED_MAX]
    if not typed:
        return _page(request)
    written = _IN_ADDRESS.match(typed)
    asked = unquote(written[1]) if written else typed
    number = read_number(asked)
    if number is not None and public_passports().filter(number=number).exists():
        return HttpResponseRedirect(reverse("passport", args=[number]))
    return no_passport(request, asked)


def no_passport(request: HttpRequest, typed: str) -> HttpResponse:
    """The page that says why a number, as it was typed, leads to no passport (404)."""
    problem = problem_with(typed) or "No passport has this number. Check it against the document you have."
    return _page(request, status=404, typed=typed[:_TYPED_MAX], problem=problem)


def _credential(request: HttpRequest) -> HttpResponse:
    form = CredentialForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, form=form)
    brought: Presented = form.cleaned_data["credential"]
    facts = credential_facts(brought.number)
    if facts is None:
        form.add_error(
            "credential", f"We signed it, but there is no passport {brought.number} here. Do not rely on it."
        )
        return _page(request, status=422, form=form)
    today = Today(
        status=Status(facts["status"]), until=facts["until"], product_version=facts["product_version"],
        evidence_hash=facts["content_hash"], list_number=facts["list_number"], place=facts["place"],
    )  # fmt: skip
    at = now()
    fresh = in_time(brought, at)
    context = {
        "facts": facts,
        "open_conditions": [c for c in facts["conditions"] if c["state"] == ConditionState.OPEN],
        "tag": status_tag(today.status),
        "label": LABELS[today.status].lower(),
        "usable": relied_on(today),
        "fresh": fresh,
        "findings": compared(brought, today, words=LABELS, now=at),
    }
    return render(request, "passports/verified.jinja", context, using="jinja2")


def _page(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    shown = {"form": CredentialForm(), "typed": "", "problem": "", **context}
    return render(request, "passports/verify.jinja", shown, status=status, using="jinja2")


class HowToVerify(TemplateView):
    """How anybody checks a credential without us, with two programs that do."""

    template_name = "passports/how_to_verify.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            issuer=issuer_of(settings.SITE_URL),
            media_type=MEDIA_TYPE,
            key_name=current_key().kid,
            length=LENGTH,
            fresh_minutes=LIST_FRESH.seconds // 60,
            statuses=STATUS_CHOICES,
            **kwargs,
        )
