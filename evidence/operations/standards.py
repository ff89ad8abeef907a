"""Loading requirement sets from the files of this package."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
from django.db import transaction

from compass.foundation.sealing import content_hash
from evidence.models import Requirement, RequirementSet

FOLDER = Path(__file__).resolve().parents[1] / "standards"
SCHEMA = FOLDER / "schema.json"


class StandardFileError(ValueError):
    """A requirement set that cannot be loaded; `str()` says which file, where in it, and why."""


@transaction.atomic
def load_standards(folder: Path = FOLDER) -> int:
    """Load every file that is not loaded yet; returns how many were. Raises StandardFileError and then loads none.

    A loaded version is never changed: a new version is a new file.
    """
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    return sum(_load(path, validator) for path in sorted(folder.glob("*.toml")))


def _plain(given: Any) -> Any:
    """TOML as JSON: dates as ISO text."""
    if isinstance(given, dict):
        return {key: _plain(value) for key, value in given.items()}
    if isinstance(given, list):
        return [_plain(value) for value in given]
    return given.isoformat() if isinstance(given, date) else given


def _load(path: Path, validator: jsonschema.Draft202012Validator) -> int:
    given = _plain(tomllib.loads(path.read_text(encoding="utf-8")))
    for error in validator.iter_errors(given):
        where = "/".join(str(part) for part in error.absolute_path) or "the file"
        raise StandardFileError(f"{path.name}: {where}: {error.message[:300]}")
    digest = content_hash(given)
    known = RequirementSet.objects.filter(code=given["code"], version=given["version"]).first()
    if known:
        if known.digest not in {"", digest}:
            raise StandardFileError(
                f"{path.name}: {known} is loaded already and the file has changed. Give it a new version."
            )
        return 0
    requirements = given.pop("requirement")
    found = RequirementSet.objects.create(digest=digest, **given)
    Requirement.objects.bulk_create(
        Requirement(requirement_set=found, position=position, **_columns(one))
        for position, one in enumerate(requirements, start=1)
    )
    return 1


def _columns(one: dict[str, Any]) -> dict[str, Any]:
    return one | {"options": [list(pair) for pair in one.get("options", {}).items()]}
