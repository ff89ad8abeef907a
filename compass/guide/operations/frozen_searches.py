"""Keeping a search or a comparison as a record, and holding the record against its hashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.clock import civil_date
from compass.foundation.errors import Invalid
from compass.foundation.history import changes_of, faults_of_record, record_change
from compass.foundation.sealing import content_hash
from compass.guide.frozen import MOST_RESULTS, compared_content, frozen_content
from compass.guide.models import FrozenSearch
from compass.guide.policies import check_keeps
from compass.guide.queries.finding import results
from compass.guide.search import TEXT_MAX, Search
from trusts.models import Organisation


@transaction.atomic
def freeze_search(*, search: Search, purpose: str, organisation: Organisation, by: User, now: datetime) -> FrozenSearch:
    """Search now, and keep what is found for good; the hash goes into the change log, which is sealed each day.

    Raises NotAllowed for others and Invalid for a text that no search may have.
    """
    check_keeps(by, organisation)
    check_searchable(search)
    asked = replace(search, basket=(), carried=())
    found = results(asked, size=MOST_RESULTS, on=civil_date(now))
    content = frozen_content(
        asked,
        found["rows"],
        names=found["names"],
        how=found["how"],
        whole=found["whole"],
        complete=not found["next"],
        purpose=purpose,
        **_for_whom(organisation, by),
        now=now,
    )
    return _frozen(content, "search", organisation, by, now)


@transaction.atomic
def freeze_comparison(
    *, comparison: Mapping[str, Any], query: str, purpose: str, organisation: Organisation, by: User, now: datetime
) -> FrozenSearch:
    """Keep what was just compared (`exports.machine.told`) for good, in the same way; `query` asks for it again.

    Raises NotAllowed for others.
    """
    check_keeps(by, organisation)
    content = compared_content(comparison, query=query, purpose=purpose, **_for_whom(organisation, by), now=now)
    return _frozen(content, "comparison", organisation, by, now)


def _for_whom(organisation: Organisation, by: User) -> dict[str, Any]:
    return {
        "organisation": {"ods_code": organisation.ods_code, "name": organisation.name},
        "person": {"id": by.pk, "name": by.name},
    }


def _frozen(content: dict[str, Any], of: str, organisation: Organisation, by: User, now: datetime) -> FrozenSearch:
    frozen = FrozenSearch.objects.create(
        organisation=organisation, person=by, made_at=now, content=content, content_hash=content_hash(content)
    )
    said = {"content_hash": frozen.content_hash}
    record_change(f"{of}_frozen", frozen, f"{by} kept a record of a {of}.", by=by, now=now, data=said)
    return frozen


def check_searchable(search: Search) -> None:
    """Raise Invalid for a text that no search may have."""
    if search.too_long or "\x00" in search.text:
        raise Invalid(
            f"Search for {TEXT_MAX} characters or fewer, of letters and numbers.", next_step="Search again first."
        )


def faults_of(frozen: FrozenSearch) -> list[str]:
    """What does not agree in a record, in sentences; empty when it is just as it was kept."""
    made = changes_of(frozen).filter(kind__in=("search_frozen", "comparison_frozen"))
    faults = faults_of_record(frozen.content, frozen.content_hash, made)
    said = (frozen.content["made_at"], frozen.content["person"]["id"])
    if said != (frozen.made_at.astimezone(UTC).isoformat(), frozen.person_id):
        faults.append("The time or the person beside it differ from those it says.")
    return faults
