"""The benchmarks themselves: their arithmetic, and that the floor does the same work as the product."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection, connections, transaction

from benchmarks import bounds, floor_statements, hooks, inside, jobs, plans, quiet, results, workloads
from benchmarks.arena import Arena, arena
from benchmarks.floor import body
from benchmarks.seeding import DAY, DAYS_MOST, Shape, fill, statement
from compass.accounts.models import User
from compass.foundation.models import Change
from evidence import certificates
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
    names = (*workloads.NAMES, *workloads.BESIDE, *jobs.NAMES, *hooks.NAMES)
    assert set(names) == {*bounds.BOUNDS, *bounds.LIMITS, "verdict-growth"}
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
    assert [name for name in workloads.NAMES if results.wanted(name, "search")] == [
        "search", "search-new", "api-search", "search@8",
    ]  # fmt: skip
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
        cursor.execute("ANALYZE")  # without it PostgreSQL takes the tables for empty, and its plans take minutes


def floor(address, session=""):
    """What the floor answers for an address of ours: what each of its statements gives."""
    if session:
        texts = floor_statements.of_pack(connection, address, session)
    else:
        texts = floor_statements.statements_of([address])[address]
    return json.loads(body(connection.connection, texts), parse_float=str)  # money as it is written


def plain(value):
    """Rows as they would travel, times in one notation."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, str) and "T" in value and value[:2] == "20":
        return datetime.fromisoformat(value).astimezone(UTC).isoformat()
    return value


def test_seeding_is_what_the_product_would_make(seeded):
    assert {*Passport.objects.values_list("status", flat=True)} == {status.value for status in Status}
    assert recount_all(on=DAY) == []
    assert all(read_number(n) == n for n in Passport.objects.values_list("number", flat=True))
    with pytest.raises(ValueError, match=str(DAYS_MOST)):
        fill(None, Shape(10, days=DAYS_MOST + 1))


def test_floor_sends_what_a_page_shows(seeded, client):
    known = workloads.sample(connection.connection)
    for kind in (*workloads.KEPT_KINDS, "list-on", "search-new"):
        for address in workloads.addresses(kind, known, 3):
            shown = {*re.findall(r'href="/innovations/([-a-z0-9]+)/["?]', client.get(address).content.decode())}
            given = json.dumps(floor(address))
            assert [slug for slug in shown if f'"{slug}"' not in given] == [], address
    found = json.dumps(floor("/innovations/?q=catheter&benefit=SAFETY"))
    assert [name for name in ("marked_summary", "passport_until", "why_category") if name not in found] == []
    slug = Passport.objects.filter(conditions__isnull=False).latest("id").innovation.slug
    given = json.dumps(floor(f"/innovations/{slug}/"))
    assert [name for name in ("passport_conditions", "guided", "routes", "funded") if name not in given] == []


def test_floor_sends_what_the_api_does(seeded, client):
    for address in ("/api/v1/innovations/", "/api/v1/innovations/?q=catheter", "/api/v1/innovations/?kind=DEVICE"):
        (rows,) = floor(address)
        ours = plain(client.get(address).json()["results"])
        assert ours
        for mine, row in zip(ours, plain(rows), strict=False):
            assert {key: str(row[key]) for key in mine} == {key: str(value) for key, value in mine.items()}


def test_pages_about_few_are_served_by_indexes(seeded):
    known = workloads.sample(connection.connection)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # among so few rows it would be right to read them all
    for kind in ("detail", "compare", "api-list", "api-detail", "api-compare"):
        assert kind not in plans.MAY_READ_WHOLE
        paths = workloads.addresses(kind, known, 2)
        read = floor_statements.statements_of(paths)
        plan = plans.plan_of(connection.connection, read.values())
        assert plan.whole == frozenset(), kind
        assert plan.indexes, kind


def verdict_by_floor(told):
    return psycopg.ClientCursor(connection.connection).execute(statement("floor_verdict"), told).fetchone()[0]


def after(job, told):
    """How many statuses a job changes and what it leaves behind; then it is undone."""
    with transaction.atomic():
        changed = job(told)
        verdicts = [*Passport.objects.order_by("id").values("status", "until", "reasons", "next_change_on")]
        before = ["innovation_published", "passport_issued"]
        told_now = Change.objects.exclude(kind__in=before).order_by("subject_id")
        said = [*told_now.values("kind", "subject", "subject_id", "sentence", "data")]
        transaction.set_rollback(True)
    return changed, verdicts, said


# Facts of every kind that a verdict rests on, spread by number over the passports, which are all due then.
FACTS = """
    SET session_replication_role = replica;
    UPDATE evidence_certificate SET kind = 'CE', expires_on = ends_on + 300,
                                    legislation = (ARRAY['MDD', 'IVDD'])[pack_id % 5 + 1]
    WHERE kind = 'UKCA' AND pack_id % 5 < 2;
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


def test_floor_judges_the_same(seeded, monkeypatch):
    on = DAY + timedelta(days=1)
    by_law = certificates.cutoffs() | {"MDD": DAY, "IVDD": DAY + timedelta(days=30)}
    monkeypatch.setattr("evidence.certificates.cutoffs", lambda: by_law)
    told = {"on": on, "now": datetime(on.year, on.month, on.day, tzinfo=UTC)}
    ours = after(lambda told: recompute_due(**told), told)
    assert ours[0] == len(ours[2]) == CHANGES
    assert after(verdict_by_floor, told) == ours

    with connection.cursor() as cursor:
        cursor.execute(FACTS)
    ours = after(lambda told: recompute_due(**told), told)
    words = "".join(change["sentence"] for change in ours[2])
    kinds = (
        "RENEWED",
        "no longer counts",
        " with it.",
        "Safety notice of",
        "nobody took over",
        "covers version",
        "is still",
    )
    assert [said for said in kinds if said not in words] == []
    assert after(verdict_by_floor, told) == ours


def test_addresses_are_known_to_both(seeded, client):
    known = workloads.sample(connection.connection)
    for name in workloads.REQUESTS:
        if name in workloads.SIGNED_IN:
            client.force_login(User.objects.latest("id"))
        for address in workloads.addresses(name, known, 3):
            assert client.get(address).status_code == 200, address
            assert floor(address, client.session.session_key if name in workloads.SIGNED_IN else ""), address


def test_floor_reads_the_same_pack(seeded, client):
    person, pack = User.objects.latest("id"), Pack.objects.get(state="DRAFT")
    client.force_login(person)
    address = f"/packs/{pack.pk}/"
    page, (given,) = client.get(address).content.decode(), floor(address, client.session.session_key)
    assert len(given["answers"]) == 300
    assert [r["title"] for r in given["requirements"]] == [one.title for one in asked_of(pack)]
    assert f"{len(given['requirements'])} of {len(given['requirements'])} tasks complete" in page
    for part, count in (("certificates", 20), ("documents", 40), ("claims", 20)):
        assert len(given[part]) == count
    for row in given["requirements"]:
        assert row["title"] in page
    assert floor(address, "somebody else's") == []


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


def test_what_a_first_look_costs_is_not_counted(db, monkeypatch):
    """A page's first look may fill what this process remembers; and a new client asks whether the day has turned."""
    seen: list[str] = []

    def page(client, path, cookie):
        with connection.cursor() as cursor:
            for _ in range(1 if path in seen else 5):
                cursor.execute("SELECT 1")
        seen.append(path)

    monkeypatch.setattr(inside, "page_of", page)
    assert inside.queries_of(connections["default"], ["/a/", "/b/"], "") == 1
    assert seen == ["/a/", "/b/"] * 2
