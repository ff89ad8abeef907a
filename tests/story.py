"""The journey through the operations, stage by stage, so that a test can begin where it needs to.

Each `Story` has its own people. Stages build on one another: `Story().passport()` walks everything before it.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from compass.demo.pdf import small_pdf
from compass.foundation.clock import civil_date
from evidence.models import Confidentiality, Innovator, InnovatorMember, Pack
from evidence.operations import packs
from evidence.operations.documents import upload_document
from evidence.operations.innovations import register_innovation
from evidence.operations.standards import load_standards
from evidence.queries import requirements_of
from passports.models import Adoption, Passport, Submission
from passports.operations.adoptions import adopt
from passports.operations.submissions import issue_passport, submit_to_compass
from tests.factories import NOON, InnovatorFactory, OperatorFactory, OrganisationFactory, PersonFactory
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


class Story:
    """One technology on its way, with everybody who acts on it."""

    def __init__(self, *, now=NOON, expires_on: date | None = None, version: str = "1.0", name: str = "Wound Sensor"):
        self.now = now
        self.today = civil_date(now)
        self.expires_on = expires_on or self.today + timedelta(days=365)
        self.version = version
        self.name = name
        self.readers = Confidentiality.NHS_ONLY  # of the report in the pack
        load_standards()

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
        return packs.start_pack(innovation=self.innovation, product_version=self.version, by=self.maker, now=self.now)

    def fill(self) -> Pack:
        """A complete draft."""
        for requirement in requirements_of(self.draft).filter(kind="TEXT"):
            packs.answer_requirement(
                pack=self.draft,
                requirement=requirement,
                text=f"About {requirement.title}.",
                by=self.maker,
                now=self.now,
            )
        packs.add_certificate(
            pack=self.draft, kind="UKCA", number="GB-1234", issued_by="Invented Notified Body",
            valid_from=self.today - timedelta(days=100), expires_on=self.expires_on, by=self.maker, now=self.now,
        )  # fmt: skip
        self.document = upload_document(
            pack=self.draft,
            title="Evaluation report",
            upload=SimpleUploadedFile("report.pdf", PDF),
            confidentiality=self.readers,
            by=self.maker,
            now=self.now,
        )
        return self.draft

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
