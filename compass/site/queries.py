"""What waits for a person, over all floors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from compass.accounts.models import User
from compass.foundation.web.presenting import Tag
from compass.foundation.words import plural
from compass.guide.presenters import choosing
from compass.guide.queries.choosing import newest_evaluations, newest_local_costs, shortlists_in_use
from compass.notices.models import Notice
from compass.notices.queries import unread_notices_of
from compass.site.menu import parts_of
from evidence.models import Innovation
from evidence.presenters import pack_tag
from evidence.queries import drafts_of, innovations_of
from passports.models import STATUS_CHOICES, Condition, Proposal
from passports.models.chairs import passports_chaired_by
from passports.presenters.passports import status_tag
from passports.presenters.proposals import subject_of
from passports.presenters.safety import match_tag
from passports.queries.adoptions import adoptions_of
from passports.queries.conditions import evidence_waiting
from passports.queries.passports import passports_of_packs
from passports.queries.proposals import waiting_for_chair, waiting_for_operator
from passports.queries.renewals import renewals_waiting
from passports.queries.safety import matches_to_judge, to_acknowledge
from passports.queries.submissions import decisions_to_submit, submissions_waiting
from passports.states import AdoptionState
from trusts.presenters import assessment_tag, due_step
from trusts.queries import newest_assessments, nominations_of, stranded_memberships, waiting_for

SHOWN = 5
_EACH = 3
LABELS = dict(STATUS_CHOICES)


@dataclass(frozen=True)
class Line:
    """One thing that waits: what it is, where it is done and, where it matters, how it stands."""

    words: str
    address: str
    tag: Tag | None = None


@dataclass(frozen=True)
class Work:
    """One card of the home page: what waits, and where the rest is."""

    title: str
    address: str
    link: str
    waiting: list[Line]
    nothing: str


def work_of(person: User) -> list[Work]:
    """The cards for this person: one for each part of the product they have a role in."""
    parts = parts_of(person)
    found: list[Work] = []
    if parts.innovates:
        drafts = [
            Line(f"Complete the evidence pack of {p}", reverse("pack", args=[p.pk])) for p in drafts_of(person)[:SHOWN]
        ]
        found.append(
            Work(
                "Your technologies",
                reverse("workplace"),
                "All your technologies",
                drafts,
                "No evidence pack is in draft.",
            )
        )
    if parts.operates:
        queue = [
            Line(f"Check {s}, from {s.organisation}", reverse("submission", args=[s.pk]))
            for s in submissions_waiting()[:SHOWN]
        ]
        queue += [
            Line(f"Check the renewed {one} of {one.certificate.pack.innovation}", reverse("renewal", args=[one.pk]))
            for one in renewals_waiting()[: SHOWN - len(queue)]
        ]
        queue += [_proposed(one) for one in waiting_for_operator(person)[: SHOWN - len(queue)]]
        queue += [_evidence(one) for one in evidence_waiting()[: SHOWN - len(queue)]]
        found.append(Work("Submissions", reverse("submissions"), "All submissions", queue, "No submission is waiting."))
        found.append(_notices_to_judge())
    if parts.assesses:
        found.append(_assessments(person))
    if parts.nominates:
        count = nominations_of(person).filter(state="INVITED").count()
        waiting = [Line(f"{plural(count, 'invitation')} not answered yet", reverse("nominations"))] if count else []
        found.append(
            Work("Nominations", reverse("nominations"), "All nominations", waiting, "Every invitation is answered.")
        )
    if parts.buys:
        found += _buying(person)
    if parts.chooses:
        found.append(_choosing(person))
    return found


def _choosing(person: User) -> Work:
    """Open evaluations with what waits for the person; then the newest shortlists and local costs."""
    kept = [
        ("Evaluation", choosing.evaluations(newest_evaluations(person, _EACH, open_only=True), person.pk)),
        ("Shortlist", choosing.shortlists(shortlists_in_use(person, _EACH))),
        ("Local cost", choosing.local_costs(newest_local_costs(person, _EACH))),
    ]
    lines = [Line(f"{kind}: {one.name}, {one.said}", one.address) for kind, some in kept for one in some]
    return Work(
        "Choose and buy", reverse("choosing"), "Everything you keep", lines,
        "No shortlist, evaluation or local cost is open.",
    )  # fmt: skip


def _assessments(person: User) -> Work:
    waiting = [Line(*due_step(assessment, due)) for assessment, due in waiting_for(person)[:SHOWN]]
    waiting += [
        Line(f"Submit the decision on {a.innovation}", reverse("submit-to-compass", args=[a.pk]))
        for a in decisions_to_submit(person)[:SHOWN]
    ]
    waiting += [_proposed(one) for one in waiting_for_chair(person)[:SHOWN]]
    chaired = passports_chaired_by(person).values("pk")
    waiting += [_evidence(one) for one in evidence_waiting().filter(passport__in=chaired)[:SHOWN]]
    return Work("Assessments", reverse("assessments"), "All assessments", waiting, "No assessment waits for you.")


def _notices_to_judge() -> Work:
    lines = [
        Line(f"{match.innovation}: {match.notice}", reverse("notice-match", args=[match.pk]), match_tag(match))
        for match in matches_to_judge()[:SHOWN]
    ]
    return Work(
        "Safety notices", reverse("notice-queue"), "All safety notices to judge", lines, "No safety notice is waiting."
    )


def _notices_to_act_on(person: User) -> Work:
    lines = [
        Line(
            f"{row['technology']}, {row['name']}: {row['title']}",
            reverse("acknowledge-notice", args=[row["pk"], row["match"]]),
        )
        for row in to_acknowledge(person)[:SHOWN]
    ]
    return Work(
        "Safety notices", reverse("safety-notices"), "All open notices", lines, "You have acted on every open notice."
    )


def _proposed(proposal: Proposal) -> Line:
    return Line(f"{proposal}? {subject_of(proposal).words}", reverse("proposal", args=[proposal.pk]))


def _evidence(condition: Condition) -> Line:
    address = reverse("discharge-condition", args=[condition.passport.number, condition.pk])
    return Line(f"Look at the evidence for “{condition}”", address)


def _notice(notice: Notice) -> Line:
    said = notice.change.data
    if notice.passport is None:
        return Line(notice.change.sentence, said["address"])
    # A step that leaves the verdict as it was has no status.
    status = LABELS.get(said.get("to", ""))
    words = f"{notice.passport.innovation}: {status.lower() if status else notice.change.sentence}"
    return Line(words, reverse("passport", args=[notice.passport.number]))


def _buying(person: User) -> list[Work]:
    notices = [_notice(one) for one in unread_notices_of(person)[:SHOWN]]
    open_adoptions: Any = adoptions_of(person).filter(state=AdoptionState.LOCAL_CHECKS)[:SHOWN]  # annotated
    checks = [
        Line(
            f"{a.passport.innovation}: {a.checks_done} of {a.checks_all} local checks done",
            reverse("adoption", args=[a.pk]),
            status_tag(a.passport.status),
        )
        for a in open_adoptions
    ]
    return [
        Work("Notices", reverse("notices"), "All notices", notices, "You have read every notice."),
        Work("Adoptions", reverse("adoptions"), "All adoptions", checks, "No local check is open."),
        _notices_to_act_on(person),
    ]


def technologies_of(person: User) -> list[tuple[Innovation, list[dict[str, Any]]]]:
    """The technologies of the person's companies, each with its packs and what became of them: four queries.

    A pack comes with its tag, its last assessment with that one's tag, and its passport with that one's tag; None
    for what is not there.
    """
    innovations = list(innovations_of(person))
    ids = [pack.pk for innovation in innovations for pack in innovation.packs.all()]
    assessments, passports = newest_assessments(ids), passports_of_packs(ids)

    def became(pack: Any) -> dict[str, Any]:
        assessment, passport = assessments.get(pack.pk), passports.get(pack.pk)
        return {
            "pack": pack,
            "tag": pack_tag(pack),
            "assessment": assessment,
            "assessment_tag": assessment_tag(assessment) if assessment else None,
            "passport": passport,
            "passport_tag": status_tag(passport.status) if passport else None,
        }

    return [(innovation, [became(pack) for pack in innovation.packs.all()]) for innovation in innovations]


def left_behind(person: User) -> list[str]:
    """Organisations the person worked for that closed without one successor."""
    return [str(m.organisation) for m in stranded_memberships(person)]
