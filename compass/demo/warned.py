"""Which invented technologies have an invented safety notice, and how far it came. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from compass.demo.acts import warning
from compass.demo.cast import Cast
from compass.demo.events import History
from compass.demo.library import Journey

# Weekends count as the Friday before: so many days apart, two events keep their order whatever the day of the load.
APART = 3


@dataclass(frozen=True)
class Warned:
    """A notice, the days ago on which it was published, confirmed, acted on and dealt with; 0 for not yet.

    With `named` it names the product's number, which suspends at once; else a person has to judge it.
    """

    technology: str
    fault: str
    lots: tuple[str, ...]
    published: int
    confirmed: int = 0
    acted: int = 0
    closed: int = 0
    named: bool = True

    def stops(self, ago: int) -> bool:
        """Whether the technology's passport is suspended by it so many days ago, or near to that."""
        return self.named and self.closed - APART <= ago <= self.published + APART


# Between two rounds of renewals (`plan`), which leave out what is suspended.
WARNED = (
    Warned(
        "Greyfriars Field Tester", "the strap of the headset can tear", ("GF-0311..GF-0420",),
        published=168, confirmed=167, acted=165, closed=160,
    ),
    Warned(
        "Causeway Clot Test", "cartridges of four lots can read too low", ("CT2409..CT2412",),
        published=4, confirmed=3, acted=2,
    ),
    Warned(
        "Windlass Cough Counter", "recordings of the first hour can be missing", (), published=2, named=False
    ),
)  # fmt: skip
_BY_NAME = {one.technology: one for one in WARNED}


def warned_of(technology: str) -> Warned | None:
    """The notice that suspends a technology, or did; None for one that only may concern it."""
    found = _BY_NAME.get(technology)
    return found if found is not None and found.named else None


def plan_warnings(cast: Cast, history: History, issued: list[Journey]) -> None:
    """Everything about the notices of those of these technologies that have one."""
    known = {journey.technology for journey in issued}
    for one in WARNED:
        if one.technology not in known:
            continue
        history.add(one.published, warning.publish, one)
        for ago, act in (
            (one.confirmed, warning.confirm),
            (one.acted, warning.acknowledge),
            (one.closed, warning.close),
        ):
            history.add(ago, act, cast, one)
