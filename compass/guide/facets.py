"""The one statement behind a page of results: which rows stand on it, and the counts beside every filter.

A technology has one kind, area and status, so that these are counted in cells; of the other filters it may have several
values, each counted among the technologies that all the other filters let through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import Template
from typing import Any

from compass.guide.search import CELLED, FACETS, PRICE_BANDS, PRICE_NOT_STATED

Chosen = Mapping[str, tuple[str, ...]]

# The values of a technology that stand in its own row.
_STEPS = " ".join(
    f"WHEN f.list_price < {below} THEN '{code}'" if below else f"ELSE '{code}'" for code, below in PRICE_BANDS.items()
)
_BAND = f"CASE WHEN f.list_price IS NULL THEN '{PRICE_NOT_STATED}' {_STEPS} END"
_OWN = {"kind": "f.kind", "area": "f.clinical_area", "status": "f.status", "price": _BAND}
_LISTS = {"setting": "f.care_settings", "benefit": "f.benefits"}
# Those of other tables: pairs of a technology and a value, each pair once. Agreements count while they last.
_LASTS = "(starts_on IS NULL OR starts_on <= %s) AND (ends_on IS NULL OR ends_on >= %s)"
_PAIRS = {
    "guidance": """
        SELECT DISTINCT o.innovation_id AS id, o.recommendation AS value
        FROM evidence_guidanceon o JOIN evidence_guidance g ON g.id = o.guidance_id WHERE g.state = 'CURRENT'
    """,
    "route": Template("""
        SELECT DISTINCT l.innovation_id AS id, r.kind AS value
        FROM (SELECT innovation_id, route_id FROM evidence_listing WHERE $lasts) l
        JOIN (SELECT id, kind FROM evidence_buyingroute WHERE $lasts) r ON r.id = l.route_id
    """).substitute(lasts=_LASTS),
    "funding": Template("""
        SELECT DISTINCT l.innovation_id AS id, p.kind AS value
        FROM (SELECT innovation_id, programme_id FROM evidence_funding WHERE $lasts) l
        JOIN evidence_fundingprogramme p ON p.id = l.programme_id
    """).substitute(lasts=_LASTS),
    "region": """
        SELECT DISTINCT p.innovation_id AS id, r.ods_code AS value
        FROM passports_adoption a JOIN passports_passport p ON p.id = a.passport_id
        JOIN trusts_organisation o ON o.id = a.organisation_id JOIN trusts_organisation r ON r.id = o.region_id
        WHERE a.state <> 'ENDED'
    """,
}
_AMONG = Template("(f.id NOT IN (SELECT id FROM ${name}_of WHERE value = ANY(%s)))")
_JUDGED = Template("judged AS $kept (SELECT f.*$fails FROM found f)")
_CELLS = Template("""cells AS (
    SELECT how, kind, clinical_area, status, count(*) AS n FROM judged WHERE $passing GROUP BY 1, 2, 3, 4
)""")
_FACET = Template("SELECT '$name' AS facet, v.value, count(*) AS n FROM judged f $values WHERE $passing GROUP BY 2")
_READ = """
    SELECT (SELECT how FROM found LIMIT 1),
           (SELECT coalesce(json_agg(json_build_array(how, kind, clinical_area, status, n)), '[]') FROM cells)::text,
           (SELECT coalesce(json_agg(json_build_array(facet, value, n)), '[]') FROM facets)::text
"""
_PAGE = Template("""page AS (
    SELECT id, rank, by_name FROM judged WHERE $passing$after ORDER BY rank DESC, by_name, id LIMIT %s
)""")
_AFTER = " AND (rank < %s OR (rank = %s AND (by_name, id) > (%s, %s)))"
_READ_PAGE = """,
    (SELECT coalesce(json_agg(json_build_array(id, rank) ORDER BY rank DESC, by_name, id), '[]') FROM page)::text
"""


@dataclass(frozen=True)
class Page:
    """Which rows of a page to read: so many after a place (rank, name in small letters, id), or from the start."""

    after: tuple[Any, ...]
    size: int


def statement(found: str, told: list[Any], chosen: Chosen, *, on: date, page: Page | None) -> tuple[str, list[Any]]:
    """SQL that reads of `found` (tables of a WITH, with its values) how it matched, cells, facets and a page if wanted.

    How it matched is null when nothing did, whatever the filters.
    """
    active = [name for name in (*CELLED, *FACETS) if chosen.get(name)]
    tables, values = [found], [*told]
    for name, pairs in _PAIRS.items():
        tables.append(f"{name}_of AS MATERIALIZED ({pairs})")
        values += [on] * pairs.count("%s")
    # Read as it is when nothing is filtered, so that an index serves each count; else worked out once for all of them.
    kept = "MATERIALIZED" if active else "NOT MATERIALIZED"
    tables.append(_JUDGED.substitute(kept=kept, fails="".join(f", {_fails(name)} AS no_{name}" for name in active)))
    values += [list(chosen[name]) for name in active]
    tables.append(_CELLS.substitute(passing=_passing(active, CELLED)))
    counted = [_FACET.substitute(name=name, values=_values(name), passing=_passing(active, (name,))) for name in FACETS]
    tables.append(f"facets AS ({' UNION ALL '.join(counted)})")
    read = _READ
    if page is not None:
        tables.append(_PAGE.substitute(passing=_passing(active, ()), after=_AFTER if page.after else ""))
        values += [page.after[0], *page.after] if page.after else []
        values.append(page.size)
        read += _READ_PAGE
    return f"WITH {', '.join(tables)} {read}", values


def _fails(name: str) -> str:
    if name in _OWN:
        return f"({_OWN[name]} <> ALL(%s))"
    if name in _LISTS:
        return f"(NOT {_LISTS[name]} && %s::varchar[])"
    return _AMONG.substitute(name=name)


def _passing(active: list[str], beside: tuple[str, ...]) -> str:
    """That no filter in use fails, those named aside."""
    return " AND ".join(f"NOT no_{name}" for name in active if name not in beside) or "true"


def _values(name: str) -> str:
    if name in _LISTS:
        return f"CROSS JOIN LATERAL unnest({_LISTS[name]}) AS v(value)"
    if name in _OWN:
        return f"CROSS JOIN LATERAL (SELECT {_OWN[name]}) AS v(value)"
    return f"JOIN {name}_of v ON v.id = f.id"
