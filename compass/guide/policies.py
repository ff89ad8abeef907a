"""Who may do what with what an organisation keeps of the guide. `check_…` raises a sentence; `can_…` wraps it.

One rule for shortlists, records of searches, evaluations and local costs: whoever holds a role at the organisation, or
at one that it took over, in any role. For everybody else there is nothing at the address (`queries.own_work`). Two
things need more: a purchase is led by whoever buys or follows innovation, and nobody takes part in it or runs a cost
model who also works for a company that makes technologies.

A cost model is written for buyers and is not public: any role at an open NHS organisation may run that of a published
technology with a standing passport, and the numbers put in and the results belong to the organisation alone. People
of companies are kept out whichever technology it is: another company's model and prices are its secret, and what their
own one's technology costs an organisation is that organisation's. Which companies compete, nobody here can tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from compass.accounts.models import User
from compass.foundation.errors import NotAllowed, passes
from compass.guide.models import Evaluation, Evaluator, ShortlistNote
from evidence.models import Innovation
from evidence.queries import innovators_of
from trusts import policies as of_trusts
from trusts.models import Organisation, Role

# A purchase is led by whoever buys, or follows innovation, for the organisation.
LEADS = (Role.BUYER, Role.INNOVATION_LEAD)
_ASK = "Ask the innovation lead of your organisation to give you a role."


def check_member(person: User, organisation: Organisation) -> None:
    """Raise NotAllowed unless the person holds any role at the organisation as it stands today."""
    if not of_trusts.has_role(person, organisation.acting, *Role):
        raise NotAllowed(f"This is for people who work for {organisation}.", next_step=_ASK)


def check_keeps(person: User, organisation: Organisation) -> None:
    """Raise Refused when the organisation is closed, NotAllowed unless the person may keep something new for it."""
    of_trusts.check_open(organisation)
    check_member(person, organisation)


def check_edits_note(person: User, note: ShortlistNote) -> None:
    """Raise NotAllowed for anybody but whoever wrote it: nobody puts words into a colleague's mouth."""
    if note.person_id != person.pk:
        raise NotAllowed(f"Only {note.person} can edit this note.", next_step="Write a note of your own beside it.")


def leads_innovation(person: User, organisation: Organisation) -> bool:
    """Whether the person is an innovation lead of the organisation as it stands today."""
    return of_trusts.has_role(person, organisation.acting, Role.INNOVATION_LEAD)


def check_deletes_note(person: User, note: ShortlistNote) -> None:
    """Raise NotAllowed for anybody but whoever wrote it and the innovation leads, who clear up after those who left."""
    if note.person_id != person.pk and not leads_innovation(person, note.entry.shortlist.organisation):
        raise NotAllowed(
            f"Only {note.person} and innovation leads can delete this note.",
            next_step="Ask an innovation lead of your organisation.",
        )


def check_can_start(person: User, organisation: Organisation) -> None:
    """Raise Refused when the organisation is closed, NotAllowed unless the person buys or leads innovation for it.

    NotAllowed also for people of any company that makes technologies.
    """
    of_trusts.check_open(organisation)
    of_trusts.check_role(person, organisation, *LEADS)
    check_makes_nothing(person)


def can_start(person: User, organisation: Organisation) -> bool:
    """Whether `check_can_start` would pass."""
    return passes(check_can_start, person, organisation)


def check_shortlists(person: User, innovations: Iterable[Innovation] | QuerySet[Any, Any]) -> None:
    """Raise NotAllowed for whoever works for a maker of these: what colleagues think of them is kept from them."""
    if innovators_of(person).filter(innovations__in=innovations).exists():
        raise NotAllowed(
            "You work for the company that makes one of these technologies, so you cannot shortlist it.",
            next_step="Ask a colleague who works for none of the makers.",
        )


def check_makes_nothing(person: User, cannot: str = "take part in evaluations") -> None:
    """Raise NotAllowed for people of any company that makes technologies, whatever they do for the NHS besides."""
    if innovators_of(person).exists():
        raise NotAllowed(
            f"You work for a company that makes technologies, so you cannot {cannot}.",
            next_step="Ask a colleague who works for no such company.",
        )


def check_evaluates(person: User, evaluation: Evaluation) -> None:
    """Raise NotAllowed unless the person works for the organisation and for no company that makes technologies."""
    check_member(person, evaluation.organisation)
    check_makes_nothing(person)


def check_lead(person: User, evaluation: Evaluation) -> None:
    """Raise NotAllowed unless the person leads the evaluation and still works there."""
    check_evaluates(person, evaluation)
    if evaluation.lead_id != person.pk:
        raise NotAllowed("Only the lead of the evaluation can do this.", next_step=f"Ask {evaluation.lead} to do it.")


def check_can_lead(person: User, evaluation: Evaluation) -> None:
    """Raise NotAllowed unless the person could lead it: buys or leads innovation there, and makes nothing."""
    check_evaluates(person, evaluation)
    of_trusts.check_role(person, evaluation.organisation.acting, *LEADS)


def check_takes_over(person: User, evaluation: Evaluation) -> None:
    """Raise NotAllowed unless the person could lead the evaluation, and whoever leads it cannot any more."""
    check_can_lead(person, evaluation)
    try:
        check_evaluates(evaluation.lead, evaluation)
    except NotAllowed:
        return
    raise NotAllowed(
        f"{evaluation.lead} leads this evaluation.", next_step=f"Ask {evaluation.lead} to hand it over to you."
    )


def can_take_over(person: User, evaluation: Evaluation) -> bool:
    """Whether `check_takes_over` would pass."""
    return passes(check_takes_over, person, evaluation)


def check_runs_cost_models(person: User) -> None:
    """Raise NotAllowed for people of any company that makes technologies, whatever they do for the NHS besides."""
    check_makes_nothing(person, "see what technologies cost here")


def check_evaluator(person: User, evaluation: Evaluation) -> Evaluator:
    """The person's place among the evaluators; raises NotAllowed without one."""
    check_evaluates(person, evaluation)
    place = Evaluator.objects.standing().filter(evaluation_id=evaluation.pk, person_id=person.pk).first()
    if place is None:
        raise NotAllowed(
            "Only the evaluators of this evaluation can score.",
            next_step=f"Ask {evaluation.lead} to make you one.",
        )
    return place
