"""Which parts of the product a person works in, over all floors: one statement, however many roles they hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse

from compass.accounts.models import User
from compass.notices.queries import given_up_emails, unread_notices_of
from evidence.queries import innovators_of
from passports.queries.proposals import waiting_for_operator
from passports.queries.submissions import operators
from trusts.models import Role
from trusts.queries import assessments_of, organisations_of


@dataclass(frozen=True)
class Parts:
    """The parts that somebody has a role in, how many notices their organisations have not read, and, for an operator,
    how many proposals wait for a second person and how many emails were given up."""

    innovates: bool
    nominates: bool
    assesses: bool
    operates: bool
    buys: bool
    chooses: bool
    unread_notices: int
    to_confirm: int
    given_up: int


# Stands for the person in the statement; nobody has it as an id.
_ANYBODY = -1


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """The statement for any person: every page sends it, and Django takes longer to write than to send it."""
    person = User(pk=_ANYBODY)
    # Nobody has read any of them, so grouping by the time of reading leaves one row: their number.
    counted = unread_notices_of(person).order_by().values("read_at").annotate(n=Count("pk")).values("n")
    operates = Exists(operators().filter(person_id=person.pk))
    waiting = waiting_for_operator(person).filter(operates).select_related(None).order_by()
    to_confirm = waiting.values("state").annotate(n=Count("pk")).values("n")
    given_up = given_up_emails().filter(operates).order_by().values("dropped_at").annotate(n=Count("pk")).values("n")
    asked = (
        User.objects.filter(pk=person.pk)
        .annotate(
            innovates=Exists(innovators_of(person)),
            nominates=Exists(organisations_of(person, Role.NOMINATOR, Role.INNOVATION_LEAD)),
            assesses=Exists(assessments_of(person)),
            operates=operates,
            buys=Exists(organisations_of(person, Role.BUYER)),
            chooses=Exists(organisations_of(person)),
            unread_notices=Coalesce(Subquery(counted), 0),
            to_confirm=Coalesce(Subquery(to_confirm), 0),
            given_up=Coalesce(Subquery(given_up), 0),
        )
        .values_list(*(field.name for field in fields(Parts)))
    )
    return asked.query.sql_with_params()


def parts_of(person: User) -> Parts:
    """What a signed-in person works in: one statement."""
    statement, given = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [person.pk if value == _ANYBODY else value for value in given])
        return Parts(*cursor.fetchone())


def links(parts: Parts) -> list[tuple[str, str]]:
    """The addresses and words of the menu for somebody who is signed in."""
    found = [("home", "Your work", True), ("workplace", "Your technologies", parts.innovates)]
    submissions = f"Submissions ({parts.to_confirm} to confirm)" if parts.to_confirm else "Submissions"
    found += [("submissions", submissions, parts.operates), ("notice-queue", "Safety notices", parts.operates)]
    emails = f"Emails ({parts.given_up} not sent)" if parts.given_up else "Emails"
    found.append(("given-up-emails", emails, parts.operates))
    found += [("nominations", "Nominations", parts.nominates)]
    found += [("assessments", "Assessments", parts.assesses), ("adoptions", "Adoptions", parts.buys)]
    found += [("choosing", "Choose and buy", parts.chooses)]
    found.append(
        ("notices", f"Notices ({parts.unread_notices} unread)" if parts.unread_notices else "Notices", parts.buys)
    )
    found.append(("company-notices", "Notices of your technologies" if parts.buys else "Notices", parts.innovates))
    return [(reverse(name), words) for name, words, fits in found if fits]


def menu(request: HttpRequest) -> dict[str, Callable[[], list[tuple[str, str]]]]:
    """For every page's template: the menu's links, asked for only when a page shows its menu.

    Error pages do not call it: they ask the database nothing.
    """
    person: Any = getattr(request, "user", None)
    return {"menu_links": lambda: links(parts_of(person)) if person and person.is_authenticated else []}
