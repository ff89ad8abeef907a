"""Page bases: one domain call a view; a refusal comes back on the same page with nothing typed lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.views.generic import FormView, TemplateView, View

from compass.foundation.errors import Refused
from compass.foundation.forms import OnlyConfirm


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


class ActionView(LoginRequiredMixin, _WithPerson, FormView):  # type: ignore[type-arg]
    """GET shows a form, POST makes one domain call and leads on.

    Subclasses override `prepare` (load what is acted upon, scoped; check the policy) and `perform` (one operation;
    returns the address to go to). A Refused from `perform` is shown above the form, with what was typed.
    """

    form_class: type[Form] = OnlyConfirm
    done = ""

    def prepare(self) -> None:
        """Load and check; raises Http404 or NotAllowed."""

    def perform(self, form: Form) -> str:
        raise NotImplementedError

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.prepare()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            address = self.perform(form)
        except Refused as refusal:
            form.add_error(None, refusal.whole)
            return self.render_to_response(self.get_context_data(form=form), status=refusal.status)
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
