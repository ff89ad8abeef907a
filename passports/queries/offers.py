"""What a page offers somebody to do with a passport: the passport's own page and the guide's ask here."""

from __future__ import annotations

from dataclasses import dataclass

from compass.accounts.models import User
from passports.models import Adoption
from passports.queries.adoptions import standing_adoptions
from passports.validity import USABLE
from trusts.models import Organisation, Role
from trusts.queries import organisations_of


@dataclass(frozen=True)
class Offer:
    """What a page offers somebody to do with a passport; it shows no button whose page would refuse them."""

    number: str
    sign_in: bool = False
    adopt: bool = False
    follow: bool = False
    adopted: tuple[Adoption, ...] = ()


def not_adopted(organisations: list[Organisation], adopted: list[Adoption]) -> list[Organisation]:
    """Those of the organisations that have not adopted, mergers followed."""
    taken = {adoption.organisation.current_id for adoption in adopted}
    return [organisation for organisation in organisations if organisation.pk not in taken]


def offer_of(person: User, number: str, status: str) -> Offer:
    """What this person may do with the passport of a number and verdict: nothing asked for nobody, else two queries."""
    if not bool(person.is_authenticated):
        return Offer(number, sign_in=True)
    organisations = list(organisations_of(person, Role.BUYER))
    if not organisations:
        return Offer(number)
    adopted = standing_adoptions(person, number)
    free = not_adopted(organisations, adopted)
    return Offer(number, adopt=status in USABLE and bool(free), follow=True, adopted=tuple(adopted))
