"""Basic UDI-DI: the name of a device model in Europe, with two check characters. Pure.

Two issuers, one check. GS1: a Global Model Number, General Specifications 7.9.5; rule and examples as in GS1's own
helper libraries (github.com/gs1/gmn-helpers). HIBCC: `++`, the labeller's code and the model, where `++` counts too.
The check: each character's place among 82, times a prime (2 for the last one, 3 for the one before …), added up,
modulo 1021; that number is written with two of 32 characters that cannot be mistaken for one another.
"""

from __future__ import annotations

import re
from string import ascii_lowercase, ascii_uppercase

from evidence.identifiers import WrongIdentifierError

# GS1 AI encodable character set 82, in its order.
PLACES = "!\"%&'()*+,-./0123456789:;<=>?" + ascii_uppercase + "_" + ascii_lowercase
CHECKS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
MODULUS = 1021
SHORTEST, LONGEST = 8, 25
_COMPANY = 5  # digits that a GS1 company prefix has at least
_HIBC = re.compile(r"\+\+[A-Z][A-Z0-9]{3}[A-Z0-9]{1,17}", re.ASCII)


def check_pair(part: str) -> str:
    """The two check characters of a model's name without them: at most 23 characters of the 82."""
    summed = sum(PLACES.index(sign) * prime for sign, prime in zip(reversed(part), PRIMES, strict=False)) % MODULUS
    return CHECKS[summed // len(CHECKS)] + CHECKS[summed % len(CHECKS)]


def read_basic_udi(typed: str) -> str:
    """The Basic UDI-DI without spaces; capitals and small letters differ in it. Raises WrongIdentifierError."""
    whole = "".join(typed.split())
    if not SHORTEST <= len(whole) <= LONGEST:
        raise WrongIdentifierError(
            f"A Basic UDI-DI has {SHORTEST} to {LONGEST} characters, and this has {len(whole):,}.",
            next_step="Paste it with its two check characters and without anything else.",
        )
    part, pair = whole[:-2], whole[-2:]
    strange = next((sign for sign in part if sign not in PLACES), None)
    if strange is not None:
        raise WrongIdentifierError(f"A Basic UDI-DI cannot have the character “{strange}”.")
    if part.startswith("++"):
        if not _HIBC.fullmatch(part):
            raise WrongIdentifierError("After ++ come the labeller's 4 characters and up to 17 capitals and digits.")
    elif not part[:_COMPANY].isdigit():
        raise WrongIdentifierError(
            "A Basic UDI-DI begins with the company's GS1 prefix, at least 5 digits, or with ++ when it is from HIBCC."
        )
    right = check_pair(part)
    if pair != right:
        raise WrongIdentifierError(
            f"The last two characters of this Basic UDI-DI should be {right}, not {pair}.",
            next_step="One of its characters is wrong, or a capital is a small letter: compare them.",
        )
    return whole
