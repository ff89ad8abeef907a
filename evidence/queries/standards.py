"""What the standards of a pack ask, each version of a standard read from the database once in a process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from evidence.completeness import Asked
from evidence.models import Pack, PackStandard, Requirement

# By the digest of a standard's file, which says all that it asks: neither the file of a loaded version nor its rows
# ever change, so what is kept here is true in every database. A standard without a digest is read each time.
_kept: dict[str, tuple[Asked, ...]] = {}


def asked_of(pack: Pack) -> list[Asked]:
    """The requirements of the pack's standards as the pure rules know them, in order.

    One query; one more in a process that has not met one of these standards before.
    """
    return asked_under(
        PackStandard.objects.filter(pack=pack)
        .order_by("requirement_set__position", "requirement_set_id")
        .values_list("requirement_set_id", "requirement_set__digest")
    )


def asked_under(standards: Iterable[Sequence[Any]]) -> list[Asked]:
    """The requirements of standards given by id and digest, in order: no query where the process knows them."""
    pinned = [(int(pk), str(digest)) for pk, digest in standards]
    lacking = {pk: digest for pk, digest in pinned if digest not in _kept}
    found = _read(lacking.keys()) if lacking else {}
    _kept.update({digest: found[pk] for pk, digest in lacking.items() if digest and pk in found})
    return [one for pk, digest in pinned for one in found.get(pk) or _kept.get(digest, ())]


def _read(standards: Collection[int]) -> dict[int, tuple[Asked, ...]]:
    rows = Requirement.objects.filter(requirement_set__in=standards).select_related("requirement_set")
    found: dict[int, list[Asked]] = defaultdict(list)
    for row in rows.order_by("position"):
        found[row.requirement_set_id].append(_asked(row))
    return {pk: tuple(asked) for pk, asked in found.items()}


def _asked(requirement: Requirement) -> Asked:
    standard = requirement.requirement_set
    return Asked(
        standard=f"{standard.title} {standard.version}",
        code=requirement.code,
        title=requirement.title,
        kind=requirement.kind,
        mandatory=requirement.mandatory,
        question=requirement.question,
        rules=[rule for rule in (standard.applies, requirement.applies) if rule],
        options=dict(requirement.options),
        accepts=requirement.accepts,
        unit=requirement.unit,
        topic=requirement.topic,
        expires=requirement.expires,
        section=requirement.section,
        guidance=requirement.guidance,
        link=requirement.link,
        standard_code=standard.code,
    )
