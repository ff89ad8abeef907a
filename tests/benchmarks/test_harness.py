"""The benchmarks themselves: their arithmetic, and that the floor does the same work as the product."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import psycopg
import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from benchmarks import bounds, hooks, jobs, quiet, results, workloads
from benchmarks.arena import Arena, arena
from benchmarks.floor_statements import statement as floor_statement
from benchmarks.seeding import DAY, DAYS_MOST, Shape, fill, statement
from compass.accounts.models import User
from compass.foundation.models import Change
from compass.foundation.paging import encode_cursor
from compass.guide.presenters.finding import OPTIONS
from compass.guide.queries.finding import results as found_rows
from compass.guide.queries.side_by_side import compared as compared_rows
from compass.guide.search import FILTERS, read_search
from evidence.models import Pack
from evidence.queries import asked_of
from passports.models import Passport
from passports.numbers import read_number
from passports.operations.recount import recount_all
from passports.operations.verdicts import recompute_due
from passports.validity import Status

pytestmark = pytest.mark.heavy

CHANGES = 8
KEYS = {"name", "n", "ours_ms", "floor_ms", "ratio", "bound", "queries"}


def line(**given):
    return results.Result(**{
        "name": "list", "n": 10, "ours_ms": 2.0, "floor_ms": 1.0, "ratio": 2.0, "bound": None, "queries": 1, **given,
    })  # fmt: skip


def test_ratio_is_of_medians():
    got = results.timed("search", 10, [0.001, 0.009, 0.002], [0.1, 0.001, 0.001], queries=2)
    assert (got.ours_ms, got.floor_ms, got.ratio, got.bound) == (2.0, 1.0, 2.0, None)


@pytest.mark.parametrize(("bound", "broken"), [(None, False), (2.0, False), (1.99, True)])
def test_bound(bound, broken):
    assert line(bound=bound).broken is broken
    assert ("BROKEN" in results.table([line(bound=bound)])) is broken


def test_every_measurement_has_a_bound():
    names = (*workloads.NAMES, *jobs.NAMES, *hooks.NAMES)
    assert set(names) == {*bounds.BOUNDS, "verdict-growth"}
    assert all(bounds.bound(name, bounds.HOLD_FROM) for name in names)
    assert bounds.bound("list", bounds.HOLD_FROM - 1) is None
    assert bounds.bound("pack", 500) == 3.0
    assert bounds.bound("verdict-growth", 500) == bounds.GROWTH


def test_one_broken_bound_fails_the_run():
    kept, above = line(bound=2.0), line(name="search", bound=1.9)
    assert results.broken([kept]) == []
    assert results.broken([kept, above]) == ["search"]


@pytest.mark.parametrize(("few", "broken"), [(4, False), (3, True)])
def test_query_count_must_not_grow(few, broken):
    got = results.counted("list", 100, 4, few)
    assert (got.name, got.queries, got.broken) == ("list-queries", 4, broken)


def test_machines_read_every_field():
    found = json.loads(results.as_json([line(), results.counted("list", 10, 2, 2)]))
    assert [set(entry) for entry in found] == [KEYS, KEYS]
    assert found[1]["ours_ms"] is None


def test_only():
    assert [name for name in workloads.NAMES if results.wanted(name, "search")] == ["search", "api-search", "search@8"]
    assert results.wanted("verdict", "list, verdict")
    assert results.wanted("verdict", "")
    assert not results.wanted("verdict", "insight")


def test_patience_with_a_busy_machine_ends(monkeypatch):
    monkeypatch.setattr(quiet, "_busy_share", lambda: 1.0)
    monkeypatch.setattr(quiet, "EACH_SECONDS", 0.01)
    waits = quiet.Quiet()
    waits.patience = 0.0
    monkeypatch.setattr(quiet, "WINDOW_SECONDS", 0.0)
    waits.wait()
    assert (waits.asked, waits.noisy) == (1, 1)
    assert waits.said()


@pytest.fixture
def seeded(db):
    """A tiny database of the benchmarks' own making; gone with the test's transaction."""
    connection.ensure_connection()
    with psycopg.ClientCursor(connection.connection) as cursor:
        cursor.execute("TRUNCATE evidence_requirementset CASCADE")  # the benchmarks' database is only migrated
        fill(cursor, Shape(400, published=90, passports=80, changes=CHANGES, days=2))


def floor(address, session=""):
    """What the floor answers for an address of ours."""
    parts = urlsplit(address)
    text, told = floor_statement(parts.path, parse_qs(parts.query), session)
    return json.loads(psycopg.Cursor(connection.connection).execute(text, told).fetchone()[0])


def plain(value):
    """Rows as they would travel, times in one notation."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, str) and "T" in value and value[:2] == "20":
        return datetime.fromisoformat(value).astimezone(UTC).isoformat()
    return value


OF_PAGING = {"rank", "by_name"}  # what a page is begun from; the floor need not send it
# Why a result was found, which the floor does not say yet: the product does more than it here, never less.
OF_PAGING |= {"marked_summary", "marked_text", "benefits", "care_settings", "why_guidance", "why_category"}


def same(ours, floors):
    """The product's rows are in the floor's, field for field and in order."""
    ours = plain(json.loads(json.dumps(ours, cls=DjangoJSONEncoder)))
    floors = plain(floors)
    return [{key: row[key] for key in row if key not in OF_PAGING} for row in ours] == [
        {key: row[key] for key in mine if key not in OF_PAGING} for mine, row in zip(ours, floors, strict=True)
    ]


def test_seeding_is_what_the_product_would_make(seeded):
    assert {*Passport.objects.values_list("status", flat=True)} == {status.value for status in Status}
    assert recount_all(on=DAY) == []
    assert all(read_number(n) == n for n in Passport.objects.values_list("number", flat=True))
    with pytest.raises(ValueError, match=str(DAYS_MOST)):
        fill(None, Shape(10, days=DAYS_MOST + 1))


def test_floor_finds_the_same(seeded, client):
    place = found_rows(read_search("", {}, OPTIONS))["rows"][9]
    asked = [{}, {"kind": "DEVICE"}, {"status": "VALID"}, {"q": "catheter"}, {"q": "screw", "area": "SURGERY"}]
    asked += [{"q": place["innovator_name"]}, {"after": encode_cursor(place["by_name"], place["id"], 20)}]
    for query in asked:
        given = floor(f"/innovations/?{urlencode(query)}")
        chosen = {name: [query[name]] for name in FILTERS if name in query}
        search = read_search(query.get("q", ""), chosen, OPTIONS)
        page = found_rows(search, query.get("after", ""), size=20)
        assert page["rows"], query
        assert same(page["rows"], given["rows"][:20]), query
        cells = {(c["kind"], c["clinical_area"], c["status"], c["n"]) for c in given["cells"]}
        assert {(c.kind, c.area, c.status, c.count) for c in page["cells"]} == cells
    for address in ("/api/v1/innovations/", "/api/v1/innovations/?q=catheter", "/api/v1/innovations/?kind=DEVICE"):
        assert same(client.get(address).json()["results"], floor(address)["rows"][:50]), address


def test_floor_shows_the_same(seeded, client):
    slugs = [*Passport.objects.filter(conditions__isnull=False).values_list("innovation__slug", flat=True)[:3]]
    for slug in slugs:
        ours, given = client.get(f"/api/v1/innovations/{slug}/").json(), floor(f"/api/v1/innovations/{slug}/")
        assert same([ours], [given["rows"][0] | {key: given[key] for key in given if key != "rows"}])
    compared = f"/api/v1/compare/?{urlencode([('i', s) for s in slugs])}"
    assert same(client.get(compared).json()["results"], floor(compared)["rows"])
    assert same(compared_rows(tuple(slugs)), floor(compared.removeprefix("/api/v1"))["rows"])


def verdict_by_floor(told):
    return psycopg.ClientCursor(connection.connection).execute(statement("floor_verdict"), told).fetchone()[0]


def after(job, told):
    """How many statuses a job changes and what it leaves behind; then it is undone."""
    with transaction.atomic():
        changed = job(told)
        verdicts = [*Passport.objects.order_by("id").values("status", "until", "reasons", "next_change_on")]
        said = [*Change.objects.order_by("subject_id").values("kind", "subject", "subject_id", "sentence", "data")]
        transaction.set_rollback(True)
    return changed, verdicts, said


# Facts of every kind that a verdict rests on, spread by number over the passports, which are all due then.
FACTS = """
    SET session_replication_role = replica;
    UPDATE evidence_certificate SET kind = 'CE', legislation = 'MDD', expires_on = ends_on + 30
    WHERE kind = 'UKCA' AND pack_id % 5 = 0;
    INSERT INTO evidence_certificaterenewal (certificate_id, number, body_number, legislation, issued_by, valid_from,
                                             expires_on, ends_on, state, handed_in_by_id, handed_in_at, closed_by_id,
                                             closed_at, return_reason)
    SELECT id, 'RENEWED-' || id, '', '', 'A body',
           '2026-01-01', '2026-11-20', '2026-11-20', 'CONFIRMED', 1, now(), 1, now(), ''
    FROM evidence_certificate WHERE kind = 'UKCA' AND pack_id % 7 = 0;
    INSERT INTO passports_proposal (move, condition_id, reason, due_on, proposed_by_id, proposed_as, proposed_at, state,
                                    closed_by_id, closed_as, closed_at, closing_reason)
    SELECT 'EXTEND', condition.id, 'More time.', due_on + days, 1, 'OPERATOR', now(), 'CONFIRMED', 2, 'CHAIR', now(), ''
    FROM passports_condition AS condition CROSS JOIN (VALUES (20), (40)) AS more(days) WHERE condition.id % 2 = 0;
    INSERT INTO passports_safetynotice (source, source_id, title, url, published_on, maker, products, identifiers, lots,
                                        body, is_summary, is_withdrawn, digest, imported_at, changed_at)
    SELECT 'FDA', 'R' || n, 'Notice ' || n, 'https://example.nhs.uk/' || n,
           NULLIF(DATE '2026-10-01' + n, '2026-10-02'),
           '', '{}', '{}', '{}', '', false, false, md5(n::text) || md5(n::text), '2026-10-20 23:30+00', now()
    FROM generate_series(1, 3) AS n;
    INSERT INTO passports_noticematch (notice_id, innovation_id, score, is_certain, reasons, state, found_at,
                                      judged_at, judged_by_id, judgement)
    SELECT notice.id, innovation_id, 100, true, '{certain}', 'CONFIRMED', now(), now(), 1, 'It is.'
    FROM passports_passport AS passport CROSS JOIN passports_safetynotice AS notice WHERE passport.id % 11 = 0;
    UPDATE trusts_organisation SET closed_on = DATE '2026-05-05' + (id % 3)::int, current_id = NULL
    WHERE id % 6 = 0;
    UPDATE trusts_organisation SET closed_on = '2026-10-01', current_id = NULL WHERE id % 6 = 1;
    UPDATE passports_passport AS old SET state = 'SUPERSEDED', is_current = false, state_reason = new.number
    FROM passports_passport AS new WHERE new.id = old.id + 1 AND old.id % 13 = 0;
    UPDATE passports_passport SET next_change_on = '2026-11-02';
    SET session_replication_role = origin;
"""


def test_floor_judges_the_same(seeded):
    on = DAY + timedelta(days=1)
    told = {"on": on, "now": datetime(on.year, on.month, on.day, tzinfo=UTC)}
    ours = after(lambda told: recompute_due(**told), told)
    assert ours[0] == len(ours[2]) == CHANGES
    assert after(verdict_by_floor, told) == ours

    with connection.cursor() as cursor:
        cursor.execute(FACTS)
    ours = after(lambda told: recompute_due(**told), told)
    words = "".join(change["sentence"] for change in ours[2])
    kinds = ("RENEWED", "no longer counts", "Safety notice of", "nobody took over", "covers version", "is still")
    assert [said for said in kinds if said not in words] == []
    assert after(verdict_by_floor, told) == ours


def test_addresses_are_known_to_both(seeded, client):
    known = workloads.sample(connection.connection)
    for name in workloads.REQUESTS:
        if name in workloads.SIGNED_IN:
            client.force_login(User.objects.latest("id"))
        for address in workloads.addresses(name, known, 3):
            assert client.get(address).status_code == 200, address
            assert "rows" in floor(address, client.session.session_key), address


def test_floor_reads_the_same_pack(seeded, client):
    person, pack = User.objects.latest("id"), Pack.objects.get(state="DRAFT")
    client.force_login(person)
    address = f"/packs/{pack.pk}/"
    page, given = client.get(address).content.decode(), floor(address, client.session.session_key)
    assert len(given["answers"]) == 300
    assert [r["title"] for r in given["requirements"]] == [one.title for one in asked_of(pack)]
    assert f"{len(given['requirements'])} of {len(given['requirements'])} tasks complete" in page
    for part, count in (("certificates", 20), ("documents", 40), ("claims", 20)):
        assert len(given[part]) == count
    for row in given["requirements"]:
        assert row["title"] in page
    with pytest.raises(TypeError):
        floor(address, "somebody else's")


def test_arena_leaves_nothing_behind():
    server = os.environ["DATABASE_URL"]
    name = f"compass_bench_test_{os.getpid()}"

    def fail(made: Arena) -> None:
        made.copy("_one")
        assert made.names() == [name, f"{name}_one"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), arena(server, name) as made:
        fail(made)
    assert made.names() == []
