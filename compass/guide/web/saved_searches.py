"""Pages of saved searches, for members of the organisation; for everybody else they do not exist."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.web.views import FormPage, MemberPage
from compass.foundation.words import listing
from compass.guide.operations import saved_searches as operations
from compass.guide.presenters import saved_searches as presenters
from compass.guide.queries import saved_searches as queries
from compass.guide.web.searched import OfSearch
from compass.guide.web.shortlist_forms import SaveSearchForm, SearchNameForm
from trusts.models import Organisation


class SavedSearches(MemberPage):
    """What the person's organisations have saved."""

    template_name = "guide/searches/saved_searches.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.saved_search_rows(self.person)
        names = queries.names_in([row["query"] for row in rows])
        return super().get_context_data(rows=[presenters.listed(row, names) for row in rows], **kwargs)


class SaveSearch(OfSearch):
    """Save the search of the address."""

    form_class = SaveSearchForm
    deed = "save a search"
    heading = "Save this search"
    button = "Save this search"
    lead = (
        "Your organisation gets a notice when the search finds another technology, or no longer finds one. "
        "Only people of your organisation can see what you save."
    )
    done = "The search is saved. Within a minute it is listed in what your organisation follows."

    def caption(self) -> str:
        return presenters.asked_words(self.search, queries.names_in([self.search.query()]))

    @cached_property
    def buys(self) -> list[Organisation]:
        """The organisations that the person buys for: only of those do notices go to them."""
        return queries.buys_for(self.person)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"buys": bool(self.buys)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = "Notices go to people who buy for it."
        if not self.buys:
            told += " You do not, so you get none. You can always see here what the search finds."
        elif len(self.buys) < len(self.organisations):
            told += f" You buy for {listing([str(one) for one in self.buys])} only, so you get none of another one."
        return super().get_context_data(lead=f"{self.lead} {told}", **kwargs)

    def perform(self, form: Form) -> str:
        given = form.cleaned_data
        if self.chosen(form) not in self.buys:
            self.done = f"The search is saved. You do not buy for {self.chosen(form)}, so you get no notices of it."
        saved = operations.save_search(
            search=self.search,
            name=given["name"],
            organisation=self.chosen(form),
            telling=operations.Telling(given.get("telling", operations.Telling.NO_EMAILS.value)),
            by=self.person,
            now=now(),
        )
        return reverse("saved-search", args=[saved.key])


class SavedSearchPage(MemberPage):
    """One saved search, and what it was told of last."""

    template_name = "guide/searches/saved_search.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        saved = get_object_or_404(queries.saved_searches_of(self.person), key=self.kwargs["uuid"])
        return super().get_context_data(
            saved=saved,
            found=saved.matches.count(),
            search=presenters.described(saved.query, queries.names_in([saved.query])),
            differences=queries.differences_of(saved),
            buys=saved.organisation.acting in queries.buys_for(self.person),
            **kwargs,
        )


class _OfSearch(FormPage):
    """One step with a saved search of the person's organisations."""

    def prepare(self) -> None:
        self.saved = get_object_or_404(queries.saved_searches_of(self.person), key=self.kwargs["uuid"])

    def caption(self) -> str:
        return self.saved.name

    def back(self) -> str:
        return reverse("saved-search", args=[self.saved.key])


class RenameSearch(_OfSearch):
    """Give it another name."""

    form_class = SearchNameForm
    heading = "Rename this search"
    done = "The search has its new name."

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.saved.name}

    def perform(self, form: Form) -> str:
        operations.rename_search(saved=self.saved, name=form.cleaned_data["name"], by=self.person, now=now())
        return self.back()


class StopSearch(_OfSearch):
    """Tell nobody of it any more."""

    heading = "Stop this search?"
    button = "Stop this search"
    variant = "warning"
    lead = "Nobody gets notices of it any more, and it leaves your list. The notices you have stay."
    done = "The search is stopped."

    def perform(self, form: Form) -> str:
        operations.stop_search(saved=self.saved, by=self.person, now=now())
        return reverse("saved-searches")
