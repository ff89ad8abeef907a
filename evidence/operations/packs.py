"""Filling an evidence pack, and freezing it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from compass.accounts.models import User
from compass.foundation.clock import civil_date
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from compass.foundation.sealing import content_hash
from evidence import completeness, policies, queries
from evidence.models import (
    Certificate,
    ClaimDocument,
    CostModel,
    Document,
    Innovation,
    Pack,
    PackStandard,
    RenewalDocument,
    RequirementSet,
    Support,
)
from evidence.models.certificates import Certified
from evidence.operations.versions import Stated, attest, checked_change, keep_attested
from evidence.queries.certificates import certificates_of, ends_now, renewal_in_force
from evidence.queries.versions import last_frozen_pack
from evidence.states import PACK, DocumentState

# Characters that cannot be seen, or told from others, would make two versions of one.
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._+()/-]*")


def lock_pack(pack: Pack) -> Pack:
    """The pack as it is now, kept still until the transaction ends."""
    return Pack.objects.select_for_update(of=("self",)).select_related("innovation__innovator").get(pk=pack.pk)


@transaction.atomic
def start_pack(
    *, innovation: Innovation, product_version: str, by: User, now: datetime, change: Stated | None = None
) -> Pack:
    """Begin the pack of a product version; raises Refused when that version has one or another is in draft.

    When an earlier version was submitted, the pack starts with all that the last one says, and `change` says what is
    new in this version; without it, and for a version that cannot be one, Invalid is raised.
    """
    policies.check_member(by, innovation.innovator)
    # One version has one spelling: full-width digits, capitals and doubled spaces do not make another product.
    product_version = " ".join(unicodedata.normalize("NFKC", product_version).split())
    if not VERSION.fullmatch(product_version):
        raise Invalid(
            "The version has a character that versions do not have.",
            next_step="Use letters, digits, spaces and the signs . _ + ( ) / -",
            field="product_version",
        )
    if queries.latest_revision(innovation, product_version):
        raise Refused(
            f"Version {product_version} of {innovation} already has an evidence pack.",
            next_step="Open that pack, or give the version of the product that is new.",
            field="product_version",
        )
    previous = last_frozen_pack(innovation)
    if previous is None:
        return _create_pack(innovation, product_version, 1, by, now)
    if change is None:
        raise Invalid(
            f"Say what has changed since version {previous.product_version}.",
            next_step="Say whether the change is minor or major, and what is new.",
            field="magnitude",
        )
    stated = checked_change(change)
    pack = _create_pack(innovation, product_version, 1, by, now)
    _carry_over(previous, pack)
    attested = attest(pack, previous, stated, by=by, now=now)
    record_change(
        "version_change_attested",
        pack,
        f"The pack started from version {previous.product_version}; the change was said to be {attested.size}.",
        by=by,
        now=now,
    )
    return pack


def _create_pack(innovation: Innovation, product_version: str, revision: int, by: User, now: datetime) -> Pack:
    standards = list(queries.asked_sets(civil_date(now)))
    # Nothing would ever be missing in a pack that is asked nothing.
    if not standards:
        raise Refused(
            "No evidence pack can be started yet: no standards have been loaded.",
            next_step="Ask the people who run this service to load them.",
        )
    try:
        with transaction.atomic():
            pack = Pack.objects.create(
                innovation=innovation,
                product_version=product_version,
                revision=revision,
                created_at=now,
            )
    except IntegrityError as error:
        raise Refused(
            f"{innovation} already has a pack in draft.", next_step="Carry on with that one, or submit it first."
        ) from error
    _ask(pack, standards)
    record_change("pack_started", pack, f"An evidence pack for version {product_version} was begun.", by=by, now=now)
    return pack


def _ask(pack: Pack, standards: Iterable[RequirementSet]) -> None:
    PackStandard.objects.bulk_create(
        PackStandard(pack=pack, requirement_set=standard, code=standard.code) for standard in standards
    )


@transaction.atomic
def revise_pack(*, pack: Pack, by: User, now: datetime) -> Pack:
    """Begin a new revision from a frozen pack, with its answers and certificates copied.

    Whether a revision is due (the panel did not approve) is known a floor higher; this only copies.
    """
    policies.check_member(by, pack.innovation.innovator)
    revision = queries.latest_revision(pack.innovation, pack.product_version) + 1
    new = _create_pack(pack.innovation, pack.product_version, revision, by, now)
    _carry_over(pack, new)
    keep_attested(pack, new)
    return new


def _carry_over(old: Pack, new: Pack) -> None:
    """Copy all that the old pack holds; the new pack's standards decide what of it counts."""
    supports = defaultdict(list)
    for document_id, question in old.supports.order_by("id").values_list("document_id", "question"):
        supports[document_id].append(question)
    rests_on = defaultdict(list)
    for claim_id, document_id in ClaimDocument.objects.filter(pack=old).values_list("claim_id", "document_id"):
        rests_on[claim_id].append(document_id)
    copies: dict[int, Document] = {}
    # A redacted rendition comes after the document it redacts.
    for document in old.documents.order_by(F("redacts").asc(nulls_first=True), "id"):
        before = document.pk
        _copy(document, new, redacts=copies.get(document.redacts_id or 0))
        copies[before] = document
        Support.objects.bulk_create(
            Support(pack=new, document=document, question=question) for question in supports[before]
        )
    for answer in old.answers.order_by("id"):
        _copy(answer, new)
    for certificate in _of_each_number(certificates_of(old)):
        brought = _brought_by_renewal(certificate, new) or copies.get(certificate.document_id or 0)
        _copy(certificate, new, document=brought, **_renewed(certificate))
    for claim in old.claims.order_by("id"):
        before = claim.pk
        _copy(claim, new)
        ClaimDocument.objects.bulk_create(
            ClaimDocument(pack=new, claim=claim, document=copies[document_id]) for document_id in rests_on[before]
        )
    for model in CostModel.objects.filter(pack=old):
        _copy(model, new)


def _of_each_number(certificates: Iterable[Certificate]) -> Iterable[Certificate]:
    """Of those to which renewals gave one number the one that counts longest: a pack has each number once."""
    kept = {}
    for one in sorted(certificates, key=lambda one: ends_now(one) or date.max):
        kept[one.kind, (renewal_in_force(one) or one).number] = one
    return kept.values()


def _renewed(certificate: Certificate) -> dict[str, Any]:
    """What a confirmed renewal changed about a certificate: a new pack begins with the certificate as it is now."""
    renewal = renewal_in_force(certificate)
    return {f.name: getattr(renewal, f.name) for f in Certified._meta.fields} if renewal else {}


def _brought_by_renewal(certificate: Certificate, new: Pack) -> Document | None:
    """The document of the renewal in force, as a document of the new pack; None when it brought none."""
    renewal = renewal_in_force(certificate)
    brought = RenewalDocument.objects.filter(renewal=renewal).first() if renewal else None
    if renewal is None or brought is None:
        return None
    known = Document.objects.filter(pack=new, sha256=brought.sha256).first()
    same = ("original_name", "content_type", "size", "sha256", "stored_as", "scanned_by", "scanned_at")
    return known or Document.objects.create(
        pack=new,
        title=str(renewal),
        uploaded_at=renewal.handed_in_at,
        uploaded_by_id=renewal.handed_in_by_id,
        state=DocumentState.CLEAN,
        **{name: getattr(brought, name) for name in same},
    )


def _copy(part: Any, pack: Pack, **changed: Any) -> None:
    part.pk = None
    part._state.adding = True
    for name, value in {"pack": pack, **changed}.items():
        setattr(part, name, value)
    part.save()


def standards_to_move_to(pack: Pack, on: date) -> list[RequirementSet]:
    """The standards that a pack begun on a civil date is asked and this one is not; raises Refused for none."""
    pinned = set(pack.standards.values_list("requirement_set_id", flat=True))
    moved = [standard for standard in queries.asked_sets(on) if standard.pk not in pinned]
    if not moved:
        raise Refused("This pack is asked the newest standards already.", next_step="There is nothing more to do.")
    return moved


@transaction.atomic
def move_to_current_standards(*, pack: Pack, by: User, now: datetime) -> Pack:
    """Let a draft be asked the standards in force today instead of those it was begun under; answers stay."""
    pack = lock_pack(pack)
    policies.check_editable(by, pack)
    moved = standards_to_move_to(pack, civil_date(now))
    pack.standards.filter(code__in=[one.code for one in moved]).delete()
    _ask(pack, moved)
    named = ", ".join(str(one) for one in moved)
    record_change("pack_standards_moved", pack, f"The pack is now asked {named}.", by=by, now=now)
    return pack


def check_complete(pack: Pack, on: date) -> None:
    """Raise Refused, naming what is missing, unless the pack meets every mandatory requirement on a civil date."""
    missing = completeness.blocking(completeness.tasks(queries.pack_lines(pack, on)))
    if missing:
        raise Refused(
            "The evidence pack is not complete: "
            + "; ".join(f"{task.asked.title} ({task.problem.lower()})" for task in missing)
            + ".",
            next_step="Complete these parts, then submit again.",
        )
    unclean = pack.documents.exclude(state=DocumentState.CLEAN).order_by("id")
    if told := [f"“{document}” ({document.get_state_display().lower()})" for document in unclean]:
        raise Refused(
            f"Not every document may be handed to a panel: {'; '.join(told)}.",
            next_step="Wait until the check is done, and remove what is infected.",
        )


def _count_met(pack: Pack, on: date) -> None:
    """Keep with each standard how many of its requirements applied, and how many of them the pack met."""
    lines = queries.pack_lines(pack, on)
    for standard in pack.standards.order_by("id"):
        of_it = [line for line in lines if line.asked.standard_code == standard.code]
        standard.applied, standard.met = len(of_it), sum(line.met for line in of_it)
        standard.save(update_fields=["applied", "met"])


@transaction.atomic
def freeze_pack(*, pack: Pack, by: User, now: datetime) -> Pack:
    """Freeze a complete pack with its content hash; raises Refused and names what is missing otherwise.

    Called in the transaction that hands the pack to a panel.
    """
    pack = lock_pack(pack)
    policies.check_member(by, pack.innovation.innovator)
    target = PACK.target("submit", pack.state)
    check_complete(pack, civil_date(now))
    _count_met(pack, civil_date(now))
    pack.content = queries.content_of(pack)
    pack.content_hash = content_hash(pack.content)
    pack.state, pack.frozen_at, pack.frozen_by = target, now, by
    pack.save(update_fields=["content", "content_hash", "state", "frozen_at", "frozen_by"])
    record_change("pack_frozen", pack, f"The pack was frozen with hash {pack.content_hash[:12]}….", by=by, now=now)
    return pack
