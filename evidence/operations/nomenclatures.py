"""Loading published nomenclatures from the files of this package."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

from django.db import transaction

from evidence.models import EmdnCode

EMDN = Path(__file__).resolve().parents[1] / "nomenclatures" / "emdn_2.csv.gz"


@transaction.atomic
def load_emdn() -> int:
    """Bring the EMDN codes up to the file of this package; returns how many were new or had another title.

    A code that the file no longer has stays: technologies may be in it.
    """
    known = dict(EmdnCode.objects.values_list("code", "title"))
    with gzip.open(EMDN, "rt", encoding="utf-8", newline="") as lines:
        given = {line["code"]: line["title"] for line in csv.DictReader(lines)}
    changed = [EmdnCode(code=code, title=title) for code, title in given.items() if known.get(code) != title]
    EmdnCode.objects.bulk_create(
        changed, batch_size=2000, update_conflicts=True, unique_fields=["code"], update_fields=["title"]
    )
    return len(changed)
