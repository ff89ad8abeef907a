"""What is asked about seals and the changes under them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.lookups import GreaterThan

from compass.foundation.models import Change, SealedChange, SealedDay

# What is under way says when it began, and may be written so much later. Nothing takes longer.
UNDER_WAY = timedelta(hours=1)


def seals() -> QuerySet[SealedDay]:
    """Every seal, the newest day first."""
    return SealedDay.objects.order_by("-day")


def seal_of(day: date) -> SealedDay:
    """The seal of one London day; raises SealedDay.DoesNotExist."""
    return SealedDay.objects.get(day=day)


def leaf_hashes(seal: SealedDay) -> list[bytes]:
    """The hashes of a seal's leaves, in their order."""
    hashes = SealedChange.objects.filter(seal=seal).order_by("position").values_list("hash", flat=True)
    return [bytes(kept) for kept in hashes]


def change_at(seal: SealedDay, position: int, among: QuerySet[Change]) -> Change:
    """The change at a position of a seal, if it is one of `among`; raises Change.DoesNotExist."""
    return among.get(leaf__seal=seal, leaf__position=position)


def sealed_next(*, before_transaction: int, ends_at: datetime, last: SealedDay | None) -> QuerySet[Change]:
    """The changes that the seal after `last` holds, in the order of its leaves."""
    rows = Change.objects.filter(transaction_id__lt=before_transaction, occurred_at__lt=ends_at, leaf=None)
    if last is not None:
        # What the last seal covers was there when it was made: a row without leaf there was slipped in, and never
        # gets one.
        rows = rows.filter(Q(transaction_id__gte=last.before_transaction) | Q(occurred_at__gte=last.ends_at))
    return rows.order_by("transaction_id", "id")


def slipped_in() -> QuerySet[Change]:
    """Changes without a leaf that a seal would hold had they been there when it was made."""
    covering = SealedDay.objects.filter(
        before_transaction__gt=OuterRef("transaction_id"), ends_at__gt=OuterRef("occurred_at")
    )
    return Change.objects.filter(Exists(covering), leaf=None).order_by("id")


def _is_backdated() -> Q:
    """Whether a change says a time that the log had left behind when the row was written.

    A seal says how far the log was behind the database's own clock when it was made. From then on the log may catch up,
    as where days are played faster than they pass, and never falls behind more: two times of one clock are set against
    each other, so the rule needs no other clock to be right.
    """
    behind = F("inserted_at") - F("ends_at")
    seals = SealedDay.objects.filter(inserted_at__isnull=False).annotate(behind=behind)
    late = OuterRef("inserted_at") - OuterRef("occurred_at") - UNDER_WAY
    before = seals.filter(inserted_at__lt=OuterRef("inserted_at"), behind__lt=late)
    # Asked once for all rows, the first question leaves hardly any for the second, which alone would do.
    least = Subquery(seals.order_by("behind").values("behind")[:1])
    return Q(GreaterThan(F("inserted_at") - F("occurred_at") - UNDER_WAY, least)) & Q(Exists(before))


def backdated() -> QuerySet[Change]:
    """Changes that say an earlier time than they can have happened at."""
    return Change.objects.filter(_is_backdated()).order_by("id")


def not_backdated(changes: QuerySet[Change]) -> QuerySet[Change]:
    """These changes without any that says an earlier time than it can have happened at."""
    return changes.filter(~_is_backdated())


def told_at() -> Case:
    """When a change happened: as it says itself or, where that cannot be, when the database wrote it."""
    return Case(When(_is_backdated(), then=F("inserted_at")), default=F("occurred_at"), output_field=DateTimeField())


def totals() -> tuple[int, int, int]:
    """How many days are sealed, how many changes under them, and how many changes wait for a seal."""
    sealed = SealedChange.objects.count()
    return SealedDay.objects.count(), sealed, Change.objects.filter(leaf=None).count()
