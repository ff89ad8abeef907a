"""Numbers by which others know a technology or a company, in their normal form (`evidence.identifiers`)."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from evidence.hibc import DI_FORM
from evidence.identifiers import EMDN_FORM
from evidence.models.innovations import Innovation
from evidence.models.innovators import Innovator


class DeviceScheme(models.TextChoices):
    """Who gave a technology its number."""

    GTIN = "GTIN", "GTIN (UDI-DI from GS1)"
    HIBC = "HIBC", "UDI-DI from HIBCC"
    BASIC_UDI_DI = "BASIC_UDI_DI", "Basic UDI-DI"
    EMDN = "EMDN", "EMDN category"
    GMDN = "GMDN", "GMDN code"


class CompanyScheme(models.TextChoices):
    """Who gave a company its number."""

    COMPANIES_HOUSE = "COMPANIES_HOUSE", "Companies House number"
    ODS = "ODS", "ODS code"
    GLN = "GLN", "Global location number (GLN)"
    ICO = "ICO", "ICO registration"
    MHRA = "MHRA", "MHRA registration"
    SRN = "SRN", "EUDAMED single registration number (SRN)"


# Such a number is one device's; a category has many.
OF_ONE_DEVICE = (DeviceScheme.GTIN, DeviceScheme.HIBC, DeviceScheme.BASIC_UDI_DI)
# Forms only: check digits are the business of `evidence.identifiers`.
DEVICE_FORMS = {
    DeviceScheme.GTIN: r"^[0-9]{14}$",
    DeviceScheme.HIBC: DI_FORM,
    DeviceScheme.BASIC_UDI_DI: r'^([0-9]{5}|\+\+[A-Z][A-Z0-9]{3})[!"%-?A-Z_a-z]{1,18}[2-9A-HJ-NP-Z]{2}$',
    DeviceScheme.EMDN: EMDN_FORM,
    DeviceScheme.GMDN: r"^[1-9][0-9]{4}$",
}
COMPANY_FORMS = {
    CompanyScheme.COMPANIES_HOUSE: r"^([0-9]{8}|([A-Z]{2}|R0)[0-9]{5}[0-9R])$",
    CompanyScheme.ODS: r"^[A-Z0-9]{3,10}$",
    CompanyScheme.GLN: r"^[0-9]{13}$",
    CompanyScheme.ICO: r"^Z[A-Z0-9][0-9]{5}[0-9X]$",
    CompanyScheme.MHRA: r"^([A-Z]{2})?[0-9]{1,10}$",
    CompanyScheme.SRN: r"^[A-Z]{2}-(MF|AR|IM|PR)-[0-9]{9}$",
}


def _of_form(forms: dict[DeviceScheme, str] | dict[CompanyScheme, str]) -> Q:
    """A known scheme, and its form; written out so that the database holds it."""
    whole = Q()
    for scheme, form in forms.items():
        whole |= Q(scheme=scheme.value, value__regex=form)
    return whole


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Identifier(models.Model):
    """A technology's number or category."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=20, choices=DeviceScheme)
    value = models.CharField(max_length=40)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = "identifier"
        constraints = [
            models.CheckConstraint(condition=_of_form(DEVICE_FORMS), name="identifier_of_its_form"),
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=Q(scheme__in=[scheme.value for scheme in OF_ONE_DEVICE]),
                name="identifier_of_one_technology",
            ),
            models.UniqueConstraint(fields=["innovation", "scheme", "value"], name="identifier_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CompanyIdentifier(models.Model):
    """A company's number in a register: one company each."""

    innovator = models.ForeignKey(Innovator, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=20, choices=CompanyScheme)
    value = models.CharField(max_length=40)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = "company identifier"
        constraints = [
            models.CheckConstraint(condition=_of_form(COMPANY_FORMS), name="company_identifier_of_its_form"),
            models.UniqueConstraint(fields=["scheme", "value"], name="company_identifier_of_one_company"),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"


@pghistory.track()
class EmdnCode(models.Model):
    """A category of the European Medical Device Nomenclature, as published; the widest are single letters."""

    code = models.CharField(max_length=13, unique=True)
    title = models.CharField(max_length=400)

    class Meta:
        verbose_name = "EMDN code"
        constraints = [models.CheckConstraint(condition=Q(code__regex=EMDN_FORM), name="emdn_code_of_its_form")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
