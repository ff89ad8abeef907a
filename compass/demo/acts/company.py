"""What the named innovator's company keeps beside its technologies: numbers, a program, an invited colleague."""

from __future__ import annotations

from datetime import datetime

from compass.accounts.models import Scope, User
from compass.demo.cast import Cast
from compass.demo.numbers import gln
from compass.demo.people import COMPANY, DOMAIN
from evidence.models import CompanyScheme, Innovator
from evidence.operations.colleagues import invite_colleague
from evidence.operations.identifiers import add_company_identifier
from evidence.operations.machines import give_access


def _company(cast: Cast) -> tuple[Innovator, User]:
    """The company, and who acts for it."""
    return Innovator.objects.get(name=COMPANY, is_demonstration=True), cast.person(f"maker@{COMPANY}")


def number(cast: Cast, *, now: datetime) -> None:
    """Give the company its number: one of the demonstration range, which no real company has."""
    company, maker = _company(cast)
    add_company_identifier(innovator=company, scheme=CompanyScheme.GLN, value=gln(COMPANY), by=maker, now=now)


def let_program_in(cast: Cast, *, now: datetime) -> None:
    """Give a program access by API; nobody keeps its secret, so nothing can use it."""
    company, maker = _company(cast)
    give_access(innovator=company, name="Quality system", scopes=[Scope.PACKS_READ], by=maker, now=now)


def invite(cast: Cast, *, now: datetime) -> None:
    """Invite a colleague who has not answered yet."""
    company, maker = _company(cast)
    invite_colleague(innovator=company, email=f"imogen.tarn@ottermere.{DOMAIN}", by=maker, now=now)
