"""Who adopts and follows which passport, and when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from compass.demo.acts import adopting
from compass.demo.cast import Cast
from compass.demo.chance import between, drawn, sample
from compass.demo.events import History
from compass.demo.journeys import LAST_STEP
from compass.demo.library import Journey, organisations
from compass.demo.people import BUYER_AT
from compass.demo.warned import APART, warned_of

CHECKS = 5
# A passport that still stands can be adopted up to this many days ago: the plan leaves the last days alone.
_NO_LAST_DAY = 2
# What the named buyer's trust has adopted: how many local checks are done, and how many days ago it adopted.
BUYER_ADOPTED = {
    "Causeway Clot Test": (5, 210),
    "Cairn Fracture Finder": (5, 150),
    "Mossbank Calprotectin Home Kit": (5, 190),
    "Harbourlight Ward Sensor": (4, 60),
    "Heronsgate Tremor Map": (3, 36),
    "Stillwater Rhythm Patch": (1, 19),
    "Hedgerow Vein Light": (0, 4),
}
# What it took into use and has not moved on from: the version after it has a passport by now.
BUYER_STAYED_WITH = {("Osier Bilirubin Camera", "1.0"): (5, 66)}
BUYER_FOLLOWS = ("Lockgate Ketone Strip", "Alder Nerve Cuff", "Contourwright")


@dataclass(frozen=True)
class Taken:
    """One organisation's adoption: `checks` done, and whether it ended."""

    code: str
    ago: int
    checks: int
    ended: bool = False


class Adopters:
    """Plans adoptions and subscriptions into a history."""

    def __init__(self, cast: Cast, history: History, planned: list[Journey]) -> None:
        self.cast, self.history = cast, history
        self.issued = [journey for journey in planned if journey.stage not in LAST_STEP]

    def plan(self, *, at_most: int) -> None:
        """Everything for every passport."""
        for journey in self.issued:
            for taken in self._of(journey, at_most):
                self._take(journey, taken)
            watchers = sample(organisations().adopting[1:], 2, journey.technology, "watch")
            for code in watchers:
                self.history.add(journey.ago - 2, adopting.follow, self.cast, journey, code)
            if journey.technology in BUYER_FOLLOWS:
                self.history.add(journey.ago - 9, adopting.follow, self.cast, journey, BUYER_AT)
        self._before_the_merger()

    def _last_day(self, journey: Journey) -> int:
        """How many days ago the passport could be adopted for the last time."""
        warned = warned_of(journey.technology)
        if warned is not None and not warned.closed:
            return warned.published + APART
        if journey.stage in {"SUSPENDED", "WITHDRAWN", "OVERDUE"}:
            return journey.turn + 2
        if journey.stage == "EXPIRED":
            return 2 - journey.expires_in
        later = [j.ago for j in self.issued if j.technology == journey.technology and j.ago < journey.ago]
        return max(later, default=0) + _NO_LAST_DAY

    def _of(self, journey: Journey, at_most: int) -> list[Taken]:
        pool = [journey.panel, *organisations().adopting[1:]]
        chosen = sample(pool[1:], min(journey.adopters, at_most), journey.technology, journey.version)
        first, last = journey.ago - 3, self._last_day(journey)
        taken = [
            self._usual(journey, code, between(last, max(first, last), journey.technology, code)) for code in chosen
        ]
        if journey.adopters > 4:
            taken.insert(0, Taken(journey.panel, max(first - 2, last), CHECKS))
        current = all(j.ago >= journey.ago for j in self.issued if j.technology == journey.technology)
        by_buyer = BUYER_STAYED_WITH.get((journey.technology, journey.version))
        if current:
            by_buyer = BUYER_ADOPTED.get(journey.technology)
        if by_buyer:
            checks, ago = by_buyer
            taken.append(Taken(BUYER_AT, ago, checks))
        return [one for one in taken if not self._stopped(journey, one.ago)]

    @staticmethod
    def _stopped(journey: Journey, ago: int) -> bool:
        """Whether the passport was suspended for a while on that day."""
        warned = warned_of(journey.technology)
        if warned is not None and warned.stops(ago):
            return True
        return journey.stage == "REINSTATED" and journey.turn - 22 <= ago <= journey.turn + 2

    def _relied_on(self, journey: Journey, ago: int) -> bool:
        """Whether a last local check may take the passport into use on that day, or a little later."""
        last = self._last_day(journey)
        return last <= _NO_LAST_DAY or ago >= last

    def _after_the_stop(self, journey: Journey, ago: int) -> int:
        """That day, or the first one after the passport was reinstated."""
        warned = warned_of(journey.technology)
        if warned is not None and warned.closed and warned.stops(ago):
            return warned.closed - APART - 1
        return journey.turn - 23 if self._stopped(journey, ago) else ago

    @staticmethod
    def _usual(journey: Journey, code: str, ago: int) -> Taken:
        chance = drawn(journey.technology, code, "ends") % 10
        if chance == 9:
            return Taken(code, ago, between(1, CHECKS, journey.technology, code, "checks"), ended=True)
        if chance == 8:
            return Taken(code, ago, between(0, CHECKS - 1, journey.technology, code, "checks"))
        return Taken(code, ago, CHECKS)

    def _take(self, journey: Journey, taken: Taken) -> None:
        self.history.add(taken.ago, adopting.take_up, self.cast, journey, taken.code)
        if drawn(journey.technology, taken.code, "follows") % 6 or taken.code == BUYER_AT:
            self.history.add(taken.ago, adopting.follow, self.cast, journey, taken.code)
        ago = taken.ago
        for number in range(taken.checks):
            ago -= between(2, 13, journey.technology, taken.code, number)
            if taken.code == BUYER_AT:
                ago = max(ago, 1)
            if number == CHECKS - 1:
                if not self._relied_on(journey, ago):
                    break
                ago = self._after_the_stop(journey, ago)
            self.history.add(ago, adopting.check, self.cast, journey, taken.code)
        if taken.ended:
            self.history.add(ago - 20, adopting.end, self.cast, journey, taken.code)

    @cached_property
    def _merger_ago(self) -> int:
        return (self.history.calendar.today - organisations().adopted_before_merger).days

    def _before_the_merger(self) -> None:
        """Boards that closed on 1 April 2026 adopted before; their people do the last checks for the successor."""
        ago = self._merger_ago
        fitting = [j for j in self.issued if j.ago > ago + 5 and self._last_day(j) < ago and j.stage == "VALID"]
        if self.history.calendar.day(ago) <= self.history.calendar.start:
            return
        for code, journey in zip(organisations().merged, fitting, strict=False):
            self.history.add(ago, adopting.take_up, self.cast, journey, code)
            self.history.add(ago, adopting.follow, self.cast, journey, code)
            done = CHECKS if code == organisations().merged[0] and self._relied_on(journey, ago - 96) else CHECKS - 1
            for days in (12, 20, 33, 71, 96)[:done]:
                self.history.add(ago - days, adopting.check, self.cast, journey, code)
