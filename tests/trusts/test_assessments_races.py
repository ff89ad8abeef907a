"""One version, one assessment: also when two panels are asked in the same moment."""

from __future__ import annotations

import pytest

from compass.foundation.errors import Refused
from evidence.operations.packs import freeze_pack
from tests.foundation.racing import at_once
from trusts.models import Assessment, Decision
from trusts.operations.assessments import request_assessment
from trusts.operations.decisions import decide
from trusts.operations.people import create_panel

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("frozen", [False, True], ids=["draft", "frozen before"])
def test_of_two_panels_asked_at_once_one_wins_and_the_other_is_told_who(story, frozen):
    pack = story.fill()
    if frozen:
        freeze_pack(pack=pack, by=story.maker, now=story.now)
    panels = [
        create_panel(organisation=trust, name="Panel", quorum=2, by=None, now=story.now)
        for trust in (story.trust, story.other_trust)
    ]
    outcomes = at_once(
        *(
            lambda panel=panel: request_assessment(pack=pack, panel=panel, by=story.maker, now=story.now)
            for panel in panels
        )
    )
    (winner,) = (o for o in outcomes if isinstance(o, Assessment))
    (loser,) = (o for o in outcomes if o is not winner)
    assert isinstance(loser, Refused)
    assert f"being assessed by Panel at {winner.panel.organisation}" in loser.sentence
    assert Assessment.objects.get() == winner


def test_of_two_decisions_at_once_one_stands(story):
    story.score(story.assessment())

    def close(outcome):
        return lambda: decide(
            assessment=story.open,
            outcome=outcome,
            reason="Sound.",
            dissent="",
            conditions=(),
            by=story.chair,
            now=story.now,
        )

    outcomes = at_once(close("APPROVED"), close("REJECTED"))
    (standing,) = (o for o in outcomes if isinstance(o, Decision))
    (late,) = (o for o in outcomes if o is not standing)
    assert isinstance(late, Refused)
    assert Assessment.objects.get().state == Decision.objects.get().outcome == standing.outcome
