"""Pages of the programs that act for a company's people by API: who has access, giving it and ending it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.accounts.models import MachineClient, Scope
from compass.accounts.queries import clients_acting_for
from compass.foundation.clock import now
from compass.foundation.forms import Choice, Line
from compass.foundation.text import NAME_MAX
from compass.foundation.web.presenting import Tag
from evidence.machines import key_of
from evidence.operations import machines
from evidence.web.colleagues import OfCompany

_READS, _WRITES = "read", "write"
_SCOPES = {_READS: [Scope.PACKS_READ], _WRITES: [Scope.PACKS_READ, Scope.PACKS_WRITE]}


class AccessForm(forms.Form):
    """Which program, and what it may do."""

    name = Line("Name of the program", hint="You and your colleagues see this name.", max_length=NAME_MAX)
    scopes = Choice(
        "What it may do",
        [(_READS, "Read evidence packs"), (_WRITES, "Read, fill, check and submit evidence packs")],
    )


def _tag(client: MachineClient) -> Tag:
    """Whether a program can still get tokens."""
    return Tag("Has access", "green") if client.expires_at > now() else Tag("Out of date", "grey")


class ApiAccess(OfCompany):
    """Which programs have access, and a form to give it to another. Its secret is shown in the answer, only there."""

    template_name = "evidence/api_access.jinja"
    form_class = AccessForm
    heading = "API access"
    button = "Give access"
    made: tuple[MachineClient, str] | None = None

    def back(self) -> str:
        return reverse("workplace")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        clients = clients_acting_for(key_of(self.innovator))
        return super().get_context_data(
            slug=self.innovator.slug,
            innovator=self.innovator,
            clients=[(one, _tag(one)) for one in clients],
            **kwargs,
        )

    def perform(self, form: Form) -> str:
        self.made = machines.give_access(
            innovator=self.innovator,
            name=form.cleaned_data["name"],
            scopes=_SCOPES[form.cleaned_data["scopes"]],
            by=self.person,
            now=now(),
        )
        return self.back()

    def form_valid(self, form: Form) -> HttpResponse:
        answer = super().form_valid(form)
        if self.made is None:
            return answer
        client, secret = self.made
        self.template_name = "evidence/api_access_made.jinja"
        address = f"{settings.SITE_URL}{reverse('api-token')}"
        context = self.get_context_data(form=form, client=client, secret=secret, address=address)
        return self.render_to_response(context | {"heading": "Copy the secret now"})


class EndAccess(OfCompany):
    """End the access of a program, one's own or a colleague's."""

    heading = "End this access?"
    button = "End the access"
    variant = "warning"
    done = "The access has ended."
    client: MachineClient

    def prepare(self) -> None:
        super().prepare()
        found = clients_acting_for(key_of(self.innovator))
        self.client = get_object_or_404(found, pk=self.kwargs["client"])
        self.lead = (
            f"“{self.client}”, which acts for {self.client.owner}, can no longer use the API. You cannot undo this."
        )

    def back(self) -> str:
        return reverse("api-access", args=[self.innovator.slug])

    def perform(self, form: Form) -> str:
        machines.end_access(innovator=self.innovator, client=self.client, by=self.person, now=now())
        return self.back()
