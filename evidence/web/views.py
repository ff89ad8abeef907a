"""Pages of the innovator's workplace."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now, today
from compass.foundation.web.views import Download, FormPage
from evidence import downloads, queries
from evidence.models import Innovation
from evidence.operations import documents, innovations, packs
from evidence.queries import versions as version_queries
from evidence.web.forms import ChangeDescriptionForm, DescriptionForm, DocumentForm, StartPackForm
from evidence.web.packs import PackForm, PackMixin
from evidence.web.versions import StartVersionForm


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

    form_class = ChangeDescriptionForm
    heading = "Describe the technology"
    button = "Save the description"
    lead = "Everybody can read this description once the technology has a passport."
    done = "The description is saved."

    def get_initial(self) -> dict[str, Any]:
        said = {field: getattr(self.innovation, field) for field in DescriptionForm.base_fields}
        return said | {"seen": innovations.seen_description(self.innovation)}

    def perform(self, form: Form) -> str:
        description: Any = form.cleaned_data
        seen = description.pop("seen")
        innovations.describe_innovation(
            innovation=self.innovation, description=description, seen=seen, by=self.person, now=now()
        )
        return reverse("workplace")


class StartPack(_InnovationForm):
    """Begin the evidence pack of a product version."""

    heading = "Start an evidence pack"
    button = "Start the pack"
    lead = "One pack covers one version of the product. You can leave it and come back at any time."

    def prepare(self) -> None:
        super().prepare()
        self.previous = version_queries.last_frozen_pack(self.innovation)
        if self.previous:
            self.lead = (
                f"The pack starts with all that you submitted for version {self.previous.product_version}. "
                "Confirm or change what the change affects before you submit."
            )

    def get_form_class(self) -> type[Form]:
        return StartVersionForm if self.previous else StartPackForm

    def perform(self, form: Any) -> str:
        pack = packs.start_pack(
            innovation=self.innovation,
            product_version=form.cleaned_data["product_version"],
            change=form.stated() if self.previous else None,
            by=self.person,
            now=now(),
        )
        if self.previous:
            return reverse("impact", args=[pack.pk])
        return reverse("pack", args=[pack.pk])


class AddDocument(PackForm):
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
        return super().get_form_kwargs() | {"full": full, "wanted": queries.documents_wanted(self.pack, today())}

    def get_initial(self) -> dict[str, Any]:
        return {"questions": [self.request.GET.get("question", documents.GENERAL)]}

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
            questions=given["questions"] or [documents.GENERAL],
            by=self.person,
            now=now(),
        )
        return self.back()


class RemoveDocument(PackForm):
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


class PackDocument(PackMixin, Download):
    """The innovator's own road to a document of its pack."""

    def get(self, request: HttpRequest, pk: int, document: int) -> FileResponse:
        found = queries.documents_of(self.load_pack())
        return downloads.document_response(get_object_or_404(found, pk=document))
