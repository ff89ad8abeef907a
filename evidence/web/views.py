"""Pages of the innovator's workplace."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now, today
from compass.foundation.web.views import Download, FormPage, MemberPage
from evidence import downloads, policies, presenters, queries
from evidence.completeness import blocking
from evidence.models import Innovation, Pack
from evidence.operations import documents, innovations, packs
from evidence.web.forms import AnswerForm, CertificateForm, DescriptionForm, DocumentForm, StartPackForm


class _InnovationForm(FormPage):
    innovation: Innovation

    def prepare(self) -> None:
        self.innovation = get_object_or_404(queries.innovations_of(self.person), slug=self.kwargs["slug"])

    def caption(self) -> str:
        return str(self.innovation)

    def back(self) -> str:
        return reverse("workplace")


class Describe(_InnovationForm):
    """Describe a technology."""

    form_class = DescriptionForm
    heading = "Describe the technology"
    button = "Save the description"
    done = "The description is saved."

    def get_initial(self) -> dict[str, Any]:
        return {field: getattr(self.innovation, field) for field in DescriptionForm.base_fields}

    def perform(self, form: Form) -> str:
        description: Any = form.cleaned_data
        innovations.describe_innovation(innovation=self.innovation, description=description, by=self.person, now=now())
        return reverse("workplace")


class StartPack(_InnovationForm):
    """Begin the evidence pack of a product version."""

    form_class = StartPackForm
    heading = "Start an evidence pack"
    button = "Start the pack"
    lead = "One pack covers one version of the product. You can leave it and come back at any time."

    def perform(self, form: Form) -> str:
        pack = packs.start_pack(
            innovation=self.innovation,
            product_version=form.cleaned_data["product_version"],
            by=self.person,
            now=now(),
        )
        return reverse("pack", args=[pack.pk])


class _PackMixin:
    """Loads the pack through its owner."""

    person: Any
    kwargs: dict[str, Any]
    pack: Pack

    def load_pack(self) -> Pack:
        found: Pack = get_object_or_404(queries.packs_of(self.person), pk=self.kwargs["pk"])
        return found


class PackPage(_PackMixin, MemberPage):
    """The pack as a task list: what is there, what is missing."""

    template_name = "evidence/pack.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pack = self.load_pack()
        lines = queries.pack_lines(pack, today())
        return super().get_context_data(
            pack=pack,
            tag=presenters.pack_tag(pack),
            editable=policies.can_edit(self.person, pack),
            tasks=[presenters.task(pack, line) for line in lines],
            missing=blocking(lines),
            done=sum(line.met for line in lines),
            total=len(lines),
            answers=queries.answers_by_section(pack),
            certificates=pack.certificates.order_by("expires_on", "id"),
            documents=presenters.document_rows(queries.documents_of(pack).select_related("redacts")),
            **kwargs,
        )


class _PackForm(_PackMixin, FormPage):
    def prepare(self) -> None:
        self.pack = self.load_pack()
        policies.check_editable(self.person, self.pack)

    def caption(self) -> str:
        return str(self.pack)

    def back(self) -> str:
        return reverse("pack", args=[self.pack.pk])


class AnswerRequirement(_PackForm):
    """Write the answer to one requirement."""

    form_class = AnswerForm
    button = "Save and go back to the pack"
    done = "Your answer is saved."

    def prepare(self) -> None:
        super().prepare()
        found = queries.requirements_of(self.pack).filter(kind="TEXT")
        self.requirement = get_object_or_404(found, code=self.kwargs["code"])
        self.heading, self.lead = self.requirement.title, self.requirement.guidance

    def get_initial(self) -> dict[str, Any]:
        return {"text": queries.answer_text(self.pack, self.requirement)}

    def perform(self, form: Form) -> str:
        packs.answer_requirement(
            pack=self.pack, requirement=self.requirement, text=form.cleaned_data["text"], by=self.person, now=now()
        )
        return self.back()


class AddCertificate(_PackForm):
    """Add a certificate."""

    form_class = CertificateForm
    heading = "Add a certificate"
    button = "Add the certificate"
    lead = "The passport is never valid longer than the certificates in its pack."
    done = "The certificate is added."

    def perform(self, form: Form) -> str:
        packs.add_certificate(pack=self.pack, by=self.person, now=now(), **form.cleaned_data)
        return self.back()


class RemoveCertificate(_PackForm):
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
        packs.remove_certificate(certificate=self.certificate, by=self.person, now=now())
        return self.back()


class AddDocument(_PackForm):
    """Upload a document."""

    form_class = DocumentForm
    heading = "Upload a document"
    button = "Upload"
    multipart = True
    template_name = "evidence/add_document.jinja"
    done = "The document is uploaded."

    def prepare(self) -> None:
        super().prepare()
        self.full = {str(document.pk): document for document in queries.documents_to_redact(self.pack)}

    def get_form_kwargs(self) -> dict[str, Any]:
        full = [(int(key), document.title) for key, document in self.full.items()]
        return super().get_form_kwargs() | {"full": full}

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == HTTPStatus.FOUND and self.request.headers.get("X-Requested-With"):
            # Our script follows by itself: a redirect would fetch the next page, and use up its message, unseen.
            return JsonResponse({"address": response["Location"]})
        return response

    def perform(self, form: Form) -> str:
        given = form.cleaned_data
        documents.upload_document(
            pack=self.pack,
            title=given["title"],
            upload=given["upload"],
            confidentiality=given["confidentiality"],
            redacts=self.full.get(given.get("redacts", "")),
            by=self.person,
            now=now(),
        )
        return self.back()


class RemoveDocument(_PackForm):
    """Take a document out of a draft."""

    heading = "Remove this document?"
    button = "Remove the document"
    variant = "warning"
    done = "The document is removed."

    def prepare(self) -> None:
        super().prepare()
        self.document = get_object_or_404(queries.documents_of(self.pack), pk=self.kwargs["document"])
        self.lead = f"“{self.document}” will no longer be part of the pack. You can upload it again."

    def perform(self, form: Form) -> str:
        documents.remove_document(document=self.document, by=self.person, now=now())
        return self.back()


class PackDocument(_PackMixin, Download):
    """The innovator's own road to a document of its pack."""

    def get(self, request: HttpRequest, pk: int, document: int) -> FileResponse:
        found = queries.documents_of(self.load_pack())
        return downloads.document_response(get_object_or_404(found, pk=document))
