"""Certificates and registrations of a pack, and their renewals after the pack was frozen."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from compass.foundation.immutable import never_deleted
from compass.foundation.text import NAME_MAX
from evidence.models.attachments import Document
from evidence.models.packs import Pack, held_by_pack
from evidence.states import RENEWAL, RenewalState


class CertificateKind(models.TextChoices):
    """Certificates and registrations that expire (DOMAIN.md, "What expires")."""

    UKCA = "UKCA", "UKCA certificate"
    CE = "CE", "CE certificate"
    CYBER_ESSENTIALS = "CYBER_ESSENTIALS", "Cyber Essentials"
    CYBER_ESSENTIALS_PLUS = "CYBER_ESSENTIALS_PLUS", "Cyber Essentials Plus"
    DSPT = "DSPT", "Data Security and Protection Toolkit"
    ICO = "ICO", "ICO registration"
    ISO_13485 = "ISO_13485", "ISO 13485 certificate"
    ISO_27001 = "ISO_27001", "ISO 27001 certificate"
    PENETRATION_TEST = "PENETRATION_TEST", "Penetration test"
    EVERGREEN = "EVERGREEN", "Evergreen assessment"
    MHRA_REGISTRATION = "MHRA_REGISTRATION", "MHRA registration"


class Legislation(models.TextChoices):
    """The EU law that a CE certificate was issued under. It decides how long it counts in Great Britain."""

    MDR = "MDR", "Medical Devices Regulation (EU) 2017/745"
    IVDR = "IVDR", "In Vitro Diagnostic Regulation (EU) 2017/746"
    MDD = "MDD", "Medical Devices Directive 93/42/EEC"
    AIMDD = "AIMDD", "Active Implantable Devices Directive 90/385/EEC"
    IVDD = "IVDD", "In Vitro Diagnostic Directive 98/79/EC"


class Certified(models.Model):
    """What stands on a certificate or its renewal."""

    number = models.CharField(max_length=80)
    # Of the approved or notified body; UKCA and CE only.
    body_number = models.CharField(max_length=4, blank=True)
    legislation = models.CharField(max_length=10, choices=Legislation, blank=True)
    issued_by = models.CharField(max_length=NAME_MAX)
    valid_from = models.DateField()
    # As stated; none for a registration without end.
    expires_on = models.DateField(null=True, blank=True)
    # The last day on which it counts: the statutory cut-off can come before the day it states.
    ends_on = models.DateField(null=True, blank=True)
    # When the innovator last looked it up at its source.
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def _rules(noun: str) -> list[models.BaseConstraint]:
    """What holds for a certificate and for its renewal."""
    return [
        models.CheckConstraint(condition=Q(expires_on__gte=F("valid_from")), name=f"{noun}_expires_after_it_begins"),
        # Whatever states an end counts no longer than that.
        models.CheckConstraint(
            condition=Q(expires_on=None) | Q(ends_on__isnull=False, ends_on__lte=F("expires_on")),
            name=f"{noun}_counts_no_longer_than_stated",
        ),
        models.CheckConstraint(
            condition=Q(legislation="") | Q(legislation__in=Legislation.values), name=f"{noun}_legislation_known"
        ),
        models.CheckConstraint(
            condition=Q(body_number="") | Q(body_number__regex=r"^[0-9]{4}$"), name=f"{noun}_body_number_of_four_digits"
        ),
    ]


def _document_of_its_pack() -> pgtrigger.Trigger:
    """Refuse a certificate that rests on a document of another pack."""
    return pgtrigger.Trigger(
        name="document_of_its_pack",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(new__document__isnull=False),
        func="""
            IF NOT EXISTS (SELECT FROM evidence_document WHERE id = NEW.document_id AND pack_id = NEW.pack_id)
            THEN RAISE EXCEPTION 'document % is not of this pack', NEW.document_id; END IF;
            RETURN NEW;
        """,
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Certificate(Certified):
    """A certificate or registration; it counts through `ends_on`, that day included, and for good when that is none."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=30, choices=CertificateKind)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates")

    class Meta:
        verbose_name = "certificate"
        constraints = [
            models.UniqueConstraint(fields=["pack", "kind", "number"], name="certificate_once"),
            models.CheckConstraint(condition=Q(kind__in=CertificateKind.values), name="certificate_kind_known"),
            models.CheckConstraint(
                condition=Q(body_number="") | Q(kind__in=[CertificateKind.UKCA, CertificateKind.CE]),
                name="certificate_body_of_a_mark",
            ),
            models.CheckConstraint(
                condition=Q(legislation="") | Q(kind=CertificateKind.CE), name="certificate_legislation_of_ce"
            ),
            *_rules("certificate"),
        ]
        indexes = [models.Index(fields=["ends_on"], name="certificate_ends")]
        triggers = [held_by_pack(), _document_of_its_pack()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


@pghistory.track()
class CertificateRenewal(Certified):
    """What follows a certificate of a frozen pack. The pack stays as it is; once confirmed, this end counts."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="renewals")
    state = models.CharField(max_length=20, choices=RenewalState, default=RenewalState.WAITING)
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    return_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = "certificate renewal"
        constraints = [
            RENEWAL.known_states(),
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(state=RenewalState.WAITING), name="certificate_renewal_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(state=RenewalState.WAITING, closed_at=None, closed_by=None, return_reason="")
                | Q(
                    state=RenewalState.CONFIRMED,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    return_reason="",
                )
                | (
                    Q(state=RenewalState.RETURNED, closed_at__isnull=False, closed_by__isnull=False)
                    & ~Q(return_reason="")
                ),
                name="certificate_renewal_closed_whole",
            ),
            *_rules("certificate_renewal"),
        ]
        indexes = [
            models.Index(fields=["ends_on"], name="certificate_renewal_ends", condition=Q(state=RenewalState.CONFIRMED))
        ]
        triggers = [
            RENEWAL.legal_moves(),
            never_deleted(),
            pgtrigger.ReadOnly(
                name="terms_never_changed",
                fields=["certificate", *(f.name for f in Certified._meta.fields), "handed_in_at", "handed_in_by"],
            ),
            pgtrigger.Trigger(
                name="of_frozen_pack",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM evidence_certificate AS c JOIN evidence_pack AS p ON p.id = c.pack_id
                        WHERE c.id = NEW.certificate_id AND p.state = 'FROZEN'
                    ) THEN RAISE EXCEPTION 'only certificates of frozen packs are renewed'; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate.get_kind_display()} {self.number}"
