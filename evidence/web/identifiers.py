"""Pages of the numbers by which others know a technology or a company: seen, added, removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.forms import Choice, Line
from compass.foundation.web.views import FormPage
from evidence import presenters, queries
from evidence.models import CompanyIdentifier, CompanyScheme, DeviceScheme, Identifier, Innovation, Innovator
from evidence.operations import identifiers
from evidence.queries import identifiers as identifier_queries


class DeviceIdentifierForm(forms.Form):
    """One number or category of a technology; whether it is right is decided by the operation."""

    scheme = Choice("Kind of number", DeviceScheme.choices)
    value = Line("Number or code", hint="Type it as it is on the label or certificate. Spaces do not matter.")


class CompanyIdentifierForm(forms.Form):
    """One number of a company in a register."""

    scheme = Choice("Kind of number", CompanyScheme.choices)
    value = Line("Number or code", hint="Type it as it is in the register. Spaces do not matter.")


class _OfInnovation(FormPage):
    innovation: Innovation

    def prepare(self) -> None:
        self.innovation = get_object_or_404(queries.innovations_of(self.person), slug=self.kwargs["slug"])

    def caption(self) -> str:
        return str(self.innovation)


class Identifiers(_OfInnovation):
    """A technology's numbers, and a form to add one."""

    template_name = "evidence/identifiers.jinja"
    form_class = DeviceIdentifierForm
    heading = "Identifiers"
    button = "Add the number"
    lead = "Buyers find the technology by these numbers. They can type a number or scan the label."
    done = "The number is added."

    def back(self) -> str:
        return reverse("workplace")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list(identifier_queries.identifiers_of(self.innovation))
        rows = presenters.identifier_lines(found, identifier_queries.emdn_titles(found))
        return super().get_context_data(rows=rows, remove="remove-identifier", slug=self.innovation.slug, **kwargs)

    def perform(self, form: Form) -> str:
        identifiers.add_identifier(innovation=self.innovation, by=self.person, now=now(), **form.cleaned_data)
        return reverse("identifiers", args=[self.innovation.slug])


class RemoveIdentifier(_OfInnovation):
    """Take a number from a technology."""

    heading = "Remove this number?"
    button = "Remove the number"
    variant = "warning"
    done = "The number is removed."
    identifier: Identifier

    def prepare(self) -> None:
        super().prepare()
        found = identifier_queries.identifiers_of(self.innovation)
        self.identifier = get_object_or_404(found, pk=self.kwargs["identifier"])
        self.lead = f"{self.identifier} will no longer find this technology. You can add it again."

    def back(self) -> str:
        return reverse("identifiers", args=[self.innovation.slug])

    def perform(self, form: Form) -> str:
        identifiers.remove_identifier(identifier=self.identifier, by=self.person, now=now())
        return self.back()


class _OfCompany(FormPage):
    innovator: Innovator

    def prepare(self) -> None:
        self.innovator = get_object_or_404(queries.innovators_of(self.person), slug=self.kwargs["slug"])

    def caption(self) -> str:
        return str(self.innovator)


class CompanyIdentifiers(_OfCompany):
    """A company's numbers, and a form to add one."""

    template_name = "evidence/identifiers.jinja"
    form_class = CompanyIdentifierForm
    heading = "Company numbers"
    button = "Add the number"
    lead = (
        "Add the numbers that your company has in public registers. For now, only people who work for your company see "
        "them here."
    )
    done = "The number is added."

    def back(self) -> str:
        return reverse("workplace")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = presenters.company_identifier_lines(identifier_queries.company_identifiers_of(self.innovator))
        return super().get_context_data(
            rows=rows, remove="remove-company-identifier", slug=self.innovator.slug, **kwargs
        )

    def perform(self, form: Form) -> str:
        identifiers.add_company_identifier(innovator=self.innovator, by=self.person, now=now(), **form.cleaned_data)
        return reverse("company-identifiers", args=[self.innovator.slug])


class RemoveCompanyIdentifier(_OfCompany):
    """Take a number from a company."""

    heading = "Remove this number?"
    button = "Remove the number"
    variant = "warning"
    done = "The number is removed."
    identifier: CompanyIdentifier

    def prepare(self) -> None:
        super().prepare()
        found = identifier_queries.company_identifiers_of(self.innovator)
        self.identifier = get_object_or_404(found, pk=self.kwargs["identifier"])
        self.lead = f"{self.identifier} will no longer be in this list. You can add it again."

    def back(self) -> str:
        return reverse("company-identifiers", args=[self.innovator.slug])

    def perform(self, form: Form) -> str:
        identifiers.remove_company_identifier(identifier=self.identifier, by=self.person, now=now())
        return self.back()
