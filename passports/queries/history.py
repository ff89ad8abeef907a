"""What happened to passports and technologies in public, and what a passport was on a past day.

The past is read from the change log, which says what was told at the time, whatever rules and facts hold today; the
log is sealed, so that this cannot be changed afterwards either.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from compass.foundation.models import Change
from compass.foundation.past_days import NotThereYet, end_of
from compass.foundation.rows import shaped
from compass.foundation.transparency.queries import not_backdated
from compass.foundation.words import civil_date
from evidence.models import Innovation
from evidence.queries.certificates import certificates_stated
from passports.models import Adoption, Condition, NoticeMatch, Passport, SafetyNotice
from passports.queries.conditions import with_due_day
from passports.queries.cutoffs import cutoffs_before
from passports.queries.passports import PUBLIC_FIELDS
from passports.queries.safety import NOTICE_FIELDS
from passports.states import AdoptionState, ConditionState

# What the log calls that a match with a safety notice is open from then on, or is not (again).
_OPENED = ("notice_certain", "notice_confirm")
_NOT_OPEN = ("notice_found", "notice_dismiss", "notice_close")
# The kinds of changes whose sentence is for everybody; a kind that is not named here is shown to nobody.
OF_PASSPORTS = (
    "passport_issued", "verdict_changed", "verdict_restated", "passport_suspend", "passport_reinstate",
    "passport_withdraw", "condition_discharged", "condition_extended", "certificate_renewed",
)  # fmt: skip
OF_INNOVATIONS = (
    "innovation_known", "innovation_published", "innovation_described", "public_fact_stated", "identifier_added",
    "identifier_removed", "guidance_stated", "route_listed", "funding_stated",
)  # fmt: skip
_PUBLIC_PASSPORT = Q(subject="passport", kind__in=OF_PASSPORTS)
_OF_INNOVATION = Q(subject="innovation", kind__in=OF_INNOVATIONS)


def _since_public() -> Exists:
    """Whether the technology that a change is about was public then: what was written before stays unseen."""
    return Exists(Innovation.objects.filter(pk=OuterRef("subject_id"), published_at__lte=OuterRef("occurred_at")))


def public_changes() -> QuerySet[Change]:
    """Every change whose sentence is public."""
    return Change.objects.filter(_PUBLIC_PASSPORT | (_OF_INNOVATION & _since_public()))


def public_history_of(passport_id: Any) -> QuerySet[Change]:
    """What happened to one passport in public: by its id, or by that of an outer query."""
    return Change.objects.filter(_PUBLIC_PASSPORT, subject_id=passport_id)


def public_history_of_innovation(innovation_id: int) -> QuerySet[Change]:
    """What happened in public to one technology and all its passports."""
    return _of_innovation(Innovation.objects.filter(pk=innovation_id).values("pk"))


def _of_innovation(innovation: QuerySet[Innovation, Any]) -> QuerySet[Change]:
    passports = Passport.objects.filter(innovation__in=innovation)
    return Change.objects.filter(
        (_PUBLIC_PASSPORT & Q(subject_id__in=passports.values("pk")))
        | (_OF_INNOVATION & Q(subject_id__in=innovation) & _since_public())
    )


def passport_on(passports: QuerySet[Passport], day: date) -> dict[str, Any] | None:
    """The public facts and conditions of the one among `passports`, as at the end of a London day: four queries.

    `until` is None where the log does not say it. None without a passport; raises NotThereYet before it was issued.
    """
    row = shaped(passports, {**PUBLIC_FIELDS, "id": "id", "innovation_id": "innovation_id"}).first()
    if row is None:
        return None
    pk, innovation_id, end = row.pop("id"), row.pop("innovation_id"), end_of(day)
    if row["issued_at"] >= end:
        raise NotThereYet(
            f"Passport {row['number']} did not exist on {civil_date(day)}.",
            next_step=f"It was issued on {civil_date(row['issued_at'])}.",
        )
    newer = Passport.objects.filter(innovation_id=innovation_id, issued_at__gt=row["issued_at"], issued_at__lt=end)
    return (
        row
        | _verdict_before(pk, end, {name: row[name] for name in ("status", "until", "reasons")})
        | {
            "is_current": row["is_current"] or not newer.exists(),
            "conditions": _conditions_before(pk, end),
        }
    )


def _verdict_before(passport_id: int, end: datetime, now: dict[str, Any]) -> dict[str, Any]:
    told = not_backdated(Change.objects.filter(subject="passport", subject_id=passport_id, data__has_key="to"))
    first: dict[str, Any] | None = None
    last: Change | None = None
    # As they were written, one after the other with the passport held: clocks of several servers may differ.
    for change in told.order_by("id"):
        first = first or change.data
        if change.occurred_at < end:
            last = change
    if last is not None:
        until = date.fromisoformat(last.data["until"]) if last.data.get("until") else None
        return {"status": last.data["to"], "until": until, "reasons": last.data.get("reasons", [last.sentence])}
    # Of the time before its first change the log of early passports says the verdict only.
    return {"status": first["from"], "until": None, "reasons": []} if first and first.get("from") else now


def _conditions_before(passport_id: int, end: datetime) -> list[dict[str, Any]]:
    met = When(discharged_at__lt=end, then=Value(ConditionState.DISCHARGED.value))
    then = with_due_day(Condition.objects.filter(passport_id=passport_id), agreed_before=end).annotate(
        state_then=Case(met, default=Value(ConditionState.OPEN.value))
    )
    rows = then.order_by("due", "id").values_list("text", "due", "blocking", "state_then")
    return [dict(zip(("text", "due_on", "blocking", "state"), row, strict=True)) for row in rows]


def stated_on(passports: QuerySet[Passport], day: date) -> dict[str, Any]:
    """What the one among `passports` rested on, as at the end of a London day: certificates and open safety notices."""
    pack, slug = passports.values_list("pack_id", "innovation__slug").get()
    end = end_of(day)
    return {
        "certificates": certificates_stated(pack, confirmed_before=end, by_law=cutoffs_before(end)),
        "safety_notices": notices_before(slug, end),
    }


def notices_before(slug: str, end: datetime) -> list[dict[str, Any]]:
    """The safety notices that were open for a technology before a moment, as the log tells it: one query.

    Each is told as it read then; `changed_since` says that its publisher changed it afterwards.
    """
    told = not_backdated(Change.objects.all()).filter(
        subject="safety notice match", subject_id=OuterRef("pk"), kind__in=(*_OPENED, *_NOT_OPEN), occurred_at__lt=end
    )
    last = told.order_by("-id").values("kind")[:1]
    found = NoticeMatch.objects.filter(innovation__slug=slug).annotate(last=Subquery(last)).filter(last__in=_OPENED)
    history: Any = SafetyNotice.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory
    read = history.objects.filter(pgh_obj_id=OuterRef("notice_id"), changed_at__lt=end).order_by("-pgh_id")
    then = {f"{name}_then": Subquery(read.values(field)[:1]) for name, field in NOTICE_FIELDS.items()}
    rows = (
        found.annotate(**then)
        .order_by("published_on_then", "notice_id")
        .values_list(*then, "last", "notice__changed_at")
    )
    return [
        dict(zip(NOTICE_FIELDS, fields, strict=True))
        | {"confirmed": last == "notice_confirm", "changed_since": changed_at >= end}
        for *fields, last, changed_at in rows
    ]


def adopters_before(innovation_id: int, end: datetime, limit: int) -> list[dict[str, Any]]:
    """Organisations that used or were taking up a technology before a moment, newest first."""
    live = When(live_at__lt=end, then=Value(AdoptionState.LIVE.value))
    rows = (
        Adoption.objects.filter(passport__innovation_id=innovation_id, accepted_at__lt=end)
        .exclude(ended_at__lt=end)
        .annotate(state_then=Case(live, default=Value(AdoptionState.LOCAL_CHECKS.value)))
        .order_by("-accepted_at", "-id")
        .values(
            "organisation__name", "organisation__ods_code", "organisation__region__name", "state_then", "accepted_at"
        )
    )
    return [{"state": row.pop("state_then"), **row} for row in rows[:limit]]
