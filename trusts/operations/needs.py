"""Before the journey: an organisation publishes what it needs, innovators answer with what they have."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from compass.accounts.models import User
from compass.foundation.clock import civil_date
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from compass.foundation.mail import post_email
from compass.foundation.text import plain_line_ends
from compass.foundation.words import listing
from evidence.models import Innovation
from trusts import policies
from trusts.models import Need, NeedAnswer, Organisation, Role
from trusts.queries import people_told_of_answers
from trusts.states import NEED

# The parts of a need, as a sentence about a change names them.
PARTS = {
    "title": "title",
    "problem": "problem",
    "clinical_area": "clinical area",
    "patients": "number of patients",
    "needed_by": "day it is needed by",
}


@transaction.atomic
def publish_need(
    *, organisation: Organisation, title: str, problem: str, clinical_area: str, by: User, now: datetime,
    patients: int | None = None, needed_by: date | None = None,
) -> Need:  # fmt: skip
    """Publish a need; raises NotAllowed without the role of nominator, Refused for a closed organisation.

    Invalid for a day that has passed, and for a title that an open need of the organisation has.
    """
    policies.check_open(organisation)
    policies.check_role(by, organisation, Role.NOMINATOR)
    # The organisation's row is the lock: two people who publish the same follow one another.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    _check_day(needed_by, now)
    _check_title(organisation.pk, title)
    need = Need.objects.create(
        organisation=organisation, title=title, problem=plain_line_ends(problem), clinical_area=clinical_area,
        patients=patients, needed_by=needed_by, published_by=by, published_at=now,
    )  # fmt: skip
    record_change("need_published", need, f"{organisation} published the need “{need}”.", by=by, now=now)
    return need


@transaction.atomic
def correct_need(
    *, need: Need, title: str, problem: str, clinical_area: str, patients: int | None, needed_by: date | None,
    revision: int, by: User, now: datetime,
) -> Need:  # fmt: skip
    """Say an open need in other words; `revision` is the one that the change began from. Nothing new changes nothing.

    Raises NotAllowed for others, Refused when it is closed or a colleague changed it since, Invalid as publishing does;
    a day that it had already may have passed. What it said before stays in its history; whoever answered is told, not
    in the former words: they may have named a patient.
    """
    policies.check_can_tend(by, need)
    Organisation.objects.select_for_update(no_key=True).get(pk=need.organisation_id)
    need = Need.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=need.pk)
    policies.check_answerable(need)
    if need.revision != revision:
        raise Refused(
            "A colleague changed this need while you were typing.",
            next_step="Open the page again in a second window, compare, and save what is right.",
        )
    given = {"title": title, "problem": plain_line_ends(problem), "clinical_area": clinical_area,
             "patients": patients, "needed_by": needed_by}  # fmt: skip
    changed = [name for name, value in given.items() if getattr(need, name) != value]
    if not changed:
        return need
    if "needed_by" in changed:
        _check_day(needed_by, now)
    _check_title(need.organisation_id, title, besides=need.pk)
    for name, value in given.items():
        setattr(need, name, value)
    need.changed_at, need.revision = now, revision + 1
    need.save(update_fields=[*given, "changed_at", "revision"])
    said = f"{need.organisation} changed the need “{need}”: {listing([PARTS[name] for name in changed])}."
    data = {"title": f"Need “{need}” was changed", "address": f"/needs/{need.pk}/", "changed": changed}
    record_change("need_changed", need, said, by=by, now=now, data=data)
    return need


def _check_day(needed_by: date | None, now: datetime) -> None:
    if needed_by is not None and needed_by < civil_date(now):
        raise Invalid("This day has passed.", next_step="Choose a day to come, or leave it out.", field="needed_by")


def _check_title(organisation_id: int, title: str, *, besides: int = 0) -> None:
    taken = Need.objects.filter(organisation_id=organisation_id, title__iexact=title, closed_at=None)
    if taken.exclude(pk=besides).exists():
        raise Invalid(
            "Your organisation has an open need of this title.",
            next_step="Look at that one, or choose another title.",
            field="title",
        )


@transaction.atomic
def answer_need(
    *, need: Need, innovation: Innovation, sentence: str, revision: int, by: User, now: datetime
) -> NeedAnswer:
    """Answer `revision` of a need, for good, with a public technology of one's own company; its publisher is told.

    Raises NotAllowed for another company's, Refused when the need is closed or says something else since, Invalid for
    a technology that is not public or has answered.
    """
    need = Need.objects.select_for_update(of=("self",)).select_related("organisation__current").get(pk=need.pk)
    policies.check_can_answer(by, need, innovation)
    if need.revision != revision:
        raise Refused(
            "This need was changed after you opened it.",
            next_step="Open it in a second window and read it again. Then answer it there.",
        )
    if NeedAnswer.objects.filter(need=need, innovation=innovation).exists():
        raise Invalid(f"{innovation} has answered this need already.", next_step="Choose another technology.")
    answer = NeedAnswer.objects.create(
        need=need, innovation=innovation, sentence=sentence, answered_by=by, answered_at=now
    )
    address = f"/needs/{need.pk}/"
    said = f"{innovation} by {innovation.innovator} answers the need “{need}” of {need.organisation}."
    data = {"title": f"Need “{need}”: {innovation}", "address": address, "innovation": innovation.slug}
    record_change("need_answered", need, said, by=by, now=now, data=data)
    for person, email in people_told_of_answers(need):
        why = "published the need" if person == need.published_by_id else f"nominate for {need.organisation.acting}"
        post_email(
            key=f"need-answer-{answer.pk}-{person}",
            recipient=email,
            subject=f"{innovation} answers your need “{need}”"[:200],
            text=(
                f"{said}\n\nThey say: {sentence}\n\nRead the answers:\n{settings.SITE_URL}{address}\n\n"
                f"You get this because you {why}.\n"
            ),
            now=now,
        )
    return answer


@transaction.atomic
def close_need(*, need: Need, outcome: str, by: User, now: datetime) -> Need:
    """Close it, with what came of it; it stays to be read. Raises NotAllowed for others, Refused when it is closed."""
    need = Need.objects.select_for_update(of=("self",)).select_related("organisation__current").get(pk=need.pk)
    policies.check_can_tend(by, need)
    need.state, need.closed_at, need.outcome = NEED.target("close", need.state), now, outcome
    need.save(update_fields=["state", "closed_at", "outcome"])
    data = {"title": f"Need “{need}” is closed", "address": f"/needs/{need.pk}/"}
    sentence = f"{need.organisation} closed the need “{need}”." + (f" Outcome: {outcome}" if outcome else "")
    record_change("need_closed", need, sentence, by=by, now=now, data=data)
    return need
