"""Innovator Passport numbers: `MTC-1234-5678-9012`, eleven digits and an ISO 7064 MOD 11-2 check character.

MOD 11-2 catches every single wrong digit and every swap of neighbours; the check character is 0 to 9 or X. Pure.
"""

from __future__ import annotations

import re
import secrets

from stdnum.iso7064 import mod_11_2

PREFIX = "MTC"
_FORM = re.compile(r"^MTC([0-9]{11}[0-9X])$")


def new_number() -> str:
    """A number drawn at random, so that numbers tell nothing about one another."""
    payload = f"{secrets.randbelow(10**11):011d}"
    return spaced(payload + mod_11_2.calc_check_digit(payload))


def spaced(twelve: str) -> str:
    """The twelve characters in groups, as printed."""
    return f"{PREFIX}-{twelve[:4]}-{twelve[4:8]}-{twelve[8:]}"


def read_number(typed: str) -> str | None:
    """The number as printed, from what a person typed (spaces, case and hyphens do not matter).

    None when the form or the check character is wrong.
    """
    found = _FORM.match(re.sub(r"[\s\-–—.]", "", typed).upper())
    if found is None or not mod_11_2.is_valid(found[1]):
        return None
    return spaced(found[1])
