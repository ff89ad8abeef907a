"""Pages of certificates: adding one to a draft, and renewing one of a frozen pack."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import Invalid
from compass.foundation.web.views import Download, FormPage
from evidence import queries
from evidence.certificate_words import adding_address, certificate_line
from evidence.downloads import judged_document_response
from evidence.models import Certificate, CertificateKind
from evidence.operations import certificates, renewals
from evidence.operations.certificates import WrongCertificateError
from evidence.queries.certificates import renewal_documents_of, renewal_in_force
from evidence.web.certificate_forms import CertificateForm, KindForm, RenewalForm
from evidence.web.packs import PackForm, PackMixin


class AddCertificate(PackForm):
    """Add a certificate: its kind first, unless the address names one."""

    heading = "Add a certificate or registration"
    lead = "Choose what you want to add. A passport is never valid for longer than the certificates in its pack."

    def prepare(self) -> None:
        super().prepare()
        # Whoever comes from a requirement brings the kinds that meet it.
        self.kinds = [kind for kind in self.request.GET.getlist("kind") if kind in CertificateKind.values]
        self.kind = CertificateKind(self.kinds[0]) if len(self.kinds) == 1 else None
        if self.kind is None:
            self.button = "Continue"
            return
        self.heading = f"Add: {self.kind.label}"
        self.button, self.done = "Add the certificate", "The certificate is added."
        self.documents = {str(one.pk): one for one in queries.documents_of(self.pack)}

    def get_form_class(self) -> type[Form]:
        return CertificateForm if self.kind else KindForm

    def get_form_kwargs(self) -> dict[str, Any]:
        own: dict[str, Any] = {"kinds": self.kinds}
        if self.kind:
            own = {"kind": self.kind, "documents": list(self.documents.values())}
        return {**super().get_form_kwargs(), **own}

    def perform(self, form: Any) -> str:
        if self.kind is None:
            return adding_address(self.pack, [form.cleaned_data["kind"]])
        document = self.documents.get(form.cleaned_data.get("document", ""))
        try:
            certificates.add_certificate(
                pack=self.pack, kind=self.kind, document=document, by=self.person, now=now(), **form.stated()
            )
        except WrongCertificateError as error:
            raise beside_fields(form, error) from error
        return self.back()


def beside_fields(form: Form, error: WrongCertificateError) -> Invalid:
    """The refusal of the first field at fault, after the others are said at their own fields."""
    (first, sentence), *others = error.problems.items()
    for field, problem in others:
        form.add_error(field if field in form.fields else None, problem)
    return Invalid(sentence, field=first)


class RemoveCertificate(PackForm):
    """Take a certificate out of a draft."""

    heading = "Remove this certificate?"
    button = "Remove the certificate"
    variant = "warning"
    done = "The certificate is removed."

    def prepare(self) -> None:
        super().prepare()
        self.certificate = get_object_or_404(self.pack.certificates, pk=self.kwargs["certificate"])
        self.lead = f"{self.certificate} will no longer be part of the pack. You can add it again."

    def perform(self, form: Form) -> str:
        certificates.remove_certificate(certificate=self.certificate, by=self.person, now=now())
        return self.back()


class RenewCertificate(PackMixin, FormPage):
    """Hand in the renewed certificate of a frozen pack; nothing else is submitted again."""

    template_name = "evidence/renew_certificate.jinja"
    form_class = RenewalForm
    multipart = True
    heading = "Renew a certificate"
    button = "Hand in the renewed certificate"
    done = "The renewed certificate is with the national operator."
    certificate: Certificate

    def prepare(self) -> None:
        self.pack = self.load_pack()
        found = self.pack.certificates.prefetch_related("renewals")
        self.certificate = get_object_or_404(found, pk=self.kwargs["certificate"])

    def check_now(self) -> None:
        renewals.check_renewable(self.certificate, self.person)

    def caption(self) -> str:
        return str(self.pack)

    def back(self) -> str:
        return reverse("pack", args=[self.pack.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kind": self.certificate.kind}

    def get_initial(self) -> dict[str, Any]:
        # What a renewal mostly keeps.
        counts = renewal_in_force(self.certificate) or self.certificate
        return {name: getattr(counts, name) for name in ("number", "body_number", "legislation", "issued_by")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(line=certificate_line(self.certificate), **kwargs)

    def perform(self, form: Any) -> str:
        try:
            renewals.renew_certificate(
                certificate=self.certificate,
                upload=form.cleaned_data["upload"],
                by=self.person,
                now=now(),
                **form.stated(),
            )
        except WrongCertificateError as error:
            raise beside_fields(form, error) from error
        return self.back()


class PackRenewalDocument(PackMixin, Download):
    """The innovator's own road to the document of a renewal."""

    def get(self, request: HttpRequest, pk: int, renewal: int) -> FileResponse:
        return judged_document_response(get_object_or_404(renewal_documents_of(self.load_pack()), renewal=renewal))
