"""A comparison as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from compass.foundation.separated import csv_bytes
from compass.guide.exports.taken import Taken, with_mark


def csv_file(taken: Taken) -> bytes:
    """A line for each row, the sources of each product in columns of their own at the end."""
    return csv_bytes(_lines(taken))


def _lines(taken: Taken) -> Iterator[list[str]]:
    names = [product.name for product in taken.products]
    yield ["Group", "Row", *names, *(f"Sources: {name}" for name in names)]
    addresses = [product.address for product in taken.products]
    yield ["", "Page of the product", *addresses, *("" for _ in names)]
    for group in taken.groups:
        for line in group.lines:
            said = [with_mark(cell, mark) for cell, mark in zip(line.cells, line.marks, strict=True)]
            sources = ["\n".join(taken.sources(cell)) for cell in line.cells]
            yield [group.title, f"{line.label} ({line.note})" if line.note else line.label, *said, *sources]
    for label, said_of_all in taken.facts:
        yield ["About this file", label, said_of_all, *("" for _ in names[1:]), *("" for _ in names)]
