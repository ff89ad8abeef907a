"""Who works for an NHS organisation, and who sits on its panels."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from compass.foundation.text import NAME_MAX
from evidence.models import Section
from trusts.models.organisations import Organisation


class Role(models.TextChoices):
    """What a person may do for an organisation; one row a role."""

    NOMINATOR = "NOMINATOR", "Nominator: nominates technologies for assessment"
    INNOVATION_LEAD = "INNOVATION_LEAD", "Innovation lead: follows assessments and submits decisions to Compass"
    BUYER = "BUYER", "Buyer: adopts technologies and follows passports"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Member(models.Model):
    """A person in a role at an organisation. After a merger the row stays and acts for the successor."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        verbose_name = "member"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "role"], name="member_role_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="member_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} at {self.organisation}"


class Seat(models.TextChoices):
    """The expertise a panel member brings."""

    CHAIR = "CHAIR", "Chair"
    CLINICAL_LEAD = "CLINICAL_LEAD", "Clinical lead"
    CLINICAL_SAFETY = "CLINICAL_SAFETY", "Clinical safety officer"
    CIO = "CIO", "Chief information officer"
    INFORMATION_GOVERNANCE = "INFORMATION_GOVERNANCE", "Information governance lead"
    OPERATIONS = "OPERATIONS", "Operations director"
    FINANCE = "FINANCE", "Finance lead"
    PROCUREMENT = "PROCUREMENT", "Procurement lead"


@pghistory.track()
class Panel(models.Model):
    """A trust innovation panel or Value and Advisory Committee; its quorum is its own setting."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="panels")
    name = models.CharField(max_length=NAME_MAX)
    quorum = models.PositiveSmallIntegerField(default=3, validators=[MinValueValidator(2)])

    class Meta:
        verbose_name = "panel"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="panel_once"),
            models.CheckConstraint(condition=Q(quorum__gte=2), name="panel_quorum_at_least_two"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PanelMember(models.Model):
    """A person's seat on a panel; `sections` are those this seat is qualified to score."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    seat = models.CharField(max_length=30, choices=Seat)
    sections = ArrayField(models.CharField(max_length=20, choices=Section), default=list, blank=True)

    class Meta:
        verbose_name = "panel member"
        constraints = [
            models.UniqueConstraint(fields=["panel", "person"], name="panel_member_once"),
            models.UniqueConstraint(fields=["panel"], condition=Q(seat=Seat.CHAIR), name="panel_one_chair"),
            models.CheckConstraint(condition=Q(seat__in=Seat.values), name="panel_member_seat_known"),
            models.CheckConstraint(
                condition=Q(sections__contained_by=Section.values), name="panel_member_sections_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_seat_display()}"
