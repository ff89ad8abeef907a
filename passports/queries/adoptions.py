"""What is asked about adoptions, through the organisations that a person buys for, and whom adopters offer to ask."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from compass.accounts.models import User
from passports.models import Adoption, LocalCheck
from passports.states import AdoptionState
from trusts.models import Role
from trusts.queries import organisations_of


def adoptions_of(person: User) -> QuerySet[Adoption]:
    """The adoptions of the organisations this person buys for, newest first."""
    current = organisations_of(person, Role.BUYER).values("pk")
    return (
        Adoption.objects.filter(organisation__current__in=current)
        .select_related(
            "passport__innovation__innovator", "passport__assessed_by__current", "organisation__current", "accepted_by"
        )
        .annotate(checks_done=Count("checks", filter=Q(checks__done_at__isnull=False)), checks_all=Count("checks"))
        .order_by("-id")
    )


def checks_of(adoption: Adoption) -> QuerySet[LocalCheck]:
    """The local checks of an adoption, in order."""
    return LocalCheck.objects.filter(adoption=adoption).select_related("done_by", "adoption").order_by("id")


def contacts_of_adopters(innovation_slug: str) -> dict[str, dict[str, str]]:
    """Whom each adopter of a technology offers to ask: `name` and `email` by ODS code, of its newest adoption.

    The caller has checked that the reader is one of those to whom it is offered.
    """
    offered = Adoption.objects.filter(passport__innovation__slug=innovation_slug, organisation__current__isnull=False)
    rows = offered.exclude(contact_email="").order_by("accepted_at", "id")
    found = rows.values_list("organisation__ods_code", "contact_name", "contact_email")
    return {code: {"name": name, "email": email} for code, name, email in found}


def standing_adoptions(person: User, number: str) -> list[Adoption]:
    """The adoptions of a passport that have not ended, of the organisations this person buys for, by name."""
    found = adoptions_of(person).filter(passport__number=number).exclude(state=AdoptionState.ENDED)
    return list(found.order_by("organisation__name", "id"))
