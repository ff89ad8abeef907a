"""The whole history, planned before anything is written. Pure: the same day gives the same plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from compass.demo.acts import (
    choosing,
    company,
    issuing,
    leaving,
    needing,
    nominating,
    picturing,
    publishing,
    renewing,
    selling,
    setting_out,
    warning,
)
from compass.demo.adoptions import Adopters
from compass.demo.cast import Cast
from compass.demo.dates import HISTORY_DAYS, Calendar
from compass.demo.drawing import pictures
from compass.demo.events import History
from compass.demo.journeys import Planner
from compass.demo.library import Journey, journeys, known_technologies, nominations, products
from compass.demo.people import COMPANY, HOME
from compass.demo.roster import OPERATORS
from compass.demo.warned import plan_warnings

_SMALL_KNOWN, _SMALL_ADOPTERS = 6, 2
_KNOWN_A_DAY = 3
_ROUND_DAYS = 14
_ALL = 1000
# How many days ago the named buyer's trust did what, to choose what to buy.
_CHOOSING: tuple[tuple[Any, ...], ...] = (
    (120, choosing.colleagues),
    (118, choosing.shortlist, "shortlist_before"), (112, choosing.set_up, "abandoned_purchase"),
    (104, choosing.abandon, "abandoned_purchase"), (101, choosing.archive, "shortlist_before"),
    (90, choosing.start, "first_purchase"), (76, choosing.score, "first_purchase"),
    (62, choosing.agree, "first_purchase"),
    (48, choosing.search), (47, choosing.shortlist, "shortlist"), (40, choosing.opinions),
    (26, choosing.start, "second_purchase"), (9, choosing.score, "second_purchase"),
    (4, choosing.agree_on_one, "second_purchase"),
    (3, choosing.start, "third_purchase"), (2, choosing.set_up, "fourth_purchase"),
    (24, leaving.begin), (6, leaving.leave),
    # Only the passports of the last days have packs with a cost model.
    (1, choosing.work_out_cost),
)  # fmt: skip
# What the named innovator's company does beside its packs.
_COMPANY: tuple[tuple[Any, ...], ...] = ((300, company.number), (30, company.let_program_in), (3, company.invite))
# What was begun about a technology in the last days, and waits for somebody's answer.
_UNANSWERED: tuple[tuple[Any, ...], ...] = (
    ("Copperbeech Blood Loss Scale", 4, renewing.hand_in),
    ("Millrace Dialysis Sentinel", 5, issuing.show_met),
    ("Lockgate Ketone Strip", 3, issuing.propose, "withdraw", OPERATORS[1],
     "The company wrote to us: it has given up the strip and will not make it again."),
    ("Bulrush Kidney Alert", 2, issuing.propose, "reinstate", OPERATORS[0],
     "All 14 medicines are back in the alert. We saw the company’s test with the list of this month."),
)  # fmt: skip
_MANGLED_AGO, _SAVED_AGO = 3, 35


def whole_history(today: date, *, small: bool = False) -> History:
    """Every event of the eighteen months before `today`; a small one has one or two technologies of each stage."""
    cast, history = Cast(), History(Calendar(today))
    history.add(HISTORY_DAYS, setting_out.everybody, cast)
    known = known_technologies()[: _SMALL_KNOWN if small else _ALL]
    for place, one in enumerate(known):
        history.add(HISTORY_DAYS - 7 - place // _KNOWN_A_DAY, publishing.publish, one)
    chosen = _one_of_each_stage() if small else list(journeys())
    planner, seen = Planner(cast, history), set[str]()
    for journey in chosen:
        planner.plan(journey, first_version=journey.technology not in seen)
        seen.add(journey.technology)
    for name in sorted(seen):
        history.add(2, selling.offer, name)
        if name in pictures():
            history.add(2, picturing.show, cast, name)
    for ago in range(HISTORY_DAYS - _ROUND_DAYS, 0, -_ROUND_DAYS):
        history.add(ago, renewing.renew, cast)
    Adopters(cast, history, chosen).plan(at_most=_SMALL_ADOPTERS if small else _ALL)
    for ago, act, *given in (*_CHOOSING, *_COMPANY):
        history.add(ago, act, cast, *given)
    for name, ago, act, *given in _UNANSWERED:
        for journey in [one for one in chosen if one.technology == name][-1:]:
            history.add(ago, act, cast, journey, *given)
    plan_warnings(cast, history, chosen)
    history.add(_MANGLED_AGO, warning.mangle)
    _plan_asking(cast, history)
    history.add(_SAVED_AGO, needing.save, cast)
    return history


def _plan_asking(cast: Cast, history: History) -> None:
    """What trusts ask for: technologies that they nominate, and needs that they publish."""
    for asked in nominations():
        history.add(asked.ago, nominating.invite, cast, asked)
        if asked.answer:
            history.add(asked.answered_ago, nominating.settle, cast, asked)
    for wanted in needing.NEEDS:
        history.add(wanted.ago, needing.publish, cast, wanted)
        if wanted.answered_ago:
            history.add(wanted.answered_ago, needing.answer, cast, wanted)
        if wanted.closed_ago:
            history.add(wanted.closed_ago, needing.close, cast, wanted)


def _one_of_each_stage() -> list[Journey]:
    """A journey of each stage, at the named people's panel where there is one, and all of the named innovator's."""
    chosen = {name for name, product in products().items() if product.company == COMPANY}
    first: dict[str, str] = {}
    for journey in sorted(journeys(), key=lambda j: j.panel != HOME):
        first.setdefault(journey.stage, journey.technology)
    return [journey for journey in journeys() if journey.technology in chosen | set(first.values())]
