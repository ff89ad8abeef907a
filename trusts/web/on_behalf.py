"""What a person does for one of the organisations where they have a role: for which it is, asked or in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from compass.foundation.forms import Choice
from compass.foundation.web.views import FormPage
from trusts import policies
from trusts.models import Organisation, Role
from trusts.queries import organisations_of


class OrganisationForm(forms.Form):
    """For which of the person's organisations; the only one is chosen already."""

    organisation = Choice("Organisation", ())

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(o.ods_code, f"{o} ({o.ods_code})") for o in organisations]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial.setdefault("organisation", choices[0][0])


class OfOrganisation:
    """Finds the organisation of the address through the person's roles; another one's does not exist."""

    person: Any
    kwargs: dict[str, Any]

    @cached_property
    def organisation(self) -> Organisation:
        """The open organisation; Http404 for people of elsewhere."""
        found: Organisation = get_object_or_404(organisations_of(self.person), ods_code=self.kwargs["code"])
        return found


class ForOrganisation(FormPage):
    """A form for one of the organisations where the person holds one of `roles`, or any role where none is named.

    `deed` ends the sentence “Only … can” that everybody else reads, `instead` what they are told to ask for.
    """

    form_class: type[forms.Form] = OrganisationForm
    roles: tuple[Role, ...] = ()
    deed: str
    instead = ""

    def prepare(self) -> None:
        self.organisations = list(organisations_of(self.person, *self.roles))
        policies.check_somewhere(self.organisations, self.deed, *self.roles, instead=self.instead)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisations": self.organisations}

    def chosen(self, form: forms.Form) -> Organisation:
        """The organisation that was picked in a valid form."""
        return next(o for o in self.organisations if o.ods_code == form.cleaned_data["organisation"])
