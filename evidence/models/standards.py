"""Standards as data: sets of requirements at a version, effective from a date."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models

from compass.foundation.immutable import append_only
from compass.foundation.text import LINE_MAX, NAME_MAX


class Section(models.TextChoices):
    """The part of a pack that one kind of expert on a panel assesses."""

    CLINICAL = "CLINICAL", "Clinical evidence"
    VALUE = "VALUE", "Cost and value"
    OPERATIONS = "OPERATIONS", "Workflow and operations"
    ASSURANCE = "ASSURANCE", "Regulation and safety"


class Topic(models.TextChoices):
    """Where a requirement stands in the innovator's task list, in this order."""

    ABOUT = "ABOUT", "About the technology"
    REGULATION = "REGULATION", "Regulation"
    CLINICAL_EVIDENCE = "CLINICAL_EVIDENCE", "Clinical evidence"
    COST = "COST", "Cost and value"
    WORKFLOW = "WORKFLOW", "Workflow and training"
    CLINICAL_SAFETY = "CLINICAL_SAFETY", "Clinical safety"
    DATA_PROTECTION = "DATA_PROTECTION", "Data protection"
    SECURITY = "SECURITY", "Technical security"
    INTEROPERABILITY = "INTEROPERABILITY", "Interoperability"
    USABILITY = "USABILITY", "Usability and accessibility"
    SUPPLIER = "SUPPLIER", "Company and supply"

    @property
    def slug(self) -> str:
        """As it stands in an address: `clinical-evidence`."""
        return self.value.lower().replace("_", "-")


class AnswerKind(models.TextChoices):
    """What answers a requirement."""

    TEXT = "TEXT", "Written answer"
    YES_NO = "YES_NO", "Yes or no"
    CHOICE = "CHOICE", "One of several answers"
    CHOICES = "CHOICES", "One or more of several answers"
    NUMBER = "NUMBER", "Number"
    DATE = "DATE", "Date"
    LINK = "LINK", "Web address"
    DOCUMENT = "DOCUMENT", "Document"
    CERTIFICATE = "CERTIFICATE", "Certificate with an expiry date"
    CLAIM = "CLAIM", "Claim with its evidence"
    COST_MODEL = "COST_MODEL", "Cost model"


class Expiry(models.TextChoices):
    """When an answer has to be given anew."""

    NEVER = "NEVER", "Does not expire"
    OWN_DATE = "OWN_DATE", "On the date it states"
    TWELVE_MONTHS = "TWELVE_MONTHS", "After twelve months"
    EACH_VERSION = "EACH_VERSION", "With each version of the product"


@pghistory.track(pghistory.InsertEvent())
class RequirementSet(models.Model):
    """A standard at a version. Packs stay pinned to the version they were begun under."""

    code = models.SlugField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=NAME_MAX)
    publisher = models.CharField(max_length=NAME_MAX, blank=True)
    source_url = models.URLField(max_length=LINE_MAX, blank=True)
    # The day its publisher put it in force, and the first day on which packs begun here are asked it.
    effective_from = models.DateField()
    asked_from = models.DateField()
    # Its place among the sets: the words of the first that asks a question are shown.
    position = models.PositiveSmallIntegerField(default=50)
    # For which packs the set is meant at all; see evidence.applicability.
    applies = models.JSONField(default=dict, blank=True)
    # SHA-256 over the file's content: a file that changes under the same version is refused.
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "requirement set"
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="requirement_set_version_once")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


def set_in_use_is_whole() -> pgtrigger.Trigger:
    """Refuse a further requirement once a pack is asked the set: it would be asked what it was not begun under."""
    return pgtrigger.Trigger(
        name="set_in_use_is_whole",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        # The lock waits for packs that are being begun, and lets none begin until this transaction ends. Its foreign
        # key would not do: it is only checked when the pack's transaction ends.
        func="""
            LOCK TABLE evidence_packstandard IN SHARE MODE;
            IF EXISTS (SELECT FROM evidence_packstandard WHERE requirement_set_id = NEW.requirement_set_id)
            THEN RAISE EXCEPTION 'requirement set % is in use', NEW.requirement_set_id; END IF;
            RETURN NEW;
        """,
    )


@pghistory.track(pghistory.InsertEvent())
class Requirement(models.Model):
    """One thing a pack must (or should) show."""

    requirement_set = models.ForeignKey(RequirementSet, on_delete=models.PROTECT, related_name="requirements")
    # The publisher's code where it has one, for example C1.1.
    code = models.CharField(max_length=60)
    # What is asked. Requirements of any set with the same question are met by one answer.
    question = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=NAME_MAX)
    guidance = models.TextField()
    link = models.URLField(max_length=LINE_MAX, blank=True)
    kind = models.CharField(max_length=20, choices=AnswerKind)
    # Pairs of code and words, in order (an object would lose its order in the database).
    options = models.JSONField(default=list, blank=True)
    # Kinds of certificate or designs of study that meet it; any when empty.
    accepts = models.JSONField(default=list, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    topic = models.CharField(max_length=20, choices=Topic)
    section = models.CharField(max_length=20, choices=Section)
    mandatory = models.BooleanField(default=True)
    applies = models.JSONField(default=dict, blank=True)
    expires = models.CharField(max_length=20, choices=Expiry, default=Expiry.NEVER)

    class Meta:
        verbose_name = "requirement"
        constraints = [
            models.UniqueConstraint(fields=["requirement_set", "code"], name="requirement_once_in_set"),
            models.CheckConstraint(condition=models.Q(kind__in=AnswerKind.values), name="requirement_kind_known"),
            models.CheckConstraint(condition=models.Q(section__in=Section.values), name="requirement_section_known"),
            models.CheckConstraint(condition=models.Q(topic__in=Topic.values), name="requirement_topic_known"),
            models.CheckConstraint(condition=models.Q(expires__in=Expiry.values), name="requirement_expiry_known"),
        ]
        triggers = [*append_only(), set_in_use_is_whole()]

    def __str__(self) -> str:
        return self.title
