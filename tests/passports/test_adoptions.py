"""Another trust relies on a passport and does only what is local."""

from __future__ import annotations

from datetime import timedelta

import pytest

from compass.foundation.errors import NotAllowed, Refused
from passports.models import Adoption, LocalCheckKind
from passports.operations.adoptions import adopt, complete_check, end_adoption
from passports.operations.verdicts import recompute_due
from tests.factories import OrganisationFactory, merge
from tests.operators import reinstate_passport, suspend_passport
from trusts.models import Role
from trusts.operations.decisions import Condition


def take(story, passport, organisation=None, by=None, now=None):
    return adopt(
        passport=passport, organisation=organisation or story.other_trust, by=by or story.buyer, now=now or story.now
    )


def done(story, check, by=None):
    return complete_check(check=check, note="Seen.", by=by or story.buyer, now=story.now)


def test_buyers_adopt_for_their_own_trust_once_and_every_trust_may(story):
    passport, third = story.passport(), OrganisationFactory()
    theirs = story.member(third, Role.BUYER)
    for outsider in (theirs, story.lead, story.maker, story.operator):
        with pytest.raises(NotAllowed, match=f"role of buyer at {story.other_trust}"):
            take(story, passport, by=outsider)
    adoption = take(story, passport)
    assert set(adoption.checks.values_list("kind", flat=True)) == set(LocalCheckKind.values)
    with pytest.raises(Refused, match=f"{story.other_trust} has already adopted"):
        take(story, passport)
    assert take(story, passport, third, theirs).organisation == third
    end_adoption(adoption=adoption, by=story.buyer, now=story.now)
    assert take(story, passport).pk != adoption.pk


def test_a_passport_is_adopted_only_while_it_can_be_relied_on(story):
    passport = story.passport()
    operate = {"reason": "Notice 7.", "by": story.operator, "now": story.now}
    suspend_passport(passport=passport, **operate)
    with pytest.raises(Refused, match=f"{passport} is suspended") as refusal:
        take(story, passport)
    assert "Notice 7." in refusal.value.next_step
    reinstate_passport(passport=passport, **operate)
    assert take(story, passport).state == "LOCAL_CHECKS"


@pytest.mark.parametrize(("days", "adopted"), [(365, True), (366, False)], ids=["last day", "day after"])
@pytest.mark.parametrize("job", [True, False], ids=["job has run", "before the job has run"])
def test_a_passport_is_adopted_through_its_last_day_and_not_after(story, days, adopted, job):
    passport, now = story.passport(), story.now + timedelta(days=days)
    if job:
        recompute_due(on=story.today + timedelta(days=days), now=now)
    if adopted:
        assert take(story, passport, now=now)
    else:
        with pytest.raises(Refused, match="is expired"):
            take(story, passport, now=now)


def test_a_replaced_version_is_not_adopted_any_more_and_its_adoption_stays(story):
    adoption = story.adoption()
    new = story.next_version("2.0").passport()
    third = OrganisationFactory()
    buyer = story.member(third, Role.BUYER)
    with pytest.raises(Refused, match=f"{adoption.passport} is superseded"):
        take(story, adoption.passport, third, buyer)
    assert take(story, new, third, buyer)
    assert done(story, adoption.checks.earliest("id")).done_by == story.buyer


def test_the_last_local_check_takes_it_live_and_each_is_done_once(story):
    adoption = story.adoption()
    first, *middle, last = adoption.checks.order_by("id")
    for outsider in (story.lead, story.operator, story.maker):
        with pytest.raises(NotAllowed, match="role of buyer"):
            done(story, first, by=outsider)
    done(story, first)
    with pytest.raises(Refused, match="already done"):
        done(story, first)
    for check in middle:
        done(story, check)
    adoption.refresh_from_db()
    assert (adoption.state, adoption.live_at) == ("LOCAL_CHECKS", None)
    done(story, last)
    adoption.refresh_from_db()
    assert (adoption.state, adoption.live_at) == ("LIVE", story.now)
    with pytest.raises(Refused, match="checks of this adoption are closed"):
        done(story, last)


def test_an_adoption_is_ended_once_by_its_own_buyers(story):
    adoption = story.adoption()
    with pytest.raises(NotAllowed, match="role of buyer"):
        end_adoption(adoption=adoption, by=story.member(story.trust, Role.BUYER), now=story.now)
    ended = end_adoption(adoption=adoption, by=story.buyer, now=story.now)
    assert (ended.state, ended.ended_at) == ("ENDED", story.now)
    with pytest.raises(Refused, match="You cannot end this adoption"):
        end_adoption(adoption=adoption, by=story.buyer, now=story.now)
    with pytest.raises(Refused, match="closed"):
        done(story, adoption.checks.earliest("id"))


def test_after_a_merger_the_predecessors_adoption_counts_and_the_successors_buyers_act(story):
    adoption, heir = story.adoption(), OrganisationFactory()
    colleague, stranger = story.member(heir, Role.BUYER), story.member(OrganisationFactory(), Role.BUYER)
    merge(story.other_trust, heir)
    with pytest.raises(NotAllowed):
        take(story, adoption.passport)  # the closed trust adopts no more
    for buyer in (story.buyer, colleague):
        with pytest.raises(Refused, match=f"{heir} has already adopted"):
            take(story, adoption.passport, heir, buyer)
    first, second, *_ = adoption.checks.order_by("id")
    with pytest.raises(NotAllowed):
        done(story, first, by=stranger)
    done(story, first, by=colleague)
    done(story, second, by=story.buyer)
    end_adoption(adoption=Adoption.objects.get(), by=colleague, now=story.now)
    assert take(story, adoption.passport, heir, colleague).organisation == heir


def test_a_passport_with_conditions_is_adopted_until_a_blocking_one_is_overdue(story):
    due = Condition("Report outcomes.", story.today + timedelta(days=10))
    passport = story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    recompute_due(on=due.due_on, now=story.now)
    adoption = take(story, passport)
    end_adoption(adoption=adoption, by=story.buyer, now=story.now)
    after = story.now + timedelta(days=11)
    recompute_due(on=due.due_on + timedelta(days=1), now=after)
    with pytest.raises(Refused, match="is suspended"):
        take(story, passport, now=after)


def test_the_last_local_check_waits_while_the_passport_is_suspended(story):
    adoption = story.adoption()
    *others, last = adoption.checks.order_by("id")
    suspend_passport(passport=adoption.passport, reason="Notice 7.", by=story.operator, now=story.now)
    for check in others:
        complete_check(check=check, note="", by=story.buyer, now=story.now)
    with pytest.raises(Refused, match="cannot be relied on now: it is suspended") as refused:
        complete_check(check=last, note="", by=story.buyer, now=story.now)
    assert "lifted the suspension" in refused.value.next_step
    adoption.refresh_from_db()
    assert (adoption.state, adoption.checks.filter(done_at=None).count()) == ("LOCAL_CHECKS", 1)
    reinstate_passport(passport=adoption.passport, reason="Mended.", by=story.operator, now=story.now)
    complete_check(check=last, note="", by=story.buyer, now=story.now)
    adoption.refresh_from_db()
    assert adoption.state == "LIVE"
