"""One world with something behind every address, and somebody of every kind who might try it."""

from __future__ import annotations

from datetime import timedelta

from compass.foundation.clock import now as real_now
from compass.foundation.history import record_change
from compass.notices.models import Notice
from compass.notices.operations.subscriptions import subscribe
from evidence.models import InnovatorMember
from tests.factories import InnovatorFactory, OrganisationFactory, PersonFactory
from tests.story import Story
from trusts.models import Member, Role, Seat
from trusts.operations.decisions import Condition
from trusts.operations.nominations import invitation_token, nominate

SHARED = ("trust", "other_trust", "innovator", "maker", "lead", "buyer", "operator", "panel", "seats", "nominator")


class World:
    """Four technologies of one innovator: in draft, in assessment, submitted, and with a passport in use."""

    def __init__(self) -> None:
        now = real_now()
        self.issued = Story(now=now, name="Issued")
        due = Condition("Publish the audit.", self.issued.today + timedelta(days=90))
        self.adoption = self.issued.adoption(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
        self.passport = self.adoption.passport
        self.subscription = subscribe(
            passport=self.passport, organisation=self.issued.other_trust, by=self.issued.buyer, now=now
        )
        change = record_change(
            "verdict_changed", self.passport, "It changed.", by=None, now=now, data={"to": "EXPIRING"}
        )
        self.notice = Notice.objects.create(
            change=change, organisation=self.issued.other_trust, passport=self.passport,
            recipient=self.issued.buyer, created_at=now,
        )  # fmt: skip
        self.nomination = nominate(
            organisation=self.issued.trust, technology_name="Asked for", kind="DEVICE", clinical_area="SURGERY",
            problem="A problem.", innovator_name="Somebody", contact_email="somebody@maker.example",
            by=self.issued.nominator, now=now,
        )  # fmt: skip
        self.submitted, self.opened, self.drafted = (self._beside(name, now) for name in ("Submitted", "Open", "Draft"))
        self.submission = self.submitted.submission()
        self.assessment = self.opened.assessment()
        self.draft = self.drafted.fill()

    def _beside(self, name, now) -> Story:
        story = Story(now=now, name=name)
        story.__dict__.update({who: getattr(self.issued, who) for who in SHARED})
        return story

    def people(self) -> dict[str, object]:
        third = OrganisationFactory()
        other_trust = PersonFactory()
        for role in Role:
            Member.objects.create(organisation=third, person=other_trust, role=role)
        other_company = PersonFactory()
        InnovatorMember.objects.create(innovator=InnovatorFactory(), person=other_company)
        story = self.issued
        return {
            "nobody": None,
            "other company": other_company,
            "other trust": other_trust,
            "maker": story.maker,
            "nominator": story.nominator,
            "panel member": story.seats[Seat.CLINICAL_LEAD],
            "chair": story.chair,
            "lead": story.lead,
            "operator": story.operator,
            "buyer": story.buyer,
        }

    def addresses(self) -> dict[str, dict[str, object]]:
        """What stands in each route's address."""
        number = {"number": self.passport.number}
        draft, opened = {"pk": self.draft.pk}, {"pk": self.assessment.pk}
        certificate = self.draft.certificates.get()
        return {
            "describe": {"slug": self.drafted.innovation.slug},
            "start-pack": {"slug": self.drafted.innovation.slug},
            "pack": draft,
            "answer": draft | {"code": "cost-model"},
            "add-certificate": draft,
            "remove-certificate": draft | {"certificate": certificate.pk},
            "add-document": draft,
            "pack-document": draft | {"document": self.drafted.document.pk},
            "submit-pack": draft,
            "pack-assessments": draft,
            "revise-pack": draft,
            "withdraw-nomination": {"pk": self.nomination.pk},
            "invitation": {"token": invitation_token(self.nomination)},
            "decline-invitation": {"token": invitation_token(self.nomination)},
            "assessment": opened,
            "declare-interest": opened,
            "score-section": opened | {"section": "clinical"},
            "decide": opened,
            "assessment-document": opened | {"document": self.opened.document.pk},
            "organisation": {"code": self.issued.trust.ods_code},
            "submit-to-compass": {"pk": self.submission.decision.assessment_id},
            "submission": {"pk": self.submission.pk},
            "return-submission": {"pk": self.submission.pk},
            **{f"{move}-passport": number for move in ("suspend", "reinstate", "withdraw")},
            "passport": number,
            "discharge-condition": number | {"condition": self.passport.conditions.get().pk},
            "adopt": number,
            "follow": number,
            "adoption": {"pk": self.adoption.pk},
            "complete-check": {"pk": self.adoption.pk, "check": self.adoption.checks.order_by("pk").first().pk},
            "end-adoption": {"pk": self.adoption.pk},
            "stop-following": {"pk": self.subscription.pk},
            "read-notice": {"pk": self.notice.pk},
            "innovation": {"slug": self.issued.innovation.slug},
            "api-organisation": {"ods_code": self.issued.trust.ods_code},
            "api-innovation": {"slug": self.issued.innovation.slug},
            "api-passport": number,
            "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
        }
