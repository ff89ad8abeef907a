"""The MHRA's weekly lists of field safety notices: each item is a notice of its own. Pure.

An item is said in four lines: “Maker: product”, the date, what kind of device it is, and the MHRA's reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from passports.safety import wording
from passports.safety.markup import Line
from passports.safety.notices import (
    NAME_MAX,
    TITLE_MAX,
    Found,
    ReadNotice,
    Source,
    line,
    lines,
    malformed,
    prose,
    read_day,
    sealed,
)

_INDEX = re.compile(r"^(?:list of )?field safety notices?\b.*\b(?:19|20)\d\d$", re.IGNORECASE | re.ASCII)
# 2018/005/016/291/021; since 2020 some have fewer groups or none.
_REFERENCE = re.compile(
    r"MHRA ref(?:erence)?\.?(?: numbers?)?\s*:?\s*((?:19|20)\d\d[\d/]{3,25})", re.IGNORECASE | re.ASCII
)
_TOLD = re.compile(r"MHRA ref", re.IGNORECASE)
_ITEMS_MAX = 500


def is_index(title: str) -> bool:
    """Whether a page of this title is a list: “Field Safety Notices: 17 to 21 March 2025”."""
    return bool(_INDEX.match(" ".join(title.split())))


def read_index(
    seen: Sequence[Line], *, path: str, url: str, published: date | None, revised: datetime | None
) -> Iterator[Found]:
    """The items of a list, each with the page's address and its own reference; a list without any is kept aside."""
    count = 0
    for block in _blocks(seen):
        if count >= _ITEMS_MAX:
            yield malformed(
                Source.GOVUK, path, f"The list has more than {_ITEMS_MAX} items; the rest was not read.", ""
            )
            return
        count += 1
        yield _item(block, path, url, published, revised)
    if not count:
        yield malformed(
            Source.GOVUK, path, "No item was found in this weekly list.", "\n".join(one.text for one in seen)
        )


def _blocks(seen: Sequence[Line]) -> Iterator[list[str]]:
    """The lines of each item: up to its reference, from the heading or the line before its date."""
    held: list[str] = []
    for one in seen:
        if one.kind == "heading":
            if _is_item(held):
                yield held
            held = [one.text]
            continue
        held.append(one.text)
        if _TOLD.search(one.text):
            yield held
            held = []
    if _is_item(held):
        yield held


def _is_item(held: Sequence[str]) -> bool:
    """Whether lines without a reference were meant as an item: “Maker: product” and a date."""
    return any(": " in text for text in held[:1]) and any(read_day(text) for text in held[1:])


def _item(block: Sequence[str], path: str, url: str, published: date | None, revised: datetime | None) -> Found:
    dated = next((place for place, text in enumerate(block) if place and read_day(text)), None)
    begun = dated - 1 if dated else 0
    title = line(block[begun], TITLE_MAX)
    reference = _REFERENCE.search(" ".join(block[begun:]))
    raw = "\n".join(block)
    if reference is None:
        return malformed(Source.GOVUK, f"{path}#{title}", "The item has no MHRA reference that can be read.", raw)
    if _TOLD.search(title) or (len(block) - begun == 1 and ": " not in title.split("MHRA")[0]):
        return malformed(
            Source.GOVUK, f"{path}#{reference[1]}", "The item does not say which product it is about.", raw
        )
    maker, _, product = title.partition(": ")
    if not product:
        maker, product = "", title
    return sealed(
        ReadNotice(
            source=Source.GOVUK,
            source_id=f"{path}#{reference[1].rstrip('/')}",
            title=title,
            published_on=(read_day(block[dated]) if dated else None) or published,
            url=url,
            maker=line(maker, NAME_MAX),
            products=lines(re.split(r",\s+", product)),
            identifiers=wording.identifiers_in(_REFERENCE.sub("", raw)),
            lots=wording.lots_in(raw),
            body=prose("\n".join(block[begun:]), 2_000),
            revised_at=revised,
        ),
        raw,
    )
