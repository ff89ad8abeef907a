"""What changed about an organisation, in sentences for the change log: facts before and after in, changes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from compass.foundation.words import civil_date, listing


@dataclass(frozen=True)
class Facts:
    """What is stored of one organisation; others appear by code, empty for none."""

    name: str
    region: str
    icb: str
    town: str
    postcode: str
    opened_on: date | None
    closed_on: date | None
    current: str


@dataclass(frozen=True)
class Happening:
    """One entry for the change log."""

    kind: str
    sentence: str
    data: dict[str, Any]


WHERE = {"region": "region", "icb": "integrated care board", "town": "town", "postcode": "postcode"}


def changes_between(
    code: str,
    before: Facts | None,
    after: Facts,
    *,
    followed_by: Sequence[str],
    label: Callable[[str], str],
    on: date,
) -> list[Happening]:
    """What to say about one organisation: `followed_by` are successors newly recorded, `label` names a code."""
    who = f"{after.name} ({code})"
    said: list[tuple[str, str]] = []
    if before is None:
        closing = f", with the closing date {civil_date(after.closed_on)}" if after.closed_on else ""
        said.append(("added", f"{who} was added{closing}."))
    else:
        said += _facts_changed(who, before, after, on)
    carried_by_another = after.current not in {"", code}
    moved_on = before is None or before.current != after.current
    if carried_by_another and moved_on:
        said.append(("succeeded", f"{who} is carried on by {label(after.current)}."))
    elif followed_by:
        nobody = "" if after.current else " No single one carries it on, so its people decide."
        said.append(("succeeded", f"{who} is followed by {listing(followed_by)}.{nobody}"))
    elif before is not None and moved_on and before.closed_on == after.closed_on:
        # Time has passed, or another organisation was corrected; nothing of its own changed.
        if after.current:
            said.append(("corrected", f"{who} acts for itself."))
        else:
            said.append(("closed", f"{who} has closed and nobody carries it on, so its people decide."))
    data = {"ods_code": code, **_differences(before, after)}
    return [Happening(f"organisation_{verb}", sentence, data) for verb, sentence in said]


def _facts_changed(who: str, before: Facts, after: Facts, on: date) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    if before.name != after.name:
        said.append(("renamed", f"{before.name} is now called {who}."))
    moves = [
        f"{word} from {getattr(before, name) or 'none'} to {getattr(after, name) or 'none'}"
        for name, word in WHERE.items()
        if getattr(before, name) != getattr(after, name)
    ]
    if moves:
        said.append(("moved", f"{who} moved: {listing(moves)}."))
    if before.closed_on is None and after.closed_on is not None:
        verb = "closes" if after.closed_on > on else "closed"
        said.append(("closed", f"{who} {verb} on {civil_date(after.closed_on)}."))
    if before.closed_on is not None and after.closed_on is None:
        said.append(("reopened", f"{who} is open: the closing date {civil_date(before.closed_on)} was taken back."))
    dates = [("opening", before.opened_on, after.opened_on)]
    if before.closed_on is not None and after.closed_on is not None:
        dates.append(("closing", before.closed_on, after.closed_on))
    corrections = [
        f"{which} date from {civil_date(old) or 'none'} to {civil_date(new) or 'none'}"
        for which, old, new in dates
        if old != new
    ]
    if corrections:
        said.append(("corrected", f"{who} was corrected: {listing(corrections)}."))
    return said


def _differences(before: Facts | None, after: Facts) -> dict[str, dict[str, str | None]]:
    was, now = asdict(before) if before else {}, asdict(after)
    changed = [name for name in now if was.get(name) != now[name]]
    return {
        "before": {name: _json(was.get(name)) for name in changed if before},
        "after": {name: _json(now[name]) for name in changed},
    }


def _json(value: date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value
