"""Loading requirement sets from the files of this package."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from evidence.models import Requirement, RequirementSet

FOLDER = Path(__file__).resolve().parents[1] / "standards"


@transaction.atomic
def load_standards() -> int:
    """Load every file that is not loaded yet; returns how many were. A loaded version is never changed."""
    return sum(_load(tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.toml")))


def _load(given: dict[str, Any]) -> int:
    found, created = RequirementSet.objects.get_or_create(
        code=given["code"],
        version=given["version"],
        defaults={"title": given["title"], "effective_from": given["effective_from"]},
    )
    if created:
        Requirement.objects.bulk_create(
            Requirement(requirement_set=found, position=position, **one)
            for position, one in enumerate(given["requirement"], start=1)
        )
    return int(created)
