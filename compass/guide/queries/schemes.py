"""The scheme that an organisation evaluates by: its own newest version, or the one that the product comes with."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet

from compass.accounts.models import User
from compass.guide.models import SchemeVersion
from compass.guide.queries.own_work import own_work
from compass.guide.value.scheme import Question, Scheme, first_scheme
from trusts.models import Organisation


def scheme_versions_of(person: User, organisation: Organisation) -> QuerySet[SchemeVersion]:
    """The versions of an organisation that the person works for, the newest first."""
    rows = SchemeVersion.objects.filter(organisation__current_id=organisation.pk)
    return own_work(rows, person).select_related("organisation", "made_by").order_by("-made_at", "-id")


def scheme_of(organisation: Organisation) -> Scheme:
    """What the next evaluation begins with: the newest version, one of a merged organisation too. One statement."""
    rows = SchemeVersion.objects.filter(organisation__current_id=organisation.pk).select_related("organisation")
    newest = rows.order_by("-made_at", "-id").first()
    return as_scheme(newest) if newest else first_scheme()


def scheme_seen(person: User, organisation: Organisation, version: str) -> Scheme:
    """The version of this name that somebody read before a colleague made another; the newest for an unknown name."""
    earlier = [as_scheme(row) for row in scheme_versions_of(person, organisation)]
    known = {one.version: one for one in (first_scheme(), *earlier)}
    return known.get(version) or scheme_of(organisation)


def as_scheme(row: SchemeVersion) -> Scheme:
    """A stored version as the pure rules read it; its version names the organisation: `RR8-2`."""
    return Scheme(
        code=first_scheme().code,
        version=label_of(row.organisation, row.number),
        title=row.title,
        cost_weight=row.cost_weight,
        questions=tuple(
            Question(one["key"], one["domain"], one["text"], Decimal(one["weight"])) for one in row.questions
        ),
    )


def label_of(organisation: Organisation, number: int) -> str:
    """The name of a version, the same for ever: ODS codes are never used again."""
    return f"{organisation.ods_code}-{number}"
