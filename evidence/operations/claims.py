"""The claims of a pack."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from evidence import policies
from evidence.claims import Design, Effect, Measure, effect_problems
from evidence.identifiers import WrongIdentifierError, read_doi, read_ods, read_trial
from evidence.models import Claim, ClaimDocument, Document, Pack
from evidence.operations.packs import lock_pack
from evidence.seen import check_as_seen, seen_of

MOST = 50


class ClaimFacts(TypedDict):
    """What a claim states; `low` and `high` are the ends of its interval, `sites` are ODS codes."""

    outcome: str
    population: str
    comparator: str
    measure: str
    size: Decimal
    low: Decimal | None
    high: Decimal | None
    confidence: int
    unit: str
    design: str
    participants: int | None
    follow_up_months: int | None
    sites: list[str]
    source: str


def seen_claim(claim: Claim) -> str:
    """What whoever restates a claim sends along of the one they read; `changed_at` also tells of its documents."""
    return seen_of(claim, [*ClaimFacts.__annotations__, "changed_at"])


class InvalidClaimError(Invalid):
    """A claim that cannot be true as stated; `problems` says for each field what to do."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems.values()) + ".", next_step="Nothing was saved. Correct these.")


def _source(typed: str) -> str:
    if not typed:
        return ""
    try:
        return read_trial(typed)
    except WrongIdentifierError:
        return read_doi(typed)


def _checked(facts: ClaimFacts) -> ClaimFacts:
    """The facts in their normal forms; raises InvalidClaimError with every problem."""
    effect = Effect(
        Measure[facts["measure"]], facts["size"], facts["low"], facts["high"], facts["unit"], facts["confidence"]
    )
    problems = effect_problems(effect)
    source, sites = "", []
    try:
        source = _source(facts["source"])
    except WrongIdentifierError as error:
        problems["source"] = f"{error.message} {error.next_step}".strip()
    for code in facts["sites"]:
        try:
            sites.append(read_ods(code))
        except WrongIdentifierError as error:
            problems.setdefault("sites", f"{error.message} {error.next_step}".strip())
    if facts["design"] == Design.REAL_WORLD.name and not sites:
        problems.setdefault("sites", "Name the NHS organisations where it was measured, by their ODS codes")
    if problems:
        raise InvalidClaimError(problems)
    return ClaimFacts(**{**facts, "source": source, "sites": sorted(set(sites))})


@transaction.atomic
def state_claim(
    *,
    pack: Pack,
    facts: ClaimFacts,
    documents: Collection[Document],
    by: User,
    now: datetime,
    claim: Claim | None = None,
    seen: str = "",
) -> Claim:
    """Add a claim, or restate `claim`, with the documents of the pack it rests on.

    `seen` is the `seen_claim` of the one that was read. Raises InvalidClaimError when its numbers cannot be true,
    Invalid for a foreign document, Refused for more than fifty claims, and when a colleague removed or changed it.
    """
    pack = lock_pack(pack)
    policies.check_editable(by, pack)
    if claim is not None:
        claim = _as_it_stands(claim, seen)
    checked = _checked(facts)
    if any(document.pack_id != pack.pk for document in documents):
        raise Invalid("A document of another pack was chosen.", next_step="Upload it to this pack first.")
    if claim is None and pack.claims.count() >= MOST:
        raise Refused(f"A pack holds {MOST} claims at most.", next_step="Keep those that a panel needs to decide.")
    if claim is None:
        claim = Claim(pack=pack)
    for field, value in checked.items():
        setattr(claim, field, value)
    claim.changed_at, claim.changed_by = now, by
    claim.save()
    claim.links.all().delete()
    ClaimDocument.objects.bulk_create(ClaimDocument(pack=pack, claim=claim, document=one) for one in documents)
    record_change("claim_stated", pack, f"The claim “{claim}” was stated.", by=by, now=now)
    return claim


def _as_it_stands(claim: Claim, seen: str) -> Claim:
    standing = Claim.objects.filter(pk=claim.pk).first()
    if standing is None:
        raise Refused("A colleague removed this claim.", next_step="If it is needed, state it as a new claim.")
    check_as_seen(seen_claim(standing), seen, "claim")
    return standing


@transaction.atomic
def remove_claim(*, claim: Claim, by: User, now: datetime) -> None:
    """Take a claim out of a draft; its history stays."""
    pack = lock_pack(claim.pack)
    policies.check_editable(by, pack)
    claim.links.all().delete()
    claim.delete()
    record_change("claim_removed", pack, f"The claim “{claim}” was removed.", by=by, now=now)
