"""Saving a search for an organisation, which is told from then on when it finds something new, or no longer does.

What is told stands in the change log (`operations.watching`); whoever tells it reads it there.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.clock import civil_date
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from compass.foundation.words import plural
from compass.guide.models import SavedMatch, SavedSearch
from compass.guide.models.saved_searches import QUERY_MAX
from compass.guide.operations.frozen_searches import check_searchable
from compass.guide.operations.watching import lock_watch
from compass.guide.policies import check_keeps, check_member
from compass.guide.queries.saved_searches import MOST_FOUND, found_now
from compass.guide.saved_search import canonical
from compass.guide.search import Search
from trusts.models import Organisation

# Each is held against every change there is: more than anybody looks after would only cost.
MOST_SAVED = 200


class Telling(StrEnum):
    """How the person who saves it is told, beside the notice in the app."""

    IMMEDIATE = "IMMEDIATE"
    DAILY = "DAILY"
    NO_EMAILS = "NO_EMAILS"


@transaction.atomic
def save_search(
    *, search: Search, name: str, organisation: Organisation, telling: Telling, by: User, now: datetime
) -> SavedSearch:
    """Save a search with what it finds now, which nobody is told of.

    Raises NotAllowed for others, Refused when the organisation has MOST_SAVED, Invalid for a name or a search that it
    has saved already, for a text that no search may have, and for a search that finds more than anybody could be told
    of.
    """
    check_keeps(by, organisation)
    check_searchable(search)
    query = canonical(search)
    if len(query) > QUERY_MAX:
        raise Invalid("This search has too many filters to be saved.", next_step="Choose fewer filters.")
    # Nothing is held against the log between what is found here and the end of this transaction. The lock also makes
    # two people who save the same follow one another.
    lock_watch()
    _check_new(organisation, name, query)
    found = found_now(search, on=civil_date(now), most=MOST_FOUND)
    if len(found) > MOST_FOUND:
        raise Invalid(
            f"This search finds more than {plural(MOST_FOUND, 'technology', 'technologies')}.",
            next_step="Add words or filters, or follow a clinical area or every passport.",
        )
    saved = SavedSearch.objects.create(organisation=organisation, name=name, query=query, saved_by=by, saved_at=now)
    SavedMatch.objects.bulk_create(
        [SavedMatch(saved_search=saved, innovation_id=pk, found_at=now) for pk in found], batch_size=1000
    )
    said = {**_said(saved), "telling": Telling(telling).value}
    record_change("search_saved", saved, f"{by} saved the search “{name}”.", by=by, now=now, data=said)
    return saved


@transaction.atomic
def rename_search(*, saved: SavedSearch, name: str, by: User, now: datetime) -> SavedSearch:
    """Give it another name. Raises NotAllowed for others, Refused when it was stopped, Invalid for a name in use."""
    saved = _locked(saved, by)
    if SavedSearch.objects.filter(
        organisation=saved.organisation, name__iexact=name, stopped_at=None
    ).exclude(pk=saved.pk).exists():  # fmt: skip
        raise _name_taken()
    saved.name = name
    saved.save(update_fields=["name"])
    record_change("search_renamed", saved, f"{by} renamed it to “{name}”.", by=by, now=now, data=_said(saved))
    return saved


@transaction.atomic
def stop_search(*, saved: SavedSearch, by: User, now: datetime) -> SavedSearch:
    """Stop it for good: nobody is told of it any more. Raises NotAllowed for others, Refused when it was stopped."""
    saved = _locked(saved, by)
    saved.stopped_at = now
    saved.save(update_fields=["stopped_at"])
    saved.matches.all().delete()
    record_change("search_stopped", saved, f"{by} stopped “{saved}”.", by=by, now=now, data=_said(saved))
    return saved


def _said(saved: SavedSearch) -> dict[str, object]:
    """What a change row says of it to those who tell: never what is searched for."""
    return {"search": str(saved.key), "name": saved.name, "organisation": saved.organisation_id}


def _check_new(organisation: Organisation, name: str, query: str) -> None:
    used = SavedSearch.objects.filter(organisation=organisation, stopped_at=None)
    same = used.filter(query=query).first()
    if same is not None:
        raise Invalid(f"Your organisation has saved this search already, as “{same}”.", next_step="Look at that one.")
    if used.filter(name__iexact=name).exists():
        raise _name_taken()
    if used.count() >= MOST_SAVED:
        raise Refused(
            f"Your organisation has {MOST_SAVED} saved searches, and there is no room for more.",
            next_step="Stop one that nobody needs any more, then save this one.",
        )


def _name_taken() -> Invalid:
    return Invalid("Your organisation has a saved search of this name.", next_step="Choose another name.", field="name")


def _locked(saved: SavedSearch, by: User) -> SavedSearch:
    check_member(by, saved.organisation)
    # As for saving: first the watch, then the row.
    lock_watch()
    saved = SavedSearch.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=saved.pk)
    if saved.stopped_at is not None:
        raise Refused("This search was stopped.", next_step="Search again and save it anew.")
    return saved
