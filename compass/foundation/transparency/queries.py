"""What is asked about seals and the changes under them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from compass.foundation.models import Change, SealedChange, SealedDay

# What was under way at midnight may be written after its day was sealed, and says when it began. Nothing takes longer.
UNDER_WAY = timedelta(hours=1)


def seals() -> QuerySet[SealedDay]:
    """Every seal, the newest day first."""
    return SealedDay.objects.order_by("-day")


def seal_of(day: date) -> SealedDay:
    """The seal of one London day; raises SealedDay.DoesNotExist."""
    return SealedDay.objects.get(day=day)


def signature_of(day: date) -> str:
    """The signature of a day's seal; empty when the day is not sealed."""
    return SealedDay.objects.filter(day=day).values_list("signature", flat=True).first() or ""


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


def _sealed_before() -> Exists:
    """Whether the day that a change says had been sealed before it was written, by the database's own clock."""
    return Exists(
        SealedDay.objects.filter(
            inserted_at__lt=OuterRef("inserted_at"), ends_at__gt=OuterRef("occurred_at") + UNDER_WAY
        )
    )


def backdated() -> QuerySet[Change]:
    """Changes that say a day which had been sealed before they were written."""
    # None of them is under the seal of its own day: that test is cheap, and leaves hardly any for the other.
    late = Q(leaf=None) | Q(leaf__seal__ends_at__gt=F("occurred_at") + timedelta(days=1))
    return Change.objects.filter(late).filter(_sealed_before()).order_by("id")


def not_backdated(changes: QuerySet[Change]) -> QuerySet[Change]:
    """These changes without any that says a day which had been sealed before it was written."""
    return changes.filter(~_sealed_before())


def totals() -> tuple[int, int, int]:
    """How many days are sealed, how many changes under them, and how many changes wait for a seal."""
    sealed = SealedChange.objects.count()
    return SealedDay.objects.count(), sealed, Change.objects.filter(leaf=None).count()
