"""What the address of a person's calendar says: `17` is person 17's first one, `17-2` the second after it. Pure."""

from __future__ import annotations

import re

HEAD = "calendars"
_VALUE = re.compile(r"([1-9][0-9]{0,17})(?:-([1-9][0-9]{0,8}))?")


def calendar_value(person_id: int, number: int) -> str:
    """The value that is signed."""
    return f"{person_id}-{number}" if number else str(person_id)


def read_calendar(value: str | None) -> tuple[int, int] | None:
    """Person and number of a signed value; None when it is not one of ours."""
    found = _VALUE.fullmatch(value or "")
    return (int(found[1]), int(found[2] or 0)) if found else None
