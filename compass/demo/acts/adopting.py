"""What other organisations do: adopt, check locally, end, follow, read."""

from __future__ import annotations

from datetime import datetime, timedelta

from compass.demo.cast import Cast
from compass.demo.chance import drawn
from compass.demo.library import Journey
from compass.demo.people import BUYER_AT, DOMAIN
from compass.demo.wording import chosen
from compass.notices.models import Notice
from compass.notices.operations.subscriptions import mark_read, subscribe
from passports.models import LocalCheck
from passports.operations.adoptions import adopt, complete_check, end_adoption, offer_contact

_UNREAD_DAYS = 6
_KEPT_UNREAD_DAYS = 90


def take_up(cast: Cast, journey: Journey, code: str, *, now: datetime) -> None:
    """Adopt for an organisation, or for the one that carries it on."""
    organisation = cast.organisation(code)
    if organisation.current is not None:
        adopt(
            passport=cast.passport(journey), organisation=organisation.current, by=cast.person(f"buyer@{code}"), now=now
        )


def follow(cast: Cast, journey: Journey, code: str, *, now: datetime) -> None:
    """Follow the passport."""
    organisation = cast.organisation(code)
    if organisation.current is not None:
        subscribe(
            passport=cast.passport(journey), organisation=organisation.current, by=cast.person(f"buyer@{code}"), now=now
        )


def check(cast: Cast, journey: Journey, code: str, *, now: datetime) -> None:
    """Do the next open local check; after the last one, two organisations in three offer a contact."""
    adoption = cast.adoption(journey, code)
    if adoption is None:
        return
    waiting = list(LocalCheck.objects.filter(adoption=adoption, done_at=None).select_related("adoption"))
    one = min(waiting, key=lambda check: drawn(check.kind, journey.technology, code))
    note = chosen("checks", one.kind, journey.technology, code)
    by = cast.person(f"buyer@{code}")
    complete_check(check=one, note=note, by=by, now=now)
    if len(waiting) == 1 and drawn(journey.technology, code, "contact") % 3:
        email = f"innovation.{code.lower()}@{DOMAIN}"
        offer_contact(adoption=adoption, name="Innovation team", email=email, by=by, now=now)


def end(cast: Cast, journey: Journey, code: str, *, now: datetime) -> None:
    """End the adoption."""
    adoption = cast.adoption(journey, code)
    if adoption is not None:
        end_adoption(adoption=adoption, by=cast.person(f"buyer@{code}"), now=now)


def read_notices(*, until: datetime, now: datetime) -> None:
    """Read most notices some days after they came; the named buyer leaves those of the last weeks."""
    waiting = Notice.objects.filter(read_at=None, created_at__lt=now - timedelta(days=_UNREAD_DAYS))
    kept_since = until - timedelta(days=_KEPT_UNREAD_DAYS)
    for notice in waiting.select_related("organisation", "recipient").order_by("id"):
        kept = notice.organisation.ods_code == BUYER_AT and notice.created_at > kept_since
        if not kept and notice.change_id % 4:
            mark_read(notice=notice, by=notice.recipient, now=now)
