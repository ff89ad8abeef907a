"""`load_demo`: a dense history, told once, that can be interrupted and is never loaded where it must not be."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Count

from compass.accounts.models import User
from compass.demo import play
from compass.demo.accounts import password, password_file
from compass.demo.people import PEOPLE
from compass.foundation import clock
from compass.foundation.models import Change, Email, SealedDay
from compass.foundation.transparency.verification import verify_log
from compass.guide.queries.choosing import newest_local_costs
from compass.guide.queries.frozen_searches import frozen_searches_of
from compass.guide.queries.shortlists import shortlists_of
from compass.guide.queries.value import evaluations_of
from compass.guide.states import EvaluationState
from compass.notices.models import Notice
from compass.notices.queries import unread_notices_of
from evidence.completeness import CONFIRM, blocking, parked, tasks
from evidence.cost import read_cost_model
from evidence.models import Innovation, InnovatorMember, Pack, PackComment, SetAsideAnswer
from evidence.queries import drafts_of, held_by, pack_lines
from evidence.queries.standards import asked_of
from passports.models import Adoption, NoticeMatch, Operator, Passport, Submission
from passports.operations.recount import recount_all
from passports.policies import is_operator
from passports.queries.adoptions import adoptions_of
from passports.queries.history import passport_on
from passports.queries.safety import to_acknowledge
from passports.queries.submissions import decisions_to_submit, submissions_waiting
from passports.states import AdoptionState, SubmissionState
from passports.validity import Status
from tests.demo.unanswered import nothing_leaves_by_itself, person, steps_wait_for_an_answer
from trusts import queries as trust_queries
from trusts.models import Assessment, Nomination, Seat
from trusts.quorum import obstacles
from trusts.states import AssessmentState, NominationState

pytestmark = pytest.mark.heavy


class KilledError(Exception):
    """Stands for a process that is killed."""


@pytest.fixture(autouse=True)
def _own_state(settings, tmp_path):
    settings.STATE_DIR = tmp_path


def run() -> str:
    said = StringIO()
    call_command("load_demo", "--small", stdout=said)
    return said.getvalue()


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


# Notices are told from committed changes only, and a load takes seconds: one load serves all questions.
@pytest.mark.django_db(transaction=True)
@time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC))  # while the merger of April 2026 is in the history
@pytest.mark.long
def test_the_demonstration(monkeypatch):
    interrupt_once(monkeypatch)
    with pytest.raises(KilledError):
        run()
    assert not play.is_loaded()
    assert Passport.objects.exists()
    assert "interrupted" in run()

    every_stage_is_there()
    the_newest_standards_are_met()
    verdicts_are_right()
    every_day_is_sealed_and_can_be_asked_for()
    adoptions_are_everywhere()
    notices_have_sensible_dates()
    safety_notices_are_invented_and_in_every_stage()
    nothing_is_left_to_send_but_one_invitation()
    invented_and_real_are_kept_apart()
    named_people_have_work()
    steps_wait_for_an_answer()
    nothing_leaves_by_itself()
    password_is_private_and_opens_every_account()
    a_second_run_changes_nothing()


def interrupt_once(monkeypatch) -> None:
    """Let the first load die in the middle, between a day and the telling of it."""
    told, left = play.Teller.tell, [200]

    def tell(self, now):
        left[0] -= 1
        if left[0] == 0:
            raise KilledError
        told(self, now)

    monkeypatch.setattr(play.Teller, "tell", tell)


def every_stage_is_there() -> None:
    assert set(Passport.objects.values_list("status", flat=True)) == {s.value for s in Status}
    assert set(Assessment.objects.values_list("state", flat=True)) == set(AssessmentState.values)
    assert set(Submission.objects.values_list("state", flat=True)) == set(SubmissionState.values)
    assert set(Nomination.objects.values_list("state", flat=True)) == set(NominationState.values)
    assert set(Adoption.objects.values_list("state", flat=True)) >= {AdoptionState.LIVE, AdoptionState.LOCAL_CHECKS}
    assert set(Pack.objects.values_list("state", flat=True)) == {"DRAFT", "FROZEN"}
    assert Pack.objects.filter(revision=2).exists()
    assert Innovation.objects.filter(innovator__is_demonstration=True, packs=None).exists()


def the_newest_standards_are_met() -> None:
    """What was begun since they are asked, in every stage of it."""
    newest = Pack.objects.filter(standards__requirement_set__version="2.0", standards__code="passport-clinical")
    assert newest.filter(passport__status=Status.VALID).exists()
    assert newest.filter(assessments__state=AssessmentState.OPEN).exists()
    missing = {pack: blocking(tasks(pack_lines(pack, clock.today()))) for pack in newest.filter(state="DRAFT")}
    assert {bool(found) for found in missing.values()} == {True, False}
    assert max(map(len, missing.values())) > 20
    for pack in newest.filter(state="FROZEN"):
        found = tasks(pack_lines(pack, clock.today()))
        assert [task.asked.question for task in found if task.problem] == []
        assert pack.claims.exists()
        assert read_cost_model(pack.cost_model.model).problems == ()
    invented = Innovation.objects.filter(innovator__is_demonstration=True)
    assert all(i.identifiers.values("scheme").distinct().count() == 2 for i in invented if i.packs.exists())


def verdicts_are_right() -> None:
    assert recount_all(on=clock.today()) == []
    assert not Passport.objects.filter(issued_at__gt=clock.now()).exists()


def every_day_is_sealed_and_can_be_asked_for() -> None:
    """The log says of every passport what its row says, and what its seals say."""
    assert list(verify_log(on=clock.today())) == []
    assert SealedDay.objects.latest("day").day == clock.today() - timedelta(days=1)
    assert SealedDay.objects.count() > 500
    for passport in Passport.objects.all():
        then = passport_on(Passport.objects.filter(pk=passport.pk), clock.today())
        assert (then["status"], then["until"], then["reasons"]) == (passport.status, passport.until, passport.reasons)


def adoptions_are_everywhere() -> None:
    regions = Adoption.objects.values("organisation__region").annotate(n=Count("id"))
    assert len(regions) == 7
    merged = Adoption.objects.get(organisation__ods_code="QMJ")
    assert merged.organisation.current.ods_code == "Z9B2Z"


def notices_have_sensible_dates() -> None:
    notices = Notice.objects.select_related("change")
    assert {notice.read_at is None for notice in notices} == {True, False}
    assert all(notice.created_at >= notice.change.occurred_at for notice in notices)
    assert all(notice.read_at is None or notice.read_at > notice.created_at for notice in notices)
    assert len({notice.created_at.date() for notice in notices}) > 3


def safety_notices_are_invented_and_in_every_stage() -> None:
    """One is open and suspends, one waits for a person, one was dealt with."""
    matches = {match.state: match for match in NoticeMatch.objects.select_related("notice", "innovation__innovator")}
    assert set(matches) == {"CONFIRMED", "WAITING", "CLOSED"}
    assert NoticeMatch.objects.count() == 3
    for match in matches.values():
        assert match.innovation.innovator.is_demonstration
        assert match.notice.title.startswith("Invented notice: ")
        assert match.notice.source == "DEMONSTRATION"
    passports = {state: match.innovation.passports.get(is_current=True) for state, match in matches.items()}
    assert passports["CONFIRMED"].status == "SUSPENDED"
    assert "Invented notice: " in passports["CONFIRMED"].reasons[0]
    assert {passports[state].status for state in ("WAITING", "CLOSED")} <= {"VALID", "VALID_WITH_CONDITIONS"}
    told = Change.objects.filter(kind="verdict_changed", subject_id=passports["CLOSED"].pk)
    assert {"SUSPENDED", "VALID"} <= set(told.values_list("data__to", flat=True))
    for state in ("CONFIRMED", "CLOSED"):
        assert matches[state].acknowledgements.exists()
    (asked,) = to_acknowledge(person("buyer"))
    assert asked["match"] == matches["CONFIRMED"].pk


def nothing_is_left_to_send_but_one_invitation() -> None:
    assert Email.objects.count() > 10
    assert {email.recipient for email in Email.objects.filter(sent_at=None)} <= {person("innovator").email}
    assert Email.objects.filter(sent_at=None).count() == 1


def invented_and_real_are_kept_apart() -> None:
    real = Innovation.objects.filter(innovator__is_demonstration=False)
    assert real.exclude(public_facts=None).count() == real.count() > 0
    assert not real.exclude(published_at__isnull=False).exists()
    for found in (
        Pack.objects.filter(innovation__in=real),
        Assessment.objects.filter(innovation__in=real),
        Passport.objects.filter(innovation__in=real),
        Nomination.objects.filter(innovation__in=real),
        InnovatorMember.objects.filter(innovator__innovations__in=real),
        Innovation.objects.filter(innovator__is_demonstration=True).exclude(public_facts=None),
    ):
        assert not found.exists()


def named_people_have_work() -> None:
    ready = [
        a
        for a in Assessment.objects.filter(state=AssessmentState.OPEN, panel__members__person=person("chair"))
        if not obstacles(
            trust_queries.seated(a).values(), quorum=a.panel.quorum, sections=trust_queries.section_titles()
        )
    ]
    assert len(ready) == 1
    for key in ("clinical", "finance", "operations", "safety"):
        seat = person(key).seats.get()
        half = Assessment.objects.filter(state=AssessmentState.OPEN, interests__member=seat).exclude(
            scores__member=seat
        )
        assert half.exists(), f"{key} has declared and not scored"
    assert person("chair").seats.get().seat == Seat.CHAIR
    assert is_operator(person("operator"))
    assert submissions_waiting().exists()
    assert decisions_to_submit(person("lead")).exists()
    assert unread_notices_of(person("buyer")).count() >= 2
    assert adoptions_of(person("buyer")).filter(checks_done__lt=5).exists()
    nominated = trust_queries.nominations_of(person("nominator"))
    assert len(set(nominated.values_list("state", flat=True))) >= 3
    ready, draft, next_version = drafts_of(person("innovator")).order_by("created_at", "id")
    assert blocking(tasks(pack_lines(ready, clock.today()))) == []
    assert any(task.problem.startswith(CONFIRM) for task in tasks(pack_lines(next_version, clock.today())))
    left = [task for task in tasks(pack_lines(draft, clock.today())) if task.problem]
    assert 5 < len(left) < len(tasks(pack_lines(draft, clock.today())))
    assert SetAsideAnswer.objects.filter(pack=draft, written_by=person("innovator")).count() == 2
    assert parked(asked_of(draft), held_by(draft)) == ["company-number"]
    assert {comment.resolved_at is None for comment in PackComment.objects.filter(pack=draft)} == {True, False}
    own = Passport.objects.filter(innovation__innovator__members__person=person("innovator"))
    assert own.exists()
    buyer = person("buyer")
    assert [one.entries.count() >= 2 for one in shortlists_of(buyer)] == [True, True]
    assert {one.archived_at is None for one in shortlists_of(buyer)} == {True, False}
    assert frozen_searches_of(buyer).count() == 1
    assert set(evaluations_of(buyer).values_list("state", flat=True)) == {*EvaluationState.values}
    assert {one.evaluators.count() for one in evaluations_of(buyer)} == {2}
    assert len(newest_local_costs(buyer, 5)) == 1


def password_is_private_and_opens_every_account() -> None:
    assert stat.S_IMODE(password_file().stat().st_mode) == 0o600
    assert all(person(p.key).check_password(password()) for p in PEOPLE)


def a_second_run_changes_nothing() -> None:
    before, newest = rows(), Change.objects.latest("id")
    hashes = set(User.objects.values_list("email", "password"))
    said = run()
    assert "there already" in said
    assert password() in said
    assert all(p.email in said for p in PEOPLE)
    assert rows() == before
    assert Change.objects.latest("id") == newest
    assert set(User.objects.values_list("email", "password")) == hashes


@pytest.mark.django_db
def test_a_lost_password_file_is_made_new(settings):
    call_command("load_organisations", stdout=StringIO())
    play._mark(play.LOADED, clock.today(), "Loaded.", clock.now())
    for p in PEOPLE:
        User.objects.create_user(email=p.email, name=p.name, password="another one")
    run()
    assert all(person(p.key).check_password(password()) for p in PEOPLE)


@pytest.mark.django_db
def test_it_is_refused_where_no_demonstration_is_wanted(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="never in production"):
        run()
    assert not User.objects.exists()
    assert not Operator.objects.exists()
    assert not password_file().exists()
