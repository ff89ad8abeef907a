"""Pages of an organisation's questions and weights: the newest version, all earlier ones, and making the next."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.web.views import FormPage, MemberPage
from compass.guide import policies
from compass.guide.operations.schemes import publish_scheme
from compass.guide.presenters import schemes as presenters
from compass.guide.queries.schemes import scheme_of, scheme_seen, scheme_versions_of
from compass.guide.value.scheme import percent, rule
from compass.guide.web.scheme_forms import SchemeForm
from trusts.web.on_behalf import OfOrganisation


class SchemePage(OfOrganisation, MemberPage):
    """What the organisation's next evaluation asks, and how it came to be."""

    template_name = "guide/value/scheme.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation = self.organisation
        scheme = scheme_of(organisation)
        return super().get_context_data(
            organisation=organisation,
            scheme=scheme,
            cost_weight=percent(scheme.cost_weight),
            parts=presenters.parts(scheme),
            versions=presenters.versions(list(scheme_versions_of(self.person, organisation))),
            edits=policies.can_start(self.person, organisation),
            **kwargs,
        )


class EditScheme(OfOrganisation, FormPage):
    """Make the next version."""

    template_name = "guide/value/edit_scheme.jinja"
    form_class = SchemeForm
    heading = "Change questions and weights"
    button = "Save as a new version"
    lead = f"All weights must add up to 100%. {rule()} Evaluations that have begun keep their own questions."
    done = "The new version is saved. The next evaluation begins with it."

    def prepare(self) -> None:
        policies.check_can_start(self.person, self.organisation)

    def caption(self) -> str:
        return str(self.organisation)

    def back(self) -> str:
        return reverse("scheme", args=[self.organisation.ods_code])

    def get_form_kwargs(self) -> dict[str, Any]:
        # A form is read as it was shown: with a colleague's new version under it, words would be lost.
        seen = self.posted().get("seen")
        scheme = scheme_seen(self.person, self.organisation, seen) if seen else scheme_of(self.organisation)
        return super().get_form_kwargs() | {"scheme": scheme}

    def perform(self, form: Form) -> str:
        assert isinstance(form, SchemeForm)  # noqa: S101 (form_class)
        given = form.cleaned_data
        publish_scheme(
            organisation=self.organisation, seen=given["seen"], cost_weight=given["cost_weight"],
            questions=form.questions(), why=given["why"], by=self.person, now=now(),
        )  # fmt: skip
        return self.back()
