"""`python -m benchmarks`, as `make bench` starts it: seed, measure, print, write latest.json, hold the bounds."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType

import psycopg

from benchmarks.arena import arena

DEFAULT_N = 100_000
LEAST_N = 500


def _stop(number: int, _frame: FrameType | None) -> None:
    """A polite end takes the databases and servers along, as Ctrl-C does."""
    raise KeyboardInterrupt(number)


def _size() -> int:
    given = os.environ.get("BENCH_N", "")
    if not given:
        return DEFAULT_N
    if not given.isascii() or not given.isdigit() or int(given) < LEAST_N:
        raise SystemExit(f"N must be a whole number, {LEAST_N} or more; it is {given!r}.")
    return int(given)


def main() -> int:
    """Runs the benchmarks that `BENCH_N` and `BENCH_ONLY` ask for; 1 when a bound is broken."""
    n, only = _size(), os.environ.get("BENCH_ONLY", "")
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        raise SystemExit("DATABASE_URL is not set. `make bench` sets it.")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    with (
        tempfile.TemporaryDirectory(prefix="compass-bench-") as folder,
        arena(server, f"compass_bench_{os.getpid()}") as made,
    ):
        os.environ.setdefault("SECRET_KEY", secrets.token_hex(32))
        os.environ |= {
            "DATABASE_URL": made.url(),
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "STATIC_ROOT": str(Path(folder) / "static"),
        }
        from benchmarks.run import run  # noqa: PLC0415 (Django's settings are read when it is imported)

        try:
            return run(made, n, only)
        except psycopg.errors.InsufficientPrivilege as error:
            raise SystemExit(
                f"The role in DATABASE_URL must be a superuser, to seed without triggers: {error}"
            ) from error


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped; the throwaway databases are gone.", file=sys.stderr)
        sys.exit(130)
