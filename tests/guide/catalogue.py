"""A catalogue of any size with passports of any status, written row by row without the journey.

The journey's own rules are tested elsewhere; here only what the guide reads has to exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.text import slugify
from stdnum.iso7064 import mod_11_2

from evidence.models import Answer, Claim, Innovation, Pack, PublicFact
from passports.models import Passport, Proposal, Submission
from passports.numbers import spaced
from tests.factories import NOON, InnovatorFactory, OrganisationFactory, PersonFactory
from trusts.models import Assessment, Decision, Panel, PanelMember, Seat

UNTIL = date(2027, 6, 30)


@dataclass(frozen=True)
class Item:
    """One technology as a test wants it; `status` None is without a passport."""

    name: str
    kind: str = "DEVICE"
    area: str = "SURGERY"
    status: str | None = None
    public: bool = True
    summary: str = "Shows early signs of infection."
    facts: int = 0
    # What its pack says; no pack without a passport. Of each design one claim of this outcome; choices by question.
    designs: tuple[str, ...] = ()
    outcome: str = "Length of stay"
    classes: Mapping[str, str] = field(default_factory=dict)


def number_of(place: int) -> str:
    """The passport number of the technology at this place of the catalogue."""
    payload = f"{place:011d}"
    return spaced(payload + mod_11_2.calc_check_digit(payload))


class Catalogue:
    """Adds technologies; everything is made by one innovator and assessed by one panel."""

    def __init__(self, maker: str = "Invented Devices Ltd"):
        self.trust = OrganisationFactory()
        self.person = PersonFactory()
        self.innovator = InnovatorFactory(name=maker)
        self.panel = Panel.objects.create(organisation=self.trust, name="Panel", quorum=2)
        self.chair = PanelMember.objects.create(panel=self.panel, person=self.person, seat=Seat.CHAIR)
        self.colleague = PersonFactory()
        self.size = 0

    def add(self, *items: Item) -> list[Innovation]:
        """Add technologies, in order."""
        return [self._one(item) for item in items]

    def _one(self, item: Item) -> Innovation:
        self.size += 1
        innovation = Innovation.objects.create(
            innovator=self.innovator,
            name=item.name,
            slug=f"{slugify(item.name) or 'x'}-{self.size}",
            kind=item.kind,
            clinical_area=item.area,
            summary=item.summary,
            created_at=NOON,
            published_at=NOON if item.public else None,
        )
        PublicFact.objects.bulk_create(
            PublicFact(
                innovation=innovation, statement=f"Fact {n}", source_title="Source", source_url=f"https://s.example/{n}"
            )
            for n in range(item.facts)
        )
        if item.status:
            self._passport(innovation, item)
        return innovation

    def _pack(self, innovation: Innovation, item: Item) -> Pack:
        pack = Pack.objects.create(innovation=innovation, product_version="1.0", created_at=NOON)
        said = {"pack": pack, "changed_at": NOON, "changed_by": self.person}
        Claim.objects.bulk_create(
            Claim(**said, outcome=item.outcome, population="Adults", measure="LEVEL", size=1, design=design,
                  sites=["R1A"])
            for design in item.designs
        )  # fmt: skip
        Answer.objects.bulk_create(
            Answer(**said, question=question, value={"choice": choice}) for question, choice in item.classes.items()
        )
        Pack.objects.filter(pk=pack.pk).update(
            state="FROZEN", frozen_at=NOON, frozen_by=self.person, content={}, content_hash="0" * 64
        )
        return pack

    def _passport(self, innovation: Innovation, item: Item) -> Passport:
        pack, status = self._pack(innovation, item), str(item.status)
        assessment = Assessment.objects.create(
            pack=pack,
            innovation=innovation,
            product_version="1.0",
            panel=self.panel,
            state="APPROVED",
            requested_by=self.person,
            requested_at=NOON,
            closed_at=NOON,
        )
        decision = Decision.objects.create(
            assessment=assessment,
            outcome="APPROVED",
            reason="Sound.",
            decided_by=self.chair,
            decided_at=NOON,
            present=2,
            quorum=2,
        )
        submission = Submission.objects.create(
            decision=decision, organisation=self.trust, state="ISSUED", submitted_by=self.person, submitted_at=NOON
        )
        Proposal.objects.create(
            move="ISSUE", submission=submission, reason="Checked.", state="CONFIRMED", proposed_by=self.colleague,
            proposed_as="OPERATOR", proposed_at=NOON, closed_by=self.person, closed_as="OPERATOR", closed_at=NOON,
        )  # fmt: skip
        superseded = status == "SUPERSEDED"
        return Passport.objects.create(
            number=number_of(self.size),
            submission=submission,
            pack=pack,
            innovation=innovation,
            assessed_by=self.trust,
            issued_by=self.person,
            issued_at=NOON,
            life_ends_on=UNTIL + timedelta(days=30),
            status=status,
            until=UNTIL,
            reasons=["UKCA certificate GB-1 expires on 30 June 2027."],
            is_current=not superseded,
            state="SUPERSEDED" if superseded else "ACTIVE",
            state_reason="New version." if superseded else "",
        )
