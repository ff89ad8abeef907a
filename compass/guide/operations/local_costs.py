"""Putting an organisation's own numbers into the cost model of a technology."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from compass.guide.local_cost import changed_numbers, hash_of_model
from compass.guide.models import LocalCost
from compass.guide.policies import check_keeps, check_runs_cost_models
from evidence.cost import read_cost_model
from evidence.models import Innovation, Pack
from evidence.queries import cost_model_of
from passports.validity import USABLE
from trusts.models import Organisation


@transaction.atomic
def save_local_cost(
    *,
    organisation: Organisation,
    innovation: Innovation,
    numbers: Mapping[str, str],
    model_hash: str,
    revision: int,
    by: User,
    now: datetime,
) -> LocalCost:
    """Keep the own numbers (text by name of the input) that change something; none goes back to the innovator's.

    `model_hash` is of the model that was shown, `revision` the saved one it began from (0 before the first). Raises
    NotAllowed for people of elsewhere and of companies, Refused when the model or the numbers changed
    since, Invalid for a number that cannot stand in the model (`field` is its name).
    """
    # All who save for one organisation wait for one another: before the first saving there is no row to lock.
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
    check_keeps(by, organisation)
    check_runs_cost_models(by)
    pack = Pack.objects.filter(
        passport__is_current=True, passport__status__in=USABLE, innovation=innovation,
        innovation__published_at__isnull=False,
    ).first()  # fmt: skip
    raw = cost_model_of(pack)[0] if pack else {}
    model = read_cost_model(raw).model
    if pack is None or model is None:
        raise Refused(
            f"{innovation} has no passport that stands and has a cost model.",
            next_step="Ask the innovator, or choose another technology.",
        )
    if hash_of_model(raw) != model_hash:
        raise Refused(
            "The cost model changed while you were typing.",
            next_step="Check your numbers against the new one below, then save them.",
        )
    kept, problems = changed_numbers(model, numbers)
    if problems:
        raise Invalid(problems[0].wrong, next_step=problems[0].next_step, field=str(problems[0].path[0]))
    stored = LocalCost.objects.filter(organisation=organisation, innovation=innovation).first()
    if (stored.revision if stored else 0) != revision:
        raise Refused(
            "A colleague saved other numbers while you were typing.",
            next_step="Open the page again in a second window, compare, and save what is right.",
        )
    saved, _ = LocalCost.objects.update_or_create(
        organisation=organisation,
        innovation=innovation,
        defaults={
            "pack": pack,
            "model_hash": model_hash,
            "numbers": kept,
            "revision": revision + 1,
            "changed_at": now,
            "changed_by": by,
        },
    )
    # Without the numbers: agreed prices may be among them.
    record_change("local_cost_saved", saved, "Own numbers for a cost model were saved.", by=by, now=now)
    return saved
