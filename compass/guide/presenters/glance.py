"""What a buyer sees first of a technology, each with a link to the whole of it further down the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compass.foundation.words import plural

NOT_STATED = "Not stated"

Fact = dict[str, str]


def at_a_glance(page: Mapping[str, Any]) -> list[Fact]:
    """What it does for patients, what it costs, how to buy it, who pays and who uses it, in that order.

    Each has `label`, `words`, `more` (may be empty) and the `anchor` of its section.
    """
    return [_benefit(page), _price(page), _route(page), _payer(page), _use(page)]


def _fact(label: str, anchor: str, words: str, more: str = "") -> Fact:
    return {"label": label, "anchor": anchor, "words": words or NOT_STATED, "more": more}


def _benefit(page: Mapping[str, Any]) -> Fact:
    """The claim with the surest kind of evidence."""
    claims = page["evidence"].get("claims", [])
    if not claims:
        missing = "Not shown: it has no passport you can rely on" if "why_not" in page["evidence"] else NOT_STATED
        return _fact("What it changes", "claims", missing)
    first = claims[0]
    others = f" {plural(len(claims) - 1, 'more claim')} below." if len(claims) > 1 else ""
    return _fact(
        "What it changes",
        "claims",
        f"{first['outcome']}: {first['effect']}",
        f"Kind of evidence: {first['label'].lower()}.{others}",
    )


def _price(page: Mapping[str, Any]) -> Fact:
    return _fact("List price", "cost", page["innovation"]["price"])


def _route(page: Mapping[str, Any]) -> Fact:
    routes = page["market"]["routes"]
    standing = [one for one in routes if not one["ended"]]
    if not standing:
        return _fact("How to buy it", "buy", "All ways to buy it that are listed here have ended" if routes else "")
    others = f" {plural(len(standing) - 1, 'other way')} below." if len(standing) > 1 else ""
    return _fact("How to buy it", "buy", standing[0]["name"], f"{standing[0]['when']}{others}")


def _payer(page: Mapping[str, Any]) -> Fact:
    standing = [one for one in page["market"]["funding"] if not one["ended"]]
    if not standing:
        return _fact("Who pays", "pays", "No national programme is stated here. Plan to pay from your own budget")
    return _fact("Who pays", "pays", standing[0]["name"], standing[0]["when"])


def _use(page: Mapping[str, Any]) -> Fact:
    count = page["innovation"]["adopter_count"]
    words = plural(count, "NHS organisation") if count else "No adoption is recorded here"
    like = page["nearest"][0]["name"] if page["nearest"] else ""
    return _fact("Who uses it", "use", words, f"Most like yours: {like}." if like else "")


def contents(page: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Anchor and words of each section that the page has, in its order."""
    evidence, market = page["evidence"], page["market"]
    shown = "why_not" not in evidence
    return [
        (anchor, words)
        for anchor, words, there in (
            ("claims", "What it changes", True),
            ("passport", "Innovator Passport", True),
            ("guidance", "National guidance", bool(market["guidance"])),
            ("cost", "Cost", True),
            ("buy", "How to buy it", True),
            ("pays", "Who pays", True),
            ("use", "Who uses it", True),
            ("regulation", "Regulation", True),
            ("standards", "Standards met", shown),
            ("documents", "Documents", shown),
            ("about", "About it", True),
            ("facts", "Published facts", True),
            ("happened", "What happened", "changes" in page),
        )
        if there
    ]
