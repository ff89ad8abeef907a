"""What a person may see of shortlists: those of the organisations they work for, mergers followed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, F, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from compass.accounts.models import User
from compass.foundation.history import changes_of
from compass.foundation.rows import shaped
from compass.guide.models import Shortlist, Shortlisted, ShortlistNote, Vote
from compass.guide.queries.catalogue import CARD_FIELDS, public_innovations
from compass.guide.queries.own_work import company_ids_of, own_work
from evidence.models import Innovation

MOST_TAKEN_OUT = 50
# Shortlists in use by name, then archived ones, the newest first.
IN_USE_FIRST = (F("archived_at").desc(nulls_first=True), "name", "id")


def shortlists_of(person: User) -> QuerySet[Shortlist]:
    """Shortlists of the person's organisations, none with what their own company makes.

    Everything else does not exist for them.
    """
    rows = Shortlist.objects.exclude(pk__in=_with_own(person)).select_related("organisation__current")
    return own_work(rows, person)


def entries_of(person: User) -> QuerySet[Shortlisted]:
    """Technologies on the shortlists that the person may see."""
    rows = Shortlisted.objects.exclude(shortlist__in=_with_own(person))
    return own_work(
        rows.select_related("shortlist__organisation__current", "innovation"), person, through="shortlist__organisation"
    )


def notes_of(person: User) -> QuerySet[ShortlistNote]:
    """Notes on the shortlists that the person may see."""
    rows = ShortlistNote.objects.exclude(entry__shortlist__in=_with_own(person)).select_related(
        "person", "entry__innovation", "entry__shortlist__organisation__current"
    )
    return own_work(rows, person, through="entry__shortlist__organisation")


def _with_own(person: User) -> QuerySet[Shortlisted, Any]:
    """The ids of shortlists with what the person's own company makes."""
    own = Shortlisted.objects.filter(innovation__innovator__in=company_ids_of(person))
    return own.values("shortlist")


def shortlist_rows(person: User) -> list[dict[str, Any]]:
    """The person's shortlists, those in use first, each with how many technologies it has: one statement."""
    rows = shortlists_of(person).select_related(None).annotate(size=Count("entries"))
    return list(
        rows.order_by(*IN_USE_FIRST).values(
            "key", "name", "size", "archived_at", "started_at", "started_by__name", "organisation__name"
        )
    )


def entry_rows(shortlist: Shortlist) -> list[dict[str, Any]]:
    """The technologies of a shortlist in order: three statements, and one for what is public of them.

    Each has `card` (None for a technology that is not public any more), `slug`, `votes` and `notes`.
    """
    entries = list(
        Shortlisted.objects.filter(shortlist=shortlist)
        .order_by("position")
        .values("id", "key", "innovation_id", "position", "added_at", "added_by__name", slug=F("innovation__slug"))
    )
    cards = {
        row.pop("id"): row
        for row in shaped(
            public_innovations().filter(pk__in=[entry["innovation_id"] for entry in entries]),
            {**CARD_FIELDS, "id": "id"},
        )
    }
    votes, notes = defaultdict(list), defaultdict(list)
    for vote in (
        Vote.objects.filter(entry__shortlist=shortlist)
        .order_by("person__name", "id")
        .values("entry_id", "person_id", "person__name", "choice", "voted_at")
    ):
        votes[vote["entry_id"]].append(vote)
    for note in (
        ShortlistNote.objects.filter(entry__shortlist=shortlist)
        .order_by("id")
        .values("entry_id", "key", "person_id", "person__name", "text", "written_at", "edited_at")
    ):
        notes[note["entry_id"]].append(note)
    return [
        entry | {"card": cards.get(entry["innovation_id"]), "votes": votes[entry["id"]], "notes": notes[entry["id"]]}
        for entry in entries
    ]


def taken_out_rows(shortlist: Shortlist, person: User) -> list[dict[str, Any]]:
    """What was taken off a shortlist, the newest first: by whom, when, why, and how many votes and notes went with it.

    Nothing of what the person's own company makes. `name` is empty for a technology that is not public any more. One
    statement, and one for the names.
    """
    own = Innovation.objects.filter(innovator__in=company_ids_of(person)).values("slug")
    rows = changes_of(shortlist).filter(kind="shortlist_taken_out")
    rows = rows.alias(slug=Coalesce(KT("data__slug"), Value("", output_field=TextField()))).exclude(slug__in=own)
    found = [{**row["data"], "by": row["actor__name"], "at": row["occurred_at"]}
             for row in rows.values("data", "actor__name", "occurred_at")[:MOST_TAKEN_OUT]]  # fmt: skip
    slugs = {row["slug"] for row in found if "slug" in row}
    names = dict(public_innovations().filter(slug__in=slugs).values_list("slug", "name")) if slugs else {}
    return [row | {"name": names.get(row.get("slug", ""), "")} for row in found]


def public_by_slug(slugs: list[str]) -> list[Innovation]:
    """The public ones of these technologies, in the order asked for: one statement."""
    found = {one.slug: one for one in public_innovations().defer("search").filter(slug__in=slugs)}
    return [found[slug] for slug in slugs if slug in found]
