"""The way of one product version through the stages, planned backwards from the day of its last step. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from compass.demo.acts import assessing, describing, evidencing, issuing, nominating, together
from compass.demo.cast import Cast
from compass.demo.chance import between, drawn
from compass.demo.events import History
from compass.demo.library import Journey, products
from compass.demo.people import HOME
from compass.demo.roster import seats_of
from trusts.operations.decisions import Condition

STEPS = ("register", "start", "request", "decide", "submit", "issue")
# What was begun and handed in within the last weeks, so that it is asked the newest standards.
QUICK = frozenset({"OPEN_NEW", "OPEN_INTERESTS", "VALID_NEW"})
_QUICK_GAPS = {"start": (2, 3), "request": (5, 6), "decide": (5, 6), "submit": (1, 1), "issue": (1, 1)}
_GAPS = {"start": (2, 9), "request": (42, 54), "decide": (26, 38), "submit": (3, 8), "issue": (5, 11)}
LAST_STEP = {
    "DESCRIBED": "register",
    "DRAFT": "start",
    "DRAFT_10": "start",
    "DRAFT_50": "start",
    "DRAFT_90": "start",
    "DRAFT_100": "start",
    "DRAFT_READY": "start",
    "OPEN_NEW": "request",
    "OPEN_INTERESTS": "request",
    "OPEN_SCORING": "request",
    "OPEN_READY": "request",
    "REJECTED": "decide",
    "DEFERRED": "decide",
    "DEFERRED_REVISED": "decide",
    "TRIAL": "decide",
    "APPROVED": "decide",
    "WAITING": "submit",
    "RETURNED": "submit",
}  # every other stage has a passport
# How much of a draft is done, in per cent; one that is handed in is done.
_WHOLE = 100
SHARES = {"DRAFT": 0, "DRAFT_10": 10, "DRAFT_50": 50, "DRAFT_90": 90, "DRAFT_100": _WHOLE}
# The draft of the named innovator that a colleague writes in too.
SHARED_DRAFT = ("Ferrybridge Fluid Scale", "1.0")
OUTCOMES = {"REJECTED": "REJECTED", "DEFERRED": "DEFERRED", "DEFERRED_REVISED": "DEFERRED", "TRIAL": "TRIAL_ONLY"}
CONDITIONAL = ("CONDITIONS", "DISCHARGED", "OVERDUE")
_REPORTS = ("Evaluation report", "Clinical study report", "Summary of the safety case", "Health economic report")
_SECOND_PASS_DAYS = 16


@dataclass(frozen=True)
class Planner:
    """Plans journeys into a history."""

    cast: Cast
    history: History

    def plan(self, journey: Journey, *, first_version: bool) -> None:
        """Everything from registering to the journey's last step."""
        last = LAST_STEP.get(journey.stage, "issue")
        days = days_of(journey, last)
        if journey.stage == "VALID_SECOND":
            self._first_pass(journey, days["request"])
        else:
            if first_version:
                self._register(journey, days["register"])
            if last != "register":
                self.history.add(days["start"], describing.start, self.cast, journey)
                self._fill(journey, days["start"], days.get("request", 0))
        if "request" in days:
            self.history.add(days["request"], describing.hand_in, self.cast, journey)
            self._assess(journey, days["request"], days.get("decide", 0), OUTCOMES.get(journey.stage, ""))
        if "decide" in days:
            self._decide(journey, days["decide"])
        self._afterwards(journey, days)

    def _register(self, journey: Journey, ago: int) -> None:
        product = products()[journey.technology]
        if not journey.nominated:
            self.history.add(ago, describing.register, self.cast, product)
            self.history.add(ago, describing.number, self.cast, product)
            return
        self.history.add(ago + between(7, 13, product.name, "invited"), nominating.invite_for, self.cast, journey)
        self.history.add(ago, nominating.accept, self.cast, journey)
        self.history.add(ago, describing.describe, self.cast, product)
        self.history.add(ago, describing.number, self.cast, product)

    def _fill(self, journey: Journey, start: int, request: int) -> None:
        share = _WHOLE if request else SHARES.get(journey.stage, _WHOLE)
        complete = share == _WHOLE
        wanted = 3 if complete else between(1, 2, journey.technology, "answers")
        span = max(start - request, 4)
        for number in range(wanted if share != SHARES["DRAFT_10"] else 1):
            ago = max(start - span * (number + 1) // 6, request + 1)
            self.history.add(ago, describing.answer, self.cast, journey, number)
        title = _REPORTS[drawn(journey.technology, "report") % len(_REPORTS)]
        if complete or drawn(journey.technology, "document") % 2:
            self.history.add(max(request + 2, 1), describing.attach, self.cast, journey, title)
        expires_on = self.history.calendar.ahead(journey.expires_in)
        if (journey.technology, journey.version) == SHARED_DRAFT:
            self._together(journey, start)
        if complete:
            self.history.add(max(request + 1, 1), describing.certify, self.cast, journey, expires_on)
        if share:
            self.history.add(max(request + 1, 1), evidencing.fill, self.cast, journey, share, expires_on)

    def _together(self, journey: Journey, start: int) -> None:
        """The named innovator has a colleague, and they do not always wait for one another."""
        self.history.add(start - 1, together.join, self.cast, journey)
        for place, act in enumerate((together.collide, together.change_of_mind, together.comment)):
            self.history.add(max(start - 6 - place, 1), act, self.cast, journey)

    def _first_pass(self, journey: Journey, second_request: int) -> None:
        """A panel defers, the innovator revises: what comes before the second request."""
        revised = second_request + _SECOND_PASS_DAYS
        decided = revised + 8
        requested = decided + 30
        started = requested + 45
        self._register(journey, started + 5)
        self.history.add(started, describing.start, self.cast, journey)
        self._fill(journey, started, requested)
        self.history.add(requested, describing.hand_in, self.cast, journey)
        self._assess(journey, requested, decided, "DEFERRED")
        self.history.add(decided, assessing.close, self.cast, journey, "DEFERRED", journey.reason)
        self.history.add(revised, describing.revise, self.cast, journey)
        self.history.add(second_request + 2, describing.answer, self.cast, journey, 0)

    def _assess(self, journey: Journey, request: int, decide: int, outcome: str) -> None:
        """Interests and scores between the request and the decision, or as far as an open assessment has come."""
        seats = seats_of(journey.panel)
        declaring = {"OPEN_NEW": (), "OPEN_INTERESTS": seats[:3]}.get(journey.stage if not decide else "", seats)
        span = request - decide
        for place, seat in enumerate(declaring):
            self.history.add(request - 1 - span * place // 24, assessing.declare, self.cast, journey, seat)
        for place, seat in enumerate(self._scoring(journey, decide)):
            ago = request - span * 2 // 5 - span * place // 14
            self.history.add(max(ago, 1), assessing.score, self.cast, journey, seat, outcome or "APPROVED")

    @staticmethod
    def _scoring(journey: Journey, decide: int) -> tuple[str, ...]:
        scoring = tuple(seat for seat in seats_of(journey.panel) if seat != "CHAIR")
        if decide or journey.stage == "OPEN_READY":
            return scoring
        if journey.stage != "OPEN_SCORING":
            return ()
        # At the named people's panel they still have to score; the others have.
        return scoring[4:] if journey.panel == HOME else scoring[:2]

    def _decide(self, journey: Journey, ago: int) -> None:
        outcome = OUTCOMES.get(journey.stage) or (
            "APPROVED_WITH_CONDITIONS" if journey.stage in CONDITIONAL else "APPROVED"
        )
        reason = journey.reason if journey.stage in OUTCOMES else ""
        self.history.add(ago, assessing.close, self.cast, journey, outcome, reason, self._conditions(journey))

    def _conditions(self, journey: Journey) -> list[Condition]:
        ahead = self.history.calendar.ahead
        if journey.stage == "CONDITIONS":
            return [assessing.condition(journey, "", ahead(-journey.turn), blocking=journey.turn % 2 == 0)]
        if journey.stage == "OVERDUE":
            return [assessing.condition(journey, journey.reason, ahead(-journey.turn), blocking=True)]
        if journey.stage == "DISCHARGED":
            return [assessing.condition(journey, "", ahead(30 - journey.turn), blocking=True)]
        return []

    def _afterwards(self, journey: Journey, days: dict[str, int]) -> None:
        stage, reason = journey.stage, journey.reason
        if stage == "DEFERRED_REVISED":
            self.history.add(days["decide"] - 14, describing.revise, self.cast, journey)
        if "submit" in days:
            self.history.add(days["submit"], assessing.submit, self.cast, journey)
        if stage == "RETURNED":
            self.history.add(days["submit"] - 6, issuing.send_back, self.cast, journey)
        if "issue" in days:
            self.history.add(days["issue"], issuing.issue, self.cast, journey)
        if stage in {"SUSPENDED", "REINSTATED"}:
            self.history.add(journey.turn, issuing.act_on, self.cast, journey, "suspend", reason)
        if stage == "REINSTATED":
            back = "The fault was found and mended, and an alarm for it was shown to work."
            self.history.add(journey.turn - 20, issuing.act_on, self.cast, journey, "reinstate", back)
        if stage == "WITHDRAWN":
            self.history.add(journey.turn, issuing.act_on, self.cast, journey, "withdraw", reason)
        if stage == "DISCHARGED":
            self.history.add(journey.turn, issuing.discharge, self.cast, journey)


def days_of(journey: Journey, last: str) -> dict[str, int]:
    """How many days ago each step was, from the last one backwards."""
    days = {last: journey.ago}
    place = STEPS.index(last)
    gaps = _QUICK_GAPS if journey.stage in QUICK else _GAPS
    for earlier, later in zip(reversed(STEPS[:place]), reversed(STEPS[1 : place + 1]), strict=True):
        days[earlier] = days[later] + between(*gaps[later], journey.technology, journey.version, later)
    return days
