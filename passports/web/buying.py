"""What adopting and following share: a buyer acts on a passport for one of their organisations."""

from __future__ import annotations

from django.urls import reverse

from passports.web.passports import load_passport
from trusts.models import Role
from trusts.web.on_behalf import ForOrganisation


class BuyerForm(ForOrganisation):
    """Loads the passport, too."""

    roles = (Role.BUYER,)

    def prepare(self) -> None:
        self.passport = load_passport(self.kwargs["number"])
        super().prepare()

    def caption(self) -> str:
        return f"{self.passport.innovation}, passport {self.passport}"

    def back(self) -> str:
        return reverse("passport", args=[self.passport.number])
