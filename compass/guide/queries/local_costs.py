"""Cost models of published technologies, and the own numbers of one organisation in them, as rows.

Own numbers are only ever read through the organisation whose they are; the page finds that through its members.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from compass.accounts.models import User
from compass.guide.local_cost import hash_of_model
from compass.guide.models import LocalCost
from compass.guide.queries.catalogue import public_innovations
from compass.guide.queries.own_work import works_for_a_company
from passports.validity import USABLE, Status
from trusts.models import Organisation


@dataclass(frozen=True)
class Costed:
    """A published technology and the cost model of its current passport's pack as `stated`; None where it has none.

    It is run only while the passport stands: `stands` is False for one that is suspended, expired or withdrawn.
    """

    id: int
    slug: str
    name: str
    passport_number: str | None
    passport_status: str | None
    product_version: str | None
    stated: Mapping[str, Any] | None

    @property
    def model(self) -> Mapping[str, Any] | None:
        """The model to run; None where there is none, or it may not be run now."""
        return self.stated if self.stands else None

    def changed_since(self, saved: Saved | None) -> bool:
        """Whether the cost model is another one than own numbers were put into."""
        return saved is not None and saved.model_hash != self.model_hash

    @property
    def stands(self) -> bool:
        """Whether its passport can be relied on today."""
        return self.passport_status is not None and Status(self.passport_status) in USABLE

    @property
    def model_hash(self) -> str:
        """The hash of the stated model, whether it may be run or not; empty where there is none."""
        return hash_of_model(self.stated) if self.stated else ""


@dataclass(frozen=True)
class Saved:
    """An organisation's own numbers for one technology, and the model that they were put into.

    `revision` is 0 where they came from an organisation that this one took over: saving begins a row of its own.
    """

    innovation_id: int
    slug: str
    name: str
    numbers: Mapping[str, str]
    model_hash: str
    model: Mapping[str, Any] | None
    product_version: str
    revision: int
    changed_at: datetime
    changed_by: str


_COSTED: tuple[str, ...] = (
    "id", "slug", "name", "current__number", "current__status", "current__pack__product_version",
    "current__pack__cost_model__model",
)  # fmt: skip


def costed(slugs: Sequence[str], person: User) -> list[Costed]:
    """The published ones among these technologies, in the order asked: one statement.

    None for people of any company (`policies.check_runs_cost_models`).
    """
    rows = public_innovations().filter(~works_for_a_company(person), slug__in=list(slugs))
    found = {row[1]: Costed(*row) for row in rows.values_list(*_COSTED)}
    return [found[slug] for slug in slugs if slug in found]


def saved_of(organisation: Organisation, person: User, innovations: Collection[int] | None = None) -> dict[int, Saved]:
    """What an open organisation saved, by technology (all published ones when None); mergers followed: one statement.

    Nothing for people of any company.
    Where several predecessors saved numbers, its own come first, then the newest.
    """
    rows = LocalCost.objects.filter(
        ~works_for_a_company(person), organisation__current_id=organisation.pk, innovation__published_at__isnull=False
    )
    rows = rows.order_by("changed_at", "id")
    if innovations is not None:
        rows = rows.filter(innovation_id__in=innovations)
    found: dict[int, Saved] = {}
    own: set[int] = set()
    for row in rows.values_list(
        "organisation_id", "innovation_id", "innovation__slug", "innovation__name", "numbers", "model_hash",
        "pack__cost_model__model", "pack__product_version", "revision", "changed_at", "changed_by__name",
    ):  # fmt: skip
        holder, innovation = row[:2]
        if innovation in own:
            continue
        if holder == organisation.pk:
            own.add(innovation)
        _, _, slug, name, numbers, model_hash, model, version, revision, changed_at, changed_by = row
        found[innovation] = Saved(
            innovation_id=innovation,
            slug=slug,
            name=name,
            numbers=numbers,
            model_hash=model_hash,
            model=model,
            product_version=version,
            revision=revision if holder == organisation.pk else 0,
            changed_at=changed_at,
            changed_by=changed_by,
        )
    return found
