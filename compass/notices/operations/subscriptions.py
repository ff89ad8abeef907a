"""Following something for an organisation, saying how to be told, and acknowledging what was told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid
from compass.foundation.history import record_change
from compass.foundation.mail import withdraw_emails
from compass.foundation.settled import transactions_seen
from compass.notices.followed import SearchRef
from compass.notices.models import Followed, Frequency, Notice, Subscription
from compass.notices.operations.adopters import stop_by_link
from compass.notices.policies import check_can_stop, check_own
from compass.notices.queries import unread_notices_of
from compass.notices.stopping import HEAD, Stop
from evidence.models import Innovation
from evidence.models.innovations import ClinicalArea
from passports.models import Passport
from trusts import policies
from trusts.models import Need, Organisation, Role


@transaction.atomic
def subscribe(
    *,
    organisation: Organisation,
    by: User,
    now: datetime,
    passport: Passport | None = None,
    innovation: Innovation | None = None,
    clinical_area: str = "",
    assessor: Organisation | None = None,
    search: SearchRef | None = None,
    need: Need | None = None,
    frequency: str = Frequency.IMMEDIATE,
    email: bool = True,
) -> Subscription:
    """Follow what is given (one thing, or nothing for every passport); whoever does so already is told as they say now.

    Colleagues follow it each for themselves. Raises NotAllowed for non-buyers and Invalid for a clinical area that
    there is not, for two things at once, or for a search that is another's.
    """
    policies.check_role(by, organisation, Role.BUYER)
    target = {"passport": passport, "innovation": innovation, "clinical_area": clinical_area, "assessor": assessor,
              "search": search and search.key, "need": need}  # fmt: skip
    kinds = [
        kind
        for kind, given in zip(
            (
                Followed.PASSPORT,
                Followed.INNOVATION,
                Followed.CLINICAL_AREA,
                Followed.DECISIONS,
                Followed.SEARCH,
                Followed.NEED,
            ),
            target.values(),
            strict=True,
        )
        if given
    ]
    if search and search.organisation.current_id != organisation.pk:
        raise Invalid("Another organisation saved this search.", next_step="Save one of your own.")
    if len(kinds) > 1:
        raise Invalid("Follow one thing at a time.", next_step="Follow the other one after this.")
    if clinical_area and clinical_area not in ClinicalArea.values:
        raise Invalid("There is no such clinical area.", next_step="Choose one of the list.", field="clinical_area")
    subscription, added = Subscription.objects.get_or_create(
        organisation=organisation,
        person=by,
        kind=kinds[0] if kinds else Followed.EVERYTHING,
        **target,
        defaults={
            "created_at": now,
            "frequency": Frequency(frequency),
            "email": email,
            "search_name": search.name if search else "",
        },
    )
    if added:
        seen = {"seen": transactions_seen()}
        record_change("subscribed", subscription, f"{subscription}.", by=by, now=now, data=seen)
    elif (subscription.frequency, subscription.email) != (frequency, email):
        change_telling(subscription=subscription, frequency=frequency, email=email, by=by, now=now)
    return subscription


@transaction.atomic
def change_telling(*, subscription: Subscription, frequency: str, email: bool, by: User, now: datetime) -> None:
    """Say when one's own e-mails leave, if at all; raises NotAllowed for anybody else, and who buys there no more."""
    check_own(by, subscription)
    subscription.frequency, subscription.email = Frequency(frequency), email
    subscription.save(update_fields=["frequency", "email"])
    said = subscription.telling_words()
    record_change("subscription_changed", subscription, f"{subscription}: {said}.", by=by, now=now)
    if not email:
        withdraw_emails(f"{HEAD}/follow-{subscription.pk}")


@transaction.atomic
def unsubscribe(*, subscription: Subscription, by: User, now: datetime) -> None:
    """Stop following, with the e-mails that have not left; raises NotAllowed as `check_can_stop` does."""
    check_can_stop(by, subscription)
    withdraw_emails(f"{HEAD}/follow-{subscription.pk}")
    record_change("unsubscribed", subscription, f"{subscription.organisation} stopped following.", by=by, now=now)
    subscription.delete()


@transaction.atomic
def stop_emails(*, stop: Stop, now: datetime) -> int:
    """Stop the e-mails that a signed link is about; notices in the app go on. Returns how many subscriptions changed.

    Whoever holds the link may: it was sent to the person who gets the e-mails (RFC 8058 asks for no sign-in).
    """
    if stop.is_own_choice:
        return stop_by_link(stop=stop, now=now)
    mailed = Subscription.objects.select_for_update(of=("self",)).filter(email=True, **stop.lookup)
    found = list(mailed.select_related("organisation", "passport", "innovation", "assessor", "need"))
    for subscription in found:
        subscription.email = False
        subscription.save(update_fields=["email"])
        sentence = f"{subscription}: emails were stopped by the link in one of them."
        record_change("emails_stopped", subscription, sentence, by=None, now=now)
    withdraw_emails(f"{HEAD}/{stop.of}-{stop.pk}")
    return len(found)


@transaction.atomic
def mark_read(*, notice: Notice, by: User, now: datetime) -> None:
    """Acknowledge a notice for the organisation; the first acknowledgement stands."""
    policies.check_role(by, notice.organisation.acting, Role.BUYER)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now)


@transaction.atomic
def mark_all_read(*, up_to: int, by: User, now: datetime) -> int:
    """Acknowledge every notice up to this number for all organisations that `by` buys for; returns how many."""
    return Notice.objects.filter(pk__in=unread_notices_of(by).filter(pk__lte=up_to).values("pk")).update(read_at=now)
