"""Standards as data: sets of requirements at a version, effective from a date."""

from __future__ import annotations

import pghistory
from django.db import models

from compass.foundation.text import NAME_MAX


class Section(models.TextChoices):
    """The part of a pack that one kind of expert on a panel assesses."""

    CLINICAL = "CLINICAL", "Clinical evidence"
    VALUE = "VALUE", "Cost and value"
    OPERATIONS = "OPERATIONS", "Workflow and operations"
    ASSURANCE = "ASSURANCE", "Regulation and safety"


class AnswerKind(models.TextChoices):
    """What answers a requirement."""

    TEXT = "TEXT", "Written answer"
    CERTIFICATE = "CERTIFICATE", "Certificate with an expiry date"
    DOCUMENT = "DOCUMENT", "Document"


@pghistory.track()
class RequirementSet(models.Model):
    """A standard at a version. Packs stay pinned to the version they were begun under."""

    code = models.SlugField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=NAME_MAX)
    effective_from = models.DateField()

    class Meta:
        verbose_name = "requirement set"
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="requirement_set_version_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


@pghistory.track()
class Requirement(models.Model):
    """One thing a pack must (or should) show."""

    requirement_set = models.ForeignKey(RequirementSet, on_delete=models.PROTECT, related_name="requirements")
    code = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=NAME_MAX)
    guidance = models.TextField()
    kind = models.CharField(max_length=20, choices=AnswerKind)
    section = models.CharField(max_length=20, choices=Section)
    mandatory = models.BooleanField(default=True)

    class Meta:
        verbose_name = "requirement"
        constraints = [
            models.UniqueConstraint(fields=["requirement_set", "code"], name="requirement_once_in_set"),
            models.CheckConstraint(condition=models.Q(kind__in=AnswerKind.values), name="requirement_kind_known"),
            models.CheckConstraint(condition=models.Q(section__in=Section.values), name="requirement_section_known"),
        ]

    def __str__(self) -> str:
        return self.title
