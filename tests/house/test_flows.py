"""State tables: every status is covered, and the database itself refuses other moves."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from compass.foundation.errors import Refused
from compass.guide.states import FLOWS as VALUE
from evidence.states import FLOWS as EVIDENCE
from passports.states import FLOWS as PASSPORTS
from tests.operators import withdraw_passport
from trusts.states import FLOWS as TRUSTS

FLOWS = (*EVIDENCE, *TRUSTS, *PASSPORTS, *VALUE)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda f: f.noun)
def test_every_state_is_reached(flow):
    reached = {flow.initial} | {move.target for move in flow.moves}
    assert reached == set(flow.states.values)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda f: f.noun)
def test_every_move_says_who_and_starts_from_known_states(flow):
    for move in flow.moves:
        assert move.actor
        assert set(move.sources) <= set(flow.states.values)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda f: f.noun)
def test_illegal_moves_are_refused_in_words(flow):
    for state in flow.states.values:
        for move in flow.moves:
            if state in move.sources:
                assert flow.target(move.name, state) == move.target
            else:
                with pytest.raises(Refused, match=flow.noun):
                    flow.target(move.name, state)


def test_the_database_refuses_an_illegal_move(story):
    """A withdrawn passport cannot come back, not even by SQL."""
    passport = withdraw_passport(passport=story.passport(), reason="Recalled.", by=story.operator, now=story.now)
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="Invalid transition"),
        transaction.atomic(),
    ):
        cursor.execute("UPDATE passports_passport SET state = 'ACTIVE' WHERE id = %s", [passport.pk])
