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
    """Finds rows and remembers those that operations read afresh anyway, by the keys they are asked for."""

    def __init__(self) -> None:
        self._people: dict[str, User] = {}
        self._packs: dict[Journey, Pack] = {}
        self._assessments: dict[Journey, Assessment] = {}
        self._passports: dict[Journey, Passport] = {}
        self._adoptions: dict[tuple[Journey, str], Adoption] = {}

    def person(self, part: str) -> User:
        """The account of the person who plays a part."""
        email = roster()[part].email
        if email not in self._people:
            self._people[email] = User.objects.get(email=email)
        return self._people[email]

    def organisation(self, code: str) -> Organisation:
        """An organisation by its ODS code, with whoever carries it on that day."""
        return Organisation.objects.select_related("current").get(ods_code=code)

    def panel(self, code: str) -> Panel:
        """The panel at an assessing organisation."""
        return Panel.objects.select_related("organisation__current").get(organisation__ods_code=code, name=PANEL_NAME)

    def company(self, name: str) -> Innovator | None:
        """An invented company, None before it is registered."""
        return Innovator.objects.filter(name=name, is_demonstration=True).order_by("id").first()

    def innovation(self, technology: str) -> Innovation:
        """An invented technology."""
        return Innovation.objects.select_related("innovator").get(name=technology, innovator__is_demonstration=True)

    def pack(self, journey: Journey) -> Pack:
        """The newest revision of the pack of a product version."""
        if journey not in self._packs:
            found = Pack.objects.select_related("innovation__innovator")
            self._packs[journey] = found.filter(
                innovation=self.innovation(journey.technology), product_version=journey.version
            ).latest("revision")
        return self._packs[journey]

    def assessment(self, journey: Journey) -> Assessment:
        """The newest assessment of a product version."""
        if journey not in self._assessments:
            found = Assessment.objects.select_related("panel__organisation__current", "innovation__innovator")
            self._assessments[journey] = found.filter(
                innovation=self.innovation(journey.technology), product_version=journey.version
            ).latest("id")
        return self._assessments[journey]

    def passport(self, journey: Journey) -> Passport:
        """The passport of a product version."""
        if journey not in self._passports:
            self._passports[journey] = Passport.objects.select_related("innovation__innovator").get(
                innovation=self.innovation(journey.technology), pack__product_version=journey.version
            )
        return self._passports[journey]

    def adoption(self, journey: Journey, code: str) -> Adoption | None:
        """The newest adoption of a passport by the buyer of an organisation; None when it could not adopt."""
        found = self._adoptions.get((journey, code))
        if found is None:
            buyer = self.person(f"buyer@{code}")
            there = Adoption.objects.filter(passport=self.passport(journey), accepted_by=buyer)
            found = there.order_by("-id").first()
        if found is not None:
            self._adoptions[journey, code] = found
        return found

    def begins_anew(self, journey: Journey) -> None:
        """Forget the pack and the assessment, because a newer revision or assessment is there."""
        self._packs.pop(journey, None)
        self._assessments.pop(journey, None)
