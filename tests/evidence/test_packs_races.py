"""Several people at one pack at once, on real connections."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from compass.foundation.errors import Refused
from evidence.models import Answer, Pack, PackStandard, Requirement, RequirementSet
from evidence.operations.answers import answer_question
from evidence.operations.packs import freeze_pack
from evidence.queries import requirements_of
from passports.operations.submissions import check_untouched
from tests.foundation.racing import Elsewhere, at_once
from tests.foundation.raw_writes import copy_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_freezes_one_wins(story):
    pack = story.fill()
    outcomes = at_once(*[lambda: freeze_pack(pack=pack, by=story.maker, now=story.now)] * 2)
    assert sorted(type(o) for o in outcomes if not isinstance(o, Pack)) == [Refused]
    (winner,) = (o for o in outcomes if isinstance(o, Pack))
    pack.refresh_from_db()
    assert pack.content_hash == winner.content_hash


def test_an_answer_written_while_the_pack_is_frozen_waits_and_is_refused(story):
    pack = story.fill()
    with transaction.atomic():
        freeze_pack(pack=pack, by=story.maker, now=story.now)
        late = Elsewhere(
            lambda: answer_question(
                pack=pack, question="cost-model", given="Late.", seen=1, by=story.maker, now=story.now
            )
        ).goes_as_far_as_it_can()
        assert late.is_alive(), "it did not wait for the freeze"
    assert isinstance(late.result(), Refused)
    check_untouched(Pack.objects.get(pk=pack.pk))


@pytest.mark.parametrize(
    "statement",
    [
        copy_of("evidence_answer", "{answer}", question="'free'"),
        "UPDATE evidence_answer SET revision = 9 WHERE id = {answer}",
        "DELETE FROM evidence_answer WHERE id = {answer}",
        "UPDATE evidence_answer SET pack_id = {other} WHERE id = {answer}",
    ],
    ids=["insert", "update", "delete", "move out"],
)
def test_sql_written_while_the_pack_is_frozen_is_refused_too(story, statement):
    pack = story.fill()
    other = type(story)().draft
    answer = Answer.objects.get(pack=pack, question="cost-model")

    def write():
        with connection.cursor() as cursor:
            cursor.execute(statement.format(answer=answer.pk, other=other.pk))

    with transaction.atomic():
        freeze_pack(pack=pack, by=story.maker, now=story.now)
        late = Elsewhere(write).goes_as_far_as_it_can()
    assert "is frozen" in str(late.result())
    check_untouched(Pack.objects.get(pk=pack.pk))


def test_a_requirement_written_while_a_pack_is_begun_under_its_set_waits_and_is_refused(story):
    begun = {"code": "late", "version": "1", "title": "Late", "effective_from": story.today, "asked_from": story.today}
    known = requirements_of(story.draft).earliest("id")
    standard = RequirementSet.objects.create(**begun)

    def write():
        with connection.cursor() as cursor:
            cursor.execute(copy_of("evidence_requirement", str(known.pk), requirement_set_id=str(standard.pk)))

    write()  # while nobody is asked the set, it may grow
    with transaction.atomic():
        PackStandard.objects.create(pack=story.draft, requirement_set=standard, code=standard.code)
        late = Elsewhere(
            lambda: Requirement.objects.create(
                requirement_set=standard, code="late", question="late", position=2, title="Late", guidance="",
                kind="TEXT", topic="ABOUT", section="CLINICAL",
            )
        ).goes_as_far_as_it_can()  # fmt: skip
        assert late.is_alive(), "it did not wait for the pack"
    assert "is in use" in str(late.result())
