"""What people ask about notices, always for their own organisations; and what anybody may: changes and dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from compass.accounts.models import User
from compass.foundation.models import Change, Email
from compass.foundation.transparency.queries import told_at
from compass.notices.calendar_links import calendar_value, read_calendar
from compass.notices.models import (
    CalendarLink,
    Endpoint,
    Followed,
    InAppOnly,
    Notice,
    Subscription,
    WebhookDelivery,
)
from compass.notices.stopping import ADOPTED, Stop
from compass.notices.told import RESTATED, STEPS, TOLD
from evidence.models import Innovation
from passports.models import Adoption, Passport
from passports.queries.adoptions import adoptions_of
from passports.states import AdoptionState
from trusts.models import Member, Role
from trusts.queries import organisations_of

FEED_LENGTH = 50
# Enough for whoever follows everything; a calendar is read whole each time.
CALENDAR_LENGTH = 500
CALENDAR_PAST = timedelta(days=92)


def notices_of(person: User) -> QuerySet[Notice]:
    """The notices of the organisations this person buys for, newest first."""
    return (
        Notice.objects.filter(organisation__current__in=organisations_of(person, Role.BUYER).values("pk"))
        .select_related("change", "organisation", "passport__innovation")
        .order_by("-id")
    )


def with_times(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """These notices with `told_at`: when each happened, as feeds and calendars say it."""
    return notices.annotate(told_at=Subquery(Change.objects.filter(pk=OuterRef("change_id")).values(at=told_at())))


def unread_notices_of(person: User) -> QuerySet[Notice]:
    """Those that nobody there has acknowledged yet."""
    return notices_of(person).filter(read_at=None)


def subscriptions_of(person: User) -> QuerySet[Subscription]:
    """What the organisations this person buys for follow."""
    return (
        Subscription.objects.filter(organisation__current__in=organisations_of(person, Role.BUYER).values("pk"))
        .select_related("passport__innovation", "innovation", "assessor", "need", "organisation__current", "person")
        .order_by("kind", "passport__innovation__name", "innovation__name", "clinical_area", "assessor__name", "id")
    )


def listed_subscriptions(person: User) -> QuerySet[Subscription]:
    """The same, the person's own first (`own`); `left` marks a colleague's who does not buy there any more."""
    listed = subscriptions_of(person)
    own = ExpressionWrapper(Q(person=person), output_field=BooleanField())
    left = ~Exists(_buying(OuterRef("person")))
    return listed.annotate(own=own, left=left).order_by("-own", *listed.query.order_by)


def _buying(person: Any) -> QuerySet[Member]:
    """Whether a person buys for the organisation of the row outside, as it stands today."""
    return Member.objects.filter(
        person=person, person__is_active=True, role=Role.BUYER, organisation__current=OuterRef("organisation__current")
    )


def stopped_by(stop: Stop) -> list[Subscription]:
    """The subscriptions that a link in an e-mail is about; the caller has checked its signature.

    `left`: the person does not buy there any more, and what is followed is not theirs to know.
    """
    if stop.is_own_choice:
        return []
    found = Subscription.objects.filter(**stop.lookup).annotate(left=~Exists(_buying(OuterRef("person"))))
    return list(
        found.select_related("passport__innovation", "innovation", "assessor", "need", "organisation").order_by("id")
    )


def adoption_of(stop: Stop) -> tuple[Adoption, bool] | None:
    """The adoption that a link in an e-mail is about, and whether its person stopped the e-mails; None for others."""
    if stop.of != ADOPTED:
        return None
    chosen = InAppOnly.objects.filter(adoption=OuterRef("pk"), person=stop.person)
    found = Adoption.objects.filter(pk=stop.pk).annotate(stopped=Exists(chosen), left=~Exists(_buying(stop.person)))
    adoption = (
        found.select_related("passport__innovation", "organisation").defer("passport__innovation__search").first()
    )
    return None if adoption is None else (adoption, adoption.stopped)


def told_adoptions(person: User) -> QuerySet[Adoption]:
    """The adoptions, not ended, of which this person gets the e-mails (`stopped` says whether they do not want them).

    Who that is the fan-out decides in the same way: who adopted or, when they do not buy there any more, another.
    """
    buying = Member.objects.filter(organisation__current=OuterRef("organisation__current"), role=Role.BUYER)
    accepted = Case(When(person=OuterRef("accepted_by"), then=0), default=1)
    first = buying.filter(person__is_active=True).annotate(turn=accepted).order_by("turn", "id")
    chosen = InAppOnly.objects.filter(adoption=OuterRef("pk"), person=person)
    mine = Adoption.objects.filter(organisation__current__in=organisations_of(person, Role.BUYER).values("pk"))
    return (
        mine.exclude(state=AdoptionState.ENDED)
        .annotate(told=Subquery(first.values("person")[:1]), stopped=Exists(chosen))
        .filter(told=person.pk)
        .select_related("passport__innovation", "organisation__current")
        .defer("passport__innovation__search")
        .order_by("passport__innovation__name", "id")
    )


def public_innovation(slug: str) -> Innovation:
    """A technology that everybody may see; raises Innovation.DoesNotExist."""
    return Innovation.objects.defer("search").exclude(published_at=None).get(slug=slug)


def endpoints_of(person: User) -> QuerySet[Endpoint]:
    """The webhooks of the organisations this person buys for, with how many messages wait and were given up.

    `paused`: nobody who buys there answers for it, so nothing is sent.
    """
    waiting = Count("deliveries", filter=Q(deliveries__delivered_at=None, deliveries__dead_at=None))
    dead = Count("deliveries", filter=Q(deliveries__dead_at__isnull=False))
    return (
        Endpoint.objects.filter(organisation__current__in=organisations_of(person, Role.BUYER).values("pk"))
        .filter(removed_at=None)
        .select_related("organisation__current", "added_by")
        .annotate(waiting=waiting, dead=dead, paused=~Exists(_buying(OuterRef("added_by"))))
        .order_by("organisation__name", "id")
    )


def deliveries_to(endpoint: Endpoint) -> QuerySet[WebhookDelivery]:
    """What was sent to a webhook or is on its way, newest first; the caller found the endpoint through its owner."""
    return endpoint.deliveries.select_related("notice__change", "passport").order_by("-id")


def given_up_emails() -> QuerySet[Email]:
    """The e-mails that no server took and that operators have not dealt with, newest first; for operators only."""
    return Email.objects.filter(failed_at__isnull=False, dropped_at=None).order_by("-id")


def waiting_emails() -> tuple[int, datetime | None]:
    """How many e-mails wait in the outbox, and since when the oldest one does."""
    waiting = Email.objects.filter(sent_at=None, failed_at=None).aggregate(n=Count("pk"), since=Min("created_at"))
    return waiting["n"], waiting["since"]


def told_changes(passport: Passport | None = None, innovation: Innovation | None = None) -> list[Change]:
    """The newest changes of a passport, of a technology's passports or of all, as they are told to followers."""
    told = Change.objects.filter(is_told())
    if passport is not None:
        told = told.filter(subject_id=passport.pk)
    if innovation is not None:
        told = told.filter(subject_id__in=Passport.objects.filter(innovation=innovation).values("pk"))
    return list(told.annotate(told_at=told_at()).order_by("-id")[:FEED_LENGTH])


def is_told() -> Q:
    """The changes of passports that are told, each step once: as the fan-out tells them."""
    beside = Change.objects.filter(
        subject="passport", subject_id=OuterRef("subject_id"), transaction_id=OuterRef("transaction_id")
    )
    verdict, step = beside.filter(kind="verdict_changed"), beside.filter(kind__in=("verdict_changed", *STEPS))
    lesser = Q(kind__in=STEPS) & ~Exists(verdict) | Q(kind__in=RESTATED) & ~Exists(step)
    return Q(subject="passport") & (Q(kind__in=TOLD) | lesser)


def numbers_of(changes: list[Change]) -> dict[int, Passport]:
    """The passports that these changes are about, by id: one query."""
    found = Passport.objects.filter(pk__in={change.subject_id for change in changes})
    return {passport.pk: passport for passport in found.select_related("innovation").defer("innovation__search")}


def dated_passports_of(person: User, on: date) -> list[Passport]:
    """The passports that this person's organisations adopted or follow, as `_dated`; those that end first.

    What ended more than `CALENDAR_PAST` before the day is left out, so that it crowds out nothing to come.
    """
    adopted = adoptions_of(person).exclude(state=AdoptionState.ENDED)
    followed = subscriptions_of(person).order_by()
    by_area = followed.filter(kind=Followed.CLINICAL_AREA, clinical_area=OuterRef("innovation__clinical_area"))
    current = Q(is_current=True) & (
        Q(innovation__in=followed.values("innovation"))
        | Exists(by_area)
        | Q(assessed_by__current__in=followed.filter(assessor__isnull=False).values("assessor__current"))
        | Q(assessed_by__in=followed.filter(assessor__isnull=False).values("assessor"))  # closed, with no successor
        | Exists(followed.filter(kind=Followed.EVERYTHING))
    )
    mine = Q(pk__in=adopted.values("passport")) | Q(pk__in=followed.values("passport")) | current
    found = Passport.objects.filter(mine, until__gte=on - CALENDAR_PAST)
    return list(_dated(found).order_by("until", "id")[:CALENDAR_LENGTH])


def dated_passport(passport: Passport) -> QuerySet[Passport]:
    """One passport as `dated_passports_of` has them."""
    return _dated(Passport.objects.filter(pk=passport.pk))


def _dated(passports: QuerySet[Passport]) -> QuerySet[Passport]:
    """Passports as calendars need them: with when their verdict was last said, and how often it was said anew."""
    said = Change.objects.filter(
        subject="passport", subject_id=OuterRef("pk"), kind__in=("verdict_changed", *RESTATED)
    ).order_by()
    newest = said.order_by("-id").values(at=told_at())[:1]
    times = said.values("subject_id").annotate(n=Count("pk")).values("n")
    return (
        passports.select_related("innovation")
        .defer("innovation__search")
        .annotate(said_at=Coalesce(Subquery(newest), "issued_at"), revisions=Coalesce(Subquery(times), 0))
    )


def calendar_of(person: User) -> str:
    """The value of the address of a person's calendar that counts now."""
    number = CalendarLink.objects.filter(person=person).values_list("number", flat=True).first()
    return calendar_value(person.pk, number or 0)


def calendar_owner(value: str | None) -> User | None:
    """The person of a calendar's signed value; None for an address that was replaced, or a closed account."""
    read = read_calendar(value)
    if read is None:
        return None
    pk, number = read
    links = CalendarLink.objects.filter(person=OuterRef("pk"))
    counts = Exists(links.filter(number=number)) if number else ~Exists(links)
    return User.objects.filter(counts, pk=pk, is_active=True).first()
