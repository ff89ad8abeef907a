"""The document that a renewed certificate brings, kept with the renewal."""

from __future__ import annotations

from datetime import datetime

from evidence.models import CertificateRenewal, RenewalDocument
from evidence.operations.judged_files import Judged, keep_judged


def keep_with_renewal(renewal: CertificateRenewal, judged: Judged, now: datetime) -> RenewalDocument:
    """Keep a judged upload with the renewal that brings it, inside its transaction; raises Unavailable."""
    # The same bytes of the same innovator are kept once.
    folder = f"documents/{renewal.certificate.pack.innovation.innovator_id}"
    return RenewalDocument.objects.create(renewal=renewal, **keep_judged(judged, folder, now))
