"""The national operator judges what an innovator hands in to renew a certificate of a frozen pack."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.clock import civil_date
from compass.foundation.errors import Refused
from compass.foundation.history import record_change
from compass.foundation.words import civil_date as said
from evidence.certificates import counts_until
from evidence.models import CertificateRenewal
from evidence.operations.packs import lock_pack
from evidence.states import RENEWAL
from passports import policies
from passports.models import Passport
from passports.operations.lifecycle import lock_passport
from passports.operations.verdicts import refresh_verdict


def _close(renewal: CertificateRenewal, move: str, by: User, now: datetime, reason: str = "") -> CertificateRenewal:
    # The pack is where handing in and judging meet; nothing of it changes.
    lock_pack(renewal.certificate.pack)
    renewal = (
        CertificateRenewal.objects.select_for_update(of=("self",))
        .select_related("certificate__pack__innovation__innovator")
        .get(pk=renewal.pk)
    )
    policies.check_can_judge_renewal(by, renewal)
    renewal.state = RENEWAL.target(move, renewal.state)
    renewal.closed_at, renewal.closed_by, renewal.return_reason = now, by, reason
    return renewal


_CLOSED = ["state", "closed_at", "closed_by", "return_reason"]


@transaction.atomic
def confirm_renewal(*, renewal: CertificateRenewal, by: User, now: datetime) -> CertificateRenewal:
    """Let the renewed certificate count; the passport of its pack, if any, is judged afresh and followers are told.

    Raises NotAllowed unless an independent operator acts, Refused when the renewal has ended in the meantime.
    """
    renewal = _close(renewal, "confirm", by, now)
    # Looked for with the pack held: whoever issues its passport meanwhile waits for that, or was waited for.
    found = Passport.objects.filter(pack_id=renewal.certificate.pack_id).first()
    passport = None if found is None else lock_passport(found)
    ends_on = counts_until(renewal.legislation, renewal.expires_on, renewal.ends_on)
    if ends_on is not None and ends_on < civil_date(now):
        raise Refused(f"{renewal} ended on {said(ends_on)}.", next_step="Return it: the innovator can hand in another.")
    renewal.save(update_fields=_CLOSED)
    until = f"until {said(ends_on)}" if ends_on else "without end"
    sentence = f"{renewal.certificate} was renewed: {renewal} counts {until}."
    record_change("renewal_confirmed", renewal.certificate.pack, sentence, by=by, now=now)
    if passport is not None:
        record_change("certificate_renewed", passport, sentence, by=by, now=now)
        refresh_verdict(passport=passport, by=by, now=now)
    return renewal


@transaction.atomic
def return_renewal(*, renewal: CertificateRenewal, reason: str, by: User, now: datetime) -> CertificateRenewal:
    """Send a renewal back with a reason; the innovator may hand in another."""
    if not reason.strip():
        raise Refused("Say why you return it.", next_step="The innovator reads this sentence.", field="reason")
    renewal = _close(renewal, "return", by, now, reason.strip())
    renewal.save(update_fields=_CLOSED)
    sentence = f"The renewal {renewal} was returned: {renewal.return_reason}"
    record_change("renewal_returned", renewal.certificate.pack, sentence, by=by, now=now)
    return renewal
