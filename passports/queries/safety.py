"""What is asked about safety notices. Open matches are public; those that wait for a person are for operators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat

from compass.accounts.models import User
from compass.foundation.clock import civil_date
from compass.foundation.models import Change
from evidence.models import Identifier, Innovation
from passports.models import (
    AdopterAcknowledgement,
    Adoption,
    NoticeMatch,
    NoticeSetAside,
    NoticeSource,
    Passport,
    SafetyNotice,
)
from passports.safety.notices import ReadNotice
from passports.states import OPEN_MATCHES, UNJUDGED_MATCHES, AdoptionState, MatchState
from trusts.models import Role
from trusts.queries import organisations_of

SHOWN = 200
# What imports write into the log; under which kind it says what they left out, and how far back they are.
SUBJECT, FETCHED, READ_BACK = "safety notice import", "safety_notices_fetched", "safety_notices_read_back"
# The public facts of a safety notice, as the API and past days state them.
NOTICE_FIELDS = {"title": "title", "url": "url", "published_by": "source", "published_on": "published_on"}


def open_notices_of(passport_ids: Collection[int]) -> dict[int, list[tuple[str, date]]]:
    """The open notices of each of these passports, with their day: one query. A notice without one came in that day."""
    rows = (
        NoticeMatch.objects.filter(state__in=OPEN_MATCHES, innovation__passports__in=passport_ids)
        .order_by("notice__published_on", "notice_id")
        .values_list(
            "innovation__passports__id", "notice__title", "notice__published_on", "notice__imported_at"
        )
    )  # fmt: skip
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for passport_id, title, published_on, imported_at in rows:
        found[passport_id].append((title, published_on or civil_date(imported_at)))
    return dict(found)


def _adopters() -> QuerySet[Adoption]:
    """The adoptions, not ended, of the technology of the match of the outer query."""
    standing = Adoption.objects.exclude(state=AdoptionState.ENDED)
    return standing.filter(passport__innovation_id=OuterRef("innovation_id"))


def _number(rows: QuerySet[Any, Any]) -> Coalesce:
    """How many rows there are, as a subquery."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def open_notices() -> QuerySet[NoticeMatch]:
    """The open notices of every public technology, the newest first, each with `adopters` and how many `acted`."""
    said = AdopterAcknowledgement.objects.filter(match_id=OuterRef("pk"), revision=OuterRef("revision"))
    acted = said.exclude(adoption__state=AdoptionState.ENDED)
    return (
        NoticeMatch.objects.filter(state__in=OPEN_MATCHES, innovation__published_at__isnull=False)
        .select_related("notice", "innovation__innovator")
        .defer("innovation__search", "notice__body")
        .annotate(adopters=_number(_adopters()), acted=_number(acted))
        .order_by(F("notice__published_on").desc(nulls_last=True), "-id")
    )


def open_notices_stated(slug: str) -> list[dict[str, Any]]:
    """The open notices of one technology, in the form of `passports.queries.history.notices_before`: one query."""
    rows = NoticeMatch.objects.filter(state__in=OPEN_MATCHES, innovation__slug=slug)
    facts = rows.order_by("notice__published_on", "notice_id").values_list(
        *(f"notice__{name}" for name in NOTICE_FIELDS.values()), "state"
    )
    return [
        dict(zip(NOTICE_FIELDS, fields, strict=True))
        | {"confirmed": state == MatchState.CONFIRMED, "changed_since": False}
        for *fields, state in facts
    ]


def open_notices_about(slug: str) -> list[NoticeMatch]:
    """The open notices of one public technology: one query."""
    return list(open_notices().filter(innovation__slug=slug)[:SHOWN])


def notices_at_issue(innovation_id: int) -> list[SafetyNotice]:
    """The notices under which a passport of this technology would be issued suspended, the newest first.

    Those that are open for it, and those that name a number of it and were not judged for it: one query.
    """
    numbers = Identifier.objects.filter(innovation_id=innovation_id)
    named = numbers.annotate(named=Concat("scheme", Value(" "), "value")).values("named")
    judged = NoticeMatch.objects.filter(innovation_id=innovation_id)
    held = Q(pk__in=judged.filter(state__in=OPEN_MATCHES).values("notice_id"))
    # A person has judged a match by identifier: finding it once more changes nothing.
    settled = judged.filter(is_certain=True).exclude(state__in=(*OPEN_MATCHES, MatchState.WAITING)).values("notice_id")
    naming = Q(identifiers__overlap=named, is_withdrawn=False) & ~Q(pk__in=settled)
    return list(SafetyNotice.objects.filter(held | naming).defer("body").order_by("-published_on", "-id")[:SHOWN])


def current_passports(innovation_ids: Collection[int]) -> dict[int, Passport]:
    """The current passport of each of these technologies that has one: one query."""
    found = Passport.objects.filter(innovation_id__in=innovation_ids, is_current=True)
    return {passport.innovation_id: passport for passport in found}


def revisions_of(pages: Collection[str]) -> dict[str, datetime]:
    """When each of these pages of GOV.UK was last revised, as far as its notices are here whole."""
    page = Func(F("source_id"), Value("#"), Value(1), function="split_part", output_field=TextField())
    rows = SafetyNotice.objects.filter(source=NoticeSource.GOVUK, revised_at__isnull=False, is_summary=False)
    found = rows.annotate(page=page).filter(page__in=pages).order_by().values("page").annotate(at=Max("revised_at"))
    return {row["page"]: row["at"] for row in found}


def all_known(notices: Collection[ReadNotice]) -> bool:
    """Whether each of these notices is here as it was read."""
    read = {one.digest for one in notices}
    return SafetyNotice.objects.filter(digest__in=read).values("digest").distinct().count() == len(read)


def missing_of(source: str) -> str:
    """What a regulator listed and the last run did not fetch, in words; empty when it fetched all."""
    told = Change.objects.filter(subject=SUBJECT, subject_id=0, kind=FETCHED, data__source=source)
    found = told.order_by("-id").values_list("data__missing", flat=True).first()
    return str(found or "")


def read_back_to(source: str) -> date | None:
    """The first day of the oldest month of a regulator that was read whole, with all after it; None for none."""
    told = Change.objects.filter(subject=SUBJECT, subject_id=0, kind=READ_BACK, data__source=source)
    month = told.order_by("-id").values_list("data__month", flat=True).first()
    return date.fromisoformat(month) if month else None


def dealt_with() -> int:
    """How many notices were open and are dealt with."""
    return NoticeMatch.objects.filter(state=MatchState.CLOSED).count()


def matches_to_judge() -> QuerySet[NoticeMatch]:
    """The matches that wait for a person, the certain and likeliest first; the caller has checked the operator."""
    return matches_for_operator().filter(state__in=UNJUDGED_MATCHES).defer("notice__body").order_by("-score", "id")


def matches_confirmed() -> QuerySet[NoticeMatch]:
    """The confirmed matches, which suspend until they are closed; the caller has checked the operator."""
    return matches_for_operator().filter(state=MatchState.CONFIRMED).defer("notice__body").order_by("-judged_at", "-id")


def matches_for_operator() -> QuerySet[NoticeMatch]:
    """Every match with what the operators' pages show; the caller has checked that the person is an operator."""
    return NoticeMatch.objects.select_related("notice", "innovation__innovator", "judged_by").defer(
        "innovation__search"
    )


def set_aside() -> QuerySet[NoticeSetAside]:
    """The items that could not be read and nobody has dealt with, newest first; the caller has checked the operator."""
    return NoticeSetAside.objects.filter(settled_at=None).order_by("-id")


def notice_counts() -> Mapping[str, int]:
    """How many notices there are by source, and matches by state, for the operators' page: one query each."""
    by_source = SafetyNotice.objects.order_by().values_list("source").annotate(n=Count("pk"))
    by_state = NoticeMatch.objects.order_by().values_list("state").annotate(n=Count("pk"))
    return dict(by_source) | dict(by_state)


def _open_pairs(person: User) -> QuerySet[Adoption]:
    """Pairs of an adoption of the person's organisations and an open notice of its technology."""
    current = organisations_of(person, Role.BUYER).values("pk")
    pairs = Adoption.objects.filter(organisation__current__in=current).exclude(state=AdoptionState.ENDED)
    return pairs.filter(passport__innovation__notice_matches__state__in=OPEN_MATCHES)


def to_acknowledge(person: User) -> list[dict[str, Any]]:
    """The open notices that the person's organisations have not acted on, oldest first, at most `SHOWN`: one query."""
    matches = "passport__innovation__notice_matches"
    said = AdopterAcknowledgement.objects.filter(
        adoption_id=OuterRef("pk"), match_id=OuterRef(matches), revision=OuterRef(f"{matches}__revision")
    )
    rows = _open_pairs(person).annotate(done=Subquery(said.values("pk")[:1])).filter(done=None)
    return list(
        rows.order_by(f"{matches}__found_at", "pk").values(
            "pk",
            match=F(matches),
            title=F(f"{matches}__notice__title"),
            technology=F("passport__innovation__name"),
            name=F("organisation__name"),
        )[:SHOWN]
    )


def notices_of_adoption(adoption: Adoption) -> list[tuple[NoticeMatch, AdopterAcknowledgement | None]]:
    """The open notices of what was adopted, each with what the adopter said of it as it is now, None before it did."""
    said = AdopterAcknowledgement.objects.filter(adoption=adoption, revision=F("match__revision"))
    said = said.select_related("acknowledged_by")
    found = list(open_notices().filter(innovation_id=adoption.passport.innovation_id)[:SHOWN])
    by_match = {one.match_id: one for one in said} if found else {}
    return [(match, by_match.get(match.pk)) for match in found]


def public_match(pk: int, adoption: Adoption) -> NoticeMatch:
    """One match of what was adopted that is or was public; raises NoticeMatch.DoesNotExist."""
    public = NoticeMatch.objects.filter(state__in=(*OPEN_MATCHES, MatchState.CLOSED))
    return public.select_related("notice", "innovation").get(pk=pk, innovation_id=adoption.passport.innovation_id)


def acknowledgement_of(match: NoticeMatch, adoption: Adoption) -> AdopterAcknowledgement | None:
    """What the adopter said of a notice as it is now, None before it did."""
    said = AdopterAcknowledgement.objects.filter(match=match, adoption=adoption, revision=match.revision)
    return said.select_related("acknowledged_by").order_by("id").first()


def device_named(scheme: str, value: str) -> Innovation | None:
    """The public technology that has this identifier, in its normal form."""
    found = Identifier.objects.filter(scheme=scheme, value=value, innovation__published_at__isnull=False)
    one = found.select_related("innovation__innovator").defer("innovation__search").order_by("id").first()
    return one.innovation if one else None


def notices_naming(scheme: str, value: str, *, but_of: int | None) -> list[SafetyNotice]:
    """The notices that name this identifier, in its normal form; without those open for the technology `but_of`.

    And without those that a person found not to concern it, or dealt with, and that did not change since.
    """
    found = SafetyNotice.objects.filter(identifiers__contains=[f"{scheme} {value}"], is_withdrawn=False)
    if but_of is not None:
        judged = ~Q(state__in=UNJUDGED_MATCHES) & Q(judged_at__gte=F("notice__changed_at"))
        matched = NoticeMatch.objects.filter(Q(state__in=OPEN_MATCHES) | judged, innovation_id=but_of)
        found = found.exclude(pk__in=matched.values("notice_id"))
    return list(found.defer("body").order_by("-published_on", "-id")[:SHOWN])
