"""Shortlists: start, add, order, vote, note, take out, rename, archive. Only members of the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from compass.guide.models import Shortlist, Shortlisted, ShortlistNote, Vote, VoteChoice
from compass.guide.policies import check_deletes_note, check_edits_note, check_keeps, check_member, check_shortlists
from evidence.models import Innovation
from trusts.models import Organisation

MOST_LISTED = 50  # more than anybody weighs up by hand


@transaction.atomic
def start_shortlist(
    *, name: str, organisation: Organisation, by: User, now: datetime, innovations: Sequence[Innovation] = ()
) -> Shortlist:
    """A shortlist, with technologies where there are some to begin with; there is none when they cannot be added.

    Raises NotAllowed for others, Invalid for a name that another one in use has, and as adding does.
    """
    check_keeps(by, organisation)
    # The organisation's row is the lock: two people who start one of the same name follow one another.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    _check_name(organisation, name)
    shortlist = Shortlist.objects.create(organisation=organisation, name=name, started_by=by, started_at=now)
    record_change("shortlist_started", shortlist, f"{by} started the shortlist “{name}”.", by=by, now=now)
    if innovations:
        add_to_shortlist(shortlist=shortlist, innovations=innovations, by=by, now=now)
    return shortlist


@transaction.atomic
def add_to_shortlist(*, shortlist: Shortlist, innovations: Sequence[Innovation], by: User, now: datetime) -> int:
    """Put public technologies at the end, in order; those on it already stay. Returns how many are new.

    Raises NotAllowed for others and for whoever works for a maker, Refused when it is archived, Invalid when it would
    be too long or one is not public.
    """
    shortlist = _locked(shortlist, by)
    check_shortlists(by, innovations)
    there = set(shortlist.entries.values_list("innovation_id", flat=True))
    new = list({one.pk: one for one in innovations if one.pk not in there}.values())
    # As the table has it now: it may have been made private since the caller read it.
    if Innovation.objects.filter(pk__in=[one.pk for one in new], published_at=None).exists():
        raise Invalid("One of these technologies is not public.", next_step="Choose it again from the list.")
    if len(there) + len(new) > MOST_LISTED:
        raise Invalid(
            f"A shortlist has room for {MOST_LISTED} technologies. This one has {len(there)}.",
            next_step="Take some out, or start another shortlist.",
        )
    last = shortlist.entries.aggregate(last=Max("position"))["last"] or 0
    Shortlisted.objects.bulk_create(
        Shortlisted(shortlist=shortlist, innovation=one, position=place, added_by=by, added_at=now)
        for place, one in enumerate(new, last + 1)
    )
    for one in new:
        record_change("shortlisted", shortlist, f"{by} added {one}.", by=by, now=now, data={"slug": one.slug})
    return len(new)


@transaction.atomic
def move_up(*, entry: Shortlisted, by: User, now: datetime) -> None:
    """Let a technology change places with the one before it; the first one stays.

    Raises NotAllowed for others, Refused when the shortlist is archived or the technology is off it.
    """
    shortlist = _locked(entry.shortlist, by)
    here = _still_there(shortlist, entry)
    before = shortlist.entries.filter(position__lt=here.position).order_by("-position").first()
    if before is None:
        return
    here.position, before.position = before.position, here.position
    Shortlisted.objects.bulk_update([here, before], ["position"])
    record_change("shortlist_ordered", shortlist, f"{by} moved {here.innovation} up.", by=by, now=now)


@transaction.atomic
def give_opinion(*, entry: Shortlisted, choice: str, note: str, by: User, now: datetime) -> None:
    """Vote (in place of an earlier vote), write a note, or both; an empty one is left out, and the same vote again.

    Raises as moving does, and Invalid when there is neither.
    """
    shortlist = _locked(entry.shortlist, by)
    entry = _still_there(shortlist, entry)
    if not choice and not note:
        raise Invalid("Vote or write a note.", next_step="Choose an answer, or say something.", field="choice")
    said = []
    if choice and not entry.votes.filter(person=by, choice=choice).exists():
        Vote.objects.update_or_create(entry=entry, person=by, defaults={"choice": VoteChoice(choice), "voted_at": now})
        said.append(f"voted “{VoteChoice(choice).label.lower()}”")
    if note:
        ShortlistNote.objects.create(entry=entry, person=by, text=note, written_at=now)
        said.append("wrote a note")
    if not said:
        return
    sentence = f"{by} {' and '.join(said)} about {entry.innovation}."
    record_change("shortlist_opinion", shortlist, sentence, by=by, now=now)


@transaction.atomic
def edit_note(*, note: ShortlistNote, text: str, by: User, now: datetime, seen: str | None = None) -> None:
    """Put other words in place of one's own note; the same words change nothing.

    `seen` is the `edition_of` the note that was shown, None for whoever read it only now. Raises NotAllowed for anybody
    but its author, Refused when the shortlist is archived or the note is gone or changed since, Invalid without words.
    """
    shortlist = _locked(note.entry.shortlist, by)
    note = _note_there(shortlist, note)
    check_edits_note(by, note)
    if not text.strip():
        raise Invalid("Enter the note.", next_step="Delete it if you do not want it any more.", field="text")
    if text == note.text:
        return
    if seen is not None and seen != edition_of(note):
        raise Refused(
            "You changed this note in another window meanwhile.",
            next_step="Open the note again in a second window, compare, and save what is right there.",
        )
    note.text, note.edited_at = text, now
    note.save(update_fields=["text", "edited_at"])
    sentence = f"{by} edited a note about {note.entry.innovation}."
    record_change("shortlist_note_edited", shortlist, sentence, by=by, now=now)


def edition_of(note: ShortlistNote) -> str:
    """Which wording of a note it is: when it was edited, empty for the first one."""
    return note.edited_at.isoformat() if note.edited_at else ""


@transaction.atomic
def delete_note(*, note: ShortlistNote, by: User, now: datetime) -> None:
    """Take a note away: its author, or an innovation lead. Raises NotAllowed for others, Refused as editing does."""
    shortlist = _locked(note.entry.shortlist, by)
    note = _note_there(shortlist, note)
    check_deletes_note(by, note)
    note.delete()
    whose = "their note" if note.person_id == by.pk else f"the note of {note.person}"
    sentence = f"{by} deleted {whose} about {note.entry.innovation}."
    record_change("shortlist_note_deleted", shortlist, sentence, by=by, now=now)


@transaction.atomic
def take_out(*, entry: Shortlisted, why: str, by: User, now: datetime) -> None:
    """Take a technology off, with the votes and notes on it; who did it, why and what went stays on the list's page.

    Raises as moving does, and Invalid without a reason.
    """
    shortlist = _locked(entry.shortlist, by)
    entry = _still_there(shortlist, entry)
    if not why.strip():
        raise Invalid("Enter why it comes off.", next_step="Your colleagues read it on the shortlist.", field="why")
    votes, notes = entry.votes.all().delete()[0], entry.notes.all().delete()[0]
    entry.delete()
    shortlist.entries.filter(position__gt=entry.position).update(position=F("position") - 1)
    went = {"slug": entry.innovation.slug, "why": why.strip(), "votes": votes, "notes": notes}
    sentence = f"{by} took {entry.innovation} out: {why.strip()}"
    record_change("shortlist_taken_out", shortlist, sentence, by=by, now=now, data=went)


@transaction.atomic
def rename(*, shortlist: Shortlist, name: str, by: User, now: datetime) -> None:
    """Give it another name. Raises NotAllowed for others, Refused when it is archived, Invalid for a name in use."""
    check_member(by, shortlist.organisation)
    Organisation.objects.select_for_update(no_key=True).get(pk=shortlist.organisation_id)
    shortlist = _locked(shortlist, by)
    _check_name(shortlist.organisation, name, besides=shortlist)
    before, shortlist.name = shortlist.name, name
    shortlist.save(update_fields=["name"])
    record_change("shortlist_renamed", shortlist, f"{by} renamed “{before}” to “{name}”.", by=by, now=now)


@transaction.atomic
def archive(*, shortlist: Shortlist, by: User, now: datetime) -> None:
    """Close it: it can be read, not changed. Raises NotAllowed for others, Refused when it is archived already."""
    shortlist = _locked(shortlist, by)
    shortlist.archived_at = now
    shortlist.save(update_fields=["archived_at"])
    record_change("shortlist_archived", shortlist, f"{by} archived the shortlist.", by=by, now=now)


@transaction.atomic
def reopen(*, shortlist: Shortlist, by: User, now: datetime) -> None:
    """Bring an archived one back into use. Raises NotAllowed for others, Invalid when its name is in use again."""
    check_member(by, shortlist.organisation)
    Organisation.objects.select_for_update(no_key=True).get(pk=shortlist.organisation_id)
    shortlist = Shortlist.objects.select_for_update().get(pk=shortlist.pk)
    check_shortlists(by, shortlist.entries.values("innovation"))
    check_archived(shortlist)
    _check_name(shortlist.organisation, shortlist.name)
    shortlist.archived_at = None
    shortlist.save(update_fields=["archived_at"])
    record_change("shortlist_reopened", shortlist, f"{by} brought the shortlist back.", by=by, now=now)


def _check_name(organisation: Organisation, name: str, besides: Shortlist | None = None) -> None:
    taken = Shortlist.objects.filter(organisation=organisation, name__iexact=name, archived_at=None)
    if besides:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise Invalid("Your organisation has a shortlist of this name.", next_step="Choose another name.", field="name")


def _locked(shortlist: Shortlist, by: User) -> Shortlist:
    """The row, locked, for somebody who may change it; raises NotAllowed, and Refused when it is archived."""
    check_member(by, shortlist.organisation)
    shortlist = Shortlist.objects.select_for_update().get(pk=shortlist.pk)
    check_shortlists(by, shortlist.entries.values("innovation"))
    check_in_use(shortlist)
    return shortlist


def _still_there(shortlist: Shortlist, entry: Shortlisted) -> Shortlisted:
    """The entry as it stands under the lock; raises Refused when a colleague took it off meanwhile."""
    found = shortlist.entries.select_related("innovation").filter(pk=entry.pk).first()
    if found is None:
        raise taken_off(str(entry.innovation))
    return found


def taken_off(what: str) -> Refused:
    """The refusal for what a colleague took off meanwhile."""
    return Refused(f"{what} is not on this shortlist any more.", next_step="Go back and look at the shortlist.")


def _note_there(shortlist: Shortlist, note: ShortlistNote) -> ShortlistNote:
    """The note as it stands under the lock; raises Refused when it was deleted or its technology taken off."""
    rows = ShortlistNote.objects.select_related(
        "person", "entry__innovation", "entry__shortlist__organisation__current"
    )
    found = rows.filter(pk=note.pk, entry__shortlist=shortlist).first()
    if found is None:
        raise note_gone()
    return found


def note_gone() -> Refused:
    """The refusal for a note that was deleted meanwhile."""
    return Refused("This note is not there any more.", next_step="Go back and look at the shortlist.")


def check_in_use(shortlist: Shortlist) -> None:
    """Raise Refused when it is archived."""
    if shortlist.archived_at is not None:
        raise Refused("This shortlist is archived.", next_step="Bring it back first, or start another one.")


def check_archived(shortlist: Shortlist) -> None:
    """Raise Refused when it is in use."""
    if shortlist.archived_at is None:
        raise Refused("This shortlist is in use.", next_step="Go back and look at it again.")
