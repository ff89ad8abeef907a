"""A comparison as JSON: the rows in words, with their sources. Figures for machines are at `/api/v1/compare/`."""

from __future__ import annotations

import json
from typing import Any

from compass.guide.exports.taken import Taken


def json_file(taken: Taken) -> bytes:
    """What `told` says, as a file."""
    return json.dumps(told(taken), ensure_ascii=False, indent=2).encode()


def told(taken: Taken) -> dict[str, Any]:
    """`groups` of `rows`, each with a cell for each of `products`, in order; `stated` is false for what is missing."""
    return {
        "title": taken.title,
        "page": taken.address,
        "made_at": taken.made_at.isoformat(),
        "note": taken.mark,
        "products": [{"name": product.name, "page": product.address} for product in taken.products],
        "groups": [
            {
                "title": group.title,
                "rows_left_out_because_alike": group.alike,
                "rows": [
                    {
                        "key": line.key,
                        "label": line.label,
                        "note": line.note,
                        "cells": [
                            {
                                "stated": not cell.missing,
                                "statements": [one.words for one in cell.said],
                                "mark": mark,
                                "sources": taken.sources(cell),
                            }
                            for cell, mark in zip(line.cells, line.marks, strict=True)
                        ],
                    }
                    for line in group.lines
                ],
            }
            for group in taken.groups
        ],
    }
