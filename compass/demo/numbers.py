"""Numbers of invented technologies and companies, with the check digits that real ones have. Pure."""

from __future__ import annotations

from stdnum import ean

from compass.demo.chance import between
from compass.demo.library import FOLDER, Product, toml

# GS1 keeps prefix 952 for demonstrations and examples: no company has it.
_DEMONSTRATION = "952"


def gtin(product: Product) -> str:
    """A GTIN-13 of the demonstration range."""
    body = f"{_DEMONSTRATION}{between(0, 999_999_999, product.name, 'gtin'):09d}"
    return f"{body}{ean.calc_check_digit(body)}"


def gln(company: str) -> str:
    """A GLN of the demonstration range."""
    body = f"{_DEMONSTRATION}{between(0, 999_999_999, company, 'gln'):09d}"
    return f"{body}{ean.calc_check_digit(body)}"


def emdn(product: Product) -> str:
    """The EMDN code under which such a technology falls."""
    known = toml(FOLDER / "categories.toml")
    return str(known["by_name"].get(product.name) or known["by_kind"][product.kind])
