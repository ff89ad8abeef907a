"""A technology with a passport whose pack has a cost model."""

from __future__ import annotations

from evidence.operations.cost_model import save_cost_model
from evidence.queries import cost_model_of
from tests.evidence.cost_example import example
from tests.story import Story


def with_model(story: Story, **changes) -> Story:
    """Walk to the passport, with the example's cost model (whole parts changed) in the pack."""
    pack = story.fill()
    save_cost_model(pack=pack, model=example(**changes), revision=cost_model_of(pack)[1], by=story.maker, now=story.now)
    story.passport()
    return story
