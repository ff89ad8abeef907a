"""Single claims and certificates in the published form of a pack: what is said, as the operations take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from compass.accounts.models import User
from compass.foundation.errors import Invalid
from evidence import exchange, policies, queries
from evidence.exchange import Problem
from evidence.models import Certificate, Claim, Document, Pack
from evidence.operations.certificates import add_certificate
from evidence.operations.claims import ClaimFacts, state_claim

_SHOWN = 3


class InvalidPackError(Invalid):
    """A given pack, or a part of one, that cannot be brought in; `problems` names every place. Nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        count = len(self.problems)
        listed = "; ".join(f"{one.where or 'the whole'}: {one.problem}" for one in self.problems[:_SHOWN])
        more = f"; and {count - _SHOWN} more" if count > _SHOWN else ""
        super().__init__(
            f"There {'is 1 problem' if count == 1 else f'are {count} problems'} in what was given: {listed}{more}",
            next_step="Nothing was saved. Correct each of them and send it again.",
        )


def documents_of_claim(one: Mapping[str, Any], known: Mapping[str, Document]) -> list[Document]:
    """The documents that a claim rests on; raises InvalidPackError for those that are not in the pack."""
    missing = [sha256 for sha256 in one["documents"] if sha256 not in known]
    if missing:
        raise InvalidPackError([_not_here(sha256, "/documents") for sha256 in missing])
    return [known[sha256] for sha256 in one["documents"]]


def _not_here(sha256: str, where: str) -> Problem:
    return Problem(where, f"The document {sha256[:12]}… is not in this pack.", "Upload it first, or leave it out here.")


def claim_facts(one: Mapping[str, Any]) -> ClaimFacts:
    """What a claim in its one spelling states."""
    numbers = {name: None if one[name] is None else Decimal(one[name]) for name in ("size", "low", "high")}
    return cast(ClaimFacts, {name: value for name, value in one.items() if name != "documents"} | numbers)


def certificate_facts(one: Mapping[str, Any], known: Mapping[str, Document]) -> dict[str, Any]:
    """What `add_certificate` takes; raises InvalidPackError for days that do not exist and unknown documents."""
    facts, problems = dict(one), []
    for name in ("valid_from", "expires_on", "checked_on"):
        try:
            facts[name] = date.fromisoformat(one[name]) if one.get(name) else None
        except ValueError:
            problems.append(Problem(f"/{name}", "There is no such day.", "Enter a real date, as YYYY-MM-DD."))
    if sha256 := one.get("document"):
        facts["document"] = known.get(sha256)
        if facts["document"] is None:
            problems.append(_not_here(sha256, "/document"))
    if problems:
        raise InvalidPackError(problems)
    return facts


def state_given_claim(
    *, pack: Pack, given: Any, by: User, now: datetime, claim: Claim | None = None, seen: str = ""
) -> Claim:
    """Add or restate one claim of the published form; raises as `state_claim` does, and InvalidPackError."""
    policies.check_editable(by, pack)
    if wrong := exchange.part_problems("claim", given):
        raise InvalidPackError(wrong)
    one = exchange.claim(given)
    documents = documents_of_claim(one, {document.sha256: document for document in queries.documents_of(pack)})
    return state_claim(pack=pack, facts=claim_facts(one), documents=documents, by=by, now=now, claim=claim, seen=seen)


def add_given_certificate(*, pack: Pack, given: Any, by: User, now: datetime) -> Certificate:
    """Add one certificate of the published form; raises as `add_certificate` does, and InvalidPackError."""
    policies.check_editable(by, pack)
    if wrong := exchange.part_problems("certificate", given):
        raise InvalidPackError(wrong)
    known = {document.sha256: document for document in queries.documents_of(pack)}
    return add_certificate(pack=pack, by=by, now=now, **certificate_facts(given, known))
