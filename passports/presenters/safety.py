"""Safety notices in words and colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from compass.foundation.web.presenting import Tag
from compass.foundation.words import civil_date, plural
from passports.models import NoticeMatch, NoticeSource, SafetyNotice
from passports.queries.page import NoticeRow
from passports.safety.wording import names_lot
from passports.states import MatchState

_COLOURS = {
    MatchState.WAITING: "blue",
    MatchState.CERTAIN: "red",
    MatchState.CONFIRMED: "red",
    MatchState.DISMISSED: "grey",
    MatchState.CLOSED: "green",
}


def match_tag(match: NoticeMatch) -> Tag:
    """What became of a match."""
    state = MatchState(match.state)
    return Tag(state.label, _COLOURS[state])


def source_name(source: str) -> str:
    """Who published: the code of a source in words; an unknown one as it is."""
    return dict(NoticeSource.choices).get(source, source)


def source_line(notice: SafetyNotice) -> str:
    """Who published a notice, and when; and that they have withdrawn it since."""
    return _source(notice.source, notice.published_on, is_withdrawn=notice.is_withdrawn)


def _source(published_by: str, published_on: date | None, *, is_withdrawn: bool) -> str:
    gone = ", withdrawn by its publisher since" if is_withdrawn else ""
    return f"{NoticeSource(published_by).label}, {civil_date(published_on) or 'day not stated'}{gone}"


def progress(adopters: int, acted: int) -> str:
    """How many of the adopting organisations have acted."""
    if not adopters:
        return "No organisation has adopted it here."
    return f"{acted} of {plural(adopters, 'adopting organisation')} {'has' if acted == 1 else 'have'} acted."


def standing(state: str) -> str:
    """Whether a person has looked at an open notice, by the state of its match."""
    if state == MatchState.CONFIRMED:
        return "Confirmed by the national operator."
    return "It names a number of this product. The national operator has not confirmed it yet."


def open_line(match: Any) -> dict[str, Any]:
    """An open notice, from `safety_queries.open_notices`, as pages show it."""
    return {
        "title": match.notice.title,
        "url": match.notice.url,
        "source": source_line(match.notice),
        "technology": match.innovation.name,
        "slug": match.innovation.slug,
        "invented": match.innovation.innovator.is_demonstration,
        "progress": progress(match.adopters, match.acted),
        "standing": standing(match.state),
    }


def notice_line(notice: NoticeRow) -> dict[str, Any]:
    """An open notice of a passport's technology, as the passport's page shows it."""
    return {
        "title": notice.title,
        "url": notice.url,
        "source": _source(notice.published_by, notice.published_on, is_withdrawn=notice.is_withdrawn),
        "progress": progress(notice.adopters, notice.acted),
        "standing": standing(notice.state),
    }


def issue_lines(notices: Sequence[SafetyNotice]) -> list[dict[str, str]]:
    """The notices of `safety_queries.notices_at_issue`, as the operators' pages show them."""
    return [{"title": one.title, "url": one.url, "source": source_line(one)} for one in notices]


def past_line(notice: Mapping[str, Any]) -> dict[str, Any]:
    """A notice that was open on a past day, from `passports.queries.history.notices_before`, as pages show it."""
    day = civil_date(notice["published_on"]) if notice["published_on"] else "day not stated"
    standing = (
        "The national operator had confirmed it."
        if notice["confirmed"]
        else "It named the identifier of this product. The national operator had not confirmed it yet."
    )
    return {
        "title": notice["title"],
        "url": notice["url"],
        "source": f"{NoticeSource(notice['published_by']).label}, {day}",
        "standing": standing,
        "progress": "This is how it read then; its publisher has changed it since." if notice["changed_since"] else "",
    }


def open_sentence(lines: Sequence[Any], closed: int) -> str:
    """The whole list in a sentence."""
    done = f" {plural(closed, 'notice')} {'was' if closed == 1 else 'were'} dealt with earlier." if closed else ""
    if not lines:
        return f"No safety notice is open.{done}"
    adopters, acted = sum(one.adopters for one in lines), sum(one.acted for one in lines)
    return f"{plural(len(lines), 'safety notice')} open. {progress(adopters, acted)}{done}"


def counted(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """The numbers of `safety_queries.notice_counts` with their names."""
    # Where nothing is invented, nothing is said of it.
    sources = [one for one in NoticeSource.choices if one[0] != NoticeSource.DEMONSTRATION or counts.get(one[0])]
    named = [(label, counts.get(value, 0)) for value, label in (*sources, *MatchState.choices)]
    return [(label, f"{number:,}") for label, number in named]


def of_lots(notice: SafetyNotice, lot: str) -> tuple[bool, str]:
    """Whether a notice is to be taken as about an item of this lot (empty: not given), and why."""
    if not notice.lots:
        return True, "We found no lot numbers in the notice. Treat every item as affected."
    if not lot:
        return False, "The notice names lots, and you gave no lot. Compare the label with the notice."
    if names_lot(notice.lots, lot):
        return True, f"The notice names your lot, {lot}."
    return False, (
        f"Your lot, {lot}, is not among the lots that we found in the notice. Compare the label with the notice."
    )


def item_line(lot: str, serial: str, expires_on: date | None) -> str:
    """What a label says of the one item."""
    said = [f"lot {lot}"] if lot else []
    said += [f"serial number {serial}"] if serial else []
    said += [f"to be used by {civil_date(expires_on)}"] if expires_on else []
    return f"The label says: {', '.join(said)}." if said else "The label says no lot and no serial number."
