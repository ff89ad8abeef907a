"""Numbers that name devices and companies: what a person typed in, one normal form out. Pure.

Every `read_…` raises WrongIdentifierError, with a sentence that says exactly what is wrong, and nothing else.
"""

from __future__ import annotations

import re
import unicodedata

from stdnum import ean

LONGEST = 100
GTIN_LENGTHS = (8, 12, 13, 14)
GLN_LENGTH = 13
EMDN_LEVELS = 7
# A letter, then up to six pairs of digits: EMDN V2 (European Commission), seven levels.
EMDN_FORM = r"^[A-Z]([0-9]{2}){0,6}$"
_COMPANY_DIGITS = 8
# Registers that put two letters before six digits: Companies House, "URI Customer Guide".
_COMPANY_PREFIX = re.compile(
    "AC|BR|CE|CS|ES|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|R0|RC|RS|SA|SC|SE|SF|SG|SI|SL|SO|SP"
    "|SR|SZ|ZC"
)


class WrongIdentifierError(ValueError):
    """What was typed is not this identifier; `message` says why and `next_step` what to do."""

    def __init__(self, message: str, *, next_step: str = "Check it against the label or the register.") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


def compact(typed: str) -> str:
    """The text without spaces, hyphens and invisible characters; raises WrongIdentifierError when empty or too long."""
    kept = "".join(c for c in typed if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf", "Pd"})
    if not kept:
        raise WrongIdentifierError("There is nothing here.", next_step="Type or paste the number.")
    if len(kept) > LONGEST:
        raise WrongIdentifierError(
            f"This is {len(kept):,} characters long, and no such number has more than {LONGEST}.",
            next_step="Paste the number alone.",
        )
    return kept


def only_digits(text: str) -> bool:
    """Whether every character is one of 0 to 9 (other scripts have digits too)."""
    return text.isascii() and text.isdigit()


def check_gs1_digit(number: str, called: str) -> None:
    """Raise WrongIdentifierError unless the last digit is the GS1 check digit (General Specifications 7.9.1)."""
    right = ean.calc_check_digit(number[:-1])
    if number[-1] != right:
        raise WrongIdentifierError(
            f"The check digit of this {called} should be {right}, not {number[-1]}.",
            next_step="One of its digits is wrong. Compare them with the label.",
        )


def read_gtin(typed: str) -> str:
    """A GTIN-8, -12, -13 or -14 as 14 digits."""
    number = compact(typed)
    if not only_digits(number):
        raise WrongIdentifierError(f"A GTIN has digits only, and this has “{_first_other(number, '[0-9]')}”.")
    if len(number) not in GTIN_LENGTHS:
        raise WrongIdentifierError(f"A GTIN has 8, 12, 13 or 14 digits, and this has {len(number)}.")
    if not number.strip("0"):
        raise WrongIdentifierError("A GTIN cannot be zeros only.")
    check_gs1_digit(number, "GTIN")
    return number.zfill(14)


def read_gln(typed: str) -> str:
    """A GS1 global location number: 13 digits."""
    number = compact(typed)
    if not only_digits(number) or len(number) != GLN_LENGTH:
        raise WrongIdentifierError("A global location number (GLN) has 13 digits.")
    check_gs1_digit(number, "GLN")
    return number


def read_ods(typed: str) -> str:
    """An ODS code: 3 to 10 letters and digits, in capitals."""
    return _of_form(
        compact(typed).upper(), r"[A-Z0-9]{3,10}", "An ODS code has 3 to 10 letters and digits, for example RGT."
    )


def read_company_number(typed: str) -> str:
    """A Companies House number: 8 characters, zeros put back that people leave out (SC12345 is SC012345)."""
    number = compact(typed).upper()
    if only_digits(number) and len(number) <= _COMPANY_DIGITS and number.strip("0"):
        return number.zfill(_COMPANY_DIGITS)
    found = re.fullmatch(r"([A-Z]{2}|R0)([0-9]{1,6}|[0-9]{1,5}R)", number, re.ASCII)
    if found is None or not found[2].strip("0R"):
        raise WrongIdentifierError(
            "A Companies House number has 8 digits, or 2 letters and 6 digits, for example 01234567 or SC123456.",
            next_step="You find it on the company's certificate or on the Companies House register.",
        )
    if not _COMPANY_PREFIX.fullmatch(found[1]):
        raise WrongIdentifierError(
            f"No Companies House number begins with {found[1]}.",
            next_step="Scottish ones begin with SC, Northern Irish ones with NI, partnerships with OC.",
        )
    return found[1] + found[2].zfill(6)


def read_ico(typed: str) -> str:
    """A registration with the Information Commissioner: Z and 7 characters, for example ZA123456."""
    return _of_form(
        compact(typed).upper(),
        r"Z[A-Z0-9][0-9]{5}[0-9X]",
        "An ICO registration has 8 characters and begins with Z, for example ZA123456 or Z1234567.",
    )


def read_mhra(typed: str) -> str:
    """The number under which the MHRA registered a maker: up to 10 digits, some with two letters before them."""
    return _of_form(
        compact(typed).upper(),
        r"(?:[A-Z]{2})?[0-9]{1,10}",
        "An MHRA registration number has up to 10 digits, sometimes with two letters before them.",
    )


def read_srn(typed: str) -> str:
    """A single registration number of EUDAMED, for example DE-MF-000012345."""
    number = compact(typed).upper()
    found = re.fullmatch(r"([A-Z]{2})(MF|AR|IM|PR)([0-9]{9})", number, re.ASCII)
    if found is None:
        raise WrongIdentifierError(
            "A single registration number (SRN) has a country, a role and 9 digits, for example DE-MF-000012345."
        )
    return "-".join(found.groups())


def read_emdn(typed: str) -> str:
    """A code of the European Medical Device Nomenclature: a letter and up to six pairs of digits."""
    code = compact(typed).upper()
    if re.fullmatch(EMDN_FORM, code, re.ASCII):
        return code
    if re.fullmatch(r"[A-Z][0-9]*", code, re.ASCII) and len(code) < 2 * EMDN_LEVELS:
        raise WrongIdentifierError("An EMDN code has its digits in pairs, and the last pair of this one is not whole.")
    raise WrongIdentifierError("An EMDN code is a letter and up to 12 digits, for example A010101.")


def emdn_levels(code: str) -> list[str]:
    """The code and all above it, from the widest: A0101 is under A01, which is under A."""
    return [code[:length] for length in range(1, len(code) + 1, 2)]


def read_gmdn(typed: str) -> str:
    """A GMDN code: five digits (its terms are licensed and not kept here)."""
    return _of_form(compact(typed), r"[1-9][0-9]{4}", "A GMDN code has 5 digits, for example 12345.")


def read_doi(typed: str) -> str:
    """A digital object identifier, in small letters, without the address before it."""
    doi = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)", "", "".join(typed.split()).lower())
    return _of_form(
        doi, r"10\.[0-9]{4,9}/[^\s<>\"\x00-\x1f]{1,180}", "A DOI begins with 10. and has a slash, like 10.1000/182."
    )


def read_trial(typed: str) -> str:
    """A trial's registration: ISRCTN or NCT and 8 digits (only the form is checked)."""
    return _of_form(
        compact(typed).upper(),
        r"(?:ISRCTN|NCT)[0-9]{8}",
        "A trial registration is ISRCTN or NCT and 8 digits, for example NCT01234567.",
    )


def _of_form(value: str, form: str, message: str) -> str:
    if not re.fullmatch(form, value, re.ASCII):
        raise WrongIdentifierError(message)
    return value


def _first_other(text: str, wanted: str) -> str:
    return next(c for c in text if not re.match(wanted, c, re.ASCII))
