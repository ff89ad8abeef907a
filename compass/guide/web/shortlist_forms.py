"""Forms of shortlists, frozen searches and saved ones."""

from __future__ import annotations

from typing import Any

from django import forms

from compass.foundation.forms import Choice, Line, Prose, sometimes
from compass.foundation.text import NAME_MAX
from compass.guide.models import Shortlist, VoteChoice
from compass.guide.operations.saved_searches import Telling
from trusts.models import Organisation
from trusts.web.on_behalf import OrganisationForm

NEW = "new-"


class NameForm(forms.Form):
    """What a shortlist is called."""

    name = Line("Name of the shortlist", max_length=NAME_MAX, hint="For example: wound sensors for 2027.")


class ShortlistForm(NameForm, OrganisationForm):
    """A name, and whose shortlist it is."""

    field_order = ("name", "organisation")


class AddForm(forms.Form):
    """To which shortlist: one that there is, or a new one with a name."""

    where = Choice("Which shortlist?", ())
    name = sometimes(Line("Name of the new shortlist", max_length=NAME_MAX, hint="Only if you start a new one."))

    def __init__(
        self, *args: Any, shortlists: list[Shortlist], organisations: list[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.key), f"{one} ({one.organisation})") for one in shortlists]
        choices += [(f"{NEW}{one.ods_code}", f"A new shortlist of {one}") for one in organisations]
        self.fields["where"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("where", choices[0][0])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if str(given.get("where", "")).startswith(NEW) and not given.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter the name of the new shortlist")
        return given


class OpinionForm(forms.Form):
    """A vote, a note, or both."""

    choice = Choice("Should your organisation go on with it?", VoteChoice.choices, required=False)
    began = forms.CharField(required=False, widget=forms.HiddenInput)
    note = Prose(
        "Note", required=False, rows=4, hint=("Your colleagues see it with your name. You can edit or delete it later.")
    )

    def clean(self) -> dict[str, Any]:
        """A note that is sent with the vote that the form began with is no vote."""
        given = {"note": "", "choice": "", "began": ""} | self.cleaned_data
        return given | {"choice": ""} if given["note"] and given["choice"] == given["began"] else given


class NoteForm(forms.Form):
    """Other words for a note."""

    text = Prose("Note", rows=4)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class TakeOutForm(forms.Form):
    """Why a technology comes off."""

    why = Line("Why?", hint="For example: too large for our wards. Your colleagues see it on the shortlist.")


class FreezeForm(OrganisationForm):
    """For whom a search or comparison is frozen, and what for."""

    purpose = Line("What is it for?", required=False, hint="For example, the reference of a procurement.")
    field_order = ("purpose", "organisation")


class SearchNameForm(forms.Form):
    """What a saved search is called."""

    name = Line("Name of the search", max_length=NAME_MAX, hint="For example: wound sensors with a valid passport.")


class SaveSearchForm(SearchNameForm, OrganisationForm):
    """The same, with whose it is and, for somebody who buys, how they are told: nobody else gets notices."""

    telling = Choice(
        "When should we email you?",
        [
            (Telling.IMMEDIATE.value, "At once, one email for each notice"),
            (Telling.DAILY.value, "Once a day, one email with all of them"),
            (Telling.NO_EMAILS.value, "No emails, only notices here"),
        ],
        hint="People who buy for your organisation always see notices here.",
    )
    field_order = ("name", "organisation", "telling")

    def __init__(self, *args: Any, buys: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if buys:
            self.initial.setdefault("telling", Telling.IMMEDIATE.value)
        else:
            del self.fields["telling"]
