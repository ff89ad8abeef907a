"""Finding again what the history made: people, organisations, packs, passports, by the names in the reference files."""

from __future__ import annotations

from compass.accounts.models import User
from compass.demo.library import Journey
from compass.demo.roster import roster
from evidence.models import Innovation, Innovator, Pack
from passports.models import Adoption, Passport
from trusts.models import Assessment, Organisation, Panel

PANEL_NAME = "Technology and innovation panel"


class Cast:
    """Finds rows; people and companies are remembered, since they do not change during a load."""

    def __init__(self) -> None:
        self._people: dict[str, User] = {}

    def person(self, part: str) -> User:
        """The account of the person who plays a part."""
        email = roster()[part].email
        if email not in self._people:
            self._people[email] = User.objects.get(email=email)
        return self._people[email]

    def organisation(self, code: str) -> Organisation:
        """An organisation by its ODS code."""
        return Organisation.objects.select_related("current").get(ods_code=code)

    def panel(self, code: str) -> Panel:
        """The panel at an assessing organisation, carried on by its successor after a merger."""
        return Panel.objects.select_related("organisation__current").get(organisation__ods_code=code, name=PANEL_NAME)

    def company(self, name: str) -> Innovator | None:
        """An invented company, None before it is registered."""
        return Innovator.objects.filter(name=name, is_demonstration=True).order_by("id").first()

    def innovation(self, technology: str) -> Innovation:
        """An invented technology."""
        return Innovation.objects.select_related("innovator").get(name=technology, innovator__is_demonstration=True)

    def pack(self, journey: Journey) -> Pack:
        """The newest revision of the pack of a product version."""
        found = Pack.objects.select_related("innovation__innovator", "requirement_set")
        return found.filter(
            innovation__name=journey.technology,
            innovation__innovator__is_demonstration=True,
            product_version=journey.version,
        ).latest("revision")

    def assessment(self, journey: Journey) -> Assessment:
        """The newest assessment of a product version."""
        found = Assessment.objects.select_related("panel__organisation__current", "innovation__innovator")
        return found.filter(
            innovation__name=journey.technology,
            innovation__innovator__is_demonstration=True,
            product_version=journey.version,
        ).latest("id")

    def passport(self, journey: Journey) -> Passport:
        """The passport of a product version."""
        return Passport.objects.select_related("innovation__innovator").get(
            innovation__name=journey.technology,
            innovation__innovator__is_demonstration=True,
            pack__product_version=journey.version,
        )

    def adoption(self, journey: Journey, code: str) -> Adoption | None:
        """The newest adoption of a passport by the buyer of an organisation; None when it could not adopt."""
        found = Adoption.objects.select_related("organisation__current", "passport__innovation")
        buyer = self.person(f"buyer@{code}")
        return found.filter(passport=self.passport(journey), accepted_by=buyer).order_by("-id").first()
