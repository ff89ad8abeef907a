"""From a panel's decision to a passport: handed in, returned, issued once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from compass.foundation.clock import now as real_now
from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.models import Change, Email
from evidence.models import InnovatorMember, RequirementSet
from evidence.operations.claims import state_claim
from evidence.operations.colleagues import remove_colleague
from evidence.operations.confirmations import confirm_for_version
from evidence.operations.cost_model import save_cost_model
from evidence.operations.versions import Stated
from passports.models import Operator, Passport
from passports.numbers import read_number
from passports.operations.submissions import return_submission, submit_to_compass
from tests.evidence.cost_example import example as cost_example
from tests.factories import OrganisationFactory, PersonFactory, merge
from tests.operators import issue_passport, withdraw_passport
from tests.story import CLAIM, Story
from trusts.models import Assessment, Role
from trusts.operations.decisions import Condition
from trusts.operations.nominations import accept_nomination, nominate


def submit(story, by=None):
    return submit_to_compass(assessment=Assessment.objects.get(pk=story.open.pk), by=by or story.lead, now=story.now)


def issue(story, submission, by=None, now=None):
    return issue_passport(submission=submission, by=by or story.operator, now=now or story.now)


def test_leads_of_the_assessing_trust_submit_and_nobody_else(story):
    story.decision()
    for outsider in (story.nominator, story.chair, story.maker, story.operator, type(story)().lead):
        with pytest.raises(NotAllowed, match="role of innovation lead"):
            submit(story, by=outsider)
    assert submit(story).state == "WAITING"
    with pytest.raises(Refused, match="You cannot submit again this submission"):
        submit(story)


def test_after_a_merger_the_successors_leads_submit(story):
    story.decision()
    heir = OrganisationFactory()
    lead = story.member(heir, Role.INNOVATION_LEAD)
    with pytest.raises(NotAllowed):
        submit(story, by=lead)
    merge(story.trust, heir)
    assert submit(story, by=lead).organisation == story.trust


@pytest.mark.parametrize("outcome", [None, "REJECTED", "DEFERRED", "TRIAL_ONLY"])
def test_only_an_approving_decision_is_submitted(story, outcome):
    story.decision(outcome=outcome) if outcome else story.assessment()
    with pytest.raises(Refused, match="Only an approving decision"):
        submit(story)


def test_a_returned_submission_comes_back_and_is_issued_once(story):
    submission = story.submission()
    for act in (issue, lambda s, x, by: return_submission(submission=x, reason="No.", by=by, now=s.now)):
        for outsider in (story.lead, story.chair, story.maker, story.buyer):
            with pytest.raises(NotAllowed, match="Only the national operator"):
                act(story, submission, by=outsider)
    with pytest.raises(Refused, match="Say why you return it"):
        return_submission(submission=submission, reason=" ", by=story.operator, now=story.now)
    return_submission(submission=submission, reason="Page 2 is missing.", by=story.operator, now=story.now)
    mails = Email.objects.filter(key__startswith="returned-")
    assert {mail.recipient for mail in mails} == {story.lead.email, story.chair.email}
    assert "Page 2 is missing." in mails[0].text
    assert f"/assessments/{submission.decision.assessment_id}/submit/" in mails[0].text
    with pytest.raises(Refused, match="You cannot issue this submission: it is returned"):
        issue(story, submission)
    assert submit(story).pk == submission.pk
    passport = issue(story, submission)
    for again in (
        lambda: issue(story, submission),
        lambda: return_submission(submission=submission, reason="No.", by=story.operator, now=story.now),
        lambda: submit(story),
    ):
        with pytest.raises(Refused, match="it is passport issued"):
            again()
    assert Passport.objects.get() == passport


def test_an_operator_with_a_stake_neither_issues_nor_returns(story):
    submission = story.submission()
    insider, member = story.maker, story.chair
    for person, said in ((insider, "You work for the innovator"), (member, "You sit on the panel")):
        Operator.objects.create(person=person)
        with pytest.raises(NotAllowed, match=said):
            issue(story, submission, by=person)
        with pytest.raises(NotAllowed, match=said):
            return_submission(submission=submission, reason="No.", by=person, now=story.now)
    assert not Passport.objects.exists()
    # The same people act where they have no stake.
    other = type(story)()
    assert issue(other, other.submission(), by=insider).issued_by == insider
    for company in (story.innovator, other.innovator):  # somebody must stay behind
        InnovatorMember.objects.create(innovator=company, person=PersonFactory())
    InnovatorMember.objects.filter(person=insider).delete()
    with pytest.raises(NotAllowed, match="You submitted the evidence pack"):
        issue(story, submission, by=insider)


def test_leaving_the_company_to_issue_its_passport_does_not_help(story):
    submission = story.submission()
    colleague = PersonFactory()
    Operator.objects.create(person=colleague)
    member = InnovatorMember.objects.create(innovator=story.innovator, person=colleague)
    with pytest.raises(NotAllowed, match="You work for the innovator"):
        issue(story, submission, by=colleague)
    remove_colleague(member=member, by=story.maker, now=story.now)
    with pytest.raises(NotAllowed, match="You worked for the innovator after this evidence pack was begun"):
        issue(story, submission, by=colleague)
    assert issue(story, submission).issued_by == story.operator


@pytest.mark.django_db
def test_who_left_before_the_pack_was_begun_may_issue():
    story = Story(now=real_now() + timedelta(hours=1))  # history has the database's own time
    company, colleague = story.maker.innovator_memberships.get().innovator, PersonFactory()
    Operator.objects.create(person=colleague)
    InnovatorMember.objects.create(innovator=company, person=colleague).delete()
    assert issue(story, story.submission(), by=colleague).issued_by == colleague


def test_an_operator_who_nominated_submitted_or_works_for_the_assessing_trust_does_not_issue(story):
    submission = story.submission()
    nomination = nominate(
        organisation=story.trust, technology_name=story.name, kind="DEVICE", clinical_area="SURGERY", problem="Late.",
        innovator_name="Maker", contact_email=story.maker.email, by=story.nominator, now=story.now,
    )  # fmt: skip
    accept_nomination(
        nomination=nomination, innovator=None, new_innovator_name="", innovation=story.innovation, by=story.maker,
        now=story.now,
    )  # fmt: skip
    elsewhere = story.member(story.other_trust, Role.NOMINATOR)
    for person, said in (
        (story.nominator, "nominated the technology"),
        (story.lead, "submitted the decision"),
        (story.member(story.trust, Role.BUYER), "work for the organisation that assessed"),
    ):
        Operator.objects.create(person=person)
        with pytest.raises(NotAllowed, match=f"You {said}"):
            issue(story, submission, by=person)
    Operator.objects.create(person=elsewhere)
    assert issue(story, submission, by=elsewhere).issued_by == elsewhere


def test_a_file_that_is_not_the_one_submitted_is_noticed_at_issue(story):
    submission = story.submission()
    with default_storage.open(story.document.stored_as) as stored:
        sealed = stored.read()
    default_storage.delete(story.document.stored_as)
    with pytest.raises(Refused, match="The file of “Evaluation report” is not the one"):
        issue(story, submission)
    default_storage.save(story.document.stored_as, ContentFile(sealed + b" "))
    with pytest.raises(Refused, match="The file of “Evaluation report” is not the one"):
        issue(story, submission)
    default_storage.delete(story.document.stored_as)
    default_storage.save(story.document.stored_as, ContentFile(sealed))
    assert issue(story, submission).status == "VALID"


def test_an_older_version_does_not_take_a_newer_ones_place(story):
    older = story.submission()
    following = story.next_version("2.0")
    following.now = story.now + timedelta(hours=1)
    newer = issue(following, following.submission())
    with pytest.raises(Refused, match=f"Version 2.0, which was submitted later, has passport {newer} already"):
        issue(story, older)
    newer.refresh_from_db()
    assert newer.is_current
    withdraw_passport(passport=newer, reason="Harm.", by=story.operator, now=following.now)
    assert issue(story, older).is_current


def test_what_a_passport_says_when_it_is_issued(story):
    due = Condition("Report outcomes.", story.today + timedelta(days=30), blocking=False)
    passport = story.passport(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    assert read_number(passport.number) == passport.number
    assert (passport.status, passport.until) == ("VALID_WITH_CONDITIONS", story.expires_on)
    assert passport.life_ends_on == date(2028, 7, 1)
    assert (passport.is_current, passport.assessed_by) == (True, story.trust)
    assert [(c.text, c.due_on, c.blocking) for c in passport.conditions.all()] == [(due.text, due.due_on, due.blocking)]
    story.innovation.refresh_from_db()
    assert story.innovation.published_at == story.now
    assert list(Change.objects.filter(subject="passport").values_list("kind", flat=True)) == ["passport_issued"]


def test_a_certificate_is_good_for_issue_through_its_last_day_in_london(story):
    submission = story.submission()
    last_evening = story.now.replace(year=2027, hour=22, minute=59)  # 23:59 in London on 1 July 2027
    assert story.expires_on == date(2027, 7, 1)
    with pytest.raises(Refused, match="certificate in the pack has expired"):
        issue(story, submission, now=last_evening + timedelta(minutes=1))
    submission.refresh_from_db()
    assert submission.state == "WAITING"
    assert issue(story, submission, now=last_evening).status == "EXPIRING"


def test_a_passport_that_would_not_be_valid_today_is_not_issued_and_leaves_nothing(story):
    due = Condition("Report outcomes.", story.today + timedelta(days=1))
    submission = story.submission(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    with pytest.raises(Refused, match="would not be valid today"):
        issue(story, submission, now=story.now + timedelta(days=2))
    assert not Passport.objects.exists()
    story.innovation.refresh_from_db()
    assert story.innovation.published_at is None
    assert issue(story, submission, now=story.now + timedelta(days=1)).status == "EXPIRING"


TAMPERING = [
    """UPDATE evidence_answer SET value = jsonb_set(value, '{{text}}', '"x"') WHERE pack_id = {pack}""",
    "UPDATE evidence_answer SET question = question || 's' WHERE pack_id = {pack}",
    "DELETE FROM evidence_answer WHERE pack_id = {pack} AND question = 'workflow-test'",
    "UPDATE evidence_certificate SET expires_on = expires_on + 1 WHERE pack_id = {pack}",
    "UPDATE evidence_certificate SET valid_from = valid_from - 1 WHERE pack_id = {pack}",
    "UPDATE evidence_certificate SET issued_by = issued_by || '.' WHERE pack_id = {pack}",
    "UPDATE evidence_certificate SET number = 'GB-1235' WHERE pack_id = {pack}",
    "UPDATE evidence_document SET sha256 = repeat('0', 64) WHERE pack_id = {pack}",
    "UPDATE evidence_document SET title = title || '.' WHERE pack_id = {pack}",
    "DELETE FROM evidence_document WHERE pack_id = {pack}",
    "DELETE FROM evidence_support WHERE pack_id = {pack}",
    *(
        f"UPDATE evidence_claim SET {change} WHERE pack_id = {{pack}}"
        for change in (
            "outcome = outcome || '.'", "population = population || '.'", "comparator = comparator || '.'",
            "unit = unit || '.'", "source = source || '1'", "size = size + 0.000001", "low = low - 0.000001",
            "high = high + 0.000001", "confidence = 94", "participants = participants + 1",
            "follow_up_months = follow_up_months + 1", "sites = '{{R0001}}'", "design = 'CONTROLLED'",
            "measure = (SELECT m FROM unnest(array['PERCENTAGE_POINTS', 'DIFFERENCE']) m WHERE m <> measure)",
        )
    ),
    "DELETE FROM evidence_claimdocument WHERE pack_id = {pack}",
    """UPDATE evidence_costmodel SET model = jsonb_set(model, '{{version}}', '"1.1"') WHERE pack_id = {pack}""",
    "DELETE FROM evidence_costmodel WHERE pack_id = {pack}",
    "UPDATE evidence_packstandard SET requirement_set_id = {other_standard} WHERE pack_id = {pack}",
    "UPDATE evidence_versionchange SET statement = statement || '.' WHERE pack_id = {pack}",
    "UPDATE evidence_versionchange SET magnitude = 'MINOR', topics = '{{}}' WHERE pack_id = {pack}",
    "UPDATE evidence_versionchange SET attested_at = attested_at + interval '1 microsecond' WHERE pack_id = {pack}",
    "UPDATE evidence_versionchange SET attested_by_id = {other_person} WHERE pack_id = {pack}",
    "DELETE FROM evidence_confirmation WHERE pack_id = {pack}",
    "UPDATE evidence_pack SET product_version = '2.1' WHERE id = {pack}",
    "UPDATE evidence_pack SET content_hash = repeat('0', 64) WHERE id = {pack}",
    "UPDATE evidence_pack SET content = jsonb_set(content, '{{innovation,name}}', '\"Other\"') WHERE id = {pack}",
]  # fmt: skip


def with_every_part(first):
    """The next version on its way: with a claim, a cost model, an attested change and a confirmation."""
    first.assessment()
    story = first.next_version("2.0")
    story.change = Stated("MAJOR", "Another sensor.", ["WORKFLOW"])
    given = {"pack": story.fill(), "by": story.maker, "now": story.now}
    state_claim(facts=CLAIM, documents=list(story.draft.documents.all()), **given)
    save_cost_model(model=cost_example(), revision=0, **given)
    confirm_for_version(question="workflow-test", **given)
    return story


def test_a_pack_changed_by_one_character_behind_the_triggers_is_noticed_at_issue(story):
    story = with_every_part(story)
    submission, operator = story.submission(), story.operator
    ids = {"pack": story.draft.pk, "other_person": operator.pk}
    ids["other_standard"] = RequirementSet.objects.exclude(code="passport-clinical").earliest("id").pk
    for statement in TAMPERING:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger fires
                cursor.execute(statement.format(**ids))
                assert cursor.rowcount, statement
                cursor.execute("SET LOCAL session_replication_role = origin")
            with pytest.raises(Refused, match="no longer matches its content hash"):
                issue(story, submission, by=operator)
            transaction.set_rollback(True)
    assert issue(story, submission, by=operator).status == "VALID"
