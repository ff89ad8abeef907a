"""One world with something behind every address, and somebody of every kind who might try it."""

from __future__ import annotations

import re
from datetime import timedelta

from compass.foundation.clock import now as real_now
from compass.foundation.history import record_change
from compass.foundation.models import Change, Email, SealedDay
from compass.foundation.signed_links import signed_link
from compass.foundation.transparency.operations import seal_days
from compass.guide.operations import shortlists
from compass.guide.operations.frozen_searches import freeze_search
from compass.guide.operations.saved_searches import Telling, save_search
from compass.guide.search import Search
from compass.notices.models import Notice
from compass.notices.operations.subscriptions import subscribe
from compass.notices.operations.webhooks import add_endpoint
from evidence.models import Confidentiality, InnovatorMember
from evidence.operations.colleagues import invite_colleague
from evidence.operations.comments import add_comment
from evidence.operations.identifiers import add_company_identifier, add_identifier
from evidence.operations.machines import give_access
from evidence.operations.pictures import set_picture
from evidence.operations.public_facts import register_known_technology
from evidence.operations.renewals import renew_certificate
from evidence.operations.versions import Stated
from passports.models import NoticeMatch, NoticeSetAside, SafetyNotice
from passports.operations.conditions import hand_in_evidence, propose_discharge
from tests.evidence.picture_files import drawing
from tests.factories import InnovatorFactory, OrganisationFactory, PersonFactory
from tests.guide.value_case import ValueCase
from tests.passports.safety_cases import about, document, take_in
from tests.story import DESCRIPTION, Story
from trusts.models import Member, Role, Seat
from trusts.operations.decisions import Condition
from trusts.operations.needs import publish_need
from trusts.operations.nominations import invitation_token, nominate

# Allowed to them, but not as things stand in this world: the page says why in place of its form (409).
NOT_NOW: dict[str, set[str]] = {
    "decide": {"chair"},  # nobody has scored
    "score-section": {"panel member", "chair"},  # nobody has declared interests
    "revise-pack": {"maker"},  # it is a draft
    "move-standards": {"maker"},  # it is asked the newest ones
    "reinstate-passport": {"operator"},  # it is not suspended
    "adopt": {"buyer"},  # adopted already
    "move-adoption": {"buyer"},  # no newer passport
    "close-match": {"operator"},  # it waits for a person
    "answer-need": {"other company"},  # it has no public technology
    "reopen-shortlist": {"buyer"},  # it is in use
    # it is being set up
    "evaluation-scores": {"buyer"},
    "moderate-scores": {"buyer"},
    "evaluation-result": {"buyer"},
    "export-evaluation": {"buyer"},
    "api-evaluation-record": {"buyer"},
    "evaluation-scored": {"buyer"},
    "api-agreed-scores": {"buyer"},
    "remove-evaluator": {"buyer"},  # nobody else scores
}
SHARED = ("trust", "other_trust", "innovator", "maker", "lead", "buyer", "operator", "panel", "seats", "nominator")


def _token(path: str) -> str:
    """The signed last part of a link."""
    return signed_link(path).rstrip("/").rpartition("/")[2]


class World:
    """Four technologies of one innovator: in draft, in assessment, submitted, and with a passport in use; and one
    known from public sources."""

    def __init__(self) -> None:
        now = real_now()
        self.issued = Story(now=now, name="Issued")
        self.issued.readers = Confidentiality.PUBLIC
        due = [Condition(text, self.issued.today + timedelta(days=90)) for text in ("Publish the audit.", "Train.")]
        self.issued.fill()
        self.unrenewed = self.issued.certify("ISO_13485", "MD 123456", self.issued.expires_on)
        self.adoption = self.issued.adoption(outcome="APPROVED_WITH_CONDITIONS", conditions=tuple(due))
        self.passport = self.adoption.passport
        self.condition, proposed_of = self.passport.conditions.order_by("id")
        self.handed_in = hand_in_evidence(
            condition=self.condition, text="The audit.", link="", document=None, upload=self.issued.png(),
            by=self.issued.maker, now=now,
        )  # fmt: skip
        self.proposal = propose_discharge(
            condition=proposed_of, reason="All wards are trained.", by=self.issued.chair, now=now
        )
        self.subscription = subscribe(
            passport=self.passport, organisation=self.issued.other_trust, by=self.issued.buyer, now=now
        )
        self.endpoint, _ = add_endpoint(
            organisation=self.issued.other_trust, address="https://maker.example/", by=self.issued.buyer, now=now
        )
        change = record_change(
            "verdict_changed", self.passport, "It changed.", by=None, now=now, data={"to": "EXPIRING"}
        )
        self.notice = Notice.objects.create(
            change=change, organisation=self.issued.other_trust, passport=self.passport,
            recipient=self.issued.buyer, created_at=now,
        )  # fmt: skip
        # As if it had been public, and sealed, for some days; of a transaction that has ended.
        Change.objects.create(
            kind="certificate_renewed", subject="passport", subject_id=self.passport.pk, sentence="Renewed.",
            occurred_at=now - timedelta(days=2), transaction_id=1,
        )  # fmt: skip
        seal_days(now=now)
        self.seal = SealedDay.objects.earliest("day")
        self.renewal = renew_certificate(
            certificate=self.issued.draft.certificates.get(kind="UKCA"), number="GB-1235", body_number="0086",
            issued_by="Invented Notified Body", valid_from=self.issued.today,
            expires_on=self.issued.expires_on + timedelta(days=365), upload=self.issued.png(), by=self.issued.maker,
            now=now,
        )  # fmt: skip
        self.nomination = nominate(
            organisation=self.issued.trust, technology_name="Asked for", kind="DEVICE", clinical_area="SURGERY",
            problem="A problem.", innovator_name="Somebody", contact_email="somebody@maker.example",
            by=self.issued.nominator, now=now,
        )  # fmt: skip
        others = document("", "torn", path="torn"), document("Another - fault", "x", path="another")
        take_in(self.issued, about(self.issued), *others)
        self.match = NoticeMatch.objects.get()
        # An open notice, as if the passport had not been judged yet: the other pages need it as it is.
        self.open_match = NoticeMatch.objects.create(
            notice=SafetyNotice.objects.exclude(pk=self.match.notice_id).get(), innovation=self.issued.innovation,
            score=100, is_certain=True, reasons=["The notice names its identifier."], state="CERTAIN", found_at=now,
        )  # fmt: skip
        self.set_aside = NoticeSetAside.objects.get()
        self.submitted, self.opened, self.drafted = (self._beside(name, now) for name in ("Submitted", "Open", "Draft"))
        self.submission = self.submitted.submission()
        self.assessment = self.opened.assessment()
        self.draft = self.drafted.fill()
        follows = self.opened.next_version("2.0")
        follows.change = Stated("MAJOR", "Another sensor.", ["WORKFLOW"])
        self.following = follows.draft
        self.pictures = {
            story.name: set_picture(
                innovation=story.innovation, upload=drawing(), alternative="A drawing.", by=story.maker, now=now
            )
            for story in (self.issued, self.drafted)
        }
        self.identifier = add_identifier(
            innovation=self.drafted.innovation, scheme="GTIN", value="9506000134352", by=self.issued.maker, now=now
        )
        self.company_number = add_company_identifier(
            innovator=self.issued.innovator, scheme="COMPANIES_HOUSE", value="SC123456", by=self.issued.maker, now=now
        )
        self.colleague = InnovatorMember.objects.create(innovator=self.issued.innovator, person=PersonFactory())
        self.invited = invite_colleague(
            innovator=self.issued.innovator, email="new@maker.example", by=self.issued.maker, now=now
        )
        sent = Email.objects.get(recipient="new@maker.example").text
        self.join = re.search(r"/colleague-invitations/([^/]+)/", sent)[1]
        self.program, _ = give_access(
            innovator=self.issued.innovator, name="Nightly upload", scopes=["packs:read"], by=self.issued.maker, now=now
        )
        self.comment = add_comment(
            pack=self.draft, topic="cost", text="Is this the new price?", by=self.issued.maker, now=now
        )
        self.known = register_known_technology(
            innovator_name="Somebody else", description={**DESCRIPTION, "name": "Known"}, now=now
        )

        self.need = publish_need(
            organisation=self.issued.trust, title="A need", problem="Late.", clinical_area="SURGERY",
            by=self.issued.nominator, now=now,
        )  # fmt: skip
        self._keep(now)

    def _keep(self, now) -> None:
        """What the buyer's organisation keeps of the guide."""
        kept = {"by": self.issued.buyer, "now": now}
        self.shortlist = shortlists.start_shortlist(name="Sensors", organisation=self.issued.other_trust, **kept)
        shortlists.add_to_shortlist(shortlist=self.shortlist, innovations=[self.known], **kept)
        self.shortlisted = self.shortlist.entries.get()
        shortlists.give_opinion(entry=self.shortlisted, choice="FOR", note="Ask the wards.", **kept)
        self.note = self.shortlisted.notes.get()
        self.valued = ValueCase(organisation=self.issued.other_trust, lead=self.issued.buyer, now=now)
        self.saved = save_search(
            search=Search(), name="All", organisation=self.issued.other_trust, telling=Telling.DAILY, **kept
        )
        self.frozen = freeze_search(search=Search(), purpose="", organisation=self.issued.other_trust, **kept)

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
        certificate = self.draft.certificates.earliest("id")
        company = {"slug": self.issued.innovator.slug}
        return {
            "describe": {"slug": self.drafted.innovation.slug},
            "describe-nominated": {"slug": self.drafted.innovation.slug},
            "identifiers": {"slug": self.drafted.innovation.slug},
            **{name: {"slug": self.drafted.innovation.slug} for name in ("picture", "remove-picture", "own-picture")},
            "picture-file": {"sha256": self.pictures["Issued"].large},
            "remove-identifier": {"slug": self.drafted.innovation.slug, "identifier": self.identifier.pk},
            "company-identifiers": {"slug": self.issued.innovator.slug},
            "remove-company-identifier": {
                "slug": self.issued.innovator.slug,
                "identifier": self.company_number.pk,
            },
            "colleagues": company,
            "remove-colleague": company | {"member": self.colleague.pk},
            "withdraw-colleague-invitation": company | {"invitation": self.invited.pk},
            "join-company": {"token": self.join},
            "pack-comments": draft,
            "resolve-comment": draft | {"comment": self.comment.pk},
            "start-pack": {"slug": self.drafted.innovation.slug},
            "pack": draft,
            **dict.fromkeys(("answer", "autosave-answer", "keep-theirs"), draft | {"question": "workflow-test"}),
            "move-standards": draft,
            "state-claim": draft,
            **dict.fromkeys(("restate-claim", "remove-claim"), draft | {"claim": self.draft.claims.get().pk}),
            "add-certificate": draft,
            "renew-certificate": {"pk": self.issued.draft.pk, "certificate": self.unrenewed.pk},
            "renewal": {"pk": self.renewal.pk},
            "return-renewal": {"pk": self.renewal.pk},
            "renewal-document": {"pk": self.renewal.pk},
            "pack-renewal-document": {"pk": self.issued.draft.pk, "renewal": self.renewal.pk},
            "remove-certificate": draft | {"certificate": certificate.pk},
            "add-document": draft,
            "cost-model": draft,
            **{name: {"pk": self.following.pk} for name in ("impact", "restate-change", "confirm-parts")},
            "confirm-part": {"pk": self.following.pk, "question": "workflow-test"},
            "compare-packs": {"pk": self.following.pk, "other": self.opened.draft.pk},
            "cost-part": draft | {"part": "assumptions"},
            "filled-set": draft | {"code": "passport-clinical"},
            "export-set": draft | {"code": "passport-clinical", "ending": "json"},
            "assessed-set": opened | {"code": "passport-clinical"},
            "export-assessed-set": opened | {"code": "passport-clinical", "ending": "json"},
            "cost-result": draft,
            "pack-document": draft | {"document": self.drafted.document.pk},
            "remove-document": draft | {"document": self.drafted.document.pk},
            "submit-pack": draft,
            **{f"{way}-pack": draft for way in ("export", "import")},
            "api-pack": draft,
            **{
                f"api-pack-{part}": draft
                for part in (
                    *("tasks", "cost-model", "documents", "claims", "certificates", "submission"),
                    *("comments", "standards", "versions", "revision"),
                )
            },
            **dict.fromkeys(
                ("api-pack-document", "api-pack-document-file"), draft | {"document": self.drafted.document.pk}
            ),
            "api-pack-comment": draft | {"comment": self.comment.pk},
            "api-pack-export": draft | {"code": "passport-clinical", "ending": "json"},
            **{f"api-pack-{part}": {"pk": self.following.pk} for part in ("change", "confirmations")},
            "api-pack-confirmation": {"pk": self.following.pk, "question": "workflow-test"},
            "api-pack-comparison": {"pk": self.following.pk, "other": self.opened.draft.pk},
            "api-pack-certificate-renewals": {"pk": self.issued.draft.pk, "certificate": self.renewal.certificate_id},
            "api-access": company,
            "end-api-access": company | {"client": self.program.pk},
            "api-pack-answer": draft | {"question": "workflow-test"},
            "api-pack-claim": draft | {"claim": self.draft.claims.earliest("pk").pk},
            "api-pack-certificate": draft | {"certificate": self.draft.certificates.earliest("pk").pk},
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
            "passport-credential": number,
            "passport-pdf": number,
            "status-list": {"purpose": "suspension", "number": 0},
            "passport-document": number | {"document": self.issued.document.pk},
            **{
                name: number | {"condition": self.condition.pk}
                for name in ("discharge-condition", "extend-condition", "hand-in-evidence")
            },
            "condition-file": number | {"condition": self.condition.pk, "evidence": self.handed_in.pk},
            **{name: {"pk": self.proposal.pk} for name in ("proposal", "decline-proposal", "take-back-proposal")},
            "adopt": number,
            **{
                name: {"pk": self.match.pk}
                for name in ("notice-match", "confirm-match", "dismiss-match", "close-match")
            },
            "settle-set-aside": {"pk": self.set_aside.pk},
            "acknowledge-notice": {"pk": self.adoption.pk, "match": self.open_match.pk},
            "follow": number,
            "adoption": {"pk": self.adoption.pk},
            "adopter-emails": {"pk": self.adoption.pk},
            "company-emails": {"pk": self.issued.innovator.pk},
            "complete-check": {"pk": self.adoption.pk, "check": self.adoption.checks.order_by("pk").first().pk},
            "end-adoption": {"pk": self.adoption.pk},
            "offer-contact": {"pk": self.adoption.pk},
            "move-adoption": {"pk": self.adoption.pk},
            **{name: {"pk": self.subscription.pk} for name in ("change-subscription", "stop-following")},
            "follow-innovation": {"slug": self.issued.innovation.slug},
            "unsubscribe": {"token": _token(f"unsubscribe/follow-{self.subscription.pk}")},
            "calendar": {"token": _token(f"calendars/{self.issued.buyer.pk}")},
            **dict.fromkeys(("passport-feed", "passport-calendar"), number),
            "innovation-feed": {"slug": self.issued.innovation.slug},
            **{
                name: {"pk": self.endpoint.pk}
                for name in ("webhook", "confirm-webhook", "test-webhook", "replay-webhook", "remove-webhook")
            },
            **{f"frozen-search{ending}": {"uuid": self.frozen.key} for ending in ("", "-pdf", "-json")},
            **{f"{step}shortlist": {"uuid": self.shortlist.key} for step in ("", "archive-", "reopen-", "rename-")},
            **{
                name: {"uuid": self.shortlist.key, "entry": self.shortlisted.key}
                for name in ("give-opinion", "move-shortlisted-up", "take-out-shortlisted")
            },
            **{
                name: {"uuid": self.shortlist.key, "entry": self.shortlisted.key, "note": self.note.key}
                for name in ("edit-note", "delete-note", "api-shortlist-note")
            },
            **{
                name: {"uuid": self.saved.key}
                for name in (
                    *("saved-search", "rename-saved-search", "stop-saved-search", "api-saved-search"),
                    "follow-search",
                )
            },
            **{
                name: {"pk": self.need.pk}
                for name in ("need", "answer-need", "change-need", "close-need", "follow-need")
            },
            **{name: {"number": self.need.pk} for name in ("api-need", "api-need-answers")},
            "read-notice": {"pk": self.notice.pk},
            "passport-history": number,
            **{name: {"slug": self.issued.innovation.slug} for name in ("innovation", "innovation-history")},
            "local-cost-of": {"slug": self.issued.innovation.slug},
            "local-costs": {"code": self.issued.other_trust.ods_code},
            **{
                name: {"code": self.issued.other_trust.ods_code, "slug": self.issued.innovation.slug}
                for name in ("local-cost", "local-cost-numbers")
            },
            "compare-file": {"ending": "csv"},
            "local-cost-file": {
                "code": self.issued.other_trust.ods_code,
                "slug": self.issued.innovation.slug,
                "ending": "json",
            },
            "local-cost-comparison": {"code": self.issued.other_trust.ods_code},
            "local-cost-comparison-file": {"code": self.issued.other_trust.ods_code, "ending": "json"},
            "log-day": {"day": self.seal.day},
            "log-proof": {"day": self.seal.day, "position": 0},
            **{
                name: {"uuid": self.valued.evaluation.key}
                for name in (
                    *("evaluation", "evaluation-weights", "add-evaluator", "evaluation-result", "change-evaluation"),
                    *("hand-evaluation-over", "take-evaluation-over", "abandon-evaluation"),
                )
            },
            "move-evaluation": {"uuid": self.valued.evaluation.key, "move": "open_scoring"},
            **{
                name: {"uuid": self.valued.evaluation.key, "slug": self.valued.technologies[0].slug}
                for name in (
                    *("evaluation-cost", "evaluation-scores", "moderate-scores", "evaluation-scored"),
                    *("api-own-scores", "api-agreed-scores", "api-stated-cost"),
                )
            },
            "export-evaluation": {"uuid": self.valued.evaluation.key, "ending": "json"},
            **{
                name: {
                    "uuid": self.valued.evaluation.key,
                    "evaluator": self.valued.evaluation.evaluators.earliest("id").key,
                }
                for name in ("remove-evaluator", "api-evaluation-evaluator")
            },
            **{name: {"code": self.issued.other_trust.ods_code} for name in ("scheme", "edit-scheme")},
            **{name: {"uuid": self.shortlist.key} for name in ("api-shortlist", "api-shortlist-entries")},
            "api-shortlist-entry": {"uuid": self.shortlist.key, "entry": self.shortlisted.key},
            "api-search-record": {"uuid": self.frozen.key},
            **{
                f"api-evaluation{part}": {"uuid": self.valued.evaluation.key}
                for part in ("", "-record", "-questions", "-evaluators")
            },
            "api-scheme": {"ods_code": self.issued.other_trust.ods_code},
            "api-local-costs": {"ods_code": self.issued.other_trust.ods_code},
            "api-local-cost": {"ods_code": self.issued.other_trust.ods_code, "slug": self.issued.innovation.slug},
            "api-organisation": {"ods_code": self.issued.trust.ods_code},
            "api-innovation": {"slug": self.issued.innovation.slug},
            "api-passport": number,
            "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
        }

    def given(self) -> dict[str, dict[str, object]]:
        """What the API takes where more people read than write."""
        trust, other_trust = self.issued.trust.ods_code, self.issued.other_trust.ods_code
        need = {"title": "Another need", "problem": "Late.", "clinical_area": "SURGERY"}
        return {
            "api-packs": {
                "innovation": self.issued.innovation.slug,
                "product_version": "9.0",
                "change": {"magnitude": "MINOR", "statement": "A smaller battery."},
            },
            "api-needs": need | {"organisation": trust},
            "api-need": need | {"revision": 1, "title": "Clearer"},
            "api-need-answers": {
                "innovation": self.issued.innovation.slug,
                "sentence": "It finds them early.",
                "revision": 1,
            },
            "api-shortlists": {"name": "More sensors", "organisation": other_trust},
            "api-search-records": {"query": "", "organisation": other_trust},
            "api-saved-searches": {"name": "Lamps", "query": "q=lamp", "organisation": other_trust},
            "api-evaluations": {
                "title": "Sensors",
                "years": 5,
                "innovations": [one.slug for one in self.valued.technologies],
                "organisation": other_trust,
            },
        }

    def asked(self) -> dict[str, dict[str, object]]:
        """What must be asked for in the query of a route's address."""
        both = {"i": [self.issued.innovation.slug, self.known.slug]}
        compared = ("compare", "compare-file", "api-compare", "local-cost-comparison", "local-cost-comparison-file")
        compared = (*compared, "keep-comparison")
        return {**dict.fromkeys(compared, both), "add-to-shortlist": {"i": self.known.slug}}
