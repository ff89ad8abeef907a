"""Page bases: one domain call a view; a refusal comes back on the same page with nothing typed lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.generic import FormView, TemplateView, View

from compass.foundation.clock import now
from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.forms import OnlyConfirm
from compass.foundation.limits import count_attempt
from compass.foundation.web import lost_sessions


class _WithPerson:
    """Gives a view the person behind the request."""

    request: Any

    @property
    def person(self) -> Any:
        """The signed-in person (accounts stand a floor higher, hence the type), or Django's anonymous one."""
        return self.request.user


class Page(_WithPerson, TemplateView):
    """A page for anyone."""


class MemberPage(LoginRequiredMixin, Page):
    """A page for somebody who is signed in; the view's query decides what they see."""


class Download(LoginRequiredMixin, _WithPerson, View):
    """A file for somebody who is signed in."""


class KeepsTyped(LoginRequiredMixin):
    """A page whose form may come from somebody whose session has ended: they sign in, and find what they typed."""

    request: Any

    def handle_no_permission(self) -> HttpResponseRedirect:
        if self.request.method == "POST":
            lost_sessions.keep(self.request, now=now())
        return super().handle_no_permission()

    def posted(self) -> QueryDict:
        """What was typed into the form: posted now, or kept from before signing in; empty for a fresh page."""
        typed = lost_sessions.kept_for(self.request, now=now()) if self.request.method != "POST" else None
        posted: QueryDict = self.request.POST if typed is None or typed.fields is None else typed.fields
        return posted


class ActionView(KeepsTyped, _WithPerson, FormView):  # type: ignore[type-arg]
    """GET shows a form, POST makes one domain call and leads on.

    Subclasses override `prepare` (load what is acted upon, scoped; check the policy), `check_now` (whether it could
    succeed as things stand) and `perform` (one operation; returns the address to go to). A Refused from `check_now`
    is shown in place of the form, before anybody types; one from `perform`, or from the person's
    hourly limit, with what was typed.
    """

    form_class: type[Form] = OnlyConfirm
    done = ""

    def prepare(self) -> None:
        """Load and check; raises Http404 or NotAllowed."""

    def check_now(self) -> None:
        """Raise Refused when the operation would, whatever is typed. A POST asks the operation itself."""

    def way_on(self) -> tuple[str, str]:
        """Address and words of what to do instead, beside a refusal; empty for nothing but the way back."""
        return "", ""

    def field_of(self, argument: str) -> str:
        """The form field behind an argument of the operation."""
        return argument

    def perform(self, form: Form) -> str:
        raise NotImplementedError

    def count_attempt(self) -> None:
        """Count one more of what is done here; raises TooOften above the person's hourly limit."""
        count_attempt(route=self.request.resolver_match.url_name, person_id=self.person.pk, now=now())

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        with lost_sessions.dropped_when_refused(request):
            self.prepare()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.check_now()
        except NotAllowed:
            raise
        except Refused as refusal:
            context = self.get_context_data(refusal=refusal, way_on=self.way_on())
            return self.render_to_response(context, status=refusal.status)
        typed = lost_sessions.kept_for(request, now=now())
        if typed is None:
            return super().get(request, *args, **kwargs)
        form = self.get_form()
        typed.fill(form)
        lost_sessions.say(request, typed)
        return self.render_to_response(self.get_context_data(form=form))

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.count_attempt()
            address = self.perform(form)
        except Refused as refusal:
            field = self.field_of(refusal.field)
            form.add_error(field if field in form.fields else None, refusal.whole)
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=refusal.status, headers=refusal.headers)
        if self.done:
            messages.success(self.request, self.done)
        return HttpResponseRedirect(address)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class FormPage(ActionView):
    """A page of one heading and one form (`components/form_page.jinja`)."""

    template_name = "components/form_page.jinja"
    heading = ""
    button = "Save"
    variant = ""
    lead = ""
    multipart = False

    def caption(self) -> str:
        """Whose page this is, above the heading."""
        return ""

    def back(self) -> str:
        """Where the back link leads."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {
            "heading": self.heading,
            "button": self.button,
            "variant": self.variant,
            "lead": self.lead,
            "multipart": self.multipart,
            "caption": self.caption(),
            "back": self.back(),
        }
        return super().get_context_data(**(given | kwargs))
