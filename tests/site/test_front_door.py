"""The front door: health, homes, errors, generated documents."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from compass.site import documents
from compass.site.queries import work_of
from tests.factories import PersonFactory
from tests.story import Story

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_health_names_the_part_that_does_not_answer(client, db):
    """No worker runs beside this test."""
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["database"] == answer.json()["broker"] == "ok"
    assert answer.json()["worker"] == "no answer"


def test_health_says_when_the_broker_is_away():
    """In a process of its own, because connections to the broker are kept."""
    ask = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "answer = Client().get('/health/')\n"
        "print(answer.status_code, answer.json()['database'], '|', answer.json()['broker'])"
    )
    environment = os.environ | {"REDIS_URL": "redis://127.0.0.1:1/0", "DJANGO_SETTINGS_MODULE": "compass.settings.test"}
    command = [sys.executable, "-c", ask]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=30).stdout
    assert said.startswith("503 ok | no answer")


def test_alive_needs_nothing(client):
    assert client.get("/health/live/").json() == {"status": "ok"}


def test_somebody_without_a_role_is_told_what_to_do(client, db):
    client.force_login(PersonFactory(), backend=BACKEND)
    assert "You have no role yet." in client.get("/home/").content.decode()


def test_the_home_of_each_role_has_its_work(db):
    story = Story()
    submission = story.submission()
    titles = {who: [w.title for w in work_of(getattr(story, who))] for who in ("maker", "chair", "operator", "buyer")}
    assert titles == {
        "maker": ["Your technologies"],
        "chair": ["Assessments"],
        "operator": ["Submissions"],
        "buyer": ["Notices", "Adoptions"],
    }
    (queue,) = (w.waiting for w in work_of(story.operator))
    assert [address for _, address in queue] == [reverse("submission", args=[submission.pk])]


def test_panel_members_are_asked_for_what_is_theirs(db):
    story = Story()
    assessment = story.assessment()
    waiting = lambda who: [words for w in work_of(story.seats[who]) for words, _ in w.waiting]  # noqa: E731
    assert all(waiting(seat) == ["Assess Wound Sensor"] for seat in story.seats)
    story.score(assessment)
    assert {seat: waiting(seat) for seat in story.seats if waiting(seat)} == {"CHAIR": ["Assess Wound Sensor"]}


def test_what_a_signed_in_person_sees_is_kept_by_no_shared_cache(client, db):
    assert "Cache-Control" not in client.get("/about/").headers
    client.force_login(PersonFactory(), backend=BACKEND)
    assert client.get("/home/").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", ["/nothing-here/", "/innovations/nothing-here/", "/passports/MTC-1/"])
def test_a_page_that_is_not_there_says_what_to_do(client, db, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


def test_a_null_byte_is_refused_in_words(client, db):
    assert client.get("/innovations/?q=%00").status_code == 400
    problem = client.get("/api/v1/innovations/?q=%00")
    assert (problem.status_code, problem["Content-Type"]) == (400, "application/problem+json")


def test_an_expired_form_keeps_what_was_typed_in_the_browser(db):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(PersonFactory(), backend=BACKEND)
    answer = strict.post("/nominations/new/", {"problem": "typed"})
    assert answer.status_code == 403
    assert "The form has expired" in answer.content.decode()


def test_a_stale_document_fails_the_check(db, tmp_path, monkeypatch):
    stale = tmp_path / "stale.md"
    stale.write_text("old", encoding="utf-8")
    monkeypatch.setattr("django.conf.settings.BASE_DIR", tmp_path)
    monkeypatch.setattr("compass.site.management.commands.write_docs.documents", lambda: [(stale, "new")])
    with pytest.raises(CommandError, match=r"Stale: stale\.md"):
        call_command("write_docs", "--check")
    assert stale.read_text(encoding="utf-8") == "old"
    call_command("write_docs")
    call_command("write_docs", "--check")
    assert stale.read_text(encoding="utf-8") == "new"


def test_every_flow_has_its_diagram():
    names = [path.name for path, _ in documents.documents()]
    assert {"passport.md", "assessment.md", "evidence-pack.md", "openapi.json", "map.md"} <= set(names)
