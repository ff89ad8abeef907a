"""What the floor sends: for the addresses of ours, one statement each that gives the same rows as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.floor_pack import PACK
from compass.foundation.paging import decode_cursor

Query = Mapping[str, Sequence[str]]
Statement = tuple[str, dict[str, Any]]

_CARD = """
    i.id, i.slug, i.name, i.kind, i.clinical_area, i.summary,
    maker.slug AS innovator_slug, maker.name AS innovator_name, maker.is_demonstration,
    p.number AS passport_number, p.status AS passport_status, p.until AS passport_until,
    (SELECT count(*) FROM evidence_publicfact AS fact WHERE fact.innovation_id = i.id) AS public_fact_count
"""
_LISTED = f"""{_CARD},
    i.list_price::text, CASE WHEN i.list_price IS NOT NULL THEN 'GBP' END AS list_price_currency,
    CASE WHEN i.list_price IS NOT NULL THEN false END AS list_price_includes_vat, i.price_unit, i.published_at
"""
_FROM = """
    FROM evidence_innovation AS i JOIN evidence_innovator AS maker ON maker.id = i.innovator_id
    LEFT JOIN passports_passport AS p ON p.innovation_id = i.id AND p.is_current
"""
_DETAIL = f"""
    SELECT {_LISTED}, i.problem, i.description, maker.website AS innovator_website, p.id AS passport_id,
        (SELECT coalesce(json_agg(json_build_object('scheme', one.scheme, 'value', one.value, 'title',
            (SELECT title FROM evidence_emdncode WHERE code = one.value)) ORDER BY one.scheme, one.value), '[]')
         FROM evidence_identifier AS one WHERE one.innovation_id = i.id) AS device_identifiers,
        p.reasons AS passport_reasons, p.issued_at AS passport_issued_at, decision.decided_at AS assessed_at,
        trust.ods_code AS assessed_by_ods_code, trust.name AS assessed_by_name, pack.product_version, pack.content_hash,
        (SELECT count(DISTINCT adoption.organisation_id) FROM passports_adoption AS adoption
         JOIN passports_passport AS any_p ON any_p.id = adoption.passport_id
         WHERE any_p.innovation_id = i.id AND adoption.state <> 'ENDED') AS adopter_count
    {_FROM} LEFT JOIN passports_submission AS submission ON submission.id = p.submission_id
    LEFT JOIN trusts_decision AS decision ON decision.id = submission.decision_id
    LEFT JOIN trusts_organisation AS trust ON trust.id = p.assessed_by_id
    LEFT JOIN evidence_pack AS pack ON pack.id = p.pack_id
    WHERE i.published_at IS NOT NULL
"""
# The makers of that name, looked up once.
_MAKERS = "ARRAY(SELECT id FROM evidence_innovator WHERE name ILIKE %(begins)s OR name ILIKE %(inside)s)"
_MATCH = f"""(
    i.search @@ websearch_to_tsquery('english', %(q)s) OR i.innovator_id = ANY ({_MAKERS})
)"""
_RANK = f"""(
    ts_rank(i.search, websearch_to_tsquery('english', %(q)s))
    + CASE WHEN i.innovator_id = ANY ({_MAKERS}) THEN 0.5 ELSE 0 END
)::float8 AS rank"""
_FOUND = f"""
    WITH found AS MATERIALIZED (
        SELECT i.id, i.name, i.kind, i.clinical_area, p.status, {_RANK}
        FROM evidence_innovation AS i LEFT JOIN passports_passport AS p ON p.innovation_id = i.id AND p.is_current
        WHERE i.published_at IS NOT NULL AND {_MATCH}
    ), best AS (
        SELECT id, rank FROM found AS i LEFT JOIN LATERAL (SELECT i.status) AS p ON true WHERE true {{filters}}
        ORDER BY rank DESC, lower(name), id LIMIT 21
    ), page AS (
        SELECT {_CARD}, best.rank {_FROM} JOIN best ON best.id = i.id ORDER BY best.rank DESC, lower(i.name), i.id
    ), cells AS (
        SELECT kind, clinical_area, coalesce(status, 'NONE') AS status, count(*) AS n FROM found GROUP BY 1, 2, 3
    )
"""
_PUBLIC = f"""
    WITH page AS (
        SELECT {_CARD} {_FROM} WHERE i.published_at IS NOT NULL {{filters}} ORDER BY lower(i.name), i.id LIMIT 21
    ), cells AS (
        SELECT i.kind, i.clinical_area, coalesce(p.status, 'NONE') AS status, count(*) AS n
        FROM evidence_innovation AS i LEFT JOIN passports_passport AS p ON p.innovation_id = i.id AND p.is_current
        WHERE i.published_at IS NOT NULL GROUP BY 1, 2, 3
    )
"""
_PAGE = """
    SELECT json_build_object('rows', (SELECT coalesce(json_agg(page), '[]') FROM page),
                             'cells', (SELECT coalesce(json_agg(cells), '[]') FROM cells))::text
"""
_ROWS = "SELECT json_build_object('rows', coalesce(json_agg(page), '[]'))::text FROM page"
_ONE = f"""
    WITH page AS ({_DETAIL} AND i.slug = %(slug)s)
    SELECT json_build_object('rows', json_agg(page), 'passport_conditions', (
        SELECT coalesce(json_agg(json_build_object(
            'text', text, 'due_on', due_on, 'blocking', blocking) ORDER BY due_on, id), '[]')
        FROM passports_condition WHERE passport_id = (SELECT passport_id FROM page) AND state = 'OPEN'
    ), 'public_facts', (
        SELECT coalesce(json_agg(json_build_object(
            'statement', statement, 'source_title', source_title, 'source_url', source_url) ORDER BY id), '[]')
        FROM evidence_publicfact WHERE innovation_id = (SELECT id FROM page)
    ), 'adopters', (
        SELECT coalesce(json_agg(json_build_object('ods_code', organisation.ods_code, 'name', organisation.name,
            'region_name', region.name, 'state', adoption.state, 'accepted_at', adoption.accepted_at)
            ORDER BY adoption.accepted_at DESC, adoption.id DESC), '[]')
        FROM passports_adoption AS adoption JOIN passports_passport AS p ON p.id = adoption.passport_id
        JOIN trusts_organisation AS organisation ON organisation.id = adoption.organisation_id
        LEFT JOIN trusts_organisation AS region ON region.id = organisation.region_id
        WHERE p.innovation_id = (SELECT id FROM page) AND adoption.state <> 'ENDED'
    ))::text FROM page
"""
_COLUMNS = {"kind": "i.kind", "area": "i.clinical_area", "clinical_area": "i.clinical_area", "status": "p.status"}


def statement(path: str, query: Query, session: str = "") -> Statement:
    """The statement for an address of ours, with its parameters; `session` is the key of a signed-in person's."""
    parts = [part for part in path.split("/") if part]
    if parts[0] == "packs":
        return PACK, {"pk": int(parts[1]), "session": session}
    if parts[-1] == "compare":
        chosen = f"{_DETAIL} AND i.slug = ANY (%(slugs)s) ORDER BY array_position(%(slugs)s, i.slug::text)"
        return f"WITH page AS ({chosen}) {_ROWS}", {"slugs": list(query["i"])}
    if parts[-1] != "innovations":
        return _ONE, {"slug": parts[-1]}
    return _api_list(query) if parts[0] == "api" else _list(query)


def _filters(query: Query, table: str = "i") -> Statement:
    chosen = {name: list(values) for name, values in query.items() if name in _COLUMNS}
    text = "".join(f" AND {_COLUMNS[name]} = ANY (%({name})s)" for name in chosen)
    return text, chosen


def _text(query: Query) -> dict[str, Any]:
    typed = query["q"][0]
    return {"q": typed, "begins": f"{typed}%", "inside": f"% {typed}%"}


def _list(query: Query) -> Statement:
    filters, told = _filters(query)
    if "q" in query:
        return _FOUND.replace("{filters}", filters) + _PAGE, told | _text(query)
    start = decode_cursor(query.get("after", [""])[0], str, int, int)
    if start is not None:
        filters += " AND (lower(i.name), i.id) > (%(name)s, %(pk)s)"
        told |= {"name": start[0], "pk": start[1]}
    return _PUBLIC.replace("{filters}", filters) + _PAGE, told


def _api_list(query: Query) -> Statement:
    filters, told = _filters(query)
    if "q" in query:
        filters, told = f"{filters} AND {_MATCH}", told | _text(query)
    start = decode_cursor(query.get("after", [""])[0], str)
    if start is not None:
        filters, told = f"{filters} AND i.slug > %(after)s", told | {"after": start[0]}
    page = f"SELECT {_LISTED} {_FROM} WHERE i.published_at IS NOT NULL {filters} ORDER BY i.slug LIMIT 51"
    return f"WITH page AS ({page}) {_ROWS}", told
