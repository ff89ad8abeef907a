"""The journey through the operations, stage by stage, so that a test can begin where it needs to.

Each `Story` has its own people. Stages build on one another: `Story().passport()` walks everything before it.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from compass.demo.pdf import small_pdf
from compass.foundation.clock import civil_date
from evidence.answering import VALUED
from evidence.certificates import RULES, longest_end
from evidence.models import Certificate, Confidentiality, Innovator, InnovatorMember, Pack
from evidence.operations import packs
from evidence.operations.answers import answer_questions
from evidence.operations.certificates import add_certificate
from evidence.operations.claims import ClaimFacts, state_claim
from evidence.operations.cost_model import save_cost_model
from evidence.operations.documents import GENERAL, upload_document
from evidence.operations.innovations import register_innovation
from evidence.operations.versions import Stated
from evidence.queries import asked_of
from evidence.queries.versions import last_frozen_pack
from passports.models import Adoption, Passport, Submission
from passports.operations.adoptions import adopt
from passports.operations.submissions import submit_to_compass
from tests.evidence.cost_example import example as cost_example
from tests.factories import NOON, InnovatorFactory, OperatorFactory, OrganisationFactory, PersonFactory
from tests.operators import issue_passport
from trusts.models import Assessment, Decision, Member, Panel, Role, Seat
from trusts.operations.assessments import declare_interest, request_assessment, score_section
from trusts.operations.decisions import Condition, decide
from trusts.operations.people import create_panel, seat_member

PDF = small_pdf(["Evaluation report", "", "An invented document for tests."])


def png(number: int = 0) -> bytes:
    """A picture of one pixel, another one for each number."""
    written = BytesIO()
    Image.new("RGB", (1, 1), (number % 256, number // 256 % 256, 0)).save(written, "PNG")
    return written.getvalue()


DESCRIPTION = {
    "name": "Wound Sensor",
    "kind": "DEVICE",
    "clinical_area": "SURGERY",
    "summary": "A sensor under the dressing that shows early signs of infection.",
    "problem": "Surgical site infection is found late.",
    "description": "A thin sensor.",
    "list_price": None,
    "price_unit": "",
}
CLAIM: ClaimFacts = {
    "outcome": "Surgical site infections within 30 days", "population": "adults after hip replacement",
    "comparator": "usual care", "measure": "PERCENTAGE_POINTS", "size": Decimal("-3.1"), "low": Decimal("-4.4"),
    "high": Decimal("-1.8"), "confidence": 95, "unit": "points", "design": "RANDOMISED", "participants": 1412,
    "follow_up_months": 1, "sites": [], "source": "10.5555/wound.1",
}  # fmt: skip
REGISTERED = {"DSPT": "8JX42", "ICO": "ZA123456", "MHRA_REGISTRATION": "12345", "EVERGREEN": "Level 2"}


def plain_answers(asked) -> dict[str, object]:
    """An answer to every question that is answered by a value: a device of class IIa that is not software."""
    triage = {"medical-device": "DEVICE", "device-class": "IIA", "software": "NO", "routine-use": "NO"}
    by_kind = {"YES_NO": "YES", "NUMBER": "12", "DATE": "2026-01-31", "LINK": "https://maker.example/more"}
    return {
        one.question: triage.get(one.question)
        or by_kind.get(one.kind)
        or (next(iter(one.options)) if one.options else f"About {one.title}.")
        for one in asked
        if one.kind in VALUED and one.kind != "CHOICES"
    }


class Story:
    """One technology on its way, with everybody who acts on it."""

    def __init__(self, *, now=NOON, expires_on: date | None = None, version: str = "1.0", name: str = "Wound Sensor"):
        self.now = now
        self.today = civil_date(now)
        self.expires_on = expires_on or self.today + timedelta(days=365)
        self.version = version
        self.name = name
        self.readers = Confidentiality.NHS_ONLY  # of the report in the pack
        self.change = Stated("MINOR", "A smaller battery.")  # attested of a version that follows another

    @cached_property
    def trust(self):
        return OrganisationFactory()

    @cached_property
    def other_trust(self):
        return OrganisationFactory()

    @cached_property
    def innovator(self) -> Innovator:
        return InnovatorFactory()

    @cached_property
    def maker(self):
        """A person who works for the innovator."""
        person = PersonFactory()
        InnovatorMember.objects.create(innovator=self.innovator, person=person)
        return person

    def member(self, organisation, role: Role):
        person = PersonFactory()
        Member.objects.create(organisation=organisation, person=person, role=role)
        return person

    @cached_property
    def nominator(self):
        return self.member(self.trust, Role.NOMINATOR)

    @cached_property
    def lead(self):
        return self.member(self.trust, Role.INNOVATION_LEAD)

    @cached_property
    def buyer(self):
        return self.member(self.other_trust, Role.BUYER)

    @cached_property
    def operator(self):
        return OperatorFactory().person

    @cached_property
    def panel(self) -> Panel:
        return create_panel(organisation=self.trust, name="Innovation panel", quorum=3, by=None, now=self.now)

    @cached_property
    def seats(self) -> dict[Seat, object]:
        """Chair, clinical lead, finance and operations and safety: every section has somebody."""
        wanted = (Seat.CHAIR, Seat.CLINICAL_LEAD, Seat.CLINICAL_SAFETY, Seat.FINANCE, Seat.OPERATIONS)
        people = {seat: PersonFactory() for seat in wanted}
        for seat, person in people.items():
            seat_member(panel=self.panel, person=person, seat=seat, by=None, now=self.now)
        return people

    @property
    def chair(self):
        return self.seats[Seat.CHAIR]

    @cached_property
    def innovation(self):
        return register_innovation(
            innovator=self.innovator, description={**DESCRIPTION, "name": self.name}, by=self.maker, now=self.now
        )

    @cached_property
    def draft(self) -> Pack:
        return packs.start_pack(
            innovation=self.innovation,
            product_version=self.version,
            change=self.change if last_frozen_pack(self.innovation) else None,
            by=self.maker,
            now=self.now,
        )

    def fill(self) -> Pack:
        """A complete draft, filled once."""
        if self.draft.answers.exists():
            if "document" not in self.__dict__:  # it was carried over from the version before
                self.document = self.draft.documents.earliest("id")
            return self.draft
        asked = asked_of(self.draft)
        answer_questions(pack=self.draft, given=plain_answers(asked), by=self.maker, now=self.now)
        kinds = {one.kind for one in asked}
        if "CLAIM" in kinds:
            state_claim(pack=self.draft, facts=CLAIM, documents=(), by=self.maker, now=self.now)
        if "COST_MODEL" in kinds:
            save_cost_model(pack=self.draft, model=cost_example(), revision=0, by=self.maker, now=self.now)
        self.certify("UKCA", "GB-1234", self.expires_on)
        for accepted in {tuple(one.accepts) for one in asked if one.kind == "CERTIFICATE" and one.mandatory}:
            if accepted and "UKCA" not in accepted:
                self.certify(accepted[0], REGISTERED.get(accepted[0], "ABC-123456"), None)
        self.document = upload_document(
            pack=self.draft,
            title="Evaluation report",
            upload=SimpleUploadedFile("report.pdf", PDF),
            confidentiality=self.readers,
            by=self.maker,
            now=self.now,
            questions=[GENERAL, *(one.question for one in asked if one.kind == "DOCUMENT")],
        )
        return self.draft

    def certify(self, kind: str, number: str, expires_on: date | None) -> Certificate:
        """One certificate of the draft; without a last day as long as such a certificate can count."""
        rule, begun = RULES[kind], min(self.today, expires_on or self.today) - timedelta(days=60)
        ends = expires_on or (longest_end(kind, begun) if rule.states_end else None)
        return add_certificate(
            pack=self.draft, kind=kind, number=number, issued_by=rule.issuer or "Invented Notified Body",
            body_number="0086" if rule.body_number else "", valid_from=begun, expires_on=ends, by=self.maker,
            now=self.now,
        )  # fmt: skip

    def png(self) -> SimpleUploadedFile:
        """A picture that no pack has yet."""
        self.pictures = getattr(self, "pictures", 0) + 1
        return SimpleUploadedFile("picture.png", png(self.pictures))

    def assessment(self) -> Assessment:
        """An open assessment of a frozen pack."""
        self.seats  # noqa: B018 (the panel must have its people)
        self.fill()
        self.open = request_assessment(pack=self.draft, panel=self.panel, by=self.maker, now=self.now)
        return self.open

    def score(self, assessment: Assessment) -> None:
        """Everybody declares no interest; every section is scored."""
        for seat, person in self.seats.items():
            declare_interest(
                assessment=assessment, exclusion="NONE", detail="", excluded_sections=[], by=person, now=self.now
            )
            for section in assessment.panel.members.get(person=person).sections:
                score_section(
                    assessment=assessment,
                    section=section,
                    points=4,
                    reason=f"Good, says {seat.label}.",
                    by=person,
                    now=self.now,
                )

    def decision(self, outcome: str = "APPROVED", conditions: tuple[Condition, ...] = ()) -> Decision:
        assessment = self.assessment()
        self.score(assessment)
        return decide(
            assessment=assessment, outcome=outcome, reason="The evidence is sound.", dissent="",
            conditions=conditions, by=self.chair, now=self.now,
        )  # fmt: skip

    def submission(self, **kwargs) -> Submission:
        decision = self.decision(**kwargs)
        return submit_to_compass(assessment=decision.assessment, by=self.lead, now=self.now)

    def passport(self, **kwargs) -> Passport:
        return issue_passport(submission=self.submission(**kwargs), by=self.operator, now=self.now)

    def next_version(self, version: str) -> Story:
        """The same technology, people and panel on their way with another version of the product."""
        story = Story(now=self.now, expires_on=self.expires_on, version=version, name=self.name)
        for name in (
            "trust",
            "other_trust",
            "innovator",
            "maker",
            "lead",
            "buyer",
            "operator",
            "panel",
            "seats",
            "innovation",
        ):
            setattr(story, name, getattr(self, name))
        return story

    def adoption(self, **kwargs) -> Adoption:
        return adopt(passport=self.passport(**kwargs), organisation=self.other_trust, by=self.buyer, now=self.now)
