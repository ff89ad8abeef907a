"""Fills a database with N technologies and their journeys, set by set; the same rows in each run."""

from __future__ import annotations

import csv
import gzip
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.arena import Arena
from benchmarks.steps import step
from evidence import certificates

HERE = Path(__file__).parent
EMDN = HERE.parent / "evidence" / "nomenclatures" / "emdn_2.csv.gz"
DAY = date(2026, 11, 2)
# At most this many days may have changes planned: nothing else falls due on them.
DAYS_MOST = 38
STAGES = ("people", "innovations", "passports", "uses", "market", "pack")


@dataclass(frozen=True)
class Shape:
    """What a seeded database looks like; shares are per cent."""

    n: int
    published: int = 60
    passports: int = 50  # of the published ones
    superseded: int = 10  # of those with a passport: one more, replaced
    crowd: int = 0  # passports whose status changes on each of the first `crowded_days` days after DAY
    crowded_days: int = 0
    changes: int = 0  # and on each of the `days` days that follow
    days: int = 0
    requirements: int = 300  # answered ones of the one pack in draft

    @property
    def innovators(self) -> int:
        """Makers: one for about twenty technologies."""
        return max(10, self.n // 20)


def statement(name: str) -> str:
    """The SQL of one stage or floor; `{judge}` in it is replaced by the verdict's CTE, `{cutoffs}` by the law's."""
    text = (HERE / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    if "{judge}" in text:
        text = text.replace("{judge}", statement("judge"))
    return text.replace("{cutoffs}", _cutoffs())


def _cutoffs() -> str:
    """The days until which CE marking counts, by law, as the branches of a CASE."""
    return " ".join(f"WHEN '{law}' THEN DATE '{day}'" for law, day in certificates.cutoffs().items())


def material() -> list[tuple[str, ...]]:
    """Real names (see material/SOURCES.md): name, term, text, company, panel."""
    with gzip.open(HERE / "material" / "technologies.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return [tuple(row) for row in list(csv.reader(file))[1:]]


def nomenclature() -> list[tuple[str, ...]]:
    """The device categories that the product loads: code, title."""
    with gzip.open(EMDN, "rt", encoding="utf-8", newline="") as file:
        return [tuple(row) for row in list(csv.reader(file))[1:]]


def seed(connection: psycopg.Connection, shape: Shape) -> None:
    """Fill the empty tables of a throwaway database and leave them as long use would: vacuumed, with statistics."""
    with psycopg.ClientCursor(connection) as cursor:
        fill(cursor, shape)
    _settle(connection)


def seeded(made: Arena, suffix: str, shape: Shape) -> None:
    """One more database of the run, filled."""
    with step(f"seeding {shape.n:,} technologies"):
        made.copy(suffix)
        with made.connect(suffix) as own:
            seed(own, shape)


def fill(cursor: psycopg.ClientCursor[Any], shape: Shape) -> None:
    """Fill the empty tables; triggers and foreign keys rest meanwhile (the role must be a superuser)."""
    if shape.crowded_days + shape.days > DAYS_MOST:
        raise ValueError(f"at most {DAYS_MOST} days can have changes")
    told: dict[str, Any] = {**asdict(shape), "innovators": shape.innovators, "day": DAY, "on": DAY}
    told["cost_model"] = (HERE / "material" / "cost_model.json").read_text(encoding="utf-8")
    cursor.execute("SET session_replication_role = replica")
    cursor.execute(
        "CREATE TEMP TABLE material (id serial PRIMARY KEY, name text, term text, text text, company text, panel text)"
    )
    cursor.execute("CREATE TEMP TABLE nomenclature (id serial PRIMARY KEY, code text, title text)")
    with cursor.copy("COPY material (name, term, text, company, panel) FROM STDIN") as copy:
        for row in material():
            copy.write_row(row)
    with cursor.copy("COPY nomenclature (code, title) FROM STDIN") as copy:
        for row in nomenclature():
            copy.write_row(row)
    cursor.execute("ANALYZE material, nomenclature")
    for stage in STAGES:
        cursor.execute(statement(stage), told)
    cursor.execute("ANALYZE passports_passport, evidence_certificate, passports_condition")
    cursor.execute(statement("first_verdicts"), told)
    cursor.execute("DROP TABLE material, nomenclature, journey")
    # Triggers rest, which would have kept what the search reads.
    cursor.execute("SELECT guide_write_entries(ARRAY(SELECT id FROM evidence_innovation), %s)", [DAY])
    cursor.execute("SET session_replication_role = origin")


def _settle(connection: psycopg.Connection) -> None:
    """Sequences behind the given ids, fresh statistics, and no autovacuum in the middle of a measurement."""
    tables = connection.execute(
        "SELECT table_name::text, pg_get_serial_sequence(quote_ident(table_name), 'id') "
        "FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'id' AND is_identity = 'YES' ORDER BY 1"
    ).fetchall()
    for table, sequence in tables:
        identifier = sql.Identifier(table)
        connection.execute(sql.SQL("ALTER TABLE {} SET (autovacuum_enabled = false)").format(identifier))
        connection.execute(
            sql.SQL("SELECT setval({}, coalesce(max(id), 1)) FROM {}").format(sql.Literal(sequence), identifier)
        )
    connection.execute("VACUUM (ANALYZE)")
