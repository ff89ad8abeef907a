"""The front door: health, homes, errors, generated documents."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.http import HttpResponseNotAllowed
from django.urls import reverse

from compass.foundation.web.middleware import Refusals
from compass.site import documents
from compass.site.queries import work_of
from passports.models import STATUS_CHOICES
from tests.factories import PersonFactory
from tests.story import Story
from trusts.models import Seat
from trusts.operations.assessments import declare_interest, score_section

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.heavy
def test_health_names_the_part_that_does_not_answer(client, db):
    """No worker runs beside this test."""
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["database"] == answer.json()["broker"] == "ok"
    assert answer.json()["worker"] == "no answer"


def ask_health(redis_url: str) -> list[str]:
    """Two questions, in a process of its own because connections are kept: `status database | broker | seconds`."""
    ask = (
        "import time, django; django.setup()\n"
        "from django.test import Client\n"
        "for _ in range(2):\n"
        "    begin = time.monotonic()\n"
        "    answer = Client().get('/health/')\n"
        "    said = answer.json()\n"
        "    print(answer.status_code, said['database'], '|', said['broker'], '|', time.monotonic() - begin)"
    )
    environment = os.environ | {"REDIS_URL": redis_url, "DJANGO_SETTINGS_MODULE": "compass.settings.test"}
    command = [sys.executable, "-c", ask]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout
    return said.splitlines()


def seconds(line: str) -> float:
    return float(line.rpartition("|")[2])


@pytest.mark.heavy
def test_health_says_when_the_broker_is_away():
    first, second = ask_health("redis://127.0.0.1:1/0")
    assert first.startswith("503 ok | no answer")
    assert second.startswith("503 ok | no answer")
    assert seconds(second) < 0.1, "the parts were asked again"


@pytest.mark.heavy
def test_health_does_not_wait_for_a_broker_that_is_silent():
    """It takes the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        first, second = ask_health(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
    assert first.startswith("503 ok | no answer")
    assert seconds(first) < 10
    assert seconds(second) < 0.1, "the parts were asked again"


def test_alive_needs_nothing(client):
    assert client.get("/health/live/").json() == {"status": "ok"}


def test_the_front_door_leads_into_each_clinical_area_that_has_something(client, db):
    assert "Find technologies by clinical area" not in client.get("/").content.decode()
    innovation = Story().passport().innovation
    page = " ".join(client.get("/").content.decode().split())
    area, words = innovation.clinical_area, innovation.get_clinical_area_display()
    assert f'<a href="/innovations/?area={area}">{words}</a>' in page
    assert "1 technology, 1 with a passport you can rely on" in page


def test_what_a_passport_is_explains_each_status_and_the_words_we_use(client, db):
    page = client.get(reverse("about")).content.decode()
    assert [label for _, label in STATUS_CHOICES if f"{label} </strong>" not in " ".join(page.split())] == []
    assert f'href="{reverse("about")}#words"' in page
    assert 'id="words"' in page
    assert [
        word
        for word in ("DCB0129 and DCB0160", "DPIA", "DTAC", "EMDN", "ODS code", "UDI and GTIN")
        if f">{word}" not in page
    ] == []


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
        "operator": ["Submissions", "Safety notices"],
        "buyer": ["Notices", "Adoptions", "Safety notices", "Choose and buy"],
    }
    queue, notices = (w.waiting for w in work_of(story.operator))
    assert not notices
    assert [line.address for line in queue] == [reverse("submission", args=[submission.pk])]


def test_panel_members_are_asked_for_what_is_theirs(db):
    story = Story()
    assessment = story.assessment()

    def waiting(seat):
        return [(line.words, line.address) for work in work_of(story.seats[seat]) for line in work.waiting]

    def declare(seat):
        declare_interest(
            assessment=assessment,
            exclusion="NONE",
            detail="",
            excluded_sections=[],
            by=story.seats[seat],
            now=story.now,
        )

    page = f"/assessments/{assessment.pk}/"
    assert all(
        waiting(seat) == [("Declare your interests in Wound Sensor", f"{page}interest/")] for seat in story.seats
    )
    for seat in story.seats:
        declare(seat)
    assert waiting(Seat.CLINICAL_LEAD) == [("Score “Clinical evidence” of Wound Sensor", f"{page}scores/clinical/")]
    assert waiting(Seat.CHAIR) == []
    for person in story.seats.values():
        for section in assessment.panel.members.get(person=person).sections:
            score_section(
                assessment=assessment, section=section, points=4, reason="Good evidence, well told.",
                by=person, now=story.now,
            )  # fmt: skip
    assert {seat: waiting(seat) for seat in story.seats if waiting(seat)} == {
        Seat.CHAIR: [("Record the decision on Wound Sensor", f"{page}decision/")]
    }


def test_what_a_signed_in_person_sees_is_kept_nowhere(client, db):
    assert "Cache-Control" not in client.get("/about/").headers
    client.force_login(PersonFactory(), backend=BACKEND)
    for address in ("/home/", "/about/", "/nothing-here/"):
        assert client.get(address).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", ["/nothing-here/", "/innovations/nothing-here/"])
def test_a_page_that_is_not_there_says_what_to_do(client, db, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


def test_an_address_that_only_takes_a_form_says_what_to_do(client, db):
    """Whoever signs in again after pressing a button comes by it without the form."""
    answer = client.post(reverse("about"))
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    page = answer.content.decode()
    assert "Go back in your browser" in page
    assert reverse("start") in page
    assert "What you did was not recorded." in page
    assert client.post("/api/v1/innovations/")["Content-Type"] == "application/problem+json"


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


def test_an_address_of_a_form_that_is_opened_says_that_nothing_was_changed(rf, db):
    """Where a view answers a form alone; a form that goes astray was not recorded."""
    refusals = Refusals(lambda request: HttpResponseNotAllowed(["POST"]))
    for request, said in ((rf.get("/x/"), "Nothing was changed."), (rf.post("/x/"), "What you did was not recorded.")):
        request.user = AnonymousUser()
        page = refusals(request)
        assert (page.status_code, page["Allow"], said in page.content.decode()) == (405, "POST", True)
