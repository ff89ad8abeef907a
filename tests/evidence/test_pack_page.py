"""The pack's page: what it offers; its cost does not grow with what is asked; nothing kept in memory is ever old."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.completeness import CONFIRM, tasks
from evidence.models import Confirmation, PackStandard, Requirement, RequirementSet, Topic
from evidence.operations import packs
from evidence.operations.answers import answer_questions
from evidence.operations.claims import state_claim
from evidence.operations.documents import upload_document
from evidence.operations.identifiers import add_identifier
from evidence.operations.versions import Stated
from evidence.queries import asked_of, claims_of, documents_of, pack_lines
from evidence.queries.certificates import certificates_of
from evidence.queries.pack_facts import facts_of
from passports.operations.renewals import confirm_renewal
from tests.evidence.test_certificates import renewed
from tests.evidence.test_new_versions import ALL_STANDARDS
from tests.story import CLAIM, Story


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
    # A set in use is whole, so nobody is asked it meanwhile.
    PackStandard.objects.filter(requirement_set=made).delete()
    Requirement.objects.create(
        requirement_set=made, code="later", question="later", position=9, title="Later", guidance="", kind="TEXT",
        topic="SECURITY", section="ASSURANCE",
    )  # fmt: skip
    PackStandard.objects.create(pack=story.draft, requirement_set=made, code="plain")
    assert "later" in {one.question for one in asked_of(story.draft)}


def test_what_the_page_reads_at_once_is_what_the_tables_hold(story):
    pack = story.fill()
    state_claim(
        pack=pack, facts={**CLAIM, "low": None, "high": None}, documents=[story.document], by=story.maker, now=story.now
    )
    upload_document(
        pack=pack, title="Shortened", upload=story.png(), confidentiality="PUBLIC", redacts=story.document,
        questions=[], by=story.maker, now=story.now,
    )  # fmt: skip
    packs.freeze_pack(pack=pack, by=story.maker, now=story.now)
    confirm_renewal(renewal=renewed(story, upload=story.png()), by=story.operator, now=story.now)
    facts = facts_of(pack, story.maker, story.today)

    def same(rows, models, **told):
        assert len(rows) == len(models) > 0
        for row, model in zip(rows, models, strict=True):
            assert row._asdict() == {
                name: told[name](model) if name in told else getattr(model, name) for name in row._fields
            }

    certificates = certificates_of(pack)
    assert [str(one) for one in facts.certificates] == [str(one) for one in certificates]
    same([one._replace(handed_in=()) for one in facts.certificates], certificates, handed_in=lambda _: ())
    assert [len(one.handed_in) for one in facts.certificates] == [one.renewals.count() for one in certificates]
    same(
        [renewal for one in facts.certificates for renewal in one.handed_in],
        [renewal for one in certificates for renewal in one.renewals.all()],
        has_document=lambda one: hasattr(one, "document"),
    )
    same(
        facts.documents, documents_of(pack), redacts=lambda one: one.redacts and one.redacts.title,
        questions=lambda one: list(one.supports.order_by("id").values_list("question", flat=True)) or (),
    )  # fmt: skip
    same(facts.claims, claims_of(pack), documents=lambda one: [link.document.title for link in one.links.all()])


def test_a_part_that_was_carried_over_is_confirmed_beside_it(client, db):
    story = Story(now=ALL_STANDARDS)
    packs.freeze_pack(pack=story.fill(), by=story.maker, now=story.now)
    story.next = story.next_version("2.0")
    story.next.change = Stated("MAJOR", "Another sensor.", [topic.value for topic in Topic])
    pack = story.draft = story.next.draft
    page, _ = opened(client, story)
    address = reverse("confirm-parts", args=[pack.pk])
    forms = re.findall(rf'<form method="post" action="{address}".*?</form>', page, re.DOTALL)
    offered = [re.findall(r'name="question" value="([^"]+)"', form) for form in forms]
    open_ = [t.asked for t in tasks(pack_lines(pack, story.today)) if t.problem.startswith(CONFIRM)]
    rows = {one.question for one in open_ if one.kind in {"CLAIM", "CERTIFICATE", "DOCUMENT", "COST_MODEL"}}
    assert len({one.kind for one in open_ if one.question in rows}) == 4
    assert {question for questions in offered for question in questions} == rows
    refused = client.post(address, {"question": [*offered[0], "intended-purpose", "nothing"]})
    assert (refused.status_code, Confirmation.objects.count()) == (409, 0)
    for questions in offered:
        assert client.post(address, {"question": questions}).url == reverse("pack", args=[pack.pk])
    assert address not in client.get(reverse("pack", args=[pack.pk])).content.decode()
    left = [t.asked for t in tasks(pack_lines(pack, story.today)) if t.problem.startswith(CONFIRM)]
    assert {one.question for one in open_} - {one.question for one in left} == rows


def test_a_pack_that_follows_none_has_nothing_to_confirm(client, story):
    story.fill()
    assert "Still true" not in opened(client, story)[0]


@pytest.mark.parametrize(("further", "folded"), [(4, False), (30, True)])
def test_what_keeps_it_from_being_submitted_stands_open_while_it_is_short(client, story, further, folded):
    standard(story.draft, "more", further)
    page, _ = opened(client, story)
    words = r"What to do before you can submit \(\d+\)"
    assert bool(re.search(rf"<summary[^>]*><span[^>]*>{words}", page)) is folded
    assert bool(re.search(rf"<h2[^>]*>{words}", page)) is not folded
    assert page.index("What to do before you can submit") < page.index('id="tasks"') < page.index('id="claims"')


@pytest.mark.parametrize("frozen", [False, True])
def test_every_place_in_the_contents_is_on_the_page(client, story, frozen):
    story.fill()
    if frozen:
        packs.freeze_pack(pack=story.draft, by=story.maker, now=story.now)
    page, _ = opened(client, story)
    places = re.findall(r'nhsuk-contents-list__link" href="#([^"]+)"', page)
    assert len(places) == 8
    ids = re.findall(r' id="([^"]+)"', page)
    assert set(places) <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_task_leads_to_where_its_row_is_added(client, db):
    story = Story(now=ALL_STANDARDS)
    answer_questions(pack=story.draft, given={"routine-use": "YES"}, by=story.maker, now=story.now)
    page, _ = opened(client, story)
    address = f"{reverse('state-claim', args=[story.draft.pk])}?design=REAL_WORLD"
    assert address in page
    form = client.get(address).content.decode()
    assert re.search(r'<option value="REAL_WORLD"\s+selected', form)
    assert re.search(r'<input[^>]*nhsuk-input--width-10[^>]*name="size"', form)
    for kind in ("add-document", "add-certificate", "cost-model"):
        assert reverse(kind, args=[story.draft.pk]) in page


def test_the_numbers_of_the_technology_stand_on_its_pack(client, story):
    story.fill()
    assert "9506000134352" not in opened(client, story)[0]
    add_identifier(
        innovation=story.innovation, scheme="GTIN", value="9506000134352", by=story.maker, now=story.now
    )  # fmt: skip
    page, _ = opened(client, story)
    assert "GTIN (UDI-DI from GS1): 09506000134352" in page
    assert reverse("identifiers", args=[story.innovation.slug]) in page
