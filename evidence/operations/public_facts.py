"""Technologies known from public sources: no member, no pack, no decision of ours; only facts with their source."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.history import record_change
from compass.foundation.slugs import free_slug
from evidence.models import Innovation, Innovator, PublicFact
from evidence.operations.innovations import Description, publish_innovation

# Stands in place of a company that no source was seen to name.
NOT_STATED = "Company not stated in the source"


@transaction.atomic
def register_known_technology(
    *, innovator_name: str, description: Description, now: datetime, by: User | None = None
) -> Innovation:
    """Make a technology public under a company that has no member here; the same one again changes nothing.

    A company whose people work here is left alone: they describe their technologies themselves.
    """
    innovator = (
        Innovator.objects.filter(name=innovator_name, is_demonstration=False, members=None).order_by("id").first()
    )
    if innovator is None:
        slug = free_slug(innovator_name, Innovator, 80)
        innovator = Innovator.objects.create(name=innovator_name, slug=slug)
        record_change("innovator_known", innovator, f"{innovator} is known from public sources.", by=by, now=now)
    innovation = Innovation.objects.filter(innovator=innovator, name=description["name"]).order_by("id").first()
    if innovation is None:
        innovation = Innovation.objects.create(
            innovator=innovator, slug=free_slug(description["name"], Innovation, 120), created_at=now, **description
        )
        sentence = f"{innovation} by {innovator} is known from public sources."
        record_change("innovation_known", innovation, sentence, by=by, now=now)
    publish_innovation(innovation=innovation, by=by, now=now)
    return innovation


@transaction.atomic
def state_public_fact(
    *,
    innovation: Innovation,
    statement: str,
    source_title: str,
    source_url: str,
    now: datetime,
    by: User | None = None,
) -> PublicFact:
    """Add what a public source says of a technology; the same statement of the same source is kept once."""
    fact, added = PublicFact.objects.get_or_create(
        innovation=innovation, source_url=source_url, statement=statement, defaults={"source_title": source_title[:200]}
    )
    if added:
        sentence = f"{source_title} was added as a source."
        record_change("public_fact_stated", innovation, sentence, by=by, now=now, data={"fact": fact.pk})
    return fact
