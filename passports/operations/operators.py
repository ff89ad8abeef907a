"""The people of the national operator."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.history import record_change
from passports.models import Operator


@transaction.atomic
def appoint_operator(*, person: User, now: datetime) -> Operator:
    """Let a person work for the national operator; somebody who does so already stays as they are.

    Nobody is above the operator, so no page leads here: it is done by whoever runs the service.
    """
    operator, added = Operator.objects.get_or_create(person=person)
    if added:
        record_change("operator_appointed", operator, f"{operator} works for the national operator.", by=None, now=now)
    return operator
