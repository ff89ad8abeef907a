"""The operators' page of e-mails that no mail server took: what was said against each, sent again or left."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.models import Email
from compass.foundation.web.views import FormPage
from compass.foundation.words import civil_date, plural
from compass.notices import queries
from compass.notices.operations import given_up
from compass.notices.web.forms import GivenUpForm
from passports import policies

SHOWN = 50
# What an e-mail is about, by how its key begins. Its words are for whoever gets it: some name private searches.
_ABOUT = {
    "account": "about an account", "notice": "a notice", "daily": "the daily email", "safety": "a safety notice",
    "proposal": "a proposal to confirm", "certificate": "a certificate that ends",
    "condition": "a condition of a passport", "passport": "a passport of their own",
    "warning": "a safety notice about a product of theirs", "renewal": "a renewal that was returned",
    "returned": "a submission that was returned", "webhook": "a webhook that is paused", "need": "a need",
}  # fmt: skip


class GivenUpEmails(FormPage):
    """What was given up, newest first; what is ticked is sent again or taken off the list."""

    template_name = "notices/given_up_emails.jinja"
    form_class = GivenUpForm
    heading = "Emails that could not be sent"
    button = "Continue"

    def prepare(self) -> None:
        policies.check_operator(self.person)

    def back(self) -> str:
        return reverse("home")

    def get_form_kwargs(self) -> dict[str, Any]:
        found = queries.given_up_emails()
        self.total = found.count()
        listed = [(str(one.pk), _line(one)) for one in found[:SHOWN]]
        return super().get_form_kwargs() | {"listed": listed, "total": self.total}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        waiting, since = queries.waiting_emails()
        return context | {"total": self.total, "most": SHOWN, "waiting": waiting, "since": since}

    def perform(self, form: Form) -> str:
        ticked, deed = [int(pk) for pk in form.cleaned_data["emails"]], form.cleaned_data["deed"]
        if deed == GivenUpForm.DROP:
            self.done = (
                f"{plural(given_up.drop(emails=ticked, by=self.person, now=now()), 'email')} taken off the list."
            )
        else:
            every = deed == GivenUpForm.EVERY
            sent = given_up.send_again(emails=None if every else ticked, by=self.person, now=now())
            self.done = f"{plural(sent, 'email')} on the way again."
        return reverse("given-up-emails")


def _line(email: Email) -> str:
    about = _ABOUT.get(email.key.partition("-")[0], "an email of the service")
    day = civil_date(email.failed_at) if email.failed_at else ""
    return f"{email.recipient}: {about}, given up on {day}. {email.outcome or 'No reason was kept.'}"
