"""The pack's page: its cost does not grow with what is asked, and nothing that is kept in memory is ever old."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.models import PackStandard, Requirement, RequirementSet
from evidence.operations.answers import answer_questions
from evidence.queries import asked_of
from tests.story import Story


def standard(pack, code: str, count: int, *, digest: str = "") -> RequirementSet:
    """A standard of so many questions, asked of the pack."""
    made = RequirementSet.objects.create(
        code=code, version="1", title=f"Standard {code}", effective_from=date(2026, 1, 1), asked_from=date(2099, 1, 1),
        digest=digest,
    )  # fmt: skip
    Requirement.objects.bulk_create(
        Requirement(
            requirement_set=made, code=f"{code}-{i}", question=f"{code}-{i}", position=i, title=f"Matter {code} {i}",
            guidance="Say it.", kind="TEXT", topic="SECURITY", section="ASSURANCE",
        )
        for i in range(count)
    )  # fmt: skip
    PackStandard.objects.create(pack=pack, requirement_set=made, code=code)
    return made


def opened(client, story) -> tuple[str, int]:
    """The page of the draft, looked at for the second time, and its queries."""
    client.force_login(story.maker, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("pack", args=[story.draft.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return response.content.decode(), len(queries)


def test_three_hundred_requirements_cost_no_more_queries_than_thirty(client, db):
    spent = []
    for count in (30, 300):
        story = Story(name=f"Sensor {count}")
        story.fill()
        for part in range(5):
            standard(story.draft, f"many-{count}-{part}", count // 5, digest=f"{count} {part}")
        given = {f"many-{count}-{part}-{i}": "Shown. " * 60 for part in range(5) for i in range(count // 5)}
        answer_questions(pack=story.draft, given=given, by=story.maker, now=story.now)
        page, queries = opened(client, story)
        assert page.count(f"Matter many-{count}") == count
        spent.append(queries)
    assert spent[0] == spent[1]


@pytest.mark.parametrize("digest", ["", "of its file"])
def test_two_packs_asked_different_standards_never_see_each_others(client, db, digest):
    one, other = Story(name="One"), Story(name="Other")
    standard(one.draft, "mine", 2, digest=digest and f"{digest} mine")
    standard(other.draft, "theirs", 2, digest=digest and f"{digest} theirs")
    for story, own, foreign in ((one, "mine", "theirs"), (other, "theirs", "mine"), (one, "mine", "theirs")):
        page, _ = opened(client, story)
        assert f"Matter {own} 1" in page
        assert f"Matter {foreign} 1" not in page


def test_a_standard_without_a_digest_is_read_each_time(db, story):
    made = standard(story.draft, "plain", 1)
    assert "plain-0" in {one.question for one in asked_of(story.draft)}
    Requirement.objects.create(
        requirement_set=made, code="later", question="later", position=9, title="Later", guidance="", kind="TEXT",
        topic="SECURITY", section="ASSURANCE",
    )  # fmt: skip
    assert "later" in {one.question for one in asked_of(story.draft)}
