"""The one statement behind a page of results: which rows stand on it, and the counts beside every filter.

A technology has one kind, area and status, so that these are counted in cells; of the other filters it may have several
values, its tags. Each is counted among the technologies that all the other filters let through: a row that no filter
refuses counts with all its tags, one that a single filter refuses with those of that filter, any other row not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from typing import Any

from compass.guide.search import CELLED, FACETS

Chosen = Mapping[str, tuple[str, ...]]

_OWN = {"kind": "f.kind", "area": "f.clinical_area", "status": "f.status"}
TREE = "category"
_JUDGED = Template("""judged AS $kept MATERIALIZED (
    SELECT * FROM (SELECT f.*, $refused AS refused FROM found f) f WHERE refused IS NOT NULL
)""")
_CELLS = """cells AS (
    SELECT refused, kind, clinical_area, status, count(*) AS n FROM judged GROUP BY 1, 2, 3, 4
)"""
_READ = Template("""
    SELECT (SELECT how FROM found LIMIT 1), $matches,
           (SELECT coalesce(json_agg(json_build_array(kind, clinical_area, status, n)), '[]') FROM cells
            WHERE refused IN ($celled))::text,
           $counted, $names::text,
           (SELECT coalesce(json_object_agg(refused, n), '{}')
            FROM (SELECT refused, sum(n) AS n FROM cells WHERE refused <> '' GROUP BY 1) AS alone)::text
""")
# The tags of the rows that no filter refuses, and those of one filter of the rows that it alone refuses. Unnested where
# they are selected, grouped by nothing else, and left out of the few sums only (OFFSET 0 keeps the planner from doing
# that row by row): then it expects few groups, and lets several processes count; else it sorts a million tags. It
# guesses better how many rows there are from the tests themselves than from what `refused` makes of them.
_TALLY = Template("""(SELECT tag, n FROM (
    SELECT tag, count(*) AS n FROM (SELECT unnest(counted) AS tag FROM found f WHERE $tests) AS f GROUP BY 1 OFFSET 0
) AS tally WHERE tag ^@ '$refused')""")
# The same of rows that are written down, which nobody shares: the fewer are grouped, the better.
_TALLY_OF_KEPT = Template("""(
    SELECT tag, count(*) AS n FROM (SELECT unnest(counted) AS tag FROM judged WHERE refused = '$refused') AS f
    WHERE tag ^@ '$refused' GROUP BY 1
)""")
_FACETS = Template("facets AS (SELECT tag, sum(n) AS n FROM ($tallies) AS tallies GROUP BY 1)")
# One level of the tree below where it is open; its first level are tags. What lies below lies in what is chosen, too.
_BELOW = """below AS (
    SELECT 'category:' || code AS tag, count(*) AS n FROM judged f CROSS JOIN LATERAL unnest(f.categories) AS code
    WHERE f.refused = '' AND code ^@ %s AND length(code) = %s GROUP BY 1
)"""
_COUNTED = "SELECT coalesce(json_agg(json_build_array(tag, n)), '[]') FROM"
# What people call the codes: the way down to where the tree is open with what lies below, and boards that are open,
# or are counted although they closed.
_NAMES = """json_build_object(
    'category', (SELECT coalesce(json_object_agg(code, title ORDER BY code), '{}') FROM evidence_emdncode
                 WHERE code = ANY(%s) OR (code LIKE %s AND length(code) = %s)),
    'icb', (SELECT coalesce(json_object_agg(ods_code, name ORDER BY name), '{}') FROM trusts_organisation
            WHERE kind = 'ICB' AND (closed_on IS NULL OR 'icb:' || ods_code IN (SELECT tag FROM facets)
                                    OR ods_code = ANY(%s)))
)"""
_PAGE = Template("""page AS (
    SELECT id, rank, by_name FROM judged WHERE refused = ''$beside ORDER BY $order LIMIT %s
)""")
_MATCHES = "(SELECT count(*) FROM found)"
_ONWARDS = ("rank DESC, by_name, id", " AND (rank < %s OR (rank = %s AND (by_name, id) > (%s, %s)))")
_BACKWARDS = ("rank, by_name DESC, id DESC", " AND (rank > %s OR (rank = %s AND (by_name, id) < (%s, %s)))")
_READ_PAGE = """,
    (SELECT coalesce(json_agg(json_build_array(id, rank) ORDER BY rank DESC, by_name, id), '[]') FROM page)::text
"""


@dataclass(frozen=True)
class Page:
    """Which rows of a page to read: so many after a place (rank, name in small letters, id), or from the start.

    With `back` those before it, the last ones of them.
    """

    place: tuple[Any, ...]
    size: int
    back: bool = False


def path_of(code: str) -> list[str]:
    """A category and those that it lies in, the widest first: A, A01, A0101."""
    return [code[:end] for end in range(1, len(code) + 1, 2)]


def statement(
    found: str, told: list[Any], chosen: Chosen, *, page: Page | None, matches: bool
) -> tuple[str, list[Any]]:
    """SQL that reads of `found` (tables of a WITH, with its values): how it matched and how many did whatever the
    filters say, cells, tags and below where the tree is open with their numbers, names of codes, how many each filter
    alone refuses, and a page if wanted.

    How it matched is null when nothing did; how many did is null unless `matches` are counted.
    """
    active = [name for name in (*CELLED, *FACETS) if chosen.get(name)]
    refused, values = _refused(active, chosen)
    celled = ", ".join(["''", *(f"'{name}:'" for name in CELLED if name in active)])
    kept = _is_kept(active)
    tables = [found, _JUDGED.substitute(refused=refused, kept="" if kept else "NOT"), _CELLS]
    alone = ["", *(name for name in active if name in FACETS)]
    tallies = [_tally(one, active, kept=kept) for one in alone]
    tables.append(_FACETS.substitute(tallies=" UNION ALL ".join(tallies)))
    values = [*told, *values, *(_value(name, chosen) for _ in alone for name in active if not kept)]
    counted = f"({_COUNTED} facets)::text"
    code = next(iter(chosen.get(TREE, ())), "")
    if code:
        tables.append(_BELOW)
        values += [code, len(code) + 2]
        counted += f", ({_COUNTED} below)::text"
    else:
        counted += ", '[]'"
    if page is not None:
        order, beside = _BACKWARDS if page.back else _ONWARDS
        tables.append(_PAGE.substitute(order=order, beside=beside if page.place else ""))
        values += [page.place[0], *page.place] if page.place else []
        values.append(page.size)
    read = _READ.substitute(matches=_MATCHES if matches else "NULL", celled=celled, counted=counted, names=_NAMES)
    values += [path_of(code), f"{code}__" if code else "_", len(code) + 2 if code else 1, [*chosen.get("icb", ())]]
    return f"WITH {', '.join(tables)} {read}{_READ_PAGE if page is not None else ''}", values


def _refused(active: list[str], chosen: Chosen) -> tuple[str, list[Any]]:
    """What says which filter refuses a row: empty for none, null for several; with its values."""
    if not active:
        return "''", []
    tests = {name: _test(name) for name in active}
    first = " ".join(f"WHEN {test} THEN '{name}:'" for name, test in tests.items())
    values = [_value(name, chosen) for name in active]
    if len(active) == 1:
        return f"(CASE {first} ELSE '' END)", values
    several = " + ".join(f"({test})::int" for test in tests.values())
    return f"(CASE WHEN {several} > 1 THEN NULL {first} ELSE '' END)", values * 2


def _is_kept(active: list[str]) -> bool:
    """Whether the judged rows are written down once for all that reads them.

    Arrays are dear to look through, and several filters leave few rows: then that is up to six times as fast. Without
    any, or with one filter of one value each, all rows with their tags would be written down for two or three readers;
    worked out by each of them, several processes may share the work.
    """
    return len(active) > 1 or any(name in FACETS for name in active)


def _tally(one: str, active: list[str], *, kept: bool) -> str:
    """The tags of the rows that this filter alone refuses; with an empty name, of those that none does."""
    refused = f"{one}:" if one else ""
    if kept:
        return _TALLY_OF_KEPT.substitute(refused=refused)
    return _TALLY.substitute(refused=refused, tests=_alone(one, active))


def _alone(one: str, active: list[str]) -> str:
    """That this filter refuses a row and no other one does; with an empty name, that none does."""
    return " AND ".join(_test(name) if name == one else f"NOT ({_test(name)})" for name in active) or "true"


def _test(name: str) -> str:
    if name in _OWN:
        return f"{_OWN[name]} <> ALL(%s)"
    return "NOT f.categories && %s::varchar[]" if name == TREE else "NOT f.counted && %s::text[]"


def _value(name: str, chosen: Chosen) -> list[str]:
    tagged = name not in _OWN and name != TREE
    return [f"{name}:{value}" if tagged else value for value in chosen[name]]
