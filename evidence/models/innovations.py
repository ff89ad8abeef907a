"""Technologies and the public facts known of them."""

from __future__ import annotations

from decimal import Decimal

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower

from compass.foundation.text import LINE_MAX, NAME_MAX
from evidence.models.folding import folded_name
from evidence.models.innovators import Innovator


class Kind(models.TextChoices):
    """What sort of technology it is."""

    DEVICE = "DEVICE", "Medical device"
    DIAGNOSTIC = "DIAGNOSTIC", "Diagnostic"
    DIGITAL = "DIGITAL", "Digital health"


class ClinicalArea(models.TextChoices):
    """The main clinical area; a short list of our own, to be replaced by a published one."""

    CANCER = "CANCER", "Cancer"
    CARDIOLOGY = "CARDIOLOGY", "Heart and circulation"
    DIABETES = "DIABETES", "Diabetes and endocrine"
    DIGESTIVE = "DIGESTIVE", "Digestive system"
    EMERGENCY = "EMERGENCY", "Emergency and critical care"
    EYES = "EYES", "Eyes"
    MATERNITY = "MATERNITY", "Maternity and newborn"
    MENTAL_HEALTH = "MENTAL_HEALTH", "Mental health"
    MUSCULOSKELETAL = "MUSCULOSKELETAL", "Bones, joints and muscles"
    NEUROLOGY = "NEUROLOGY", "Brain and nerves"
    RESPIRATORY = "RESPIRATORY", "Lungs and breathing"
    SURGERY = "SURGERY", "Surgery and wound care"
    URINARY = "URINARY", "Kidneys and urinary tract"
    OTHER = "OTHER", "Other"


class CareSetting(models.TextChoices):
    """Where care is given with a technology; a short list of our own, to be replaced by a published one."""

    HOME = "HOME", "At home"
    CARE_HOME = "CARE_HOME", "Care home"
    PRIMARY = "PRIMARY", "GP practice and pharmacy"
    COMMUNITY = "COMMUNITY", "Community services"
    AMBULANCE = "AMBULANCE", "Ambulance"
    EMERGENCY = "EMERGENCY", "Emergency department"
    OUTPATIENTS = "OUTPATIENTS", "Outpatients"
    WARD = "WARD", "Hospital ward"
    THEATRE = "THEATRE", "Operating theatre"
    CRITICAL_CARE = "CRITICAL_CARE", "Critical care"
    IMAGING = "IMAGING", "Imaging and endoscopy"
    LABORATORY = "LABORATORY", "Laboratory"
    MENTAL_HEALTH = "MENTAL_HEALTH", "Mental health services"


class Benefit(models.TextChoices):
    """What a technology is meant to make better; a claim says by how much."""

    OUTCOMES = "OUTCOMES", "Better health"
    SAFETY = "SAFETY", "Fewer infections, falls and other harm"
    DIAGNOSIS = "DIAGNOSIS", "Earlier or surer diagnosis"
    WAITING = "WAITING", "Shorter waits"
    BEDS = "BEDS", "Fewer or shorter stays in hospital"
    STAFF_TIME = "STAFF_TIME", "Less staff time"
    COST = "COST", "Lower cost"
    EXPERIENCE = "EXPERIENCE", "Better experience for patients"
    EQUALITY = "EQUALITY", "Fairer access to care"
    CARBON = "CARBON", "Less carbon and waste"


@pghistory.track(exclude=["search"])
class Innovation(models.Model):
    """A technology; public from `published_at` on."""

    innovator = models.ForeignKey(Innovator, on_delete=models.PROTECT, related_name="innovations")
    name = models.CharField(max_length=NAME_MAX)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    clinical_area = models.CharField(max_length=20, choices=ClinicalArea)
    summary = models.CharField(max_length=LINE_MAX, blank=True)
    problem = models.TextField(blank=True)
    description = models.TextField(blank=True)
    # Published list price in pounds without VAT; None is "not stated", which is not free of charge.
    list_price = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    price_unit = models.CharField(max_length=80, blank=True)
    # Both empty: not stated.
    care_settings = ArrayField(models.CharField(max_length=20, choices=CareSetting), db_default=[], blank=True)
    benefits = ArrayField(models.CharField(max_length=20, choices=Benefit), db_default=[], blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("name", weight="A", config="english")
        + SearchVector("summary", "problem", weight="B", config="english")
        + SearchVector("description", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "innovation"
        constraints = [
            # A technology is described and assessed once, so its maker has its name once.
            models.UniqueConstraint(
                models.F("innovator"), folded_name(models.F("name")), name="innovation_name_once_for_innovator"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="innovation_kind_known"),
            models.CheckConstraint(
                condition=models.Q(clinical_area__in=ClinicalArea.values), name="innovation_area_known"
            ),
            models.CheckConstraint(
                condition=models.Q(list_price=None) | models.Q(list_price__gte=0), name="innovation_price_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(care_settings__contained_by=CareSetting.values), name="innovation_settings_known"
            ),
            models.CheckConstraint(
                condition=models.Q(benefits__contained_by=Benefit.values), name="innovation_benefits_known"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="innovation_search"),
            GinIndex(
                fields=["name"],
                opclasses=["gin_trgm_ops"],
                name="innovation_name_alike",
                condition=models.Q(published_at__isnull=False),
            ),
            models.Index(
                Lower("name"), "id", name="innovation_public_in_order", condition=models.Q(published_at__isnull=False)
            ),
            models.Index(
                fields=["kind", "clinical_area"],
                include=["id"],
                name="innovation_public_facets",
                condition=models.Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class PublicFact(models.Model):
    """Something published elsewhere about a technology, with its source; never a decision of ours."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="public_facts")
    statement = models.TextField()
    source_title = models.CharField(max_length=NAME_MAX)
    source_url = models.URLField(max_length=500)

    class Meta:
        verbose_name = "public fact"
        constraints = [
            models.UniqueConstraint(fields=["innovation", "source_url", "statement"], name="public_fact_once")
        ]

    def __str__(self) -> str:
        return self.statement
