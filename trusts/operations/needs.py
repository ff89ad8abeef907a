"""Before the journey: an organisation publishes what it needs, innovators answer with what they have."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from compass.accounts.models import User
from compass.foundation.clock import civil_date
from compass.foundation.errors import Invalid
from compass.foundation.history import record_change
from compass.foundation.mail import post_email
from evidence.models import Innovation
from trusts import policies
from trusts.models import Need, NeedAnswer, Organisation, Role
from trusts.states import NEED


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
    if needed_by is not None and needed_by < civil_date(now):
        raise Invalid("This day has passed.", next_step="Choose a day to come, or leave it out.", field="needed_by")
    if Need.objects.filter(organisation=organisation, title__iexact=title, closed_at=None).exists():
        raise Invalid(
            "Your organisation has an open need of this title.",
            next_step="Look at that one, or choose another title.",
            field="title",
        )
    need = Need.objects.create(
        organisation=organisation, title=title, problem=problem, clinical_area=clinical_area, patients=patients,
        needed_by=needed_by, published_by=by, published_at=now,
    )  # fmt: skip
    record_change("need_published", need, f"{organisation} published the need “{need}”.", by=by, now=now)
    return need


@transaction.atomic
def answer_need(*, need: Need, innovation: Innovation, sentence: str, by: User, now: datetime) -> NeedAnswer:
    """Answer with a public technology of one's own company; whoever published the need is written to.

    Raises NotAllowed for another company's, Refused when the need is closed, Invalid for a technology that is not
    public or has answered.
    """
    need = Need.objects.select_for_update(of=("self",)).select_related("organisation", "published_by").get(pk=need.pk)
    policies.check_can_answer(by, need, innovation)
    if NeedAnswer.objects.filter(need=need, innovation=innovation).exists():
        raise Invalid(f"{innovation} has answered this need already.", next_step="Choose another technology.")
    answer = NeedAnswer.objects.create(
        need=need, innovation=innovation, sentence=sentence, answered_by=by, answered_at=now
    )
    address = f"/needs/{need.pk}/"
    said = f"{innovation} by {innovation.innovator} answers the need “{need}” of {need.organisation}."
    data = {"title": f"Need “{need}”: {innovation}", "address": address, "innovation": innovation.slug}
    record_change("need_answered", need, said, by=by, now=now, data=data)
    post_email(
        key=f"need-answer-{answer.pk}",
        recipient=need.published_by.email,
        subject=f"{innovation} answers your need “{need}”"[:200],
        text=(
            f"{said}\n\nThey say: {sentence}\n\nRead the answers:\n{settings.SITE_URL}{address}\n\n"
            "You get this because you published the need.\n"
        ),
        now=now,
    )
    return answer


@transaction.atomic
def close_need(*, need: Need, outcome: str, by: User, now: datetime) -> Need:
    """Close it, with what came of it; it stays to be read. Raises NotAllowed for others, Refused when it is closed."""
    need = Need.objects.select_for_update(of=("self",)).select_related("organisation__current").get(pk=need.pk)
    policies.check_can_close(by, need)
    need.state, need.closed_at, need.outcome = NEED.target("close", need.state), now, outcome
    need.save(update_fields=["state", "closed_at", "outcome"])
    data = {"title": f"Need “{need}” is closed", "address": f"/needs/{need.pk}/"}
    sentence = f"{need.organisation} closed the need “{need}”." + (f" Outcome: {outcome}" if outcome else "")
    record_change("need_closed", need, sentence, by=by, now=now, data=data)
    return need
