"""Pages of nominating and of the invitation that follows."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView

from compass.accounts.operations import has_account
from compass.accounts.web.invited import NewAccountForm, open_invited_account
from compass.foundation.clock import now
from compass.foundation.errors import Refused
from compass.foundation.web.views import FormPage, MemberPage
from evidence.queries import innovations_of, innovators_of
from evidence.web.views import Describe
from trusts import policies, presenters, queries
from trusts.models import Nomination, Role
from trusts.operations import nominations
from trusts.states import NOMINATION
from trusts.web.forms import AcceptForm, NominationForm
from trusts.web.on_behalf import ForOrganisation


class Nominations(MemberPage):
    """What the person's organisations have nominated."""

    template_name = "trusts/nominations.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        nominates_for = {one.pk for one in queries.organisations_of(self.person, Role.NOMINATOR)}
        rows = [
            (
                n,
                presenters.nomination_tag(n),
                n.organisation.current_id in nominates_for and NOMINATION.allows("withdraw", n.state),
            )
            for n in queries.nominations_of(self.person)[:200]
        ]
        return super().get_context_data(rows=rows, can_nominate=bool(nominates_for), **kwargs)


class Nominate(ForOrganisation):
    """Nominate a technology."""

    form_class = NominationForm
    roles = (Role.NOMINATOR,)
    deed = "nominate"
    heading = "Nominate a technology"
    button = "Nominate and send the invitation"
    lead = (
        "Tell us which technology a panel should assess. We email the people who make it and invite them to describe "
        "it and its evidence."
    )
    done = "The nomination is made and the invitation is on its way."

    def back(self) -> str:
        return reverse("nominations")

    def perform(self, form: Form) -> str:
        given = form.cleaned_data | {"organisation": self.chosen(form)}
        nominations.nominate(by=self.person, now=now(), **given)
        return self.back()


class WithdrawNomination(FormPage):
    """Withdraw an invitation."""

    heading = "Withdraw this nomination?"
    button = "Withdraw the nomination"
    variant = "warning"
    lead = "The link in the invitation will no longer work. You can nominate the technology again later."
    done = "The nomination is withdrawn."

    def prepare(self) -> None:
        self.nomination = get_object_or_404(queries.nominations_of(self.person), pk=self.kwargs["pk"])
        policies.check_can_withdraw(self.person, self.nomination)

    def check_now(self) -> None:
        NOMINATION.target("withdraw", self.nomination.state)

    def caption(self) -> str:
        return str(self.nomination)

    def back(self) -> str:
        return reverse("nominations")

    def perform(self, form: Form) -> str:
        nominations.withdraw_nomination(nomination=self.nomination, by=self.person, now=now())
        return self.back()


class Invitation(FormView):  # type: ignore[type-arg]  # anybody may open it, so not an ActionView
    """The page behind the link in the invitation: read, open an account if needed, accept."""

    template_name = "trusts/invitation.jinja"
    nomination: Nomination

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.nomination = nominations.nomination_of_token(kwargs["token"])
        if not NOMINATION.allows("accept", self.nomination.state):
            raise Refused(
                f"This invitation is closed: {self.nomination.get_state_display().lower()}.",
                next_step=f"If you did not expect this, contact {self.nomination.organisation}.",
            )
        self.known = request.user.is_authenticated or has_account(self.nomination.contact_email)
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[Form]:
        return AcceptForm if self.known else NewAccountForm

    def get_form_kwargs(self) -> dict[str, Any]:
        given: dict[str, Any] = super().get_form_kwargs()
        if self.known:
            person: Any = self.request.user
            mine = list(innovations_of(person).prefetch_related(None)) if person.is_authenticated else []
            given["nominated"] = self.nomination.technology_name
            given["innovations"] = mine
            given["innovators"] = list(innovators_of(person)) if person.is_authenticated else []
            given["initial"] = {"new_innovator_name": self.nomination.innovator_name}
        return given

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signed_in = self.request.user.is_authenticated
        return super().get_context_data(
            nomination=self.nomination, known=self.known, signed_in=signed_in, token=self.kwargs["token"], **kwargs
        )

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return HttpResponseRedirect(self._accept(form) if self.known else self._open(form))
        except Refused as refusal:
            form.add_error(None, refusal.whole)
            return self.render_to_response(self.get_context_data(form=form), status=refusal.status)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _open(self, form: Form) -> str:
        open_invited_account(self.request, email=self.nomination.contact_email, **form.cleaned_data)
        return self.request.path

    def _accept(self, form: Form) -> str:
        if not self.request.user.is_authenticated:
            return f"{reverse('account_login')}?next={self.request.path}"
        person: Any = self.request.user
        chosen = form.cleaned_data
        companies = {str(i.pk): i for i in innovators_of(person)}
        technologies = {str(i.pk): i for i in innovations_of(person)}
        nomination = nominations.accept_nomination(
            nomination=self.nomination,
            innovation=technologies.get(chosen.get("innovation", "new")),
            innovator=companies.get(chosen.get("innovator", "new")),
            new_innovator_name=form.cleaned_data["new_innovator_name"],
            by=person,
            now=now(),
        )
        assert nomination.innovation is not None  # noqa: S101 (accepted: the constraint holds it)
        return reverse("describe-nominated", args=[nomination.innovation.slug])


class DescribeNominated(Describe):
    """Describe a technology, with what those who nominated it want to solve beside the form."""

    template_name = "trusts/describe_nominated.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(nominations=queries.nominations_for_innovation(self.innovation), **kwargs)


class DeclineInvitation(FormPage):
    """Decline an invitation."""

    heading = "Decline this invitation?"
    button = "Decline the invitation"
    variant = "warning"
    lead = "The organisation that nominated the technology will see that you declined."
    done = "You have declined the invitation."

    def prepare(self) -> None:
        self.nomination = nominations.nomination_of_token(self.kwargs["token"])

    def check_now(self) -> None:
        NOMINATION.target("decline", self.nomination.state)

    def caption(self) -> str:
        return str(self.nomination)

    def back(self) -> str:
        return reverse("invitation", args=[self.kwargs["token"]])

    def perform(self, form: Form) -> str:
        nominations.decline_nomination(nomination=self.nomination, by=self.person, now=now())
        return reverse("home")
