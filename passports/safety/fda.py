"""Recalls as the FDA publishes them: enforcement reports and device recalls of openFDA, old and new form. Pure.

The product type is not to be trusted: old records have feed and animal medicines under “Devices” (V-…) and medicines
under “Food”. The letter of the recall number is the centre that classified it, and Z is the one for devices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from passports.safety import wording
from passports.safety.notices import (
    BODY_MAX,
    NAME_MAX,
    TITLE_MAX,
    Found,
    LeftOut,
    ReadNotice,
    Source,
    line,
    lines,
    malformed,
    prose,
    read_day,
    said,
    sealed,
)

_NUMBER = re.compile(r"\b([A-Z])-(\d{3,5}-(?:\d{4}|\d{2}))(?!\d)", re.ASCII)
_DEVICES = "Z"
_ADDRESS = "https://api.fda.gov/device/enforcement.json?search=recall_number:"
# Where the name of a product ends and its description begins.
_NAME_ENDS = re.compile(
    r"\s*(?:\(|;|\*\*\*|\.\s|,\s|\bProduct Usage\b|\bis (?:an?|intended|indicated)\b|\bare\b|\bP/N\b|\bCatalog\b"
    r"|\bmodel\b|\bRecall #)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|[;.]\s*|\s)\d{1,2}\)\s+")
_KNOWN = {"product_description", "recalling_firm", "product_res_number", "recall_number", "product_type"}


def is_recall(item: Mapping[str, Any]) -> bool:
    """Whether an object has fields that only recalls have."""
    return bool(_KNOWN & {name.replace("-", "_") for name in item if isinstance(name, str)})


def read_recall(given: Mapping[str, Any]) -> Iterator[Found]:
    """One record, with hyphens or underscores in its names."""
    item = {name.replace("-", "_"): value for name, value in given.items() if isinstance(name, str)}
    description = said(item, "product_description")
    told = said(item, "recall_number", "product_res_number")
    numbers = list(dict.fromkeys(f"{a}-{b}" for a, b in _NUMBER.findall(f"{told} {description}")))
    letters = {number[0] for number in numbers}
    kind = said(item, "product_type")
    reference = line(told or (numbers[0] if numbers else said(item, "event_id", "res_event_number")), 60)
    if letters and _DEVICES not in letters:
        yield LeftOut(reference, "Not about a device: its recall number is of another centre of the FDA.")
    elif not letters and kind and "device" not in kind.lower():
        yield LeftOut(reference, f"Not about a device: the record says “{line(kind, 40)}”.")
    elif not letters:
        yield malformed(Source.FDA, reference, "The record has no recall number.", given)
    elif not description.strip():
        yield malformed(Source.FDA, reference, "The record does not say which product it is about.", given)
    else:
        ours = [number for number in numbers if number[0] == _DEVICES]
        yield _from_record(item, ours[0], description)


def _from_record(item: Mapping[str, Any], number: str, description: str) -> ReadNotice:
    products = lines(_named(one) for one in _NUMBERED.split(description) if one.strip())
    codes = said(item, "code_info")
    parts = (description, codes, said(item, "reason_for_recall"), said(item, "recalling_firm"))
    whole = "\n".join(parts)
    return sealed(
        ReadNotice(
            source=Source.FDA,
            source_id=number,
            title=line(f"Recall {number}: {products[0] if products else description}", TITLE_MAX),
            published_on=next((d for d in map(read_day, _dates(item)) if d), None),
            url=_ADDRESS + quote(f'"{number}"'),
            maker=_maker(said(item, "recalling_firm")),
            products=products,
            identifiers=wording.identifiers_in(f"{codes}\n{description}"),
            lots=wording.lots_in(codes),
            body=prose(whole, BODY_MAX),
        ),
        whole,
    )


def _dates(item: Mapping[str, Any]) -> list[str]:
    names = ("report_date", "event_date_posted", "recall_initiation_date", "event_date_initiated")
    return [said(item, name) for name in names]


def _named(description: str) -> str:
    text = re.sub(r"^(?:The|Accessories for the)\s+", "", " ".join(description.split()))
    return line(_NAME_ENDS.split(text, maxsplit=1)[0].strip(" ,.:-"), NAME_MAX)


def _maker(firm: str) -> str:
    """The manufacturer where the record names one beside the firm that recalls."""
    made = re.search(r"Manufacturers?:\s*(.{2,300})", firm)
    return line(wording.company(made[1] if made else re.sub(r"^Recalling Firm:\s*", "", firm.strip())), NAME_MAX)
