"""NHS organisations by ODS code, and who took over from whom."""

from __future__ import annotations

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from compass.foundation.immutable import never_deleted
from compass.foundation.text import NAME_MAX

# 3 to 10 letters and digits, never re-used, only closed (DOMAIN.md, "Identifiers").
ODS_PATTERN = r"^[A-Z0-9]{3,10}$"


class OrganisationKind(models.TextChoices):
    """Kinds of organisation that this service knows."""

    REGION = "REGION", "NHS region"
    ICB = "ICB", "Integrated care board"
    TRUST = "TRUST", "NHS trust"


@pghistory.track()
class Organisation(models.Model):
    """A trust, integrated care board or region. Closed ones stay, with their history."""

    ods_code = models.CharField(max_length=10, unique=True, validators=[RegexValidator(ODS_PATTERN)])
    kind = models.CharField(max_length=10, choices=OrganisationKind)
    name = models.CharField(max_length=NAME_MAX)
    region = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    icb = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="trusts")
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    # The open organisation that carries this one's memberships and adoptions: itself while open, its one successor
    # after a merger, None when it closed with no successor or was split (then people decide, one by one).
    current = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried")

    class Meta:
        verbose_name = "organisation"
        constraints = [
            models.CheckConstraint(condition=Q(ods_code__regex=ODS_PATTERN), name="organisation_ods_code_form"),
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(opened_on=None) | Q(closed_on__gte=F("opened_on")),
                name="organisation_closes_after_it_opens",
            ),
        ]
        indexes = [models.Index(fields=["kind", "name"], name="organisation_by_kind")]
        triggers = [never_deleted()]

    def __str__(self) -> str:
        return self.name

    @property
    def acting(self) -> Organisation:
        """The organisation that acts for this one today: `current`, or itself where nobody took over from it."""
        return self.current or self


class SuccessionKind(models.TextChoices):
    """How responsibilities passed on."""

    MERGER = "MERGER", "Merger"
    ACQUISITION = "ACQUISITION", "Acquisition"
    SPLIT = "SPLIT", "Split"


@pghistory.track()
class Succession(models.Model):
    """A closed organisation and one that took over from it, on a date."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="inheritances")
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=SuccessionKind)

    class Meta:
        verbose_name = "succession"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_to_another"),
            models.CheckConstraint(condition=Q(kind__in=SuccessionKind.values), name="succession_kind_known"),
        ]
        triggers = [never_deleted()]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
