"""Filling an evidence pack, and freezing it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from compass.accounts.models import User
from compass.foundation.clock import civil_date
from compass.foundation.errors import Refused
from compass.foundation.history import record_change
from compass.foundation.sealing import content_hash
from evidence import completeness, policies, queries
from evidence.content import pack_content
from evidence.models import Answer, Certificate, Innovation, Pack, Requirement
from evidence.states import PACK, DocumentState

STANDARD = "passport-clinical"
# Characters that cannot be seen, or told from others, would make two versions of one.
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._+()/-]*")


def lock_pack(pack: Pack) -> Pack:
    """The pack as it is now, kept still until the transaction ends."""
    return (
        Pack.objects.select_for_update(of=("self",))
        .select_related("innovation__innovator", "requirement_set")
        .get(pk=pack.pk)
    )


@transaction.atomic
def start_pack(*, innovation: Innovation, product_version: str, by: User, now: datetime) -> Pack:
    """Begin the pack of a product version; raises Refused when that version has one or another is in draft."""
    policies.check_member(by, innovation.innovator)
    # One version has one spelling: full-width digits, capitals and doubled spaces do not make another product.
    product_version = " ".join(unicodedata.normalize("NFKC", product_version).split())
    if not VERSION.fullmatch(product_version):
        raise Refused(
            "The version has a character that versions do not have.",
            next_step="Use letters, digits, spaces and the signs . _ + ( ) / -",
        )
    if queries.latest_revision(innovation, product_version):
        raise Refused(
            f"Version {product_version} of {innovation} already has an evidence pack.",
            next_step="Open that pack, or give the version of the product that is new.",
        )
    return _create_pack(innovation, product_version, 1, by, now)


def _create_pack(innovation: Innovation, product_version: str, revision: int, by: User, now: datetime) -> Pack:
    try:
        with transaction.atomic():
            pack = Pack.objects.create(
                innovation=innovation,
                product_version=product_version,
                revision=revision,
                requirement_set=queries.current_requirement_set(STANDARD, civil_date(now)),
                created_at=now,
            )
    except IntegrityError as error:
        raise Refused(
            f"{innovation} already has a pack in draft.", next_step="Submit that one first, or carry on with it."
        ) from error
    record_change("pack_started", pack, f"An evidence pack for version {product_version} was begun.", by=by, now=now)
    return pack


@transaction.atomic
def revise_pack(*, pack: Pack, by: User, now: datetime) -> Pack:
    """Begin a new revision from a frozen pack, with its answers and certificates copied.

    Whether a revision is due (the panel did not approve) is known a floor higher; this only copies.
    """
    policies.check_member(by, pack.innovation.innovator)
    revision = queries.latest_revision(pack.innovation, pack.product_version) + 1
    new = _create_pack(pack.innovation, pack.product_version, revision, by, now)
    copied: tuple[Any, ...] = (pack.answers, pack.certificates, pack.documents.filter(redacts=None))
    for part in (row for rows in copied for row in rows.order_by("id")):
        _copy(part, new)
    for document in pack.documents.filter(redacts__isnull=False).order_by("id"):
        full = pack.documents.get(redacted=document)
        _copy(document, new, redacts=new.documents.get(sha256=full.sha256))
    return new


def _copy(part: Any, pack: Pack, **changed: Any) -> None:
    part.pk = None
    part._state.adding = True
    for name, value in {"pack": pack, **changed}.items():
        setattr(part, name, value)
    part.save()


@transaction.atomic
def answer_requirement(*, pack: Pack, requirement: Requirement, text: str, by: User, now: datetime) -> Answer:
    """Write the answer to one requirement; raises Refused when the pack is frozen. The last writer's text stands."""
    pack = lock_pack(pack)
    policies.check_editable(by, pack)
    answer, _ = Answer.objects.update_or_create(
        pack=pack, requirement=requirement, defaults={"text": text, "changed_at": now, "changed_by": by}
    )
    record_change("answer_written", pack, f"“{requirement}” was answered.", by=by, now=now)
    return answer


@transaction.atomic
def add_certificate(
    *, pack: Pack, kind: str, number: str, issued_by: str, valid_from: date, expires_on: date, by: User, now: datetime
) -> Certificate:
    """Add a certificate; civil dates, the last one included. Raises Refused for a second one of its number."""
    pack = lock_pack(pack)
    policies.check_editable(by, pack)
    if expires_on < valid_from:
        raise Refused(
            "The expiry date is before the date the certificate is valid from.",
            next_step="Check both dates.",
            field="expires_on",
        )
    if expires_on < civil_date(now):
        raise Refused(
            "This certificate has already expired.",
            next_step="Add the renewed certificate instead.",
            field="expires_on",
        )
    certificate = Certificate(
        pack=pack, kind=kind, number=number, issued_by=issued_by, valid_from=valid_from, expires_on=expires_on
    )
    try:
        with transaction.atomic():
            certificate.save()
    except IntegrityError as error:
        raise Refused(
            f"Certificate {number} is already in this pack.", next_step="Remove it first if you want to correct it."
        ) from error
    record_change("certificate_added", pack, f"{certificate} was added.", by=by, now=now)
    return certificate


@transaction.atomic
def remove_certificate(*, certificate: Certificate, by: User, now: datetime) -> None:
    """Take a certificate out of a draft; its history stays."""
    pack = lock_pack(certificate.pack)
    policies.check_editable(by, pack)
    certificate.delete()
    record_change("certificate_removed", pack, f"{certificate} was removed.", by=by, now=now)


def check_complete(pack: Pack, on: date) -> None:
    """Raise Refused, naming what is missing, unless the pack meets every mandatory requirement on a civil date."""
    missing = completeness.blocking(queries.pack_lines(pack, on))
    if missing:
        raise Refused(
            "The evidence pack is not complete: "
            + "; ".join(f"{line.asked.title} ({line.problem.lower()})" for line in missing)
            + ".",
            next_step="Complete these parts, then submit again.",
        )
    unclean = pack.documents.exclude(state=DocumentState.CLEAN).order_by("id")
    if told := [f"“{document}” ({document.get_state_display().lower()})" for document in unclean]:
        raise Refused(
            f"Not every document may be handed to a panel: {'; '.join(told)}.",
            next_step="Wait until the check is done, and remove what is infected.",
        )


@transaction.atomic
def freeze_pack(*, pack: Pack, by: User, now: datetime) -> Pack:
    """Freeze a complete pack with its content hash; raises Refused and names what is missing otherwise.

    Called in the transaction that hands the pack to a panel.
    """
    pack = lock_pack(pack)
    policies.check_member(by, pack.innovation.innovator)
    target = PACK.target("submit", pack.state)
    check_complete(pack, civil_date(now))
    pack.content = pack_content(
        pack,
        pack.answers.select_related("requirement").order_by("id"),
        pack.certificates.order_by("id"),
        pack.documents.order_by("id"),
    )
    pack.content_hash = content_hash(pack.content)
    pack.state, pack.frozen_at, pack.frozen_by = target, now, by
    pack.save(update_fields=["content", "content_hash", "state", "frozen_at", "frozen_by"])
    record_change("pack_frozen", pack, f"The pack was frozen with hash {pack.content_hash[:12]}….", by=by, now=now)
    return pack
