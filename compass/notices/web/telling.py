"""Pages of what one follows already: how to be told of it, ending it, and the address of one's calendar."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.web.views import FormPage
from compass.notices import queries
from compass.notices.companies import companies_of
from compass.notices.models import Frequency
from compass.notices.operations import calendars, subscriptions
from compass.notices.operations.adopters import choose_company_emails, choose_emails
from compass.notices.policies import check_can_stop, check_own
from compass.notices.web.forms import NO_EMAILS, AdopterEmailsForm, CompanyEmailsForm, TellingForm, telling_of


class AdopterEmails(FormPage):
    """Have e-mails about a passport that one's organisation adopted, or stop them."""

    form_class = AdopterEmailsForm
    heading = "How should we tell you?"
    lead = "You are told of changes of this passport because your organisation adopted it."
    done = "Saved."

    def prepare(self) -> None:
        self.adoption: Any = get_object_or_404(queries.told_adoptions(self.person), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"telling": NO_EMAILS if self.adoption.stopped else Frequency.IMMEDIATE.value}

    def caption(self) -> str:
        return f"{self.adoption.passport.innovation}, passport {self.adoption.passport}"

    def back(self) -> str:
        return reverse("subscriptions")

    def perform(self, form: Form) -> str:
        wanted = form.cleaned_data["telling"] != NO_EMAILS
        choose_emails(adoption=self.adoption, wanted=wanted, by=self.person, now=now())
        return self.back()


class CompanyEmails(FormPage):
    """Have e-mails about the technologies of one's company, or stop them."""

    form_class = CompanyEmailsForm
    heading = "How should we tell you?"
    lead = "We tell you when a passport of your company changes, and when a safety notice concerns its technologies."
    done = "Saved."

    def prepare(self) -> None:
        self.company: Any = get_object_or_404(companies_of(self.person), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"telling": NO_EMAILS if self.company.stopped else Frequency.IMMEDIATE.value}

    def caption(self) -> str:
        return str(self.company)

    def back(self) -> str:
        return reverse("company-notices")

    def perform(self, form: Form) -> str:
        wanted = form.cleaned_data["telling"] != NO_EMAILS
        choose_company_emails(innovator=self.company, wanted=wanted, by=self.person, now=now())
        return self.back()


class RenewCalendar(FormPage):
    """Another address for one's own calendar."""

    heading = "Make a new calendar address?"
    button = "Make a new address"
    variant = "warning"
    lead = (
        "The calendar address you have now stops working at once, for everybody who has it. "
        "Add the new one to your calendar program."
    )
    done = "Your calendar has a new address. The old one does not work any more."

    def back(self) -> str:
        return reverse("subscriptions")

    def perform(self, form: Form) -> str:
        calendars.renew_calendar(by=self.person, now=now())
        return self.back()


class _OfSubscription(FormPage):
    """One step with a subscription of the person's organisations."""

    def prepare(self) -> None:
        found = queries.subscriptions_of(self.person)
        self.subscription = get_object_or_404(found, pk=self.kwargs["pk"])

    def caption(self) -> str:
        target = self.subscription.target_words()
        about = self.subscription.passport
        said = f"{target}, {about.innovation}" if about else target
        return said[:1].upper() + said[1:]

    def back(self) -> str:
        return reverse("subscriptions")


class ChangeTelling(_OfSubscription):
    """Choose when e-mails about one of one's own subscriptions leave, if at all."""

    form_class = TellingForm
    heading = "How should we tell you?"
    done = "Saved."

    def prepare(self) -> None:
        super().prepare()
        check_own(self.person, self.subscription)

    def get_initial(self) -> dict[str, Any]:
        return {"telling": telling_of(self.subscription)}

    def perform(self, form: Form) -> str:
        how = form.how  # type: ignore[attr-defined]
        subscriptions.change_telling(subscription=self.subscription, by=self.person, now=now(), **how)
        return self.back()


class StopFollowing(_OfSubscription):
    """Stop following, for oneself or in place of somebody who left."""

    heading = "Stop following?"
    button = "Stop following"
    variant = "warning"
    lead = "Your organisation then gets notices only if somebody else there follows it. The notices you have stay."
    done = "You do not follow it any more."

    def prepare(self) -> None:
        super().prepare()
        check_can_stop(self.person, self.subscription)

    def perform(self, form: Form) -> str:
        subscriptions.unsubscribe(subscription=self.subscription, by=self.person, now=now())
        return self.back()
