"""Pages of a company's people: who they are, inviting and removing them, and the page behind an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView

from compass.accounts.operations import has_account
from compass.accounts.web.invited import NewAccountForm, open_invited_account
from compass.foundation.clock import now
from compass.foundation.errors import Refused
from compass.foundation.forms import OnlyConfirm
from compass.foundation.web.views import FormPage
from evidence import policies, presenters, queries
from evidence.models import ColleagueInvitation, Innovator, InnovatorMember
from evidence.operations import colleagues
from evidence.queries import colleagues as people_queries


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(
        label="Email address of your colleague",
        help_text="They get a link that works for seven days. Invite them again to send a new one.",
        max_length=254,
        error_messages={
            "required": "Enter the email address of your colleague",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )


class OfCompany(FormPage):
    """A page with a form about a company that the person works for."""

    innovator: Innovator

    def prepare(self) -> None:
        self.innovator = get_object_or_404(queries.innovators_of(self.person), slug=self.kwargs["slug"])

    def caption(self) -> str:
        return str(self.innovator)

    def back(self) -> str:
        return reverse("colleagues", args=[self.innovator.slug])


class Colleagues(OfCompany):
    """Who may act for the company, who is invited, and a form to invite somebody."""

    template_name = "evidence/colleagues.jinja"
    form_class = InviteForm
    heading = "People"
    button = "Send the invitation"
    lead = "Everybody on this list can see and change all the work of the company, and invite or remove colleagues."
    done = "The invitation is on its way."

    def back(self) -> str:
        return reverse("workplace")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = list(people_queries.colleagues_of(self.innovator))
        invited = people_queries.open_invitations_of(self.innovator)
        return super().get_context_data(
            slug=self.innovator.slug,
            members=[(member, member.person_id == self.person.pk) for member in members],
            alone=len(members) == 1,
            invitations=[(one, presenters.invitation_tag(one, now())) for one in invited],
            **kwargs,
        )

    def perform(self, form: Form) -> str:
        email = form.cleaned_data["email"]
        colleagues.invite_colleague(innovator=self.innovator, email=email, by=self.person, now=now())
        return reverse("colleagues", args=[self.innovator.slug])


class RemoveColleague(OfCompany):
    """End a colleague's membership, or one's own."""

    variant = "warning"
    member: InnovatorMember

    def prepare(self) -> None:
        super().prepare()
        found = people_queries.colleagues_of(self.innovator)
        self.member = get_object_or_404(found, pk=self.kwargs["member"])
        self.leaving = self.member.person_id == self.person.pk
        if self.leaving:
            self.heading, self.button = f"Leave {self.innovator}?", "Leave the company"
            self.lead = "You will no longer see its work here. A colleague can invite you again."
        else:
            self.heading, self.button = f"Remove {self.member.person}?", f"Remove {self.member.person}"
            self.lead = "They are told by email and can no longer see anything of the company. What they wrote stays."

    def check_now(self) -> None:
        policies.check_not_last(self.innovator)

    def perform(self, form: Form) -> str:
        colleagues.remove_colleague(member=self.member, by=self.person, now=now())
        if self.leaving:
            messages.success(self.request, f"You have left {self.innovator}.")
            return reverse("workplace")
        messages.success(self.request, f"{self.member.person} can no longer act for {self.innovator}.")
        return self.back()


class WithdrawColleagueInvitation(OfCompany):
    """Make the link of an invitation useless."""

    heading = "Withdraw this invitation?"
    button = "Withdraw the invitation"
    variant = "warning"
    done = "The invitation is withdrawn."
    invitation: ColleagueInvitation

    def prepare(self) -> None:
        super().prepare()
        found = people_queries.open_invitations_of(self.innovator)
        self.invitation = get_object_or_404(found, pk=self.kwargs["invitation"])
        self.lead = f"The link that was sent to {self.invitation.email} will no longer work."

    def perform(self, form: Form) -> str:
        colleagues.withdraw_invitation(invitation=self.invitation, by=self.person, now=now())
        return self.back()


class JoinCompany(FormView):  # type: ignore[type-arg]  # anybody may open it, so not an ActionView
    """The page behind the link in the e-mail: read, open an account or sign in, join."""

    template_name = "evidence/join_company.jinja"
    invitation: ColleagueInvitation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.invitation = colleagues.invitation_of_token(token=kwargs["token"], now=now())
        self.known = request.user.is_authenticated or has_account(self.invitation.email)
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[Form]:
        return OnlyConfirm if self.known else NewAccountForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signed_in = self.request.user.is_authenticated
        return super().get_context_data(invitation=self.invitation, known=self.known, signed_in=signed_in, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return HttpResponseRedirect(self._join() if self.known else self._open(form))
        except Refused as refusal:
            form.add_error(None, refusal.whole)
            return self.render_to_response(self.get_context_data(form=form), status=refusal.status)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _open(self, form: Form) -> str:
        open_invited_account(self.request, email=self.invitation.email, **form.cleaned_data)
        return self.request.path

    def _join(self) -> str:
        if not self.request.user.is_authenticated:
            return f"{reverse('account_login')}?next={self.request.path}"
        person: Any = self.request.user
        colleagues.accept_invitation(token=self.kwargs["token"], by=person, now=now())
        messages.success(self.request, f"You can now act for {self.invitation.innovator}.")
        return reverse("workplace")
