"""Invented safety notices: published, judged by operators, acted on by adopters. They say that they are invented."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from compass.accounts.models import User
from compass.demo.cast import Cast
from compass.demo.chance import drawn, pick
from compass.demo.library import products
from compass.demo.numbers import gtin
from compass.demo.people import BUYER_AT
from compass.demo.roster import OPERATORS
from compass.foundation.clock import civil_date
from evidence.identifiers import read_gtin
from passports.models import Adoption, NoticeMatch
from passports.operations.notice_matches import acknowledge_notice, judge_match
from passports.operations.proposals import confirm_proposal
from passports.operations.safety_notices import import_notices
from passports.safety.notices import ReadNotice, Source, gathered, malformed, sealed
from passports.states import AdoptionState


class Notice(Protocol):
    """What is said of a notice (`compass.demo.warned.Warned`)."""

    @property
    def technology(self) -> str: ...
    @property
    def fault(self) -> str: ...
    @property
    def lots(self) -> tuple[str, ...]: ...
    @property
    def named(self) -> bool: ...
    @property
    def closed(self) -> int: ...


def publish(notice: Notice, *, now: datetime) -> None:
    """The notice is taken in; one that names the product's number suspends its passport."""
    product = products()[notice.technology]
    body = (
        f"This notice was invented for the demonstration. {notice.technology}, made by {product.company}: "
        f"{notice.fault}. Take what is affected out of use, and tell the maker."
    )
    read = ReadNotice(
        source=Source.DEMONSTRATION,
        source_id=f"demonstration-{slugify(notice.technology)}",
        title=f"Invented notice: {notice.technology}, {notice.fault}",
        published_on=civil_date(now),
        url=settings.SITE_URL + reverse("safety-notices"),
        maker=product.company,
        products=(product.name,),
        identifiers=(f"GTIN {read_gtin(gtin(product))}",) if notice.named else (),
        lots=notice.lots,
        body=body,
    )
    import_notices(reading=gathered([sealed(read, body)]), now=now)


def mangle(*, now: datetime) -> None:
    """An item comes that cannot be read: it is set aside for an operator."""
    raw = "This item was invented for the demonstration. Infusion lines, lot 88: leaks. Published on 31 September."
    reason = "Its day of publication does not exist."
    item = malformed(Source.DEMONSTRATION, "demonstration-infusion-lines", reason, raw)
    import_notices(reading=gathered([item]), now=now)


def _match(cast: Cast, notice: Notice) -> NoticeMatch:
    return NoticeMatch.objects.get(innovation=cast.innovation(notice.technology))


def _pair(cast: Cast, notice: Notice) -> tuple[User, User]:
    """The operator who judges and the one who confirms what ends a suspension."""
    first = pick(OPERATORS, notice.technology)
    second = OPERATORS[(OPERATORS.index(first) + 1) % len(OPERATORS)]
    return cast.person(first), cast.person(second)


def confirm(cast: Cast, notice: Notice, *, now: datetime) -> None:
    """An operator confirms that the notice concerns the technology."""
    reason = "The number in the notice is the one on the product’s label."
    judge_match(match=_match(cast, notice), move="confirm", reason=reason, by=_pair(cast, notice)[0], now=now)


def acknowledge(cast: Cast, notice: Notice, *, now: datetime) -> None:
    """Adopters say that they have acted: all where it is dealt with later, else some of them, and not the buyer."""
    match = _match(cast, notice)
    adopted = Adoption.objects.filter(passport__innovation=match.innovation).exclude(state=AdoptionState.ENDED)
    for adoption in adopted.select_related("organisation", "accepted_by").order_by("id"):
        code = adoption.organisation.ods_code
        if notice.closed or (code != BUYER_AT and drawn(notice.technology, code, "acted") % 2):
            acknowledge_notice(
                match=match, adoption=adoption, note="Everything affected is out of use.", by=adoption.accepted_by,
                now=now,
            )  # fmt: skip


def close(cast: Cast, notice: Notice, *, now: datetime) -> None:
    """Two operators agree that the notice is dealt with: the suspension ends."""
    first, second = _pair(cast, notice)
    reason = "The maker has replaced every affected item, and every adopter has said that it acted."
    proposal = judge_match(match=_match(cast, notice), move="close", reason=reason, by=first, now=now)
    if proposal is not None:
        confirm_proposal(proposal=proposal, by=second, now=now)
