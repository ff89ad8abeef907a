"""What adopting and following share: a buyer acts on a passport for one of their organisations."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.urls import reverse

from compass.foundation.web.views import FormPage
from passports import policies
from passports.web.forms import OrganisationForm
from passports.web.passports import load_passport
from trusts.models import Organisation, Role
from trusts.queries import organisations_of


class BuyerForm(FormPage):
    """Loads the passport and the organisations this person buys for; `chosen` is the one they picked."""

    form_class: type[OrganisationForm] = OrganisationForm
    verb = ""

    def prepare(self) -> None:
        self.passport = load_passport(self.kwargs["number"])
        self.organisations = list(organisations_of(self.person, Role.BUYER))
        policies.check_buyer(self.organisations, self.verb)

    def caption(self) -> str:
        return f"{self.passport.innovation}, passport {self.passport}"

    def back(self) -> str:
        return reverse("passport", args=[self.passport.number])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisations": self.organisations}

    def chosen(self, form: Form) -> Organisation:
        """The organisation that was picked in a valid form."""
        return next(o for o in self.organisations if o.ods_code == form.cleaned_data["organisation"])
