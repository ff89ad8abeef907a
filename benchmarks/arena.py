"""Throwaway databases on the given server: made for one run, dropped at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql


@dataclass(frozen=True)
class Arena:
    """The server's address, and the name that all databases of this run begin with."""

    server: str
    name: str

    def url(self, suffix: str = "") -> str:
        """The address of one database of this run."""
        return urlsplit(self.server)._replace(path="/" + quote(self.name + suffix)).geturl()

    def connect(self, suffix: str = "") -> psycopg.Connection:
        """A connection of the harness itself to one database of this run."""
        return psycopg.connect(self.url(suffix), autocommit=True)

    def copy(self, suffix: str) -> None:
        """One more database with the same, still empty tables."""
        self._do("CREATE DATABASE {} TEMPLATE {}", self.name + suffix, self.name)

    def names(self) -> list[str]:
        """The databases of this run that exist."""
        with psycopg.connect(self.server, autocommit=True) as connection:
            found = connection.execute(
                "SELECT datname FROM pg_database WHERE datname = %s OR datname LIKE %s ORDER BY datname",
                [self.name, self.name.replace("_", r"\_") + r"\_%"],
            )
            return [str(name) for (name,) in found]

    def _do(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def create(self) -> None:
        """The first, empty database."""
        self._do("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", self.name)

    def drop(self) -> None:
        """Every database of this run, whoever is still connected."""
        for name in self.names():
            self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextmanager
def arena(server: str, name: str) -> Iterator[Arena]:
    """An arena with its first database; all of it is gone afterwards, also after a failure."""
    made = Arena(server, name)
    made.create()
    try:
        yield made
    finally:
        made.drop()
