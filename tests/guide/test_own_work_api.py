"""Shortlists, records of searches, evaluations and local costs by API: all that machines need, for their own people."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from compass.guide.models import FrozenSearch, LocalCost, Shortlist, Vote
from evidence.models import InnovatorMember
from tests.factories import OrganisationFactory, PersonFactory
from tests.guide.catalogue import Item
from tests.guide.local_cost_story import with_model
from tests.guide.value_case import ValueCase
from tests.story import Story
from trusts.models import Member, Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
JSON = "application/json"
HOSTILE: tuple[object, ...] = (
    None,
    [],
    "x",
    {"name": 5},
    {"organisation": {}},
    {"innovations": "alpha-1"},
    {"more": 1},
)


class Machine(Client):
    """Sends and reads JSON for one person, with the token that a page would send."""

    def __init__(self, person=None) -> None:
        super().__init__()
        if person:
            self.force_login(person, backend=BACKEND)

    def send(self, method: str, address: str, content: object = None):
        return getattr(self, method)(address, json.dumps(content), content_type=JSON)


def member(organisation, role=Role.NOMINATOR):
    person = PersonFactory()
    Member.objects.create(organisation=organisation, person=person, role=role)
    return person


@pytest.fixture
def here(db):
    return OrganisationFactory()


def test_a_shortlist_from_its_start_to_the_archive(here, catalogue):
    catalogue.add(Item("Alpha", status="VALID"), Item("Beta"), Item("Hidden", public=False))
    machine = Machine(member(here))
    given = {"name": "Sensors", "organisation": here.ods_code}
    made = machine.send("post", reverse("api-shortlists"), given)
    assert (made.status_code, made.json()["organisation"], made.json()["entries"]) == (201, here.ods_code, [])
    one = reverse("api-shortlist", args=[made.json()["key"]])
    refused = machine.send("post", f"{one}entries/", {"innovations": ["alpha-1", "hidden-3"]})
    assert refused.status_code == 422
    assert "No public technology has the short name hidden-3." in refused.text
    added = machine.send("post", f"{one}entries/", {"innovations": ["beta-2", "alpha-1"]})
    assert [entry["innovation"] for entry in added.json()["entries"]] == ["beta-2", "alpha-1"]
    entry = f"{one}entries/{added.json()['entries'][0]['key']}/"
    machine.send("patch", entry, {"choice": "FOR", "note": "Ask the wards."})
    told = machine.get(entry).json()
    assert [(v["choice"], n["text"]) for v, n in zip(told["votes"], told["notes"], strict=True)] == [
        ("FOR", "Ask the wards.")
    ]
    assert machine.send("patch", entry, {}).status_code == 422
    assert machine.send("post", reverse("api-shortlists"), given).json()["errors"][0]["pointer"] == "/name"
    assert machine.delete(f"{entry}?why=Too+large.").status_code == 204
    assert not Vote.objects.exists()
    assert machine.send("patch", one, {"archived": True}).json()["archived_at"] is not None
    assert machine.send("post", f"{one}entries/", {"innovations": ["beta-2"]}).status_code == 409
    assert [row["name"] for row in machine.get(reverse("api-shortlists")).json()["results"]] == ["Sensors"]


def test_a_search_is_kept_as_the_page_keeps_it(here, catalogue):
    catalogue.add(Item("Alpha", status="VALID"), Item("Beta"))
    machine, there = Machine(member(here)), reverse("api-search-records")
    given = {"query": "q=alpha&status=VALID", "organisation": here.ods_code, "purpose": "Review"}
    made = machine.send("post", there, given)
    assert made.status_code == 201
    assert made.json()["faults"] == []
    assert [row["slug"] for row in made.json()["content"]["results"]] == ["alpha-1"]
    for wrong in ({"comparison": "i=alpha-1&i=beta-2"}, {"query": None}):
        assert machine.send("post", there, given | wrong).status_code in {400, 422}
    name, here.name = here.name, "Renamed Trust"
    here.save(update_fields=["name"])
    (row,) = machine.get(there).json()["results"]
    assert (row["organisation"], row["organisation_name"]) == (here.ods_code, name)
    # A filter that there is not would silently keep another search.
    for query in ("status=GOOD", "colour=blue", "q=alpha&status=VALID&colour=blue"):
        assert machine.send("post", there, given | {"query": query}).status_code == 422
    assert machine.send("post", there, given | {"organisation": OrganisationFactory().ods_code}).status_code == 422
    assert FrozenSearch.objects.count() == 1
    assert machine.get(f"{there}{made.json()['key']}/").json() == made.json()


def test_a_comparison_is_kept_as_the_page_keeps_it(here, catalogue):
    catalogue.add(Item("Alpha", status="VALID"), Item("Beta"), Item("Hidden", public=False))
    machine, there = Machine(member(here)), reverse("api-search-records")
    given = {"organisation": here.ods_code}
    made = machine.send("post", there, given | {"comparison": "?i=beta-2&i=alpha-1&differences=yes"})
    assert (made.status_code, made.json()["faults"]) == (201, [])
    content = made.json()["content"]
    assert (content["comparison"]["title"], content["query"][:3]) == ("Beta and Alpha side by side", "?i=")
    for wrong in ("i=alpha-1", "i=alpha-1&i=hidden-3", "i=alpha-1&i=beta-2&row=luck", "i=alpha-1&i=beta-2&q=x"):
        refused = machine.send("post", there, given | {"comparison": wrong})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/comparison")
    assert FrozenSearch.objects.count() == 1


def test_an_evaluation_is_read_and_its_record_only_from_moderation_on(db):
    case = ValueCase().move("open_scoring")
    case.second_evaluator()
    machine = Machine(case.member())
    one = reverse("api-evaluation", args=[case.evaluation.key])
    told = machine.get(one).json()
    assert (told["state"], len(told["questions"]), len(told["evaluators"])) == ("SCORING", 21, 2)
    assert {row["cost"] for row in told["technologies"]} == {None}
    assert machine.get(f"{one}record/").status_code == 409
    closed = ValueCase(organisation=case.trust, lead=case.lead).closed()
    record = reverse("api-evaluation-record", args=[closed.evaluation.key])
    assert len(machine.get(record).json()["content"]["scores"]) == 84
    page = Machine(case.lead).get(reverse("export-evaluation", args=[closed.evaluation.key, "json"]))
    assert json.loads(page.content) == machine.get(record).json()


def test_scores_are_given_and_agreed_by_api(db):
    case = ValueCase().cost(200, 100).move("open_scoring")
    lead, colleague = Machine(case.lead), Machine(case.second_evaluator())
    given = {"scores": [{"question": key, "points": 3, "reason": "Seen."} for key in case.keys]}
    names = ("api-own-scores", "api-agreed-scores")
    own, agreed = ([reverse(name, args=[case.evaluation.key, one.slug]) for one in case.technologies] for name in names)
    assert lead.send("put", own[0], given).json() == given
    assert colleague.get(own[0]).json() == {"scores": []}
    assert colleague.get(agreed[0]).status_code == 409
    assert lead.send("put", agreed[0], given).status_code == 409
    for wrong in ({"points": 5}, {"reason": " "}, {"question": "no-such"}, {"more": 1}):
        one = {"question": case.keys[0], "points": 3, "reason": "Seen."} | wrong
        assert lead.send("put", own[0], {"scores": [one]}).status_code in {400, 422}, wrong
    assert lead.send("put", own[0], {"scores": given["scores"][:1] * 2}).status_code == 422
    assert Machine(case.member()).send("put", own[0], given).status_code == 403
    assert Machine(ValueCase().lead).send("put", own[0], given).status_code == 404
    assert {machine.send("put", one, given).status_code for machine in (lead, colleague) for one in own} == {200}
    case.move("start_moderation")
    assert colleague.send("put", agreed[0], given).status_code == 403
    assert {lead.send("put", one, given).status_code for one in agreed} == {200}
    assert colleague.get(agreed[1]).json() == given
    case.move("close")
    record = lead.get(reverse("api-evaluation-record", args=[case.evaluation.key])).json()
    assert record["content_hash"]
    assert len(record["content"]["scores"]) == 126


def test_an_evaluation_is_set_up_taken_through_its_stages_and_handed_over_by_api(here, catalogue):
    catalogue.add(Item("Alpha"), Item("Beta"), Item("Gamma"), Item("Hidden", public=False))
    buyer, colleague = member(here, Role.BUYER), member(here, Role.BUYER)
    lead, other, stranger = Machine(buyer), Machine(colleague), Machine(member(OrganisationFactory(), Role.BUYER))
    start = {"title": "Sensors", "years": 5, "organisation": here.ods_code, "innovations": ["alpha-1", "beta-2"]}
    room = reverse("api-evaluations")
    for wrong in ({"innovations": ["alpha-1", "hidden-4"]}, {"innovations": ["alpha-1"]}, {"organisation": "NONE"}):
        assert lead.send("post", room, start | wrong).status_code == 422
    assert Machine(member(here)).send("post", room, start).status_code == 403
    made = lead.send("post", room, start)
    assert (made.status_code, made.json()["state"], made.json()["lead"]) == (201, "DRAFTING", buyer.name)
    one = reverse("api-evaluation", args=[made.json()["key"]])

    changed = lead.send("patch", one, {"innovations": ["alpha-1", "gamma-3"], "years": 3}).json()
    assert ([row["innovation"] for row in changed["technologies"]], changed["years"]) == (["alpha-1", "gamma-3"], 3)
    for wrong in ({}, {"title": "x", "state": "SCORING"}, {"why": "x"}, {"lead": buyer.email, "why": "x"}):
        assert lead.send("patch", one, wrong).status_code == 422
    asked = lead.get(f"{one}questions/").json()
    given = [{part: row[part] for part in ("key", "text", "weight")} for row in asked["questions"]]
    weights = {"cost_weight": asked["cost_weight"], "questions": given}
    given[0]["text"] = "Is it 💉 safe?"
    assert lead.send("put", f"{one}questions/", weights).json()["questions"][0]["text"] == "Is it 💉 safe?"
    assert lead.send("put", f"{one}questions/", weights | {"cost_weight": "90"}).status_code == 422
    cost = {"implementation_cost": "0", "operation_cost": "0", "disposal_cost": "0", "cost_source": "Quotation"}
    unstated = lead.get(f"{one}technologies/alpha-1/cost/").json()
    assert unstated == dict.fromkeys([*cost, "purchase_cost"]) | {"cost_source": "", "years": 3}
    late = lead.send("put", f"{one}technologies/alpha-1/cost/", cost | {"purchase_cost": "9", "years": 5})
    assert (late.status_code, "now covers 3 years" in late.json()["detail"]) == (409, True)
    cost["years"] = 3
    for slug, price in (("alpha-1", "100.50"), ("gamma-3", "90")):
        stated = lead.send("put", f"{one}technologies/{slug}/cost/", cost | {"purchase_cost": price})
        assert stated.status_code == 200
    assert lead.get(f"{one}technologies/alpha-1/cost/").json()["purchase_cost"] == "100.50"
    added = lead.send("post", f"{one}evaluators/", {"email": colleague.email})
    assert added.status_code == 201
    key = next(row["key"] for row in added.json()["evaluators"] if row["name"] == colleague.name)
    assert lead.send("patch", one, {"state": "SCORING"}).json()["state"] == "SCORING"
    assert lead.send("put", f"{one}questions/", weights).status_code == 409
    assert lead.send("patch", one, {"title": "Other"}).status_code == 409
    assert lead.send("patch", one, {"state": "MODERATION"}).status_code == 409  # nobody has scored
    assert lead.delete(f"{one}evaluators/{key}/").status_code == 400
    assert lead.delete(f"{one}evaluators/{key}/?why=Left.").status_code == 204
    assert other.get(f"{one}evaluators/{key}/").json()["removed_why"] == "Left."

    writes = [("patch", one, {"title": "Mine"}), ("put", f"{one}questions/", weights),
              ("post", f"{one}evaluators/", {"email": colleague.email}),
              ("patch", one, {"state": "ABANDONED", "why": "x"}),
              ("put", f"{one}technologies/alpha-1/cost/", cost | {"purchase_cost": "1"}),
              ("patch", one, {"lead": colleague.email}), ("delete", f"{one}evaluators/{key}/?why=x", None)]  # fmt: skip
    for machine, status in ((other, 403), (stranger, 404), (Machine(), 401)):
        assert {machine.send(*write).status_code for write in writes} == {status}
    assert lead.send("patch", one, {"lead": stranger.get("/").wsgi_request.user.email}).status_code == 422
    assert lead.send("patch", one, {"lead": colleague.email}).json()["lead"] == colleague.name
    assert lead.send("patch", one, {"lead": buyer.email}).status_code == 403  # its lead works there still
    Member.objects.filter(person=colleague).delete()
    assert lead.send("patch", one, {"lead": buyer.email}).json()["lead"] == buyer.name
    assert lead.send("patch", one, {"state": "ABANDONED"}).status_code == 422
    assert lead.send("patch", one, {"state": "ABANDONED", "why": "No money."}).json()["state"] == "ABANDONED"


def test_what_is_in_use_comes_first_and_a_place_changes_by_api(here, catalogue):
    catalogue.add(Item("Alpha"), Item("Beta"))
    machine = Machine(member(here))
    keys = [
        machine.send("post", reverse("api-shortlists"), {"name": name, "organisation": here.ods_code}).json()["key"]
        for name in ("A", "B", "C")
    ]
    for key in keys[:2]:
        machine.send("patch", reverse("api-shortlist", args=[key]), {"archived": True})
    listed = machine.get(reverse("api-shortlists")).json()["results"]
    assert [row["name"] for row in listed] == ["C", "B", "A"]
    one = reverse("api-shortlist", args=[keys[2]])
    added = machine.send("post", f"{one}entries/", {"innovations": ["alpha-1", "beta-2"]}).json()["entries"]
    second = f"{one}entries/{added[1]['key']}/"
    moved = machine.send("patch", second, {"up": True}).json()["entries"]
    assert [entry["innovation"] for entry in moved] == ["beta-2", "alpha-1"]
    assert machine.send("patch", second, {"up": True, "choice": "FOR"}).status_code == 422
    assert machine.send("patch", second, {"up": False}).status_code == 422


def test_a_name_that_pages_refuse_is_refused(here):
    machine = Machine(member(here))
    for room, more in (("shortlists", {}), ("saved-searches", {"query": "q=pump"})):
        address = reverse(f"api-{room}")
        for name in ("Two\nlines", "Hid\u200bden", "Turned \u202e"):
            refused = machine.send("post", address, {"name": name, "organisation": here.ods_code, **more})
            assert refused.status_code == 400
            assert refused.json()["errors"][0]["pointer"] == "/name"
        assert machine.send("post", address, {"name": "Fine", "organisation": here.ods_code, **more}).status_code == 201
        again = machine.send("post", address, {"name": "Fine", "organisation": here.ods_code, "query": "q=bed"} if more
                             else {"name": "Fine", "organisation": here.ods_code})  # fmt: skip
        assert again.json()["errors"][0]["pointer"] == "/name"


def test_own_numbers_are_read_and_written_and_nobody_elses_is_overwritten(db):
    story = with_model(Story())
    machine = Machine(member(story.other_trust))
    one = reverse("api-local-cost", args=[story.other_trust.ods_code, story.innovation.slug])
    read = machine.get(one).json()
    assert (read["revision"], read["model_is_current"]) == (0, True)
    given = {"numbers": {"patients": "50"}, "model_hash": read["current_model_hash"], "revision": 0}
    wrong = machine.send("put", one, given | {"numbers": {"patients": "loads"}})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["pointer"] == "/numbers/patients"
    saved = machine.send("put", one, given)
    assert saved.status_code == 200
    assert (saved.json()["revision"], saved.json()["inputs"][0]["own"]) == (1, "50")
    assert machine.send("put", one, given).status_code == 409
    assert machine.send("put", one, given | {"revision": 1, "model_hash": "0" * 64}).status_code == 409
    assert LocalCost.objects.get().revision == 1
    listed = machine.get(reverse("api-local-costs", args=[story.other_trust.ods_code])).json()["results"]
    assert [(row["innovation"], row["numbers"]) for row in listed] == [(story.innovation.slug, {"patients": "50"})]


def test_own_questions_are_read_and_made_anew_by_api(here):
    machine, one = Machine(member(here, Role.BUYER)), reverse("api-scheme", args=[here.ods_code])
    read = machine.get(one).json()
    assert (read["version"], read["versions"], len(read["questions"])) == ("1.0", [], 21)
    *kept, last = read["questions"]
    new = {part: last[part] for part in ("domain", "weight")} | {"text": "Does it fit our wards?"}
    given = {"seen": "1.0", "cost_weight": read["cost_weight"], "questions": [*kept, new], "why": "Our wards asked."}
    for wrong in ({"cost_weight": "45"}, {"why": " "}, {"questions": [*kept, new | {"more": 1}]}, {"seen": None}):
        assert machine.send("post", one, given | wrong).status_code in {400, 422}, wrong
    made = machine.send("post", one, given)
    assert (made.status_code, made.json()["version"]) == (201, f"{here.ods_code}-1")
    assert made.json()["questions"][-1]["key"] == "own-1"
    assert [row["why"] for row in machine.get(one).json()["versions"]] == ["Our wards asked."]
    assert machine.send("post", one, given).status_code == 409  # it was read before the first version
    for person, reads, writes in ((member(here), 200, 403), (member(OrganisationFactory(), Role.BUYER), 404, 404)):
        other = Machine(person)
        assert (other.get(one).status_code, other.send("post", one, given).status_code) == (reads, writes)


def test_for_everybody_else_it_is_not_there(here, catalogue):
    catalogue.add(Item("Alpha"))
    case = ValueCase(organisation=here).closed()
    own = Machine(case.lead)
    made = own.send("post", reverse("api-shortlists"), {"name": "Sensors", "organisation": here.ods_code})
    one = reverse("api-shortlist", args=[made.json()["key"]])
    entries = own.send("post", f"{one}entries/", {"innovations": ["alpha-1"]}).json()["entries"]
    kept = own.send("post", reverse("api-search-records"), {"query": "", "organisation": here.ods_code})
    evaluation = reverse("api-evaluation", args=[case.evaluation.key])
    addresses = [one, f"{one}entries/", f"{one}entries/{entries[0]['key']}/", evaluation, f"{evaluation}record/",
                 reverse("api-search-record", args=[kept.json()["key"]]),
                 reverse("api-local-costs", args=[here.ods_code]),
                 reverse("api-local-cost", args=[here.ods_code, "alpha-1"])]  # fmt: skip
    assert {own.get(address).status_code for address in addresses} == {200}
    supplier = PersonFactory()
    InnovatorMember.objects.create(innovator=case.technologies[0].innovator, person=supplier)
    for other in (member(OrganisationFactory(), Role.BUYER), supplier, PersonFactory()):
        machine = Machine(other)
        assert {machine.get(address).status_code for address in addresses} == {404}
        writes = [("patch", one, {"archived": True}), ("post", f"{one}entries/", {"innovations": ["alpha-1"]}),
                  ("patch", addresses[2], {"choice": "AGAINST"}), ("delete", addresses[2], None),
                  ("put", addresses[7], {"numbers": {}, "model_hash": "0" * 64, "revision": 0})]  # fmt: skip
        assert {machine.send(*write).status_code for write in writes} == {404}
        for room in ("shortlists", "search-records", "evaluations"):
            assert machine.get(reverse(f"api-{room}")).json() == {"results": []}
    assert {Machine().get(address).status_code for address in addresses} == {401}
    # A colleague who also works for a supplier reads the shortlist, and not the evaluation.
    both = member(here)
    InnovatorMember.objects.create(innovator=case.technologies[0].innovator, person=both)
    assert [Machine(both).get(address).status_code for address in (one, evaluation)] == [200, 404]
    assert Shortlist.objects.get().entries.count() == 1


@pytest.mark.parametrize("content", HOSTILE, ids=repr)
def test_hostile_content_is_refused_with_its_place(here, catalogue, content):
    catalogue.add(Item("Alpha"))
    machine = Machine(member(here))
    made = machine.send("post", reverse("api-shortlists"), {"name": "Sensors", "organisation": here.ods_code})
    one = reverse("api-shortlist", args=[made.json()["key"]])
    for method, address in (
        ("post", reverse("api-shortlists")),
        ("patch", one),
        ("post", f"{one}entries/"),
        ("post", reverse("api-search-records")),
    ):
        assert machine.send(method, address, content).status_code in {400, 422}, (method, address)
    assert Shortlist.objects.count() == 1
