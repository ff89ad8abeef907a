"""What the tables of needs refuse to SQL itself; tried with the others in `test_people_constraints`."""

from __future__ import annotations

from evidence.models import InnovatorMember
from tests.factories import PersonFactory
from tests.foundation.raw_writes import Case, assert_held, copy_of
from tests.guide.catalogue import Catalogue, Item
from trusts.operations.needs import answer_need, close_need, publish_need

NEED = "UPDATE trusts_need SET"
CASES = [
    Case("need_state_known", copy_of("trusts_need", "{need}", title="'Other'", state="'LOST'", closed_at="now()"), ""),
    Case(
        "need_title_once",
        copy_of("trusts_need", "{need}", title="'A NEED'"),
        copy_of("trusts_need", "{need}", title="'Other'"),
    ),
    Case("need_says_what", f"{NEED} problem = '' WHERE id = {{need}}", f"{NEED} problem = 'x' WHERE id = {{need}}"),
    Case("need_of_somebody", f"{NEED} patients = 0 WHERE id = {{need}}", f"{NEED} patients = 1 WHERE id = {{need}}"),
    Case(
        "need_area_known",
        f"{NEED} clinical_area = 'TOES' WHERE id = {{need}}",
        f"{NEED} clinical_area = 'EYES' WHERE id = {{need}}",
    ),
    Case(
        "need_closed_with_its_time",
        f"{NEED} state = 'CLOSED' WHERE id = {{need}}",
        f"{NEED} state = 'CLOSED', closed_at = now() WHERE id = {{need}}",
    ),
    Case(
        "need_changed_with_its_time",
        f"{NEED} revision = 2 WHERE id = {{need}}",
        f"{NEED} revision = 2, changed_at = now() WHERE id = {{need}}",
    ),
    Case("trusts_need.legal_moves", f"{NEED} state = 'OPEN', closed_at = NULL WHERE id = {{closed}}", ""),
    Case("trusts_need.never_deleted", "DELETE FROM trusts_need WHERE id = {need}", ""),
    Case(
        "need_answered_once",
        copy_of("trusts_needanswer", "{answer}"),
        copy_of("trusts_needanswer", "{answer}", innovation_id="{other}"),
    ),
    Case(
        "need_answer_says_how",
        copy_of("trusts_needanswer", "{answer}", innovation_id="{other}", sentence="''"),
        copy_of("trusts_needanswer", "{answer}", innovation_id="{other}", sentence="'x'"),
    ),
    Case("trusts_needanswer.never_changed", "UPDATE trusts_needanswer SET sentence = 'x' WHERE id = {answer}", ""),
    Case("trusts_needanswer.never_deleted", "DELETE FROM trusts_needanswer WHERE id = {answer}", ""),
]


def test_tables_of_needs_hold_their_rules(story):
    catalogue = Catalogue()
    maker = PersonFactory()
    InnovatorMember.objects.create(innovator=catalogue.innovator, person=maker)
    first, other = catalogue.add(Item("A"), Item("B"))
    given = {"problem": "Late.", "clinical_area": "SURGERY", "organisation": story.trust}
    given |= {"by": story.nominator, "now": story.now}
    need = publish_need(title="A need", **given)
    closed = close_need(need=publish_need(title="Old", **given), outcome="", by=story.nominator, now=story.now)
    answer = answer_need(need=need, innovation=first, sentence="So.", revision=1, by=maker, now=story.now)
    assert_held(CASES, need=need.pk, closed=closed.pk, answer=answer.pk, other=other.pk)
