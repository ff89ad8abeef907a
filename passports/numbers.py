"""Innovator Passport numbers: `MTC-1234-5678-9012`, eleven digits and an ISO 7064 MOD 11-2 check character.

MOD 11-2 catches every single wrong digit and every swap of neighbours; the check character is 0 to 9 or X. Pure.
"""

from __future__ import annotations

import re
import secrets

from stdnum.iso7064 import mod_11_2

PREFIX = "MTC"
SIGNS = 12
_FORM = re.compile(r"^MTC([0-9]{11}[0-9X])$")
_SPACING = re.compile(r"[\s\-–—.]")


def new_number() -> str:
    """A number drawn at random, so that numbers tell nothing about one another."""
    payload = f"{secrets.randbelow(10**11):011d}"
    return spaced(payload + mod_11_2.calc_check_digit(payload))


def spaced(twelve: str) -> str:
    """The twelve characters in groups, as printed."""
    return f"{PREFIX}-{twelve[:4]}-{twelve[4:8]}-{twelve[8:]}"


def _plain(typed: str) -> str:
    return _SPACING.sub("", typed).upper()


def read_number(typed: str) -> str | None:
    """The number as printed, from what a person typed (spaces, case and hyphens do not matter).

    None when the form or the check character is wrong; `problem_with` then says which.
    """
    found = _FORM.match(_plain(typed))
    if found is None or not mod_11_2.is_valid(found[1]):
        return None
    return spaced(found[1])


def problem_with(typed: str) -> str:
    """What is wrong with a number that `read_number` does not read, in a sentence; empty when nothing is."""
    if read_number(typed) is not None:
        return ""
    plain = _plain(typed)
    if not plain.startswith(PREFIX):
        return f"A passport number begins with {PREFIX}. Type the whole number, for example MTC-0000-0000-0001."
    signs = plain.removeprefix(PREFIX)
    if odd := sorted(set(re.sub(r"[0-9]|X$", "", signs))):
        hint = " The letter O may be meant as the digit 0." if "O" in odd else ""
        return (
            f"After {PREFIX} a passport number has digits only, and perhaps an X at the end. "
            f"This has {_named(odd)}.{hint}"
        )
    if len(signs) != SIGNS:
        count = f"{SIGNS - len(signs)} missing" if len(signs) < SIGNS else f"{len(signs) - SIGNS} too many"
        return f"After {PREFIX} a passport number has {SIGNS} characters. This has {len(signs)}: {count}."
    return "One character is wrong, or two neighbours are swapped. Compare the number with the one you were given."


def _named(odd: list[str]) -> str:
    """The first few characters, in quotation marks; what cannot be seen is not shown."""
    shown = [f"“{sign}”" for sign in odd if sign.isprintable()][:3]
    more = len(odd) > len(shown)
    return ", ".join([*shown, "other characters"] if more else shown)
