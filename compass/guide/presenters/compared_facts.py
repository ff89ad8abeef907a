"""What is public of one technology, each fact as a statement of a comparison, in the words of its own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compass.foundation import words
from compass.guide.comparison import Said
from compass.guide.presenters.evidence import NO_LAST_DAY, told
from evidence.claims import sentence, strength
from evidence.presenters import source_link

Fact = Mapping[str, Any]


def claim(fact: Fact, page: str) -> Said:
    """A claim with every number of it and how sure it is; its source, or else `page`."""
    claim = told(fact)
    sure = strength(claim.design, claim.effect)
    return Said(f"{sentence(claim)} How sure: {sure.label.lower()}.", source_link(fact["study_reference"]) or page)


def certificate(one: Fact) -> str:
    """A certificate of `certificate_rows` in one sentence."""
    when = f"ended on {one['until']}" if one["ended"] else f"valid until {one['until']}"
    return f"{one['kind']}, issued by {one['issuer']}, {when if one['until'] != NO_LAST_DAY else 'has no last day'}."


def published(fact: Fact) -> Said:
    """What others published, with the address of it."""
    return Said(fact["statement"], fact["source_url"])


def guidance(line: Fact) -> Said:
    """A `guidance_line`."""
    return Said(f"{line['name']}. {line['words']}", line["url"])


def bought(line: Fact, page: str) -> Said:
    """A `route_line` or a `funding_line`; its source, or else `page`."""
    return Said(f"{line['name']}. {line['about']}. {line['when']}", line["url"] or page)


def condition(fact: Fact, page: str) -> Said:
    """A condition with its day."""
    weight = " The passport is suspended if it is not met by then." if fact["blocking"] else ""
    return Said(f"{fact['text']} Due by {words.civil_date(fact['due_on'])}.{weight}", page)


def notice(fact: Fact) -> Said:
    """An open safety notice with its day."""
    day = words.civil_date(fact["published_on"])
    return Said(f"{fact['title']}{f', {day}' if day else ''}", fact["url"])
