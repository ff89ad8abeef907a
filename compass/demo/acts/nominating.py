"""What nominators do, and how innovators answer."""

from __future__ import annotations

from datetime import datetime

from compass.demo.acts.describing import company_of
from compass.demo.cast import Cast
from compass.demo.library import Asked, Journey, products
from trusts.models import Nomination
from trusts.operations.nominations import accept_nomination, decline_nomination, nominate, withdraw_nomination


def invite_for(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Nominate a technology that its innovator will bring forward."""
    product = products()[journey.technology]
    _invite(
        cast,
        Asked(
            product.name, product.company, product.kind, product.clinical_area, journey.panel, 0, "", 0, product.problem
        ),
        now=now,
    )


def invite(cast: Cast, asked: Asked, *, now: datetime) -> None:
    """Nominate a technology that has not come further yet."""
    _invite(cast, asked, now=now)


def _invite(cast: Cast, asked: Asked, *, now: datetime) -> None:
    nominate(
        organisation=cast.organisation(asked.organisation),
        technology_name=asked.technology,
        kind=asked.kind,
        clinical_area=asked.clinical_area,
        problem=asked.problem,
        innovator_name=asked.company,
        contact_email=cast.person(f"maker@{asked.company}").email,
        by=cast.person(f"nominator@{asked.organisation}"),
        now=now,
    )


def _open(technology: str) -> Nomination:
    return Nomination.objects.filter(technology_name=technology).latest("id")


def accept(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Accept for the company, which adds the technology."""
    product = products()[journey.technology]
    accept_nomination(
        nomination=_open(product.name),
        innovator=company_of(cast, product.company, now=now),
        new_innovator_name="",
        by=cast.person(f"maker@{product.company}"),
        now=now,
    )


def settle(cast: Cast, asked: Asked, *, now: datetime) -> None:
    """Decline or withdraw."""
    if asked.answer == "DECLINED":
        decline_nomination(nomination=_open(asked.technology), by=cast.person(f"maker@{asked.company}"), now=now)
    else:
        nominator = cast.person(f"nominator@{asked.organisation}")
        withdraw_nomination(nomination=_open(asked.technology), by=nominator, now=now)
