"""Pages of relying on a passport."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.web.views import FormPage, MemberPage
from passports import policies, presenters, queries
from passports.models import Adoption
from passports.operations import adoptions
from passports.states import ADOPTION, AdoptionState
from passports.validity import USABLE
from passports.web.buying import BuyerForm
from passports.web.forms import NoteForm
from passports.web.offers import not_adopted


class Adopt(BuyerForm):
    """Accept a passport for an organisation."""

    verb = "adopt"
    heading = "Adopt this technology"
    button = "Accept the passport"
    lead = (
        "You rely on the assessment that was made. What stays with your organisation: clinical risk management in "
        "deployment (DCB0160), your own DPIA, integration, training and the budget."
    )
    done = "The passport is accepted. Only the local checks are left."
    template_name = "passports/adopt.jinja"
    adopted: list[Adoption]

    def prepare(self) -> None:
        super().prepare()
        self.adopted = queries.standing_adoptions(self.person, self.passport.number)

    def check_now(self) -> None:
        free = not_adopted(self.organisations, self.adopted)
        policies.check_not_adopted(free, self.adopted)
        policies.check_usable(self.passport)
        self.organisations = free

    def way_on(self) -> tuple[str, str]:
        if not self.adopted:
            return "", ""
        return reverse("adoption", args=[self.adopted[0].pk]), "Go to the adoption"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(adopted=self.adopted, **kwargs)

    def perform(self, form: Form) -> str:
        organisation = self.chosen(form)
        adoption = adoptions.adopt(passport=self.passport, organisation=organisation, by=self.person, now=now())
        return reverse("adoption", args=[adoption.pk])


class Adoptions(MemberPage):
    """What the person's organisations have adopted."""

    template_name = "passports/adoptions.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            (a, presenters.adoption_tag(a), presenters.status_tag(a.passport.status))
            for a in queries.adoptions_of(self.person)[:200]
        ]
        return super().get_context_data(rows=rows, **kwargs)


class AdoptionPage(MemberPage):
    """The local checks of one adoption."""

    template_name = "passports/adoption.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        adoption = get_object_or_404(queries.adoptions_of(self.person), pk=self.kwargs["pk"])
        return super().get_context_data(
            adoption=adoption,
            passport=adoption.passport,
            tag=presenters.adoption_tag(adoption),
            status=presenters.status_tag(adoption.passport.status),
            usable=adoption.passport.status in USABLE,
            checks=queries.checks_of(adoption),
            is_open=adoption.state == AdoptionState.LOCAL_CHECKS,
            can_end=ADOPTION.allows("end", adoption.state),
            **kwargs,
        )


class _AdoptionForm(FormPage):
    adoption: Adoption

    def prepare(self) -> None:
        self.adoption = get_object_or_404(queries.adoptions_of(self.person), pk=self.kwargs["pk"])

    def caption(self) -> str:
        return f"{self.adoption.passport.innovation}, {self.adoption.organisation}"

    def back(self) -> str:
        return reverse("adoption", args=[self.adoption.pk])


class CompleteCheck(_AdoptionForm):
    """Record a local check as done."""

    form_class = NoteForm
    button = "Record it as done"
    done = "The check is recorded as done."

    def prepare(self) -> None:
        super().prepare()
        self.check = get_object_or_404(queries.checks_of(self.adoption), pk=self.kwargs["check"])
        self.heading = str(self.check)

    def check_now(self) -> None:
        adoptions.check_can_complete(self.adoption, self.check)

    def perform(self, form: Form) -> str:
        adoptions.complete_check(check=self.check, note=form.cleaned_data["note"], by=self.person, now=now())
        return self.back()


class EndAdoption(_AdoptionForm):
    """End an adoption."""

    heading = "End this adoption?"
    button = "End the adoption"
    variant = "warning"
    lead = "The record of the adoption and its checks stays. You can adopt again later."
    done = "The adoption is ended."

    def check_now(self) -> None:
        ADOPTION.target("end", self.adoption.state)

    def perform(self, form: Form) -> str:
        adoptions.end_adoption(adoption=self.adoption, by=self.person, now=now())
        return self.back()
