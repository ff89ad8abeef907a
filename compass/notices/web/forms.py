"""Forms of following, and of webhooks."""

from __future__ import annotations

from typing import Any

from django import forms

from compass.foundation.forms import Choice, Line, sometimes
from compass.notices.models import Followed, Frequency, Subscription
from compass.notices.models.webhooks import ADDRESS_MAX
from compass.notices.stopping import GOES_ON
from evidence.models.innovations import ClinicalArea
from trusts.web.on_behalf import OrganisationForm

NO_EMAILS = "NO_EMAILS"
TELLING = [*Frequency.choices, (NO_EMAILS, "No emails, only notices here")]


def _telling() -> forms.ChoiceField:
    hint = "Notices always appear here at once, for everybody who buys for the organisation."
    return Choice("When should we email you?", TELLING, hint=hint)


class TellingForm(forms.Form):
    """When e-mails leave, if at all."""

    telling = _telling()

    @property
    def how(self) -> dict[str, Any]:
        """Frequency and e-mail, as the operations take them; of a valid form."""
        return how_told(self.cleaned_data["telling"])


def how_told(telling: str) -> dict[str, Any]:
    """A choice of `TELLING` as frequency and e-mail."""
    email = telling != NO_EMAILS
    return {"frequency": telling if email else Frequency.IMMEDIATE.value, "email": email}


def telling_of(subscription: Subscription) -> str:
    """The choice of `TELLING` that a subscription stands for."""
    return subscription.frequency if subscription.email else NO_EMAILS


class AdopterEmailsForm(forms.Form):
    """Whether changes of an adopted passport are told by e-mail too."""

    telling = Choice(
        "How should we tell you of changes?",
        [(Frequency.IMMEDIATE.value, "By email at once, and here"), (NO_EMAILS, "Only here")],
        hint="Emails about safety notices do not stop, because they ask you to act.",
    )


class CompanyEmailsForm(forms.Form):
    """Whether changes of one's company's passports are told by e-mail too."""

    telling = Choice(
        "How should we tell you of changes?",
        [(Frequency.IMMEDIATE.value, "By email at once, and here"), (NO_EMAILS, "Only here")],
        hint=GOES_ON,
    )


class FollowForm(OrganisationForm):
    """For whom, what of the things that the page offers, and how to be told."""

    what = Choice("What do you want to follow?", ())
    telling = _telling()

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = offered  # type: ignore[attr-defined]
        self.initial = {**self.initial, "what": offered[0][0], "telling": Frequency.IMMEDIATE.value}

    @property
    def how(self) -> dict[str, Any]:
        """Frequency and e-mail, as the operations take them; of a valid form."""
        return how_told(self.cleaned_data["telling"])


class FollowMoreForm(FollowForm):
    """The same, with what has to be chosen of a clinical area or typed of an organisation."""

    clinical_area = sometimes(
        Choice(
            "Clinical area",
            [("", "Choose one"), *ClinicalArea.choices],
            many=True,
            hint="Only if you follow a clinical area.",
        )
    )
    assessor = sometimes(
        Line(
            "ODS code of the organisation",
            hint="Only if you follow what one organisation assessed. It is a short code, for example RJ1.",
            max_length=10,
        )
    )
    field_order = ("organisation", "what", "clinical_area", "assessor", "telling")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("what") == Followed.CLINICAL_AREA and not given.get("clinical_area"):
            self.add_error("clinical_area", "Choose the clinical area")
        if given.get("what") == Followed.DECISIONS and not given.get("assessor"):
            self.add_error("assessor", "Enter the ODS code of the organisation")
        return given


class UpToForm(forms.Form):
    """The newest of the notices that the person was asked about."""

    newest = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)


class GivenUpForm(forms.Form):
    """Which of the listed e-mails, and what becomes of them."""

    AGAIN, EVERY, DROP = "AGAIN", "EVERY", "DROP"

    emails = sometimes(forms.MultipleChoiceField(label="Which ones?", widget=forms.CheckboxSelectMultiple))
    deed = Choice("What do you want to do with them?", ())

    def __init__(self, *args: Any, listed: list[tuple[str, str]], total: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["emails"].choices = listed  # type: ignore[attr-defined]
        every = f"Send every email on the list again ({total:,})"
        self.fields["deed"].choices = [  # type: ignore[attr-defined]
            (self.AGAIN, "Send the ticked emails again"),
            (self.EVERY, every),
            (self.DROP, "Take the ticked emails off the list, and do not send them"),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("deed") in {self.AGAIN, self.DROP} and not given.get("emails"):
            self.add_error("emails", "Tick at least one email")
        return given


class WebhookForm(OrganisationForm):
    """Whose notices, and where they are sent."""

    address = Line(
        "Address of your system",
        hint="It must begin with https:// and be reachable from the internet.",
        max_length=ADDRESS_MAX,
    )
