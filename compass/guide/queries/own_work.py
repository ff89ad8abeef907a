"""What a person may see of all that organisations keep of the guide: one scope, mergers followed."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Exists, Model, QuerySet

from compass.accounts.models import User
from evidence.models import Innovator
from evidence.queries import innovators_of
from trusts.queries import organisations_of

Work = TypeVar("Work", bound=Model)


def own_work(rows: QuerySet[Work], person: User, *, through: str = "organisation") -> QuerySet[Work]:
    """The rows that organisations of the person keep; whatever others keep does not exist for them.

    `through` is the way from a row to its organisation. A row of an organisation that closed belongs to the one that
    took it over; of one that nobody took over, to nobody.
    """
    mine = organisations_of(person).order_by().values("pk")
    return rows.filter(**{f"{through}__current__in": mine})


def works_for_a_company(person: User) -> Exists:
    """Whether the person works for any company: then what technologies cost an organisation is kept from them.

    So is what it thinks of them.
    """
    return Exists(company_ids_of(person))


def company_ids_of(person: User) -> QuerySet[Innovator, Any]:
    """The ids of companies that the person works for: what organisations think of their products is kept from them."""
    return innovators_of(person).order_by().values("pk")
