"""What operators do with a passport after issue, and what the next version does to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.models import Change
from passports.models import Operator
from tests.operators import discharge_condition, reinstate_passport, suspend_passport, withdraw_passport
from trusts.operations.decisions import Condition

ACTS = {"suspend": suspend_passport, "reinstate": reinstate_passport, "withdraw": withdraw_passport}


def act(story, name, passport, reason="Notice 7.", by=None):
    return ACTS[name](passport=passport, reason=reason, by=by or story.operator, now=story.now)


def told():
    return list(Change.objects.filter(kind="verdict_changed").order_by("id").values_list("data__to", flat=True))


def test_suspended_reinstated_withdrawn_each_with_a_reason_and_a_verdict(story):
    passport = story.passport()
    for name, status in (("suspend", "SUSPENDED"), ("reinstate", "VALID"), ("withdraw", "WITHDRAWN")):
        with pytest.raises(Refused, match="Say why"):
            act(story, name, passport, reason=" \n")
        passport = act(story, name, passport)
        passport.refresh_from_db()
        assert passport.status == status
    assert passport.reasons == ["Withdrawn: Notice 7."]
    assert passport.next_change_on is None
    assert told() == ["SUSPENDED", "VALID", "WITHDRAWN"]


@pytest.mark.parametrize(
    ("done", "refused"),
    [([], ["reinstate"]), (["suspend"], ["suspend"]), (["withdraw"], ["suspend", "reinstate", "withdraw"])],
)
def test_moves_that_do_not_fit_are_refused(story, done, refused):
    passport = story.passport()
    for name in done:
        passport = act(story, name, passport)
    for name in refused:
        with pytest.raises(Refused, match=f"You cannot {name} this passport: it is"):
            act(story, name, passport)
    assert len(told()) == len(done)


def test_only_an_operator_without_a_stake_acts(story):
    due = Condition("Report outcomes.", story.today + timedelta(days=30))
    passport = story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    condition = passport.conditions.get()

    def every(by):
        yield lambda: act(story, "suspend", passport, by=by)
        yield lambda: act(story, "withdraw", passport, by=by)
        if by != story.chair:  # who judges conditions as chair
            yield lambda: discharge_condition(condition=condition, reason="Seen.", by=by, now=story.now)

    for person, said in ((story.maker, "You work for"), (story.chair, "You sit on"), (story.lead, None)):
        if said:
            Operator.objects.create(person=person)
        for call in every(person):
            with pytest.raises(NotAllowed, match=said or "Only the (national operator|chair of the panel)"):
                call()
    assert told() == []
    assert discharge_condition(condition=condition, reason="Seen.", by=story.operator, now=story.now)


def test_a_condition_is_met_once_with_its_evidence_and_frees_the_verdict(story):
    first, second = (Condition(text, story.today + timedelta(days=n)) for text, n in (("Report.", 10), ("Train.", 200)))
    passport = story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(first, second))
    assert (passport.status, passport.until) == ("EXPIRING", first.due_on)
    one, two = passport.conditions.order_by("due_on")
    discharge = {"by": story.operator, "now": story.now}
    with pytest.raises(Refused, match="by what the condition was met"):
        discharge_condition(condition=one, reason=" ", **discharge)
    discharge_condition(condition=one, reason="Report of 3 July.", **discharge)
    passport.refresh_from_db()
    assert (passport.status, passport.until) == ("VALID_WITH_CONDITIONS", second.due_on)
    with pytest.raises(Refused, match="You cannot discharge this passport condition: it is met"):
        discharge_condition(condition=one, reason="Again.", **discharge)
    discharge_condition(condition=two, reason="List of 9 July.", **discharge)
    passport.refresh_from_db()
    assert (passport.status, passport.until, passport.reasons) == ("VALID", story.expires_on, [])


def test_the_next_versions_passport_takes_the_place_of_the_one_before(story):
    old = story.passport()
    new = story.next_version("2.0").passport()
    old.refresh_from_db()
    assert (old.state, old.status, old.is_current) == ("SUPERSEDED", "SUPERSEDED", False)
    assert old.reasons == [f"Replaced by passport {new.number}, which covers version 2.0."]
    assert (new.status, new.is_current) == ("VALID", True)
    assert told() == ["SUPERSEDED"]
    for name in ACTS:
        with pytest.raises(Refused, match="it is superseded"):
            act(story, name, old)
    other = type(story)().passport()
    new.refresh_from_db()
    assert new.is_current
    assert other.is_current


@pytest.mark.parametrize(("done", "status"), [("suspend", "SUPERSEDED"), ("withdraw", "WITHDRAWN")])
def test_a_suspended_passport_is_superseded_and_a_withdrawn_one_stays_withdrawn(story, done, status):
    old = act(story, done, story.passport())
    story.next_version("2.0").passport()
    old.refresh_from_db()
    assert (old.status, old.is_current) == (status, False)
