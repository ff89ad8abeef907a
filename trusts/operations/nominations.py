"""A trust nominates; the innovator accepts or declines."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.history import record_change
from compass.foundation.mail import post_email
from evidence.models import Innovation, Innovator
from evidence.operations.innovations import register_innovation
from evidence.operations.innovators import register_innovator
from evidence.policies import check_member
from trusts import policies
from trusts.models import Nomination, Organisation, Role
from trusts.states import NOMINATION

INVITATION_DAYS = 60
_SALT = "trusts.nomination"


def invitation_token(nomination: Nomination) -> str:
    """The signed text that stands in the invitation's address."""
    return signing.dumps(nomination.pk, salt=_SALT)


def nomination_of_token(token: str) -> Nomination:
    """The nomination that an invitation is about; raises Refused for a forged, cut or outdated address."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=INVITATION_DAYS * 24 * 60 * 60)
    except signing.SignatureExpired as error:
        raise Refused(
            f"This invitation is older than {INVITATION_DAYS} days.",
            next_step="Ask the organisation to send a new one.",
        ) from error
    except signing.BadSignature as error:
        raise Refused(
            "This invitation address is not complete.", next_step="Open the link from the email again, in one piece."
        ) from error
    return Nomination.objects.select_related("organisation", "nominated_by").get(pk=pk)


@transaction.atomic
def nominate(
    *, organisation: Organisation, technology_name: str, kind: str, clinical_area: str, problem: str,
    innovator_name: str, contact_email: str, by: User, now: datetime,
) -> Nomination:  # fmt: skip
    """Nominate a technology and invite its innovator by e-mail; raises NotAllowed without the role of nominator."""
    policies.check_role(by, organisation, Role.NOMINATOR)
    nomination = Nomination.objects.create(
        organisation=organisation, nominated_by=by, nominated_at=now, technology_name=technology_name, kind=kind,
        clinical_area=clinical_area, problem=problem, innovator_name=innovator_name,
        contact_email=contact_email.strip().lower(),
    )  # fmt: skip
    record_change("nominated", nomination, f"{organisation} nominated {nomination}.", by=by, now=now)
    post_email(
        key=f"nomination-{nomination.pk}",
        recipient=nomination.contact_email,
        subject=f"{organisation} would like to assess {technology_name}"[:200],
        text=_invitation_text(nomination),
        now=now,
    )
    return nomination


def _invitation_text(nomination: Nomination) -> str:
    address = f"{settings.SITE_URL}/invitations/{invitation_token(nomination)}/"
    return (
        f"Please accept or decline this invitation within {INVITATION_DAYS} days. "
        f"{nomination.organisation} has nominated {nomination.technology_name} for assessment.\n\n"
        f"The problem they want to solve:\n{nomination.problem}\n\n"
        f"Read the invitation and answer it:\n{address}\n\n"
        "If you accept, you describe the technology and its evidence once, and every NHS organisation can rely on the "
        f"assessment. If you do not know {nomination.organisation}, do nothing.\n"
    )


def _lock(nomination: Nomination) -> Nomination:
    return Nomination.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=nomination.pk)


@transaction.atomic
def accept_nomination(
    *, nomination: Nomination, innovator: Innovator | None, new_innovator_name: str, by: User, now: datetime,
    innovation: Innovation | None = None,
) -> Nomination:  # fmt: skip
    """Accept for a technology that is described already (`innovation`), or add the nominated one.

    It is added for `innovator`, or for a company registered now under `new_innovator_name`; raises Refused when a
    company or technology of that name is registered already, NotAllowed for another innovator's.
    """
    nomination = _lock(nomination)
    _check_invited(nomination, by)
    target = NOMINATION.target("accept", nomination.state)
    if innovation is not None:
        innovator = innovation.innovator
        check_member(by, innovator)
    else:
        if innovator is None:
            innovator = register_innovator(
                name=new_innovator_name, by=by, now=now, is_demonstration=settings.DEMONSTRATION
            )
        innovation = _add_technology(nomination, innovator, by, now)
    nomination.innovation = innovation
    nomination.state, nomination.answered_at = target, now
    nomination.save(update_fields=["innovation", "state", "answered_at"])
    record_change("nomination_accepted", nomination, f"{innovator} accepted the nomination.", by=by, now=now)
    return nomination


def _add_technology(nomination: Nomination, innovator: Innovator, by: User, now: datetime) -> Innovation:
    """The nominated technology under its name; what it is for is for its maker to say."""
    return register_innovation(
        innovator=innovator,
        description={
            "name": nomination.technology_name, "kind": nomination.kind, "clinical_area": nomination.clinical_area,
            "summary": "", "problem": "", "description": "", "list_price": None, "price_unit": "",
        },
        by=by,
        now=now,
    )  # fmt: skip


@transaction.atomic
def decline_nomination(*, nomination: Nomination, by: User, now: datetime) -> Nomination:
    """Decline; raises Refused when it was answered or withdrawn before."""
    nomination = _lock(nomination)
    _check_invited(nomination, by)
    return _close(nomination, "decline", f"{nomination.innovator_name} declined the nomination.", by, now)


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, by: User, now: datetime) -> Nomination:
    """Withdraw an invitation that is not answered yet; raises NotAllowed for other organisations' people."""
    nomination = _lock(nomination)
    policies.check_can_withdraw(by, nomination)
    return _close(nomination, "withdraw", f"{nomination.organisation} withdrew the nomination.", by, now)


def _close(nomination: Nomination, move: str, sentence: str, by: User, now: datetime) -> Nomination:
    nomination.state, nomination.answered_at = NOMINATION.target(move, nomination.state), now
    nomination.save(update_fields=["state", "answered_at"])
    record_change(f"nomination_{nomination.state.lower()}", nomination, sentence, by=by, now=now)
    return nomination


def _check_invited(nomination: Nomination, person: User) -> None:
    if person.email.lower() != nomination.contact_email:
        raise NotAllowed(
            "This invitation was sent to another email address than the one you are signed in with.",
            next_step="Sign in with the address that the invitation was sent to, or ask for a new invitation.",
        )
