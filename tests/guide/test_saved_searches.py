"""A search is saved for an organisation, and its differences are written once, whatever happens to the workers."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.foundation.models import Change
from compass.guide.models import SavedSearch, WatchCursor
from compass.guide.operations import saved_searches
from compass.guide.operations.saved_searches import Telling, save_search
from compass.guide.operations.watching import recheck_searches, watch_searches
from compass.guide.presenters.finding import OPTIONS
from compass.guide.queries import saved_searches as queries
from compass.guide.saved_search import canonical, search_of
from compass.guide.search import FILTERS, Search, Sort, read_search
from evidence.models import Innovation
from evidence.operations.market import RouteFacts, list_on_route
from passports.models import Passport
from passports.queries.history import public_changes
from tests.factories import NOON, OrganisationFactory, PersonFactory
from tests.foundation.racing import PATIENCE, Elsewhere, at_once
from tests.guide.catalogue import Catalogue, Item
from trusts.models import Member, Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
committed = pytest.mark.django_db(transaction=True)


def member(organisation, role=Role.BUYER):
    person = PersonFactory()
    Member.objects.create(organisation=organisation, person=person, role=role)
    return person


@pytest.fixture
def trust(db):
    return OrganisationFactory()


def save(trust, search=None, name="Wounds", by=None):
    search = search or Search(text="wound")
    telling = Telling.IMMEDIATE
    return save_search(search=search, name=name, organisation=trust, telling=telling, by=by or member(trust), now=NOON)


def touched(innovation, **facts):
    """The technology changes, and the log says so."""
    Innovation.objects.filter(pk=innovation.pk).update(**facts)
    Change.objects.create(
        kind="innovation_described", subject="innovation", subject_id=innovation.pk, sentence="x", occurred_at=NOON
    )


def said(saved) -> list[str]:
    return [sentence for _, sentence in reversed(queries.differences_of(saved))]


# Whatever the address may say

# Filters that offer others' codes know these by their form alone.
VALUES = {**OPTIONS, "category": ["A", "A01", "B0203"], "icb": ["QAA", "QBB"], "like": ["TRUST-Y56", "ICB-Y62"]}
MOST = {"category": 1}


@given(
    text=st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=30),
    chosen=st.fixed_dictionaries(
        {name: st.sets(st.sampled_from(sorted(VALUES[name])), max_size=MOST.get(name)) for name in FILTERS}
    ),
    sort=st.sampled_from(["", *Sort]),
)
def test_a_search_has_one_text_and_comes_back_whole(text, chosen, sort):
    search = read_search(text, {name: list(values) for name, values in chosen.items()}, OPTIONS, ["a"], sort)
    again = search_of(canonical(search))
    assert canonical(again) == canonical(search)
    assert (again.text, again.sort) == (search.text, search.sort)
    assert {name: set(values) for name, values in again.chosen.items()} == chosen


def test_what_there_is_no_more_is_never_a_wider_search():
    assert search_of("?q=a&once=X") is None
    assert search_of("?sort=price") is None


# What is told


@committed
def test_each_difference_is_written_once_and_what_was_there_is_not(trust):
    catalogue = Catalogue()
    there, other = catalogue.add(Item("Wound sensor"), Item("Hip brace"))
    saved = save(trust)
    assert watch_searches(now=NOON) == 0
    touched(other, name="Wound brace")
    touched(there, summary="It glows.")  # as before: nothing to tell
    assert [watch_searches(now=NOON + HOUR), watch_searches(now=NOON + HOUR)] == [1, 0]
    touched(other, name="Hip brace")
    assert watch_searches(now=NOON + HOUR) == 1
    WatchCursor.objects.update(transaction_id=0)
    assert watch_searches(now=NOON + HOUR) == 0
    maker = "by Invented Devices Ltd. It has no Innovator Passport."
    assert said(saved) == [f"“Wounds” now finds Wound brace {maker}", f"“Wounds” no longer finds Hip brace {maker}"]


@committed
def test_a_cursor_from_another_server_hides_no_difference(trust):
    """Read from a dump, the log goes on under transaction numbers that begin low again."""
    other = Catalogue().add(Item("Hip brace"))[0]
    save(trust)
    watch_searches(now=NOON)
    WatchCursor.objects.update(transaction_id=2**40)
    touched(other, name="Wound brace")
    assert [watch_searches(now=NOON), watch_searches(now=NOON)] == [1, 0]
    touched(other, name="Hip brace")
    assert watch_searches(now=NOON) == 1
    SavedSearch.objects.update(stopped_at=NOON)
    WatchCursor.objects.update(transaction_id=2**40)
    assert watch_searches(now=NOON) == 0
    assert WatchCursor.objects.get().transaction_id < 2**40


@committed
def test_a_changed_verdict_and_a_technology_made_private_are_told(trust):
    with transaction.atomic():
        innovation, private = Catalogue().add(Item("Wound sensor", status="VALID"), Item("Wound app", status="VALID"))
    saved = save(trust, Search(text="wound", chosen={"status": ("VALID",)}), name="Usable")
    passport = Passport.objects.get(innovation=innovation)
    Passport.objects.filter(pk=passport.pk).update(status="SUSPENDED")
    Change.objects.create(
        kind="verdict_changed", subject="passport", subject_id=passport.pk, sentence="x", occurred_at=NOON
    )
    touched(private, published_at=None)
    watch_searches(now=NOON)
    assert sorted(said(saved)) == [
        "“Usable” no longer finds Wound app by Invented Devices Ltd. It is not public any more.",
        "“Usable” no longer finds Wound sensor by Invented Devices Ltd. Its passport: suspended.",
    ]


@committed
def test_only_what_changed_is_looked_at_and_the_nightly_check_finds_the_rest(trust):
    first, second = Catalogue().add(Item("Hip brace"), Item("Knee brace"))
    saved = save(trust)
    Innovation.objects.filter(pk=second.pk).update(name="Wound brace")  # nothing in the log
    touched(first, summary="x")
    assert watch_searches(now=NOON) == 0
    assert [recheck_searches(now=NOON), recheck_searches(now=NOON)] == [1, 0]
    assert "now finds Wound brace" in said(saved)[0]


@committed
def test_an_agreement_that_begins_and_ends_by_the_calendar_is_told_on_its_days(trust):
    innovation = Catalogue().add(Item("Wound sensor"))[0]
    today = NOON.date()
    route = RouteFacts(code="dps", name="DPS", kind="DPS", starts_on=today + DAY, ends_on=today + 3 * DAY)
    list_on_route(innovation=innovation, route=route, now=NOON)
    saved = save(trust, Search(chosen={"route": ("DPS",)}), name="DPS")
    watched = [watch_searches(now=NOON + n * DAY) for n in range(6)]
    assert watched == [0, 1, 0, 0, 1, 0]  # the last day counts
    assert ["now finds" in one for one in said(saved)] == [True, False]


@committed
def test_some_of_the_words_are_no_match(trust):
    catalogue = Catalogue()
    saved = save(trust, Search(text="wound sensor"))
    touched(catalogue.add(Item("Wound app"))[0])
    assert watch_searches(now=NOON) == 0
    touched(catalogue.add(Item("Sensor for a wound"))[0])
    assert watch_searches(now=NOON) == 1
    assert "Sensor for a wound" in said(saved)[0]


@committed
def test_a_filter_that_there_is_no_more_tells_nothing(trust):
    innovation = Catalogue().add(Item("Wound sensor"))[0]
    saved = save(trust)
    SavedSearch.objects.update(query="?q=wound&once=X")
    touched(innovation, name="Hip brace")
    assert (watch_searches(now=NOON), recheck_searches(now=NOON), said(saved)) == (0, 0, [])


@committed
def test_two_runs_at_once_write_each_difference_once_and_small_batches_write_all(trust):
    catalogue = Catalogue()
    saved = save(trust)
    for one in catalogue.add(*(Item(f"Wound {n}") for n in range(5))):
        touched(one)
    written = at_once(*[lambda: watch_searches(now=NOON, batch=2)] * 2)
    assert (sum(written), len(said(saved))) == (5, 5)


@committed
def test_what_is_written_while_a_search_is_saved_is_not_missed(trust):
    """Its transaction begins first and ends between what the saving person sees and the end of the saving."""
    innovation = Catalogue().add(Item("Hip brace"))[0]
    by, written, may_end = member(trust), threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            touched(innovation, name="Wound brace")
            written.set()
            assert may_end.wait(PATIENCE)

    slow = Elsewhere(slow)
    slow.start()
    assert written.wait(PATIENCE)
    with transaction.atomic():
        saved = save(trust, by=by)
        may_end.set()
        assert slow.result() is None
        watching = Elsewhere(lambda: watch_searches(now=NOON))
        watching.start()  # waits for the saving to end
    assert watching.result() == 1
    assert "now finds Wound brace" in said(saved)[0]


@committed
def test_the_cost_grows_with_what_changes_and_with_different_searches_only(trust):
    catalogue = Catalogue()
    catalogue.add(*(Item(f"Wound {n}") for n in range(30)))
    for n in range(10):
        save(OrganisationFactory() if n else trust, name=f"Search {n}")
    touched(catalogue.add(Item("Wound new"))[0])
    with connection.execute_wrapper(counting := Counting()):
        assert watch_searches(now=NOON) == 10
    assert counting.searches == 1


class Counting:
    """Counts the statements that look for technologies."""

    searches = 0

    def __call__(self, execute, sql, params, many, context):
        self.searches += "by_ALL AS" in sql
        return execute(sql, params, many, context)


# Whose it is


def test_nobody_else_may_and_nothing_of_it_is_public(catalogue, trust, client):
    catalogue.add(Item("Wound sensor"))
    saved = save(trust)
    stranger = member(OrganisationFactory())
    for step in (
        lambda: save(trust, by=stranger, name="Mine"),
        lambda: saved_searches.rename_search(saved=saved, name="x", by=stranger, now=NOON),
        lambda: saved_searches.stop_search(saved=saved, by=stranger, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert not public_changes().filter(subject="saved search").exists()
    assert Change.objects.filter(subject="saved search").exists()
    client.force_login(stranger, backend=BACKEND)
    assert client.get("/api/v1/saved-searches/").json() == {"results": []}
    assert "Wounds" not in client.get("/saved-searches/").content.decode()


def test_a_name_and_a_search_are_saved_once_until_they_are_stopped(catalogue, trust):
    saved = save(trust)
    for again in ({"name": "wOUNDS", "search": Search(text="hip")}, {"name": "Other"}):
        with pytest.raises(Invalid, match="Your organisation has"):
            save(trust, **again)
    save(OrganisationFactory())
    by = member(trust, Role.NOMINATOR)
    saved_searches.stop_search(saved=saved, by=by, now=NOON)
    with pytest.raises(Refused, match="was stopped"):
        saved_searches.rename_search(saved=saved, name="x", by=by, now=NOON)
    save(trust)


def test_a_search_that_finds_too_much_is_refused_with_a_way_on(catalogue, trust, monkeypatch):
    monkeypatch.setattr("compass.guide.operations.saved_searches.MOST_FOUND", 2)
    catalogue.add(Item("Wound"), Item("Hip"), Item("Knee"))
    with pytest.raises(Invalid, match="more than 2") as refusal:
        save(trust, Search())
    assert "Add words" in refusal.value.next_step
    assert save(trust).matches.count() == 1


# By page and by API


def test_an_organisation_keeps_so_many_and_may_stop_one_for_another(catalogue, trust, monkeypatch):
    monkeypatch.setattr(saved_searches, "MOST_SAVED", 2)
    first = save(trust, Search(text="one"), name="One")
    save(trust, Search(text="two"), name="Two")
    with pytest.raises(Refused, match="has 2 saved searches") as refusal:
        save(trust, Search(text="three"), name="Three")
    assert "Stop one" in refusal.value.next_step
    save(OrganisationFactory(), Search(text="three"), name="Three")
    saved_searches.stop_search(saved=first, by=member(trust), now=NOON)
    save(trust, Search(text="three"), name="Three")


def test_saved_seen_renamed_and_stopped_by_pages(catalogue, trust, client):
    catalogue.add(Item("Wound sensor", status="VALID"), Item("Wound app", kind="DIGITAL"))
    client.force_login(member(trust), backend=BACKEND)
    address = "/saved-searches/save/?q=wound&kind=DEVICE"
    found = client.get("/innovations/?q=wound&kind=DEVICE").content.decode()
    assert f'href="{address.replace("&", "&amp;")}"' in found
    assert "“wound”, Kind of technology: " in client.get(address).content.decode()
    assert client.post(address, {"name": "Sensors"}).status_code == 422
    assert "When should we email you?" in client.get(address).text
    form = {"name": "Sensors", "organisation": trust.ods_code, "telling": "DAILY"}
    page = client.post(address, form)["Location"]
    shown = client.get(page).content.decode()
    for words in ("Sensors", "“wound”", "1 technology", "Nothing has changed"):
        assert words in shown
    again = client.post(address, form)
    assert again.status_code == 422
    assert "saved this search already, as “Sensors”" in again.content.decode()
    assert client.post(f"{page}rename/", {"name": "Wound sensors"})["Location"] == page
    assert "Wound sensors" in client.get("/saved-searches/").content.decode()
    client.post(f"{page}stop/")
    assert client.get(page).status_code == 404


def test_whoever_does_not_buy_is_told_that_no_notice_comes(catalogue, trust, client):
    catalogue.add(Item("Wound sensor", status="VALID"))
    client.force_login(member(trust, Role.NOMINATOR), backend=BACKEND)
    page = client.get("/saved-searches/save/?q=wound").text
    assert "When should we email you?" not in page
    assert "You do not, so you get none" in page
    form = {"name": "Sensors", "organisation": trust.ods_code}
    assert client.post("/saved-searches/save/?q=wound", form).status_code == 302


def test_whoever_buys_elsewhere_is_told_whose_notices_come(catalogue, trust, client):
    catalogue.add(Item("Wound sensor", status="VALID"))
    there, both = OrganisationFactory(), member(trust, Role.NOMINATOR)
    Member.objects.create(organisation=there, person=both, role=Role.BUYER)
    client.force_login(both, backend=BACKEND)
    page = "/saved-searches/save/?q=wound"
    assert f"You buy for {there} only" in client.get(page).text
    for organisation, buys in ((trust, False), (there, True)):
        form = {"name": "Sensors", "organisation": organisation.ods_code, "telling": "DAILY"}
        saved = client.post(page, form)["Location"]
        shown = client.get(saved).text
        assert (f"You do not buy for {organisation}" in shown, "Follow this search" in shown) == (not buys, buys)


def test_saved_seen_renamed_and_stopped_by_api(catalogue, trust, client):
    catalogue.add(Item("Wound sensor"))
    save(trust, Search(text="hip"))
    client.force_login(member(trust), backend=BACKEND)
    base = "/api/v1/saved-searches/"

    def post(address=base, method="post", **body):
        return getattr(client, method)(address, body, content_type="application/json")

    given = {"name": "Sensors", "query": "?q=wound&i=wound-sensor-1&row=cost&after=x", "organisation": trust.ods_code}
    made = post(**given)
    assert made.status_code == 201, made.json()
    one = made.json()
    assert (one["found"], one["query"], one["organisation"]) == (1, "?q=wound", trust.ods_code)
    for wrong in ({"query": "q=x&colour=red"}, {"query": "kind=HOUSE"}, {"organisation": "ZZ9"}):
        refused = post(**(given | wrong))
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, f"/{next(iter(wrong))}")
    assert post(**(given | {"telling": "HOURLY"})).status_code == 400
    assert post(**given | {"name": "wOUNDS"}).status_code == 422
    address = f"{base}{one['key']}/"
    assert post(address, "patch", name="Other").json()["name"] == "Other"
    assert [row["name"] for row in client.get(base).json()["results"]] == ["Other", "Wounds"]
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
