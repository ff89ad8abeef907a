"""Forms about passports."""

from __future__ import annotations

from typing import Any

from django import forms

from compass.foundation.forms import Choice, Line, Prose
from evidence.models import CompanyScheme
from evidence.models.identifiers import OF_ONE_DEVICE
from trusts.models import Organisation


class ReasonForm(forms.Form):
    """A reason that others read."""

    reason = Prose("Reason", rows=4, hint="Shown to everybody who relies on the passport.")


class ReturnForm(forms.Form):
    """A reason that the trust reads."""

    reason = Prose("Reason", rows=4, hint="The trust reads this. Say what to correct.")


class ReturnRenewalForm(forms.Form):
    """A reason that the innovator reads."""

    reason = Prose("Reason", rows=4, hint="The innovator reads this. Say what to correct.")


class ReleaseForm(forms.Form):
    """A disputed number, and why whoever has it loses it."""

    scheme = Choice(
        "Kind of number", [*((scheme.value, scheme.label) for scheme in OF_ONE_DEVICE), *CompanyScheme.choices]
    )
    value = Line("Number", hint="As it stands on the label or in the register. Spaces do not matter.")
    reason = Prose("Reason", rows=4, hint="Those who had the number read this. Say what shows whose it is.")


class NoteForm(forms.Form):
    """What was done for a local check."""

    note = Prose("What was done", required=False, rows=4, hint="For example where the document is kept.")


class OrganisationForm(forms.Form):
    """For which of the person's organisations."""

    organisation = Choice("Organisation", ())

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(o.ods_code, f"{o} ({o.ods_code})") for o in organisations]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial.setdefault("organisation", choices[0][0])
