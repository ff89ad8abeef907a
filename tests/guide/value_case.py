"""An evaluation on its way, with everybody who acts on it."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from compass.guide.operations import value
from compass.guide.operations.evaluators import add_evaluator
from compass.guide.value.scheme import first_scheme
from evidence.models import Innovation
from tests.factories import NOON, InnovatorFactory, OrganisationFactory, PersonFactory
from trusts.models import Member, Role

_NUMBERS = count(1)


class ValueCase:
    """A trust that compares two public technologies; each stage builds on the one before."""

    def __init__(self, *, organisation=None, lead=None, now=NOON, technologies: int = 2) -> None:
        self.now = now
        self.trust = organisation or OrganisationFactory()
        self.lead = lead or self.member(Role.BUYER)
        self.technologies = [self._technology(n) for n in range(technologies)]
        self.evaluation = value.start_evaluation(
            organisation=self.trust, title="Wound sensors 2027", years=5, scheme=first_scheme(),
            innovations=self.technologies, by=self.lead, now=now,
        )  # fmt: skip
        self.candidates = list(self.evaluation.candidates.order_by("innovation__name"))
        self.keys = list(self.evaluation.criteria.order_by("position").values_list("key", flat=True))

    def _technology(self, n: int) -> Innovation:
        number = next(_NUMBERS)
        return Innovation.objects.create(
            innovator=InnovatorFactory(), name=f"Valued {n}", slug=f"valued-{number}", kind="DEVICE",
            clinical_area="SURGERY", summary="A sensor.", created_at=self.now, published_at=self.now,
        )  # fmt: skip

    def member(self, role: Role = Role.NOMINATOR):
        person = PersonFactory()
        Member.objects.create(organisation=self.trust, person=person, role=role)
        return person

    def second_evaluator(self):
        person = self.member()
        add_evaluator(evaluation=self.evaluation, email=person.email, by=self.lead, now=self.now)
        return person

    def given(self, points: int, reason: str = "As the supplier showed us."):
        return {key: value.Given(points, reason) for key in self.keys}

    def cost(self, *amounts: int):
        """The first part of each technology's cost; the other three are 0."""
        for candidate, amount in zip(self.candidates, amounts, strict=True):
            parts = {"purchase_cost": Decimal(amount), "implementation_cost": Decimal(0),
                     "operation_cost": Decimal(0), "disposal_cost": Decimal(0)}  # fmt: skip
            value.state_cost(
                candidate=candidate, parts=parts, years=5, source="Quotation", why="It came late.", by=self.lead,
                now=self.now,
            )  # fmt: skip
        return self

    def move(self, name: str):
        """The lead alone often scores here, for a reason that is kept."""
        self.evaluation = value.move_on(
            evaluation=self.evaluation, move=name, alone_why="Nobody else was there.", by=self.lead, now=self.now
        )
        return self

    def score(self, person, *points: int):
        for candidate, number in zip(self.candidates, points, strict=True):
            value.score_candidate(candidate=candidate, given=self.given(number), by=person, now=self.now)
        return self

    def score_all(self, *points: int):
        return self.score(self.lead, *points)

    def moderate(self, *points: int):
        for candidate, number in zip(self.candidates, points, strict=True):
            value.moderate_candidate(candidate=candidate, given=self.given(number), by=self.lead, now=self.now)
        return self

    def in_moderation(self):
        return self.cost(200, 100).move("open_scoring").score(self.lead, 4, 2).move("start_moderation")

    def closed(self):
        return self.in_moderation().moderate(4, 2).move("close")
