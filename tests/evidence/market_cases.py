"""What the tables of guidance, buying routes and funding refuse to SQL itself."""

from __future__ import annotations

from tests.foundation.raw_writes import Case, copy_of


def _days(rule: str, table: str) -> Case:
    """Days in their order: the last one may be the first, never before it."""
    row = f"{{{{{table.removeprefix('evidence_')}}}}}"
    change = f"UPDATE {table} SET starts_on = '2026-07-02', ends_on = '2026-07-0{{day}}' WHERE id = {row}"
    return Case(rule, change.format(day=1), change.format(day=2))


def _known(rule: str, table: str, column: str, value: str) -> Case:
    change = f"UPDATE {table} SET {column} = '{{value}}' WHERE id = {{{{{table.removeprefix('evidence_')}}}}}"
    return Case(rule, change.format(value="LUCK"), change.format(value=value))


# `{listing}` and the like are the numbers of the rows to break.
MARKET = [
    _known("guidance_state_known", "evidence_guidance", "state", "WITHDRAWN"),
    Case(
        "guidance_replaced_by_other",
        "UPDATE evidence_guidance SET replaced_by_id = id WHERE id = {guidance}",
        "UPDATE evidence_guidance SET replaced_by_id = id, state = 'REPLACED' WHERE id = {guidance}",
    ),
    Case(
        "guidance_on_once",
        copy_of("evidence_guidanceon", "{guidanceon}"),
        copy_of("evidence_guidanceon", "{guidanceon}", innovation_id="{other}"),
    ),
    _known("guidance_on_recommendation_known", "evidence_guidanceon", "recommendation", "RESEARCH_ONLY"),
    _known("buying_route_kind_known", "evidence_buyingroute", "kind", "DPS"),
    _days("buying_route_ends_after_it_begins", "evidence_buyingroute"),
    Case(
        "listing_once",
        copy_of("evidence_listing", "{listing}"),
        copy_of("evidence_listing", "{listing}", lot="'Lot 2'"),
    ),
    _days("listing_ends_after_it_begins", "evidence_listing"),
    _known("funding_kind_known", "evidence_fundingprogramme", "kind", "LOCAL"),
    Case(
        "funding_once",
        copy_of("evidence_funding", "{funding}"),
        copy_of("evidence_funding", "{funding}", innovation_id="{other}"),
    ),
    _days("funding_ends_after_it_begins", "evidence_funding"),
]
