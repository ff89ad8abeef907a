"""The form in which a whole evidence pack is taken out and brought in: JSON in, JSON out.

The published schema lies beside this file. A pack's exchange form says what its content says (`evidence.content`),
without what only the pack itself can know: its hash, its revision, the sizes of its files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
from django.core.exceptions import ValidationError

from compass.foundation.received_json import pointer
from compass.foundation.text import refuse_control_characters, refuse_hidden_characters, refuse_line_ends

FORM = "medtech-compass/evidence-pack-exchange/1"
PROBLEMS_MAX = 200
_LINE_CHECKS = (refuse_control_characters, refuse_hidden_characters, refuse_line_ends)
_LINES = ("claims", "certificates", "documents")
_DOCUMENT = ("sha256", "title", "supports")
_CLAIM_KEY = ("outcome", "population", "comparator", "measure", "design")


@dataclass(frozen=True)
class Problem:
    """What is wrong at one place of a given pack; `where` is a JSON pointer (RFC 6901), empty for the whole."""

    where: str
    problem: str
    next_step: str = ""

    @property
    def question(self) -> str:
        """The question whose answer is wrong; empty when it is something else."""
        return self.where.split("/")[2] if self.where.startswith("/answers/") else ""

    @property
    def whole(self) -> str:
        return f"{self.problem} {self.next_step}".strip()


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema, draft 2020-12."""
    path = Path(__file__).with_name("exchange.schema.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def part_schema(part: str) -> dict[str, Any]:
    """The schema of one `claim`, `certificate` or `document`, on its own."""
    return {"$schema": schema()["$schema"], "$defs": schema()["$defs"], "$ref": f"#/$defs/{part}"}


def shape_problems(given: Any) -> list[Problem]:
    """Where a given pack is not of the published form, or has a line of text that cannot be shown."""
    found = _by_schema(schema(), given)
    if not found:
        for part in _LINES:
            for place, one in enumerate(given.get(part, ())):
                found += _line_problems(one, (part, place))
    return found[:PROBLEMS_MAX]


def part_problems(part: str, given: Any) -> list[Problem]:
    """The same for one claim, certificate or document alone."""
    return _by_schema(part_schema(part), given) or _line_problems(given, ())


def _by_schema(document: Mapping[str, Any], given: Any) -> list[Problem]:
    validator = jsonschema.Draft202012Validator(document)
    found = []
    for error in validator.iter_errors(given):
        found.append(Problem(pointer(*error.absolute_path), _sentence(error), "Compare it with the published schema."))
        if len(found) == PROBLEMS_MAX:
            break
    return sorted(found, key=lambda one: one.where)


def _sentence(error: jsonschema.ValidationError) -> str:
    """What the schema says is wrong, without repeating a long value."""
    said: Any = error.validator_value
    described: Any = error.schema
    words: dict[str, Callable[[], str]] = {
        "required": lambda: error.message.replace(" is a required property", " is missing") + ".",
        "additionalProperties": lambda: error.message[:200] + ".",
        "type": lambda: f"This must be {said if isinstance(said, str) else ' or '.join(said)}.",
        "enum": lambda: f"Choose one of {', '.join(str(one) for one in said)}.",
        "const": lambda: f"This must be “{said}”.",
        "pattern": lambda: (described.get("description") or "This is not of the right form.").rstrip(".") + ".",
        "minLength": lambda: "This is empty.",
        "maxLength": lambda: f"Write {said:,} characters or fewer.",
        "maxItems": lambda: f"There are more than {said:,} entries.",
        "maxProperties": lambda: f"There are more than {said:,} entries.",
        "minimum": lambda: f"This must be {said:,} or more.",
        "maximum": lambda: f"This must be {said:,} or less.",
    }
    found = words.get(str(error.validator))
    return found() if found else "This is not of the right form."


def _line_problems(one: Mapping[str, Any], path: tuple[str | int, ...]) -> list[Problem]:
    found = []
    for name, value in one.items():
        lines = (
            [value]
            if isinstance(value, str)
            else [v for v in value if isinstance(v, str)]
            if value and isinstance(value, list)
            else []
        )
        for line in lines:
            try:
                for check in _LINE_CHECKS:
                    check(line)
            except ValidationError as error:
                found.append(Problem(pointer(*path, name), error.messages[0]))
                break
    return found


def from_content(content: Mapping[str, Any], identifiers: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """A pack's exchange form from its content; `identifiers` are those of the technology, which no pack freezes."""
    return {
        "schema": FORM,
        "technology": {key: content["innovation"][key] for key in ("slug", "name")} | {"identifiers": [*identifiers]},
        "product_version": content["product_version"],
        "standards": content["standards"],
        "answers": {one["question"]: one["value"] for one in content["answers"]},
        "claims": content["claims"],
        "certificates": [certificate(one) for one in content["certificates"]],
        "cost_model": content["cost_model"],
        "documents": [{key: one[key] for key in _DOCUMENT} for one in content["documents"]],
    }


def certificate(given: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a certificate that are stated, not worked out."""
    known = schema()["$defs"]["certificate"]["properties"]
    return {name: given[name] for name in known if name in given}


def claim(given: Mapping[str, Any]) -> dict[str, Any]:
    """A claim of the published form in its one spelling: every part there, numbers shortest, lists sorted."""
    parts = schema()["$defs"]["claim"]["properties"]
    whole = {name: given.get(name, parts[name].get("default")) for name in parts}
    for name in ("size", "low", "high"):
        whole[name] = whole[name] and _shortest(whole[name])
    for name in ("sites", "documents"):
        whole[name] = sorted(set(whole[name]))
    return whole | {name: value.strip() for name, value in whole.items() if isinstance(value, str)}


def _shortest(number: str) -> str:
    found = Decimal(number)
    return format(found.normalize(), "f") if found else "0"


def matched_claims(
    given: Iterable[Mapping[str, Any]], standing: Mapping[int, Mapping[str, Any]]
) -> list[tuple[dict[str, Any], int | None, bool]]:
    """For each given claim: its one spelling, the standing claim that it is (None for a new one), and whether the two
    say the same. Each standing claim is matched once, first by all it says, then by what it is about."""
    left = {key: claim(one) for key, one in standing.items()}
    wanted = [claim(one) for one in given]
    found: dict[int, tuple[int, bool]] = {}
    for same in (True, False):
        for place, one in enumerate(wanted):
            if place in found:
                continue
            for key, other in left.items():
                if one == other if same else _about(one) == _about(other):
                    found[place] = (key, same)
                    del left[key]
                    break
    return [(one, *found.get(place, (None, False))) for place, one in enumerate(wanted)]


def _about(one: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(one[name] for name in _CLAIM_KEY)
