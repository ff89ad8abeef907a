"""Pages of shortlists, for members of the organisation; for everybody else they do not exist."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation import words
from compass.foundation.clock import now
from compass.foundation.errors import Invalid
from compass.foundation.web.views import FormPage, MemberPage
from compass.guide import comparison, policies
from compass.guide.models import Shortlisted
from compass.guide.operations import shortlists as operations
from compass.guide.presenters import shortlists as presenters
from compass.guide.queries import shortlists as queries
from compass.guide.value.scheme import MOST as MOST_EVALUATED
from compass.guide.web.shortlist_forms import NEW, AddForm, NameForm, OpinionForm, ShortlistForm, TakeOutForm
from trusts.queries import organisations_of
from trusts.web.on_behalf import ForOrganisation


class Shortlists(MemberPage):
    """The shortlists of the person's organisations."""

    template_name = "guide/shortlists/shortlists.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.shortlist_rows(self.person)
        return super().get_context_data(
            used=[row for row in rows if row["archived_at"] is None],
            archived=[row for row in rows if row["archived_at"] is not None],
            works=bool(rows) or organisations_of(self.person).exists(),
            **kwargs,
        )


class StartShortlist(ForOrganisation):
    """Start an empty shortlist."""

    form_class = ShortlistForm
    deed = "keep a shortlist"
    heading = "Start a shortlist"
    button = "Start"
    lead = "Everybody with a role at your organisation can see it, add technologies, vote and write notes."

    def back(self) -> str:
        return reverse("shortlists")

    def perform(self, form: Form) -> str:
        made = operations.start_shortlist(
            name=form.cleaned_data["name"], organisation=self.chosen(form), by=self.person, now=now()
        )
        return reverse("shortlist", args=[made.key])


class AddToShortlist(ForOrganisation):
    """Add the technologies of the address (`i`, once or more) to a shortlist, or to a new one."""

    form_class = AddForm
    deed = "keep a shortlist"
    heading = "Add to a shortlist"
    button = "Add to the shortlist"
    template_name = "guide/shortlists/add.jinja"

    def prepare(self) -> None:
        super().prepare()
        self.slugs = list(dict.fromkeys(self.request.GET.getlist("i")))
        asked = [slug for slug in self.slugs if "\x00" not in slug]
        self.innovations = queries.public_by_slug(asked) if len(asked) <= operations.MOST_LISTED else []
        if self.slugs and not self.innovations and len(asked) <= operations.MOST_LISTED:
            raise Http404
        self.shortlists = list(queries.shortlists_of(self.person).filter(archived_at=None).order_by("name", "id"))

    def check_now(self) -> None:
        if not self.slugs:
            raise Invalid("Choose one or more technologies first.", next_step="Find one, then add it from its page.")
        if len(self.slugs) > operations.MOST_LISTED:
            raise Invalid(
                (f"You can add {operations.MOST_LISTED} technologies at most."), next_step="Choose fewer of them."
            )

    def way_on(self) -> tuple[str, str]:
        return reverse("innovations"), "Find technologies"

    def back(self) -> str:
        if len(self.innovations) == 1:
            return reverse("innovation", args=[self.innovations[0].slug])
        return reverse("innovations")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"shortlists": self.shortlists}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = [str(one) for one in self.innovations]
        return super().get_context_data(names=names, missing=len(self.slugs) - len(names), **kwargs)

    def perform(self, form: Form) -> str:
        self.check_now()
        where = form.cleaned_data["where"]
        if where.startswith(NEW):
            organisation = next(one for one in self.organisations if f"{NEW}{one.ods_code}" == where)
            shortlist = operations.start_shortlist(
                name=form.cleaned_data["name"], organisation=organisation, innovations=self.innovations,
                by=self.person, now=now(),
            )  # fmt: skip
            added = len(self.innovations)
        else:
            shortlist = next(one for one in self.shortlists if str(one.key) == where)
            added = operations.add_to_shortlist(
                shortlist=shortlist, innovations=self.innovations, by=self.person, now=now()
            )
        said = words.plural(added, "technology", "technologies")
        there = "It was" if len(self.innovations) == 1 else "All of them were"
        messages.success(self.request, f"Added {said}." if added else f"{there} on this shortlist already.")
        return reverse("shortlist", args=[shortlist.key])


class ShortlistPage(MemberPage):
    """One shortlist: its technologies in order, with votes and notes."""

    template_name = "guide/shortlists/shortlist.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shortlist = get_object_or_404(queries.shortlists_of(self.person), key=self.kwargs["uuid"])
        leads = policies.leads_innovation(self.person, shortlist.organisation)
        entries = [presenters.entry(row, self.person.pk, leads=leads) for row in queries.entry_rows(shortlist)]
        return super().get_context_data(
            shortlist=shortlist,
            entries=entries,
            taken_out=[presenters.taken_out(row) for row in queries.taken_out_rows(shortlist, self.person)],
            compare=presenters.compare_links(entries),
            most=comparison.MOST,
            most_evaluated=MOST_EVALUATED,
            public=any(entry["card"] for entry in entries),
            few=len(entries) <= comparison.MOST,
            **kwargs,
        )


class _OfShortlist(FormPage):
    """One step with a shortlist of the person's organisations."""

    def prepare(self) -> None:
        self.shortlist = get_object_or_404(queries.shortlists_of(self.person), key=self.kwargs["uuid"])

    def caption(self) -> str:
        return str(self.shortlist)

    def back(self) -> str:
        return reverse("shortlist", args=[self.shortlist.key])


class Rename(_OfShortlist):
    """Give a shortlist another name."""

    form_class = NameForm
    heading = "Rename this shortlist"
    done = "The shortlist has its new name."

    def check_now(self) -> None:
        operations.check_in_use(self.shortlist)

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.shortlist.name}

    def perform(self, form: Form) -> str:
        operations.rename(shortlist=self.shortlist, name=form.cleaned_data["name"], by=self.person, now=now())
        return self.back()


class Archive(_OfShortlist):
    """Archive a shortlist."""

    heading = "Archive this shortlist?"
    button = "Archive the shortlist"
    lead = "Your colleagues can still read it, but nobody can change it. You can bring it back."
    done = "The shortlist is archived."

    def check_now(self) -> None:
        operations.check_in_use(self.shortlist)

    def perform(self, form: Form) -> str:
        operations.archive(shortlist=self.shortlist, by=self.person, now=now())
        return self.back()


class Reopen(_OfShortlist):
    """Bring an archived shortlist back."""

    heading = "Bring this shortlist back?"
    button = "Bring the shortlist back"
    lead = "You and your colleagues can then change it again."
    done = "The shortlist is in use again."

    def check_now(self) -> None:
        operations.check_archived(self.shortlist)

    def perform(self, form: Form) -> str:
        operations.reopen(shortlist=self.shortlist, by=self.person, now=now())
        return self.back()


class EntryPage(FormPage):
    """One step with a technology on a shortlist of the person's organisations."""

    def prepare(self) -> None:
        key = self.kwargs["uuid"]
        rows = queries.entries_of(self.person).filter(shortlist__key=key)
        self.found = rows.filter(key=self.kwargs["entry"]).first()
        if self.found is None:
            get_object_or_404(queries.shortlists_of(self.person), key=key)
            self.check_typed()

    def check_typed(self) -> None:
        """What is gone is not there (404), but for somebody who typed: they keep their words, and are told."""
        if self.request.method != "POST":
            raise Http404

    @property
    def entry(self) -> Shortlisted:
        """The technology on its list; raises Refused when a colleague took it off meanwhile."""
        if self.found is None:
            raise operations.taken_off("This technology")
        return self.found

    def check_now(self) -> None:
        operations.check_in_use(self.entry.shortlist)

    def caption(self) -> str:
        if self.found is None:
            return "A technology that was taken off"
        # What is no longer public is not named, though it was on the list.
        public = self.found.innovation.published_at is not None
        return str(self.found.innovation) if public else "A technology that is no longer public"

    def back(self) -> str:
        return reverse("shortlist", args=[self.kwargs["uuid"]])


class GiveOpinion(EntryPage):
    """Vote on a technology of a shortlist, or write a note about it."""

    form_class = OpinionForm
    heading = "Vote or write a note"
    lead = (
        "Your colleagues see your vote and your notes with your name. While the shortlist is in use you can change "
        "your vote, and edit or delete your notes. Innovation leads can delete notes of others."
    )
    done = "Your vote or note is saved."

    def get_initial(self) -> dict[str, Any]:
        vote = self.found and self.found.votes.filter(person=self.person).first()
        return dict.fromkeys(("choice", "began"), vote.choice if vote else "")

    def perform(self, form: Form) -> str:
        given = form.cleaned_data
        operations.give_opinion(entry=self.entry, choice=given["choice"], note=given["note"], by=self.person, now=now())
        return self.back()


class MoveUp(EntryPage):
    """Move a technology up by one place."""

    heading = "Move this technology up?"
    button = "Move up"
    lead = "It moves up by one place on the shortlist, for you and your colleagues."

    def perform(self, form: Form) -> str:
        operations.move_up(entry=self.entry, by=self.person, now=now())
        return self.back()


class TakeOut(EntryPage):
    """Take a technology off a shortlist."""

    form_class = TakeOutForm
    heading = "Take this technology off the shortlist?"
    button = "Take it off"
    variant = "warning"
    lead = "Its votes and notes on this shortlist go too. The shortlist says who took it off, and why."
    done = "The technology is off the shortlist."

    def perform(self, form: Form) -> str:
        operations.take_out(entry=self.entry, why=form.cleaned_data["why"], by=self.person, now=now())
        return self.back()
