"""Describing a technology and making it public."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import NotRequired, TypedDict

from django.db import IntegrityError, transaction

from compass.accounts.models import User
from compass.foundation.errors import Refused
from compass.foundation.history import record_change
from compass.foundation.slugs import free_slug
from evidence import policies, queries
from evidence.models import Innovation, Innovator
from evidence.seen import check_as_seen, seen_of


class Description(TypedDict):
    """What an innovator says of a technology; `list_price` is in pounds without VAT, None when not stated.

    `care_settings` and `benefits` are values of CareSetting and Benefit; left out, they stay as they are.
    """

    name: str
    kind: str
    clinical_area: str
    summary: str
    problem: str
    description: str
    list_price: Decimal | None
    price_unit: str
    care_settings: NotRequired[list[str]]
    benefits: NotRequired[list[str]]


@transaction.atomic
def register_innovation(*, innovator: Innovator, description: Description, by: User, now: datetime) -> Innovation:
    """Add a technology; raises NotAllowed unless `by` works for the innovator, Refused for a name it has already.

    Two requests at once: the constraint `innovation_name_once_for_innovator` decides.
    """
    policies.check_member(by, innovator)
    if queries.innovation_named(innovator, description["name"]):
        raise _named_already(innovator, description["name"])
    try:
        with transaction.atomic():
            innovation = Innovation.objects.create(
                innovator=innovator, slug=free_slug(description["name"], Innovation, 120), created_at=now, **description
            )
    except IntegrityError as error:
        raise _named_already(innovator, description["name"]) from error
    record_change("innovation_registered", innovation, f"{innovation} registered by {innovator}.", by=by, now=now)
    return innovation


def _named_already(innovator: Innovator, name: str) -> Refused:
    return Refused(
        f"{innovator} already has a technology called {name}.",
        next_step="Open it under your technologies: a technology is described and assessed once.",
    )


def seen_description(innovation: Innovation) -> str:
    """What whoever changes a description sends along of the one they read."""
    return seen_of(innovation, Description.__annotations__)


@transaction.atomic
def describe_innovation(
    *, innovation: Innovation, description: Description, by: User, now: datetime, seen: str = ""
) -> Innovation:
    """Change the description; `seen` is the `seen_description` of the one that was read. Its address stays.

    Raises NotAllowed unless `by` works for its innovator, Refused for a name that is taken, and when a colleague
    changed it.
    """
    policies.check_member(by, innovation.innovator)
    innovation = Innovation.objects.select_for_update().get(pk=innovation.pk)
    check_as_seen(seen_description(innovation), seen, "description")
    same = (innovation.name, innovation.kind, innovation.clinical_area)
    if innovation.published_at and same != (description["name"], description["kind"], description["clinical_area"]):
        raise Refused(
            "The name, the kind and the clinical area of a technology that is public cannot be changed.",
            next_step="Its passport is about exactly that technology. The other parts of the description can change.",
        )
    taken = queries.innovation_named(innovation.innovator, description["name"])
    if taken not in {None, innovation}:
        raise _named_already(innovation.innovator, description["name"])
    for field, value in description.items():
        setattr(innovation, field, value)
    try:
        with transaction.atomic():
            innovation.save(update_fields=list(description))
    except IntegrityError as error:
        raise _named_already(innovation.innovator, description["name"]) from error
    record_change("innovation_described", innovation, f"The description of {innovation} changed.", by=by, now=now)
    return innovation


def publish_innovation(*, innovation: Innovation, by: User | None, now: datetime) -> None:
    """Make a technology public, once; called when its first passport is issued, in that transaction."""
    published = Innovation.objects.filter(pk=innovation.pk, published_at=None).update(published_at=now)
    if published:
        record_change("innovation_published", innovation, f"{innovation} is public.", by=by, now=now)
