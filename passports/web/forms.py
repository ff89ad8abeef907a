"""Forms about passports."""

from __future__ import annotations

from typing import Any

from django import forms

from compass.foundation.forms import Choice, Prose
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
