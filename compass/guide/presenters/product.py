"""The page of one technology in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from passports.states import AdoptionState


def adopters_by_region(adopters: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Region names in order, each with its organisations by name; those without a region last."""
    regions: dict[str, list[dict[str, Any]]] = {}
    for adopter in sorted(adopters, key=lambda a: (a["region_name"] is None, a["region_name"] or "", a["name"])):
        said = {"name": adopter["name"], "words": AdoptionState(adopter["state"]).label}
        regions.setdefault(adopter["region_name"] or "Region not stated", []).append(said)
    return list(regions.items())
