"""What an organisation follows, and how it wants to be told."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from compass.foundation.text import NAME_MAX
from evidence.models import Innovation
from evidence.models.innovations import ClinicalArea
from passports.models import Passport
from trusts.models import Need, Organisation


class Followed(models.TextChoices):
    """What can be followed. What is told of all but a saved search is public."""

    PASSPORT = "PASSPORT", "This passport"
    INNOVATION = "INNOVATION", "This technology, with its later versions"
    CLINICAL_AREA = "CLINICAL_AREA", "A clinical area"
    DECISIONS = "DECISIONS", "Passports that rest on one organisation's decisions"
    EVERYTHING = "EVERYTHING", "Every passport"
    SEARCH = "SEARCH", "A saved search"
    NEED = "NEED", "A need"


class Frequency(models.TextChoices):
    """When e-mails leave. In the app a notice is there at once in any case."""

    IMMEDIATE = "IMMEDIATE", "At once, one email for each notice"
    DAILY = "DAILY", "Once a day, one email with all of them"


# The one column that says what is followed, for each kind; EVERYTHING has none.
TARGETS: dict[str, str] = {
    Followed.PASSPORT: "passport",
    Followed.INNOVATION: "innovation",
    Followed.CLINICAL_AREA: "clinical_area",
    Followed.DECISIONS: "assessor",
    Followed.SEARCH: "search",
    Followed.NEED: "need",
}


def _only_its_target() -> Q:
    """Of the target columns, the kind's own is filled and no other."""
    empty = {target: "" if target == "clinical_area" else None for target in TARGETS.values()}
    whole = Q(kind=Followed.EVERYTHING, **empty)
    for kind, own in TARGETS.items():
        others = {target: value for target, value in empty.items() if target != own}
        whole |= Q(kind=kind, **others) & ~Q(**{own: empty[own]})
    return whole


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Subscription(models.Model):
    """A person follows something for an organisation: its notices are everybody's there, its e-mails the person's."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="subscriptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Followed, db_default=Followed.PASSPORT)
    passport = models.ForeignKey(
        Passport, null=True, blank=True, on_delete=models.PROTECT, related_name="subscriptions"
    )
    innovation = models.ForeignKey(Innovation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    clinical_area = models.CharField(max_length=20, choices=ClinicalArea, blank=True, db_default="")
    # The organisation whose decisions are followed; one that took it over counts for it.
    assessor = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # A saved search of the organisation, by the key that change rows say, and its name as they said it last: the guide,
    # where it is kept, and this room do not know one another.
    search = models.UUIDField(null=True, blank=True)
    search_name = models.CharField(max_length=NAME_MAX, blank=True, db_default="")
    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    frequency = models.CharField(max_length=20, choices=Frequency, db_default=Frequency.IMMEDIATE)
    email = models.BooleanField(db_default=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "subscription"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "organisation",
                    "person",
                    "kind",
                    "passport",
                    "innovation",
                    "clinical_area",
                    "assessor",
                    "search",
                    "need",
                ],
                nulls_distinct=False,
                name="subscription_once",
            ),
            models.CheckConstraint(condition=_only_its_target(), name="subscription_target_of_its_kind"),
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="subscription_frequency_known"),
            models.CheckConstraint(
                condition=Q(clinical_area__in=["", *ClinicalArea.values]), name="subscription_area_known"
            ),
        ]
        indexes = [
            # Passport, technology and assessor are found by their own keys; the two that have none, here.
            models.Index(
                fields=["kind", "clinical_area"], name="subscription_wide", condition=Q(passport=None, innovation=None)
            ),
            models.Index(fields=["search"], name="subscription_search", condition=Q(search__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} follows {self.target_words()}"

    def target_words(self) -> str:
        """What is followed, as it reads inside a sentence."""
        if self.kind == Followed.CLINICAL_AREA:
            return f"passports in “{self.get_clinical_area_display()}”"
        if self.kind == Followed.SEARCH:
            return f"the saved search “{self.search_name}”"
        if self.kind == Followed.NEED:
            return f"the need “{self.need}”"
        if self.kind == Followed.DECISIONS:
            return f"passports assessed by {self.assessor}"
        return {Followed.EVERYTHING: "every passport"}.get(Followed(self.kind)) or str(self.passport or self.innovation)

    def telling_words(self) -> str:
        """How its person is told, beside the notice in the app."""
        if not self.email:
            return "no emails"
        return "one email a day" if self.frequency == Frequency.DAILY else "an email for each notice"
