"""What the national operator does."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from compass.accounts.models import User
from compass.demo.cast import Cast
from compass.demo.chance import pick
from compass.demo.library import Journey, products
from compass.demo.pdf import small_pdf
from compass.demo.roster import OPERATORS
from passports.models import Condition, Submission
from passports.operations.conditions import hand_in_evidence, propose_discharge
from passports.operations.lifecycle import suspend_passport
from passports.operations.proposals import confirm_proposal, propose_move, propose_to_issue
from passports.operations.submissions import return_submission
from passports.states import ProposalState, ProposedMove


def _pair(cast: Cast, journey: Journey) -> tuple[User, User]:
    """The operator who proposes and the one who confirms."""
    first = pick(OPERATORS, journey.technology)
    second = OPERATORS[(OPERATORS.index(first) + 1) % len(OPERATORS)]
    return cast.person(first), cast.person(second)


def _submission(cast: Cast, journey: Journey) -> Submission:
    return Submission.objects.get(decision__assessment=cast.assessment(journey))


def issue(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Issue the passport: one operator checks, another confirms."""
    first, second = _pair(cast, journey)
    checked = "The decision was quorate, and the pack is as it was submitted."
    proposal = propose_to_issue(submission=_submission(cast, journey), reason=checked, by=first, now=now)
    confirm_proposal(proposal=proposal, by=second, now=now)


def send_back(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Return the submission to the trust."""
    first, _ = _pair(cast, journey)
    return_submission(submission=_submission(cast, journey), reason=journey.reason, by=first, now=now)


def act_on(cast: Cast, journey: Journey, step: str, reason: str, *, now: datetime) -> None:
    """Suspend, reinstate or withdraw: one operator proposes (a suspension holds at once), another confirms."""
    first, second = _pair(cast, journey)
    passport = cast.passport(journey)
    if step == "suspend":
        suspend_passport(passport=passport, reason=reason, by=first, now=now)
        proposal = passport.proposals.get(state=ProposalState.OPEN)
    else:
        move = ProposedMove[step.upper()]
        proposal = propose_move(passport=passport, move=move, reason=reason, by=first, now=now)
    confirm_proposal(proposal=proposal, by=second, now=now)


def discharge(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """The innovator shows that the passport's condition is met; chair and operator agree."""
    condition = Condition.objects.filter(passport=cast.passport(journey)).order_by("id")[0]
    maker = cast.person(f"maker@{products()[journey.technology].company}")
    hand_in_evidence(
        condition=condition, text=journey.reason, link="", document=None,
        by=maker, now=now,
    )  # fmt: skip
    chair = cast.person(f"CHAIR@{journey.panel}")
    proposal = propose_discharge(condition=condition, reason=journey.reason, by=chair, now=now)
    confirm_proposal(proposal=proposal, by=_pair(cast, journey)[0], now=now)


def show_met(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """The innovator shows with a document that a condition is met, and waits for the chair and the operator."""
    product = products()[journey.technology]
    lines = (
        f"What the condition asked for: {product.name}, version {journey.version}", "",
        f"{product.company}. An invented document about an invented product, for demonstration.",
    )  # fmt: skip
    hand_in_evidence(
        condition=Condition.objects.filter(passport=cast.passport(journey)).order_by("id")[0],
        text="What was asked for is done. The report is attached; ask us for the figures behind it if you want them.",
        link="", document=None,
        upload=SimpleUploadedFile("report-on-the-condition.pdf", small_pdf(lines), "application/pdf"),
        by=cast.person(f"maker@{product.company}"), now=now,
    )  # fmt: skip


def propose(cast: Cast, journey: Journey, step: str, part: str, reason: str, *, now: datetime) -> None:
    """An operator proposes to reinstate or withdraw, and nobody has answered yet."""
    propose_move(
        passport=cast.passport(journey), move=ProposedMove[step.upper()], reason=reason, by=cast.person(part), now=now
    )
