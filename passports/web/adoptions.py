"""Pages of relying on a passport."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now, today
from compass.foundation.web.views import FormPage, MemberPage
from passports import policies
from passports.models import Adoption
from passports.operations import adoptions
from passports.presenters.passports import adoption_tag, status_tag
from passports.presenters.paths import assessor_of, next_steps
from passports.presenters.safety import open_line
from passports.queries.adoptions import adoptions_of, checks_of, standing_adoptions
from passports.queries.offers import not_adopted
from passports.queries.page import successor_row
from passports.queries.passports import successor_of
from passports.queries.safety import notices_of_adoption
from passports.states import ADOPTION, AdoptionState
from passports.validity import USABLE
from passports.web.buying import BuyerForm
from passports.web.forms import ContactForm, NoteForm
from trusts.models import Role
from trusts.queries import organisations_of


class Adopt(BuyerForm):
    """Accept a passport for an organisation."""

    deed = "adopt"
    heading = "Adopt this technology"
    button = "Accept the passport"
    lead = (
        "If you accept the passport, your organisation relies on the assessment behind it. It still does "
        "what is local: clinical risk "
        "management (DCB0160), a data protection impact assessment (DPIA), integration, training and the budget."
    )
    done = "Your organisation has accepted the passport. Only the local checks are left."
    template_name = "passports/adopt.jinja"
    adopted: list[Adoption]

    def prepare(self) -> None:
        super().prepare()
        self.adopted = standing_adoptions(self.person, self.passport.number)

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
        rows = [(a, adoption_tag(a), status_tag(a.passport.status)) for a in adoptions_of(self.person)[:200]]
        buys = bool(rows) or organisations_of(self.person, Role.BUYER).exists()
        return super().get_context_data(rows=rows, buys=buys, **kwargs)


class AdoptionPage(MemberPage):
    """The local checks of one adoption."""

    template_name = "passports/adoption.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        adoption = get_object_or_404(adoptions_of(self.person), pk=self.kwargs["pk"])
        successor = successor_of(adoption.passport)
        return super().get_context_data(
            adoption=adoption,
            passport=adoption.passport,
            tag=adoption_tag(adoption),
            status=status_tag(adoption.passport.status),
            assessor=assessor_of(adoption.passport.assessed_by),
            usable=adoption.passport.status in USABLE,
            checks=checks_of(adoption),
            is_open=adoption.state == AdoptionState.LOCAL_CHECKS,
            can_end=ADOPTION.allows("end", adoption.state),
            steps=next_steps(adoption.passport, successor_row(successor), today()),
            can_move=successor is not None and successor.status in USABLE and ADOPTION.allows("end", adoption.state),
            notices=[(open_line(match), match.pk, said) for match, said in notices_of_adoption(adoption)],
            **kwargs,
        )


class _AdoptionForm(FormPage):
    adoption: Adoption

    def prepare(self) -> None:
        self.adoption = get_object_or_404(adoptions_of(self.person), pk=self.kwargs["pk"])

    def caption(self) -> str:
        return f"{self.adoption.passport.innovation}, {self.adoption.organisation}"

    def back(self) -> str:
        return reverse("adoption", args=[self.adoption.pk])


class CompleteCheck(_AdoptionForm):
    """Record a local check as done."""

    form_class = NoteForm
    button = "Record the check as done"
    lead = "Record this once your organisation has done the check. Your name and the time stay with it."
    done = "The check is recorded as done."

    def prepare(self) -> None:
        super().prepare()
        self.check = get_object_or_404(checks_of(self.adoption), pk=self.kwargs["check"])
        self.heading = str(self.check)

    def check_now(self) -> None:
        adoptions.check_can_complete(self.adoption, self.check)

    def perform(self, form: Form) -> str:
        adoptions.complete_check(check=self.check, note=form.cleaned_data["note"], by=self.person, now=now())
        return self.back()


class MoveAdoption(_AdoptionForm):
    """Adopt the passport that took the place of the adopted one, and take the local checks along."""

    heading = "Move to the new version?"
    button = "Move to the new version"
    done = "The new version is adopted. Do clinical risk management (DCB0160) again for it."

    def prepare(self) -> None:
        super().prepare()
        found = successor_of(self.adoption.passport)
        if found is not None:
            self.lead = (
                f"Passport {found} covers version {found.pack.product_version}. What you recorded for the other local "
                "checks is carried over. Check that it still holds. The adoption of the old version ends "
                "once the new one "
                "is in use."
            )

    def check_now(self) -> None:
        adoptions.check_can_move(self.adoption)

    def perform(self, form: Form) -> str:
        moved = adoptions.move_adoption(adoption=self.adoption, by=self.person, now=now())
        return reverse("adoption", args=[moved.pk])


class OfferContact(_AdoptionForm):
    """Say whom other NHS organisations may ask, or nobody any more."""

    form_class = ContactForm
    heading = "Offer a contact to other NHS organisations"
    button = "Save the contact"
    lead = (
        "Others who think about this technology may want to ask you how it went. Ask the contact first. Only "
        "people with "
        "a role at an NHS organisation who sign in see it, on the page of the technology. Enter both, or leave both "
        "empty to offer no contact. We remove it when the adoption ends."
    )
    done = "The contact is saved."

    def check_now(self) -> None:
        adoptions.check_can_offer_contact(self.adoption)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"name": self.adoption.contact_name, "email": self.adoption.contact_email}

    def perform(self, form: Form) -> str:
        adoptions.offer_contact(adoption=self.adoption, by=self.person, now=now(), **form.cleaned_data)
        return self.back()


class EndAdoption(_AdoptionForm):
    """End an adoption."""

    heading = "End this adoption?"
    button = "End the adoption"
    variant = "warning"
    lead = (
        "End it when your organisation does not use this technology any more. The record of the adoption and its "
        "checks stays. You can adopt it again later."
    )
    done = "The adoption is ended."

    def check_now(self) -> None:
        ADOPTION.target("end", self.adoption.state)

    def perform(self, form: Form) -> str:
        adoptions.end_adoption(adoption=self.adoption, by=self.person, now=now())
        return self.back()
