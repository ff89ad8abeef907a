"""Everybody in the history by the part they play, for example `CHAIR@RGT` or `maker@Brindlecombe`. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.utils.text import slugify

from compass.demo.library import full_name, organisations, products
from compass.demo.people import BUYER_AT, COMPANY, DOMAIN, HOME, PEOPLE, DemoPerson

OPERATORS = ("operator@1", "operator@2", "operator@3")
_CORE = ("CHAIR", "CLINICAL_LEAD", "CLINICAL_SAFETY", "FINANCE", "OPERATIONS")
_BESIDE = (("INFORMATION_GOVERNANCE", "PROCUREMENT"), ("CIO",), ("PROCUREMENT", "CIO"), ("INFORMATION_GOVERNANCE",), ())
_NAMED = {
    f"maker@{COMPANY}": "innovator",
    f"nominator@{HOME}": "nominator",
    f"CHAIR@{HOME}": "chair",
    f"CLINICAL_LEAD@{HOME}": "clinical",
    f"FINANCE@{HOME}": "finance",
    f"OPERATIONS@{HOME}": "operations",
    f"CLINICAL_SAFETY@{HOME}": "safety",
    f"lead@{HOME}": "lead",
    f"buyer@{BUYER_AT}": "buyer",
    OPERATORS[0]: "operator",
    OPERATORS[1]: "colleague",
}


def seats_of(organisation: str) -> tuple[str, ...]:
    """The seats of the panel at an assessing organisation; every section has somebody."""
    place = organisations().assessing.index(organisation)
    return _CORE + _BESIDE[place % len(_BESIDE)]


def companies() -> list[str]:
    """Every invented company."""
    return sorted({product.company for product in products().values()})


def buying() -> list[str]:
    """Organisations with a buyer."""
    known = organisations()
    return [*known.adopting, *known.assessing, *known.merged]


def _parts() -> Iterator[str]:
    yield from OPERATORS
    for organisation in organisations().assessing:
        yield from (f"{seat}@{organisation}" for seat in seats_of(organisation))
        yield from (f"lead@{organisation}", f"nominator@{organisation}")
    yield from (f"buyer@{organisation}" for organisation in buying())
    yield from (f"maker@{company}" for company in companies())
    yield f"colleague@{COMPANY}"
    yield from (f"{part}@{BUYER_AT}" for part in ("ward", "finance"))


@cache
def roster() -> dict[str, DemoPerson]:
    """Every person by part; those of `people.PEOPLE` where they play it, invented names otherwise."""
    named = {person.key: person for person in PEOPLE}
    found = {}
    for number, part in enumerate(_parts()):
        role, _, at = part.partition("@")
        name = full_name(number)
        email = f"{slugify(name).replace('-', '.')}@{slugify(at)}.{DOMAIN}"
        found[part] = named[_NAMED[part]] if part in _NAMED else DemoPerson(part, role, name, email, at)
    return found
