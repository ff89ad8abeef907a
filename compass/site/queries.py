"""What waits for a person, over all floors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from compass.accounts.models import User
from compass.foundation.words import plural
from compass.notices.queries import unread_notices_of
from evidence.queries import drafts_of, innovators_of
from passports.models import STATUS_CHOICES
from passports.policies import is_operator
from passports.queries import adoptions_of, decisions_to_submit, submissions_waiting
from passports.states import AdoptionState
from trusts.models import Role
from trusts.queries import assessments_of, nominations_of, organisations_of, stranded_memberships, waiting_for

SHOWN = 5
LABELS = dict(STATUS_CHOICES)


@dataclass(frozen=True)
class Work:
    """One card of the home page: what waits, and where the rest is."""

    title: str
    address: str
    link: str
    waiting: list[tuple[str, str]]
    nothing: str


def work_of(person: User) -> list[Work]:
    """The cards for this person: one for each part of the product they have a role in."""
    found: list[Work] = []
    if innovators_of(person).exists():
        drafts = [
            (f"Complete the evidence pack of {p}", reverse("pack", args=[p.pk])) for p in drafts_of(person)[:SHOWN]
        ]
        found.append(
            Work("Your technologies", reverse("workplace"), "All your technologies", drafts, "No pack is in draft.")
        )
    roles = {role for role in Role if organisations_of(person, role).exists()}
    if is_operator(person):
        queue = [
            (f"Check {s}, from {s.organisation}", reverse("submission", args=[s.pk]))
            for s in submissions_waiting()[:SHOWN]
        ]
        found.append(Work("Submissions", reverse("submissions"), "The whole queue", queue, "No submission is waiting."))
    if assessments_of(person).exists():
        found.append(_assessments(person))
    if Role.NOMINATOR in roles or Role.INNOVATION_LEAD in roles:
        count = nominations_of(person).filter(state="INVITED").count()
        waiting = [(f"{plural(count, 'invitation')} not answered yet", reverse("nominations"))] if count else []
        found.append(
            Work("Nominations", reverse("nominations"), "All nominations", waiting, "No invitation is unanswered.")
        )
    if Role.BUYER in roles:
        found += _buying(person)
    return found


def _assessments(person: User) -> Work:
    waiting = [(f"Assess {a.innovation}", reverse("assessment", args=[a.pk])) for a in waiting_for(person)[:SHOWN]]
    waiting += [
        (f"Submit the decision on {a.innovation}", reverse("submit-to-compass", args=[a.pk]))
        for a in decisions_to_submit(person)[:SHOWN]
    ]
    return Work("Assessments", reverse("assessments"), "All assessments", waiting, "No assessment waits for you.")


def _buying(person: User) -> list[Work]:
    notices = [
        (
            f"{n.passport.innovation}: {LABELS[n.change.data['to']].lower()}",
            reverse("passport", args=[n.passport.number]),
        )
        for n in unread_notices_of(person)[:SHOWN]
    ]
    open_adoptions: Any = adoptions_of(person).filter(state=AdoptionState.LOCAL_CHECKS)[:SHOWN]  # annotated
    checks = [
        (
            f"{a.passport.innovation}: {a.checks_done} of {a.checks_all} local checks done",
            reverse("adoption", args=[a.pk]),
        )
        for a in open_adoptions
    ]
    return [
        Work("Notices", reverse("notices"), "All notices", notices, "You have read every notice."),
        Work("Adoptions", reverse("adoptions"), "All adoptions", checks, "No local check is open."),
    ]


def left_behind(person: User) -> list[str]:
    """Organisations the person worked for that closed without one successor."""
    return [str(m.organisation) for m in stranded_memberships(person)]
