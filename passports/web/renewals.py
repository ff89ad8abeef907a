"""The operators' pages of renewed certificates."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import NotAllowed
from compass.foundation.web.views import Download, FormPage
from evidence.certificate_words import certificate_facts
from evidence.downloads import judged_document_response
from evidence.models import CertificateRenewal, RenewalDocument
from evidence.states import RENEWAL
from passports import policies
from passports.operations import renewals
from passports.queries.renewals import renewals_for_operator
from passports.web.forms import ReturnRenewalForm


class _Checked:
    """Loads a renewal for an operator."""

    person: Any
    kwargs: dict[str, Any]

    def load_renewal(self) -> CertificateRenewal:
        policies.check_operator(self.person)
        found: CertificateRenewal = get_object_or_404(renewals_for_operator(), pk=self.kwargs["pk"])
        return found


class _RenewalForm(_Checked, FormPage):
    renewal: CertificateRenewal

    def prepare(self) -> None:
        self.renewal = self.load_renewal()

    def caption(self) -> str:
        return f"{self.renewal}, {self.renewal.certificate.pack.innovation}"


class RenewalPage(_RenewalForm):
    """Check a renewed certificate and confirm it."""

    heading = "Check the renewed certificate"
    button = "Confirm the certificate"
    done = "The renewed certificate is confirmed. It counts now."
    template_name = "passports/renewal.jinja"

    def back(self) -> str:
        return reverse("submissions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            renewal=self.renewal,
            facts_of=certificate_facts(self.renewal.certificate, self.renewal),
            passport=getattr(self.renewal.certificate.pack, "passport", None),
            waiting=RENEWAL.allows("confirm", self.renewal.state),
            hindrance=self._hindrance(),
            document=getattr(self.renewal, "document", None),
            **kwargs,
        )

    def _hindrance(self) -> str:
        """Why this operator leaves it to a colleague; empty when they may judge."""
        try:
            policies.check_can_judge_renewal(self.person, self.renewal)
        except NotAllowed as refusal:
            return refusal.whole
        return ""

    def perform(self, form: Form) -> str:
        renewals.confirm_renewal(renewal=self.renewal, by=self.person, now=now())
        return self.back()


class RenewalFile(_Checked, Download):
    """The operator's road to the document of a renewal."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        renewal = self.load_renewal()
        return judged_document_response(get_object_or_404(RenewalDocument, renewal=renewal))


class ReturnRenewal(_RenewalForm):
    """Send a renewed certificate back to the innovator."""

    form_class = ReturnRenewalForm
    heading = "Return the renewed certificate"
    button = "Return the certificate"
    lead = "The certificate goes back to the innovator with your reason. They can hand in another."
    done = "The renewed certificate is returned."

    def back(self) -> str:
        return reverse("renewal", args=[self.renewal.pk])

    def check_now(self) -> None:
        policies.check_can_judge_renewal(self.person, self.renewal)
        RENEWAL.target("return", self.renewal.state)

    def perform(self, form: Form) -> str:
        renewals.return_renewal(renewal=self.renewal, reason=form.cleaned_data["reason"], by=self.person, now=now())
        return reverse("submissions")
