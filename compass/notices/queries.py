"""What people ask about notices, always for their own organisations."""

from __future__ import annotations

from django.db.models import QuerySet

from compass.accounts.models import User
from compass.notices.models import Notice, Subscription
from passports.models import Passport
from trusts.models import Role
from trusts.queries import organisations_of


def notices_of(person: User) -> QuerySet[Notice]:
    """The notices of the organisations this person buys for, newest first."""
    return (
        Notice.objects.filter(organisation__current__in=organisations_of(person, Role.BUYER).values("pk"))
        .select_related("change", "organisation", "passport__innovation")
        .order_by("-id")
    )


def unread_notices_of(person: User) -> QuerySet[Notice]:
    """Those that nobody there has acknowledged yet."""
    return notices_of(person).filter(read_at=None)


def subscriptions_of(person: User) -> QuerySet[Subscription]:
    """What the organisations this person buys for follow."""
    return (
        Subscription.objects.filter(organisation__current__in=organisations_of(person, Role.BUYER).values("pk"))
        .select_related("passport__innovation", "organisation__current", "person")
        .order_by("passport__innovation__name", "id")
    )


def followers(person: User, passport: Passport) -> set[int | None]:
    """The ids of this person's organisations that follow the passport, mergers followed."""
    return set(subscriptions_of(person).filter(passport=passport).values_list("organisation__current_id", flat=True))
