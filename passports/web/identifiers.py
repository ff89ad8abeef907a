"""The operators' page of disputed numbers."""

from __future__ import annotations

from django.forms import Form
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.web.views import FormPage
from passports import policies
from passports.operations import identifiers
from passports.web.forms import ReleaseForm


class ReleaseIdentifier(FormPage):
    """Free a number that was recorded for the wrong technology or company."""

    form_class = ReleaseForm
    heading = "Release a number"
    button = "Release the number"
    variant = "warning"
    lead = (
        "Do this when somebody shows you that a number is theirs, but another technology or company has it here. They "
        "can add the number once it is released."
    )
    done = "The number is released. The people it belongs to can add it now."

    def prepare(self) -> None:
        policies.check_can_release_numbers(self.person)

    def back(self) -> str:
        return reverse("submissions")

    def perform(self, form: Form) -> str:
        identifiers.release_identifier(by=self.person, now=now(), **form.cleaned_data)
        return self.back()
