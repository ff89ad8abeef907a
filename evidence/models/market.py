"""How the market stands to a technology: guidance on it, ways to buy it, who pays. Public facts with their sources."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from compass.foundation.text import LINE_MAX, NAME_MAX
from evidence.models.innovations import Innovation

_URL_MAX = 500


class Recommendation(models.TextChoices):
    """What guidance says of a technology (DOMAIN.md, "Funding and buying")."""

    RECOMMENDED = "RECOMMENDED", "Recommended"
    WITH_DATA_COLLECTION = "WITH_DATA_COLLECTION", "Recommended if outcome data are collected"
    WITH_EVIDENCE_GENERATION = "WITH_EVIDENCE_GENERATION", "Can be used while more evidence is gathered"
    RESEARCH_ONLY = "RESEARCH_ONLY", "Use in research only"
    NOT_RECOMMENDED = "NOT_RECOMMENDED", "Not recommended"
    NOT_VERIFIED = "NOT_VERIFIED", "Guidance exists; what it recommends was not checked"


class GuidanceState(models.TextChoices):
    """Guidance may be updated, replaced or withdrawn."""

    CURRENT = "CURRENT", "Current"
    REPLACED = "REPLACED", "Replaced"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class RouteKind(models.TextChoices):
    """What sort of agreement one buys through."""

    FRAMEWORK = "FRAMEWORK", "Framework agreement"
    DPS = "DPS", "Dynamic purchasing system"
    CATALOGUE = "CATALOGUE", "Catalogue"
    DIRECT = "DIRECT", "Directly from the maker"


class FundingKind(models.TextChoices):
    """Who pays."""

    MANDATE = "MANDATE", "National mandate: commissioners must pay"
    PROGRAMME = "PROGRAMME", "National programme"
    LOCAL = "LOCAL", "Local budget"


@pghistory.track()
class Guidance(models.Model):
    """Published national guidance on technologies, by its reference; earlier references lead to it as aliases."""

    reference = models.CharField(max_length=20, unique=True)
    # Who published it, as it reads before the reference: "NICE". Empty when not stated.
    publisher = models.CharField(max_length=NAME_MAX, blank=True, db_default="")
    aliases = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    title = models.CharField(max_length=NAME_MAX)
    url = models.URLField(max_length=_URL_MAX)
    state = models.CharField(max_length=20, choices=GuidanceState, default=GuidanceState.CURRENT)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")
    published_on = models.DateField(null=True, blank=True)
    # When the source was last read.
    checked_on = models.DateField()

    class Meta:
        verbose_name = "guidance"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=GuidanceState.values), name="guidance_state_known"),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(state=GuidanceState.REPLACED), name="guidance_replaced_by_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher} {self.reference}: {self.title}".lstrip()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GuidanceOn(models.Model):
    """What one guidance says of one technology."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="guidance")
    guidance = models.ForeignKey(Guidance, on_delete=models.PROTECT, related_name="said_of")
    recommendation = models.CharField(max_length=30, choices=Recommendation)

    class Meta:
        verbose_name = "guidance on a technology"
        constraints = [
            models.UniqueConstraint(fields=["innovation", "guidance"], name="guidance_on_once"),
            models.CheckConstraint(
                condition=Q(recommendation__in=Recommendation.values), name="guidance_on_recommendation_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guidance.reference}: {self.get_recommendation_display()}"


@pghistory.track()
class BuyingRoute(models.Model):
    """An agreement that NHS organisations may buy through. Both days are inclusive; None is "not stated"."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=NAME_MAX)
    kind = models.CharField(max_length=20, choices=RouteKind)
    organiser = models.CharField(max_length=NAME_MAX, blank=True)
    # The identifier of its notice (Open Contracting Data Standard), or the organiser's own.
    reference = models.CharField(max_length=80, blank=True)
    url = models.URLField(max_length=_URL_MAX, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "buying route"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RouteKind.values), name="buying_route_kind_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="buying_route_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Listing(models.Model):
    """A technology can be bought through a route, in one lot of it where there are lots."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="listings")
    route = models.ForeignKey(BuyingRoute, on_delete=models.PROTECT, related_name="listings")
    lot = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    source_url = models.URLField(max_length=_URL_MAX, blank=True)

    class Meta:
        verbose_name = "listing"
        constraints = [
            models.UniqueConstraint(fields=["innovation", "route", "lot"], name="listing_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="listing_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.innovation} on {self.route}"


@pghistory.track()
class FundingProgramme(models.Model):
    """Somebody other than the buyer's own budget who pays, or a rule that one must."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=NAME_MAX)
    kind = models.CharField(max_length=20, choices=FundingKind)
    # Who pays, as it reads after "Paid by".
    payer = models.CharField(max_length=NAME_MAX)
    url = models.URLField(max_length=_URL_MAX, blank=True)

    class Meta:
        verbose_name = "funding programme"
        constraints = [models.CheckConstraint(condition=Q(kind__in=FundingKind.values), name="funding_kind_known")]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Funding(models.Model):
    """A technology is paid for by a programme between two days, both inclusive; None is "not stated"."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="funding")
    programme = models.ForeignKey(FundingProgramme, on_delete=models.PROTECT, related_name="funds")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=LINE_MAX, blank=True)
    source_url = models.URLField(max_length=_URL_MAX, blank=True)

    class Meta:
        verbose_name = "funding"
        constraints = [
            models.UniqueConstraint(fields=["innovation", "programme"], name="funding_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="funding_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.innovation} by {self.programme}"
