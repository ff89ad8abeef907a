"""What the table of cost models refuses, as raw writes."""

from __future__ import annotations

from tests.foundation.raw_writes import Case, copy_of

_HELD = "evidence_costmodel.held_by_pack"
_MINE, _FROZEN = "WHERE id = {cost_model}", "WHERE id = {frozen_cost_model}"

COST_MODELS = [
    Case(
        "cost_model_revision_counts_from_one",
        f"UPDATE evidence_costmodel SET revision = 0 {_MINE}",
        f"UPDATE evidence_costmodel SET revision = 1 {_MINE}",
    ),
    Case(_HELD, copy_of("evidence_costmodel", "{cost_model}", pack_id="{frozen}"), ""),
    Case(
        _HELD,
        f"UPDATE evidence_costmodel SET model = '{{{{}}}}' {_FROZEN}",
        f"UPDATE evidence_costmodel SET model = '{{{{}}}}' {_MINE}",
    ),
    Case(_HELD, f"DELETE FROM evidence_costmodel {_FROZEN}", f"DELETE FROM evidence_costmodel {_MINE}"),
    Case(_HELD, f"UPDATE evidence_costmodel SET pack_id = {{frozen}} {_MINE}", ""),
    Case(_HELD, f"UPDATE evidence_costmodel SET pack_id = {{draft}} {_FROZEN}", ""),
]
