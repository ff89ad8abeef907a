"""What is asked of what companies are told about their own technologies, always for the companies of one person."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from compass.accounts.models import User
from compass.foundation.models import Change
from compass.foundation.transparency.queries import told_at
from compass.notices.models import InAppOnly
from compass.notices.queries import is_told
from compass.notices.stopping import COMPANY, Stop
from compass.notices.told import MATCHED
from evidence.models import Innovation, Innovator, InnovatorMember, Pack
from evidence.queries import innovators_of
from passports.models import NoticeMatch, Passport

LENGTH = 100
_PASSPORT, _MATCH, _PACK = "passport", "safety notice match", "evidence pack"


class CompanyChange(NamedTuple):
    """A change that a company is told: when, in a sentence, the technology it is about, and where to look."""

    pk: int
    at: datetime
    sentence: str
    about: str
    address: str


def companies_of(person: User) -> QuerySet[Innovator]:
    """The companies that this person works for; `stopped` says whether they want no e-mails."""
    chosen = InAppOnly.objects.filter(innovator=OuterRef("pk"), person=person)
    return innovators_of(person).annotate(stopped=Exists(chosen))


def company_of(stop: Stop) -> tuple[Innovator, bool] | None:
    """The company that a link in an e-mail is about, and whether its person stopped the e-mails; None for others.

    `left`: the person does not work there any more, and gets none.
    """
    if stop.of != COMPANY:
        return None
    chosen = InAppOnly.objects.filter(innovator=OuterRef("pk"), person=stop.person)
    works = InnovatorMember.objects.filter(innovator=OuterRef("pk"), person=stop.person, person__is_active=True)
    company = Innovator.objects.filter(pk=stop.pk).annotate(stopped=Exists(chosen), left=~Exists(works)).first()
    return None if company is None else (company, company.stopped)


def company_changes(person: User) -> list[CompanyChange]:
    """The newest of what the companies of this person are told: one statement, and one for each kind that it is about.

    What of a safety notice also changed a verdict is told by that.
    """
    mine = Innovation.objects.filter(innovator__in=innovators_of(person).order_by())
    passports, matches = Passport.objects.filter(innovation__in=mine), NoticeMatch.objects.filter(innovation__in=mine)
    packs = Pack.objects.filter(innovation__in=mine)
    warned = Passport.objects.filter(innovation__notice_matches=OuterRef(OuterRef("subject_id")))
    verdict = Change.objects.filter(
        is_told(), transaction_id=OuterRef("transaction_id"), subject_id__in=warned.values("pk")
    )
    unheard = matches.filter(is_certain=False).values("pk")
    of_matches = Q(subject=_MATCH, kind__in=MATCHED, subject_id__in=matches.values("pk"))
    told = Change.objects.filter(
        is_told() & Q(subject_id__in=passports.values("pk"))
        | of_matches & ~Q(kind="notice_dismiss", subject_id__in=unheard) & ~Exists(verdict)
        | Q(subject=_PACK, kind="renewal_returned", subject_id__in=packs.values("pk"))
    )
    found = list(told.annotate(told_at=told_at()).order_by("-id")[:LENGTH])
    numbers = passports.filter(pk__in=_ids(found, _PASSPORT)).values_list("pk", "innovation__name", "number")
    slugs = matches.filter(pk__in=_ids(found, _MATCH)).values_list("pk", "innovation__name", "innovation__slug")
    names = packs.filter(pk__in=_ids(found, _PACK)).values_list("pk", "innovation__name")
    about = {(_PASSPORT, pk): (name, reverse("passport", args=[number])) for pk, name, number in numbers}
    about |= {(_MATCH, pk): (name, reverse("innovation", args=[slug])) for pk, name, slug in slugs}
    about |= {(_PACK, pk): (name, reverse("pack", args=[pk])) for pk, name in names}
    return [CompanyChange(one.pk, one.told_at, one.sentence, *about[one.subject, one.subject_id]) for one in found]


def _ids(changes: list[Any], subject: str) -> list[int]:
    return [one.subject_id for one in changes if one.subject == subject]
