"""Safety notices of regulators, which technologies they concern, and what adopters did about them."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from compass.foundation.immutable import append_only, never_deleted
from evidence.models import Innovation
from passports.models.adoptions import Adoption
from passports.safety.notices import BODY_MAX, NAME_MAX, REFERENCE_MAX, TITLE_MAX, Source
from passports.states import NOTICE_MATCH, OPEN_MATCHES, UNJUDGED_MATCHES, MatchState

_DIGEST = r"^[0-9a-f]{64}$"


def _lifted_by_two() -> pgtrigger.Trigger:
    """Refuse to end a suspension by a notice unless a second person has just confirmed that, as who judged and when."""
    return pgtrigger.Trigger(
        name="lifted_by_two",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__state__in=OPEN_MATCHES) & ~pgtrigger.Q(new__state__in=OPEN_MATCHES),
        func="""
            IF NOT EXISTS (
                SELECT FROM passports_proposal
                WHERE match_id = NEW.id AND state = 'CONFIRMED'
                  AND move = CASE NEW.state WHEN 'DISMISSED' THEN 'DISMISS' WHEN 'CLOSED' THEN 'CLOSE' END
                  AND (closed_at, closed_by_id) = (NEW.judged_at, NEW.judged_by_id)
                  -- Agreed about this suspension, not about one that was lifted before, and of the notice as it is.
                  AND proposed_at >= coalesce(OLD.judged_at, OLD.found_at) AND match_revision = OLD.revision
            ) THEN RAISE EXCEPTION 'a second person has to confirm this: a notice does not suspend any more'; END IF;
            RETURN NEW;
        """,
    )


class NoticeSource(models.TextChoices):
    """Who published a notice."""

    GOVUK = Source.GOVUK.value, "MHRA, on GOV.UK"
    FDA = Source.FDA.value, "FDA (United States)"
    DEMONSTRATION = Source.DEMONSTRATION.value, "Invented for the demonstration"


@pghistory.track()
class SafetyNotice(models.Model):
    """A notice as its source says it (`passports.safety.notices.ReadNotice`); only imports write it."""

    source = models.CharField(max_length=20, choices=NoticeSource)
    source_id = models.CharField(max_length=REFERENCE_MAX)
    title = models.CharField(max_length=TITLE_MAX)
    published_on = models.DateField(null=True, blank=True)
    url = models.URLField(max_length=500)
    maker = models.CharField(max_length=NAME_MAX, blank=True)
    products = ArrayField(models.CharField(max_length=NAME_MAX), default=list, blank=True)
    identifiers = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    lots = ArrayField(models.CharField(max_length=70), default=list, blank=True)
    body = models.TextField(blank=True, max_length=BODY_MAX)
    revised_at = models.DateTimeField(null=True, blank=True)
    is_summary = models.BooleanField(default=False)
    # Withdrawn by its publisher: what was found stays until a person judges it, nothing more is.
    is_withdrawn = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = "safety notice"
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="safety_notice_once"),
            models.CheckConstraint(condition=Q(source__in=NoticeSource.values), name="safety_notice_source_known"),
            models.CheckConstraint(condition=~Q(title=""), name="safety_notice_with_title"),
            models.CheckConstraint(condition=Q(digest__regex=_DIGEST), name="safety_notice_digest_whole"),
        ]
        indexes = [GinIndex(fields=["identifiers"], name="safety_notice_identifiers")]
        triggers = [
            never_deleted(),
            pgtrigger.ReadOnly(name="origin_never_changed", fields=["source", "source_id", "imported_at"]),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeSetAside(models.Model):
    """An item of a feed that could not be read: kept with its reason until an operator has dealt with it."""

    source = models.CharField(max_length=20)
    reference = models.CharField(max_length=REFERENCE_MAX, blank=True)
    reason = models.CharField(max_length=300)
    raw = models.TextField(blank=True)
    digest = models.CharField(max_length=64, unique=True)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "safety notice set aside"
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="notice_set_aside_settled_whole",
            ),
        ]
        indexes = [models.Index(fields=["-id"], name="notice_set_aside_open", condition=Q(settled_at=None))]
        triggers = [
            never_deleted(),
            pgtrigger.ReadOnly(
                name="content_never_changed", fields=["source", "reference", "reason", "raw", "digest", "found_at"]
            ),
        ]

    def __str__(self) -> str:
        return self.reference or self.reason


@pghistory.track()
class NoticeMatch(models.Model):
    """A notice seems to concern, or concerns, a technology: the score (0 to 100), why, and what a person made of it."""

    notice = models.ForeignKey(SafetyNotice, on_delete=models.PROTECT, related_name="matches")
    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="notice_matches")
    score = models.PositiveSmallIntegerField()
    # By an identifier that both have.
    is_certain = models.BooleanField(default=False)
    reasons = ArrayField(models.TextField(), default=list)
    state = models.CharField(max_length=20, choices=MatchState, default=MatchState.WAITING)
    # Counts up when the notice changes while it is open, and when it opens again: adopters are asked anew.
    revision = models.PositiveSmallIntegerField(default=1, db_default=1)
    found_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    judgement = models.TextField(blank=True)

    class Meta:
        verbose_name = "safety notice match"
        constraints = [
            NOTICE_MATCH.known_states(),
            models.UniqueConstraint(fields=["notice", "innovation"], name="notice_match_once"),
            models.CheckConstraint(condition=Q(score__lte=100), name="notice_match_score_of_hundred"),
            models.CheckConstraint(condition=Q(reasons__len__gt=0), name="notice_match_with_reasons"),
            models.CheckConstraint(
                condition=~Q(state=MatchState.CERTAIN) | Q(is_certain=True), name="notice_match_certain_by_identifier"
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNJUDGED_MATCHES, judged_at=None, judged_by=None, judgement="")
                | (
                    ~Q(state__in=UNJUDGED_MATCHES)
                    & Q(judged_at__isnull=False, judged_by__isnull=False)
                    & ~Q(judgement="")
                ),
                name="notice_match_judged_whole",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["innovation"], name="notice_match_open", condition=Q(state__in=OPEN_MATCHES)),
            models.Index(
                fields=["-score", "id"], name="notice_match_to_judge", condition=Q(state__in=UNJUDGED_MATCHES)
            ),
        ]
        triggers = [
            NOTICE_MATCH.legal_moves(),
            never_deleted(),
            _lifted_by_two(),
            pgtrigger.ReadOnly(name="subject_never_changed", fields=["notice", "innovation", "found_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.notice} – {self.innovation}"


class AdopterAcknowledgement(models.Model):
    """An adopting organisation says, once for each revision of a notice, that it has acted."""

    match = models.ForeignKey(NoticeMatch, on_delete=models.PROTECT, related_name="acknowledgements")
    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="acknowledgements")
    revision = models.PositiveSmallIntegerField(default=1, db_default=1)  # of the match, when it was said
    note = models.TextField(blank=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField()

    class Meta:
        verbose_name = "acknowledgement of a safety notice"
        constraints = [
            models.UniqueConstraint(fields=["match", "adoption", "revision"], name="notice_acknowledged_once")
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="of_what_it_adopted",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM passports_noticematch AS m
                        JOIN passports_passport AS p ON p.innovation_id = m.innovation_id
                        JOIN passports_adoption AS a ON a.passport_id = p.id
                        WHERE m.id = NEW.match_id AND a.id = NEW.adoption_id
                    ) THEN RAISE EXCEPTION 'a notice is acknowledged by adopters of the technology it concerns'; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adoption}: {self.match}"
