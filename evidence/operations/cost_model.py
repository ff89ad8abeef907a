"""Stage 2 of the journey: writing the cost model of a pack, page by page."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from evidence import policies
from evidence.models import CostModel, Pack
from evidence.operations.packs import lock_pack

BYTES_MAX = 500_000


@transaction.atomic
def save_cost_model(*, pack: Pack, model: dict[str, Any], revision: int, by: User, now: datetime) -> CostModel:
    """Keep what is typed so far, complete or not; `revision` is the one it was begun from (0 before the first).

    Raises Refused when the pack is frozen or a colleague saved since, Invalid for what a database cannot keep.
    """
    pack = lock_pack(pack)
    policies.check_editable(by, pack)
    _check_storable(model)
    stored = CostModel.objects.filter(pack=pack).first()
    if (stored.revision if stored else 0) != revision:
        raise Refused(
            "A colleague changed this cost model while you were typing.",
            next_step="Open the page again in a second window, and copy over what you typed.",
        )
    saved, _ = CostModel.objects.update_or_create(
        pack=pack, defaults={"model": model, "revision": revision + 1, "changed_at": now, "changed_by": by}
    )
    record_change("cost_model_saved", pack, "The cost model was changed.", by=by, now=now)
    return saved


def _check_storable(model: dict[str, Any]) -> None:
    try:
        text = json.dumps(model, ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
    except ValueError as error:
        raise Invalid("The cost model has a value that JSON cannot hold.", next_step="Correct or remove it.") from error
    if "\\u0000" in text.replace("\\\\", ""):
        raise Invalid("The text has a character that cannot be shown.", next_step="Delete it, or type the text again.")
    if size > BYTES_MAX:
        raise Invalid("The cost model is too long.", next_step="Shorten the notes, or put small rows together.")
