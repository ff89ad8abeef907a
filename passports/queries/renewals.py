"""What operators ask about renewed certificates of frozen packs."""

from __future__ import annotations

from django.db.models import QuerySet

from evidence.models import CertificateRenewal
from evidence.states import RenewalState


def renewals_waiting() -> QuerySet[CertificateRenewal]:
    """The renewed certificates that wait for an operator, oldest first; the caller has checked that they are one."""
    waiting = renewals_for_operator().filter(state=RenewalState.WAITING)
    return waiting.order_by("handed_in_at", "id")


def renewals_for_operator() -> QuerySet[CertificateRenewal]:
    """Every renewal with what the operators' pages show; the caller has checked that the person is an operator."""
    return CertificateRenewal.objects.select_related(
        "certificate__pack__innovation__innovator", "certificate__pack__passport", "handed_in_by", "document"
    ).defer("certificate__pack__content", "certificate__pack__innovation__search")
