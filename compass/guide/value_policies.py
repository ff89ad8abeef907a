"""Who may do what in the value workbench: members of the organisation alone, and no supplier of what is compared."""

from __future__ import annotations

from compass.accounts.models import User
from compass.foundation.errors import NotAllowed
from compass.guide.models import Evaluation, Evaluator
from evidence.models import InnovatorMember
from trusts.models import Organisation, Role
from trusts.policies import check_role, has_role

# A purchase is led by whoever buys, or follows innovation, for the organisation.
LEADS = (Role.BUYER, Role.INNOVATION_LEAD)


def check_can_start(person: User, organisation: Organisation) -> None:
    """Raise NotAllowed unless the person buys or leads innovation for the organisation."""
    check_role(person, organisation, *LEADS)


def check_member(person: User, evaluation: Evaluation) -> None:
    """Raise NotAllowed unless the person works for the organisation and for no supplier in the evaluation."""
    if not has_role(person, _current(evaluation), *Role):
        raise NotAllowed(
            f"Only members of {evaluation.organisation} can take part in its evaluations.",
            next_step="Ask the innovation lead of the organisation to give you a role there.",
        )
    if InnovatorMember.objects.filter(
        person_id=person.pk, innovator__innovations__in=evaluation.candidates.values("innovation")
    ).exists():
        raise NotAllowed(
            "You work for the supplier of one of these technologies, so you cannot take part.",
            next_step="Tell the lead of the evaluation, so that somebody else can take your place.",
        )


def check_lead(person: User, evaluation: Evaluation) -> None:
    """Raise NotAllowed unless the person leads the evaluation and still works there."""
    check_member(person, evaluation)
    if evaluation.lead_id != person.pk:
        raise NotAllowed("Only the lead of the evaluation can do this.", next_step=f"Ask {evaluation.lead} to do it.")


def check_evaluator(person: User, evaluation: Evaluation) -> Evaluator:
    """The person's place among the evaluators; raises NotAllowed without one."""
    check_member(person, evaluation)
    place = Evaluator.objects.filter(evaluation_id=evaluation.pk, person_id=person.pk).first()
    if place is None:
        raise NotAllowed(
            "Only the evaluators of this evaluation can score.",
            next_step=f"Ask {evaluation.lead} to make you one.",
        )
    return place


def _current(evaluation: Evaluation) -> Organisation:
    return evaluation.organisation.current or evaluation.organisation
