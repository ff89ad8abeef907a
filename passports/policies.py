"""Who may issue, watch over and rely on a passport. `check_…` raises a sentence; `can_…` wraps it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, Q, QuerySet

from compass.accounts.models import User
from compass.foundation.errors import NotAllowed, Refused, passes
from compass.foundation.words import listing
from evidence import policies as evidence_policies
from evidence.models import CertificateRenewal, Confidentiality, Innovator, InnovatorMember
from evidence.queries.colleagues import memberships_since_begun
from passports.models import Adoption, Condition, NoticeMatch, Operator, Passport, Proposal, Submission
from passports.models.chairs import passports_chaired_by
from passports.states import AdoptionState, Hat, ProposedMove
from passports.validity import USABLE, Status
from trusts import policies as trust_policies
from trusts.models import Assessment, Member, Nomination, Organisation, PanelMember, Role
from trusts.states import APPROVING


def is_operator(person: User) -> bool:
    """Whether the person works for the national operator."""
    return bool(person.is_authenticated) and Operator.objects.filter(person_id=person.pk).exists()


def check_operator(person: User) -> None:
    """Raise NotAllowed unless the person works for the national operator."""
    if not is_operator(person):
        raise NotAllowed(
            "Only the national operator can do this.", next_step="Contact the national operator if something is wrong."
        )


def check_can_submit(person: User, assessment: Assessment) -> None:
    """Raise NotAllowed unless the person leads innovation at the assessing organisation."""
    organisation = assessment.panel.organisation
    trust_policies.check_role(person, organisation.acting, Role.INNOVATION_LEAD)


def check_approved(assessment: Assessment) -> None:
    """Raise Refused unless the panel approved, with or without conditions."""
    if assessment.state not in APPROVING:
        raise Refused("Only an approving decision can be submitted.", next_step="Wait for the panel's decision.")


def _part_in(person: User, assessment: Assessment) -> str:
    """What part the person has or had in an assessment, after “You …”; empty for somebody independent: one query."""
    at = assessment.panel.organisation
    there = Q(organisation_id=at.pk) | Q(organisation__current__isnull=False, organisation__current_id=at.current_id)
    mine: dict[str, Any] = {"person_id": person.pk}
    makers = InnovatorMember.objects.filter(innovator__innovations=assessment.innovation_id)
    nominations = Nomination.objects.filter(innovation_id=assessment.innovation_id)
    submissions = Submission.objects.filter(decision__assessment_id=assessment.pk)
    parts = {
        "work for the innovator": makers.filter(**mine),
        "submitted the evidence pack": Assessment.objects.filter(pk=assessment.pk, requested_by_id=person.pk),
        "nominated the technology": nominations.filter(nominated_by_id=person.pk),
        "sit on the panel that decided": PanelMember.objects.filter(panel_id=assessment.panel_id, **mine),
        "submitted the decision": submissions.filter(submitted_by_id=person.pk),
        "work for the organisation that assessed": Member.objects.filter(there, **mine),
        # Also whoever left to issue the passport, and would be invited back.
        "worked for the innovator after this evidence pack was begun": memberships_since_begun(
            assessment.innovation_id, assessment.pack_id
        ).filter(**mine),
    }
    found = User.objects.filter(pk=person.pk).values_list(*(Exists(rows) for rows in parts.values())).first() or ()
    return next((part for part, has in zip(parts, found, strict=False) if has), "")


def check_independent(person: User, assessment: Assessment) -> None:
    """Raise NotAllowed for an operator with a part in what they would judge.

    That is whoever works for the innovator, or has since the evidence pack was begun; brought the pack or the
    technology forward, sat on the panel, handed the decision in, or works for the organisation that assessed.
    """
    part = _part_in(person, assessment)
    if part:
        raise NotAllowed(f"You {part}, so you cannot act on its passport.", next_step="Leave it to a colleague.")


def check_can_issue(person: User, submission: Submission) -> None:
    """Raise NotAllowed unless an independent operator acts."""
    check_operator(person)
    check_independent(person, submission.decision.assessment)


def check_can_act_on(person: User, passport: Passport) -> None:
    """Raise NotAllowed unless an independent operator acts on this passport."""
    check_operator(person)
    check_independent(person, passport.submission.decision.assessment)


def check_can_judge_renewal(person: User, renewal: CertificateRenewal) -> None:
    """Raise NotAllowed unless an operator acts who has no part in the technology or its assessment."""
    pack = renewal.certificate.pack
    _check_no_part(person, pack.innovation.innovator, "its certificates", Assessment.objects.filter(pack=pack))


def _check_no_part(person: User, innovator: Innovator, what: str, assessments: QuerySet[Assessment]) -> None:
    """Raise NotAllowed unless an operator acts who works not for the innovator and had no part in the assessments."""
    check_operator(person)
    if evidence_policies.is_member(person, innovator):
        raise NotAllowed(
            f"You work for the innovator, so you cannot judge {what}.", next_step="Leave it to a colleague."
        )
    for assessment in assessments.select_related("panel__organisation").order_by("id"):
        check_independent(person, assessment)


def makes(person: User, passport: Passport) -> bool:
    """Whether the person works for the passport's innovator."""
    return bool(person.is_authenticated) and evidence_policies.is_member(person, passport.innovation.innovator)


def check_makes(person: User, passport: Passport) -> None:
    """Raise NotAllowed unless the person works for the passport's innovator."""
    if not makes(person, passport):
        raise NotAllowed("Only people who work for the innovator can do this.", next_step="Ask them to hand it in.")


def answers_as_chair(person: User, passport: Passport) -> bool:
    """Whether the person answers for the assessment as chair, mergers followed; never for their own company's."""
    if not bool(person.is_authenticated):
        return False
    return passports_chaired_by(person).filter(pk=passport.pk).exists() and not makes(person, passport)


def check_can_judge(person: User, condition: Condition) -> Hat:
    """As what the person judges a condition: the chair of the assessing panel, or an independent operator."""
    if answers_as_chair(person, condition.passport):
        return Hat.CHAIR
    if not is_operator(person):
        raise NotAllowed(
            "Only the chair of the panel that assessed and the national operator can do this.",
            next_step="Contact one of them if something is wrong.",
        )
    check_independent(person, condition.passport.submission.decision.assessment)
    return Hat.OPERATOR


def check_can_read_evidence(person: User, condition: Condition) -> None:
    """Raise NotAllowed unless the person works for the innovator, or judges the condition."""
    if not makes(person, condition.passport):
        check_can_judge(person, condition)


def check_can_see(person: User, proposal: Proposal) -> Hat:
    """As what the person may see a proposal and, unless it is their own, settle it; raises NotAllowed."""
    if proposal.condition is not None:
        return check_can_judge(person, proposal.condition)
    if proposal.match is not None:
        check_can_judge_match(person, proposal.match)
    elif proposal.passport is not None:
        check_can_act_on(person, proposal.passport)
    elif proposal.submission is not None:
        check_can_issue(person, proposal.submission)
    return Hat.OPERATOR


def check_can_settle(person: User, proposal: Proposal) -> Hat:
    """As what the person confirms or declines; raises NotAllowed for whoever proposed it, or wears the same hat."""
    hat = check_can_see(person, proposal)
    if person.pk == proposal.proposed_by_id:
        raise NotAllowed("You proposed this, so somebody else has to confirm it.", next_step="Leave it to a colleague.")
    if proposal.condition is not None and hat == proposal.proposed_as:
        other = Hat.OPERATOR if hat == Hat.CHAIR else Hat.CHAIR
        raise NotAllowed(
            f"This was proposed by the {hat.label.lower()}, so it takes the {other.label.lower()} to settle it.",
            next_step="It waits in their list.",
        )
    return hat


def check_can_take_back(person: User, proposal: Proposal) -> None:
    """Raise NotAllowed unless the person proposed it, Refused for a suspension, which is in force already."""
    if person.pk != proposal.proposed_by_id:
        raise NotAllowed("Only whoever proposed this can take it back.", next_step="You can decline it instead.")
    if proposal.move == ProposedMove.SUSPEND:
        raise Refused(
            "The suspension is in force already.", next_step="A second operator can decline it: that lifts it."
        )


def check_can_judge_match(person: User, match: NoticeMatch) -> None:
    """Raise NotAllowed unless an operator acts who has no part in the technology, nor in an assessment of it."""
    innovation = match.innovation
    assessments = Assessment.objects.filter(innovation=innovation)
    _check_no_part(person, innovation.innovator, "what concerns its technologies", assessments)


def check_up_to_date(proposal: Proposal) -> None:
    """Raise Refused when the safety notice that a proposal is about has changed since it was made."""
    if proposal.match is not None and proposal.match_revision != proposal.match.revision:
        raise Refused(
            "The safety notice changed after this was proposed, so the proposal is out of date.",
            next_step="Decline it, or take it back if it is yours. Read the notice as it is now. "
            "Make a new proposal if that is still right.",
        )


def check_can_release_numbers(person: User) -> None:
    """Raise NotAllowed unless an operator acts who works for no innovator: any may be the one that claims a number."""
    check_operator(person)
    if InnovatorMember.objects.filter(person_id=person.pk).exists():
        raise NotAllowed(
            "You work for an innovator, so you cannot decide whose a number is.", next_step="Leave it to a colleague."
        )


def can_act_on(person: User, passport: Passport) -> bool:
    """Whether `check_can_act_on` would pass."""
    return passes(check_can_act_on, person, passport)


def check_usable(passport: Passport) -> None:
    """Raise Refused when the passport cannot be relied on now."""
    if Status(passport.status) not in USABLE:
        raise Refused(
            f"Passport {passport} is {passport.get_status_display().lower()}, so it cannot be adopted now.",
            next_step=" ".join(passport.reasons),
        )


def check_not_adopted(free: Collection[Organisation], adopted: Collection[Adoption]) -> None:
    """Raise Refused when every organisation that the person buys for has adopted the passport."""
    if adopted and not free:
        names = listing([str(adoption.organisation) for adoption in adopted])
        raise Refused(
            f"{names} {'has' if len(adopted) == 1 else 'have'} already adopted this passport.",
            next_step="Carry on with that adoption.",
        )


def check_can_adopt(person: User, passport: Passport, organisation: Organisation) -> None:
    """Raise NotAllowed unless a buyer acts for the organisation, Refused when the passport cannot be relied on."""
    trust_policies.check_role(person, organisation, Role.BUYER)
    check_usable(passport)


def readers_of_documents(person: User, passport: Passport) -> list[Confidentiality]:
    """Which documents of the pack the person may read by way of the passport.

    Everybody the public ones. The NHS ones whoever works for the organisation that assessed, or for one that adopted
    and has not ended it; and while the passport can be relied on, everybody with a role at an open NHS organisation who
    works for no other innovator. What is in commercial confidence never comes this way.
    """
    readers = [Confidentiality.PUBLIC]
    if person.is_authenticated and (_relies_on(person, passport) or _might_rely_on(person, passport)):
        readers.append(Confidentiality.NHS_ONLY)
    return readers


def _relies_on(person: User, passport: Passport) -> bool:
    """Whether the person works for the organisation that assessed, or for one that has adopted."""
    adopting = Adoption.objects.filter(passport=passport).exclude(state=AdoptionState.ENDED)
    there = Q(organisation__current_id__in=adopting.values("organisation__current_id"))
    if passport.assessed_by.current_id is not None:
        there |= Q(organisation__current_id=passport.assessed_by.current_id)
    return Member.objects.filter(there, person_id=person.pk).exists()


def _might_rely_on(person: User, passport: Passport) -> bool:
    """Whether the person could adopt for the NHS and has no product of another company to measure against this one."""
    competes = InnovatorMember.objects.filter(person_id=person.pk).exclude(innovator=passport.innovation.innovator_id)
    works = Member.objects.filter(person_id=person.pk, organisation__current__isnull=False)
    return passport.status in USABLE and works.exists() and not competes.exists()


def check_adopter(person: User, adoption: Adoption) -> None:
    """Raise NotAllowed unless the person is a buyer of the adopting organisation."""
    trust_policies.check_role(person, adoption.organisation.acting, Role.BUYER)


def may_ask_adopters(person: User) -> bool:
    """Whether adopters offer their contacts to the person: somebody of an open NHS organisation, and of no company."""
    if not bool(person.is_authenticated):
        return False
    of_company = InnovatorMember.objects.filter(person_id=person.pk)
    works = Member.objects.filter(~Exists(of_company), person_id=person.pk, organisation__current__isnull=False)
    return works.exists()
