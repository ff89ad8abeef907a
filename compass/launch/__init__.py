"""Brings a clone to life with nothing installed by hand: `make run`, `make test`, `make check`.

Runs before the virtual environment exists, so it uses the standard library alone and imports nothing else of compass.
"""
