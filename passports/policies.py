"""Who may issue, watch over and rely on a passport. `check_…` raises a sentence; `can_…` wraps it."""

from __future__ import annotations

from compass.accounts.models import User
from compass.foundation.errors import NotAllowed, Refused
from evidence.policies import is_member as works_for_innovator
from passports.models import Adoption, Operator, Passport, Submission
from passports.validity import USABLE, Status
from trusts import policies as trust_policies
from trusts.models import Assessment, Organisation, Role


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
    trust_policies.check_role(person, organisation.current or organisation, Role.INNOVATION_LEAD)


def check_independent(person: User, assessment: Assessment) -> None:
    """Raise NotAllowed when an operator works for the innovator or sits on the panel that decided."""
    if works_for_innovator(person, assessment.innovation.innovator):
        raise NotAllowed(
            "You work for the innovator, so you cannot act on its passport.", next_step="Leave it to a colleague."
        )
    if trust_policies.seat_of(person, assessment) is not None:
        raise NotAllowed(
            "You sit on the panel that decided, so you cannot act on its passport.",
            next_step="Leave it to a colleague.",
        )


def check_can_issue(person: User, submission: Submission) -> None:
    """Raise NotAllowed unless an independent operator acts."""
    check_operator(person)
    check_independent(person, submission.decision.assessment)


def check_can_act_on(person: User, passport: Passport) -> None:
    """Raise NotAllowed unless an independent operator acts on this passport."""
    check_operator(person)
    check_independent(person, passport.submission.decision.assessment)


def check_usable(passport: Passport) -> None:
    """Raise Refused when the passport cannot be relied on now."""
    if Status(passport.status) not in USABLE:
        raise Refused(
            f"Passport {passport} is {passport.get_status_display().lower()}, so it cannot be adopted now.",
            next_step=" ".join(passport.reasons),
        )


def check_can_adopt(person: User, passport: Passport, organisation: Organisation) -> None:
    """Raise NotAllowed unless a buyer acts for the organisation, Refused when the passport cannot be relied on."""
    trust_policies.check_role(person, organisation, Role.BUYER)
    check_usable(passport)


def check_adopter(person: User, adoption: Adoption) -> None:
    """Raise NotAllowed unless the person is a buyer of the adopting organisation."""
    trust_policies.check_role(person, adoption.organisation.current or adoption.organisation, Role.BUYER)
