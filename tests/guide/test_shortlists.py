"""Shortlists: shared in an organisation, in order, with votes and notes."""

from __future__ import annotations

import re

import pytest

from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.guide.models import Shortlist, Shortlisted, ShortlistNote, Vote
from compass.guide.operations import shortlists as operations
from compass.guide.queries import shortlists as queries
from compass.guide.queries.choosing import shortlists_in_use
from evidence.models import Innovation, InnovatorMember
from tests.factories import NOON, InnovatorFactory, OrganisationFactory, PersonFactory
from tests.guide.catalogue import Item
from trusts.models import Member, Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Trust:
    """An organisation with two people, a shortlist with three technologies, and somebody of elsewhere."""

    def __init__(self, catalogue):
        self.here = OrganisationFactory()
        self.ann, self.bob = (self._member(self.here) for _ in range(2))
        self.outsider = self._member(OrganisationFactory())
        self.innovations = catalogue.add(
            Item("Alpha", status="VALID"), Item("Beta", status="EXPIRED"), Item("Gamma"), Item("Hidden", public=False)
        )
        self.shortlist = operations.start_shortlist(name="Sensors", organisation=self.here, by=self.ann, now=NOON)
        self.act(operations.add_to_shortlist, innovations=self.innovations[:3])

    def _member(self, organisation):
        person = PersonFactory()
        Member.objects.create(organisation=organisation, person=person, role=Role.NOMINATOR)
        return person

    def act(self, operation, by=None, **given):
        return operation(shortlist=self.shortlist, by=by or self.ann, now=NOON, **given)

    def entry(self, place):
        return self.shortlist.entries.get(position=place)

    def order(self):
        return [(e.position, e.innovation.name) for e in self.shortlist.entries.order_by("position")]


@pytest.fixture
def trust(catalogue):
    return Trust(catalogue)


def sign_in(client, person):
    client.force_login(person, backend=BACKEND)


def test_order_is_kept_without_gaps(trust):
    assert trust.order() == [(1, "Alpha"), (2, "Beta"), (3, "Gamma")]
    assert trust.act(operations.add_to_shortlist, innovations=trust.innovations[:1]) == 0
    operations.move_up(entry=trust.entry(3), by=trust.bob, now=NOON)
    operations.move_up(entry=trust.entry(1), by=trust.bob, now=NOON)  # the first one stays
    assert trust.order() == [(1, "Alpha"), (2, "Gamma"), (3, "Beta")]
    operations.take_out(entry=trust.entry(1), why="Too large.", by=trust.bob, now=NOON)
    assert trust.order() == [(1, "Gamma"), (2, "Beta")]


def test_each_person_has_one_vote_that_may_change(trust):
    for who, choice in ((trust.ann, "FOR"), (trust.bob, "UNSURE"), (trust.ann, "AGAINST")):
        operations.give_opinion(entry=trust.entry(1), choice=choice, note="", by=who, now=NOON)
    operations.give_opinion(entry=trust.entry(1), choice="", note="Ask the wards.", by=trust.bob, now=NOON)
    assert set(Vote.objects.values_list("person", "choice")) == {
        (trust.ann.pk, "AGAINST"), (trust.bob.pk, "UNSURE"),
    }  # fmt: skip
    with pytest.raises(Invalid):
        operations.give_opinion(entry=trust.entry(1), choice="", note="", by=trust.bob, now=NOON)
    operations.take_out(entry=trust.entry(1), why="Too large.", by=trust.ann, now=NOON)
    assert not Vote.objects.exists()
    assert not ShortlistNote.objects.exists()


def test_only_public_technologies_and_only_so_many(trust, catalogue):
    with pytest.raises(Invalid):
        trust.act(operations.add_to_shortlist, innovations=trust.innovations[3:])
    many = catalogue.add(*(Item(f"Many {n}") for n in range(operations.MOST_LISTED - 2)))
    with pytest.raises(Invalid):
        trust.act(operations.add_to_shortlist, innovations=many)
    assert trust.act(operations.add_to_shortlist, innovations=many[1:]) == operations.MOST_LISTED - 3


def test_nobody_of_elsewhere_and_nothing_while_archived(trust):
    entry = trust.entry(2)
    tried = [
        lambda by: trust.act(operations.add_to_shortlist, by=by, innovations=trust.innovations[:1]),
        lambda by: operations.move_up(entry=entry, by=by, now=NOON),
        lambda by: operations.give_opinion(entry=entry, choice="FOR", note="", by=by, now=NOON),
        lambda by: operations.take_out(entry=entry, why="Too large.", by=by, now=NOON),
        lambda by: trust.act(operations.archive, by=by),
    ]
    for step in tried:
        with pytest.raises(NotAllowed):
            step(trust.outsider)
    trust.act(operations.archive)
    with pytest.raises(NotAllowed):
        trust.act(operations.reopen, by=trust.outsider)
    for step in tried:
        with pytest.raises(Refused):
            step(trust.ann)
    again = operations.start_shortlist(name="SENSORS", organisation=trust.here, by=trust.bob, now=NOON)
    with pytest.raises(Invalid):
        trust.act(operations.reopen)
    operations.archive(shortlist=again, by=trust.bob, now=NOON)
    trust.act(operations.reopen)
    for step in tried:
        step(trust.ann)


def test_pages_for_members_only(trust, client):
    entry = trust.entry(2)
    operations.give_opinion(entry=entry, choice="FOR", note="Ask the wards.", by=trust.ann, now=NOON)
    base = f"/shortlists/{trust.shortlist.key}/"
    rest = [f"{base}{entry.key}/{step}/" for step in ("opinion", "up", "take-out")] + [f"{base}archive/"]
    for person, status in ((trust.bob, 200), (trust.outsider, 404), (PersonFactory(), 404)):
        sign_in(client, person)
        assert {client.get(address).status_code for address in [base, *rest]} == {status}
        if status == 404:
            assert {client.post(address, {"choice": "FOR"}).status_code for address in rest} == {404}
    assert "Sensors" not in client.get("/shortlists/").content.decode()
    client.logout()
    assert client.get(base).status_code == 302
    sign_in(client, trust.bob)
    page = client.get(base).content.decode()
    assert "1 for" in page
    assert "Ask the wards." in page
    assert "Nobody has voted yet." in page
    chosen = re.findall(r'name="i" type="checkbox" value="([^"]+)" checked', page)
    assert chosen == ["alpha-1", "beta-2", "gamma-3"]
    assert '<form method="get" action="/compare/"' in page
    compared = client.get("/compare/", {"i": chosen})
    assert compared.status_code == 200
    assert "/evaluations/new/?i=alpha-1&amp;i=beta-2&amp;i=gamma-3" in compared.text
    assert "Sensors" in client.get("/shortlists/").content.decode()


def test_what_is_no_longer_public_is_not_named(trust, client):
    trust.innovations[1].published_at = None
    trust.innovations[1].save()
    sign_in(client, trust.ann)
    page = client.get(f"/shortlists/{trust.shortlist.key}/").content.decode()
    assert "Beta" not in page
    assert "beta-2" not in page
    assert "No longer public" in page
    assert "Alpha" in page
    step = client.get(f"/shortlists/{trust.shortlist.key}/{trust.entry(2).key}/take-out/").content.decode()
    assert "Beta" not in step


def test_adding_from_the_guide_without_script(trust, client):
    assert "/shortlists/add/?i=alpha-1" in client.get("/innovations/alpha-1/").content.decode()
    sign_in(client, trust.bob)
    operations.take_out(entry=trust.entry(1), why="Too large.", by=trust.ann, now=NOON)
    address = "/shortlists/add/?i=alpha-1&i=hidden-4"
    page = client.get(address).content.decode()
    assert "Alpha" in page
    assert "Hidden" not in page
    assert "could not be found" in page
    new = f"new-{trust.here.ods_code}"
    assert client.post(address, {"where": new}).status_code == 422  # no name
    assert client.post(address, {"where": new, "name": "sensors"}).status_code == 422  # the name is in use
    assert client.post(address, {"where": str(trust.shortlist.key)}).status_code == 302
    assert client.post(address, {"where": new, "name": "Others"}).status_code == 302
    assert [name for _, name in trust.order()] == ["Beta", "Gamma", "Alpha"]
    assert Shortlisted.objects.filter(shortlist__name="Others").count() == 1
    assert client.get("/shortlists/add/").status_code == 422
    assert client.get("/shortlists/add/?i=hidden-4").status_code == 404
    assert client.get("/shortlists/add/?" + "&".join(f"i={n}" for n in range(200))).status_code == 422
    sign_in(client, trust.outsider)
    assert client.post(address, {"where": str(trust.shortlist.key)}).status_code == 422
    sign_in(client, PersonFactory())
    assert client.get(address).status_code == 403
    assert Shortlist.objects.count() == 2


def test_steps_by_form(trust, client):
    sign_in(client, trust.bob)
    base = f"/shortlists/{trust.shortlist.key}/"
    second = trust.entry(2)
    opinion = f"{base}{second.key}/opinion/"
    assert client.post(opinion, {}).status_code == 422
    assert client.post(opinion, {"choice": "UNSURE", "note": "Cost?"}).status_code == 302
    assert 'value="UNSURE" checked' in " ".join(client.get(opinion).content.decode().split())
    # A note votes neither again, nor back to what the vote was when the form was opened.
    voted = Vote.objects.get().voted_at
    assert client.post(opinion, {"choice": "UNSURE", "began": "UNSURE", "note": "Power?"}).status_code == 302
    assert Vote.objects.get().voted_at == voted
    assert client.post(opinion, {"choice": "FOR", "began": "UNSURE"}).status_code == 302
    assert client.post(opinion, {"choice": "UNSURE", "began": "UNSURE", "note": "Late."}).status_code == 302
    assert (Vote.objects.get().choice, ShortlistNote.objects.count()) == ("FOR", 3)
    assert client.post(opinion, {"choice": "UNSURE", "began": "FOR"}).status_code == 302
    assert client.get(f"{base}reopen/").status_code == 409
    for step in (f"{second.key}/up/", f"{trust.entry(1).key}/take-out/", "archive/"):
        assert client.post(base + step, {"why": "Too large."}).status_code == 302
    assert {client.get(address).status_code for address in (opinion, f"{base}archive/")} == {409}
    assert client.post(opinion, {"choice": "FOR"}).status_code == 409
    assert client.post(f"{base}reopen/").status_code == 302
    assert trust.order() == [(1, "Beta"), (2, "Gamma")]
    started = client.post("/shortlists/start/", {"name": "Third", "organisation": trust.here.ods_code})
    assert client.get(started["Location"]).status_code == 200


def test_what_a_colleague_took_off_meanwhile_is_said(trust, client):
    entry = trust.entry(2)
    sign_in(client, trust.bob)
    operations.take_out(entry=entry, why="Too large.", by=trust.ann, now=NOON)
    for step in (
        lambda: operations.give_opinion(entry=entry, choice="FOR", note="", by=trust.bob, now=NOON),
        lambda: operations.move_up(entry=entry, by=trust.bob, now=NOON),
        lambda: operations.take_out(entry=entry, why="Too dear.", by=trust.bob, now=NOON),
    ):
        with pytest.raises(Refused, match="not on this shortlist any more"):
            step()


def test_taking_off_asks_why_and_leaves_a_trace(trust, client):
    entry = trust.entry(1)
    operations.give_opinion(entry=entry, choice="FOR", note="Ask the wards.", by=trust.bob, now=NOON)
    sign_in(client, trust.ann)
    page = f"/shortlists/{trust.shortlist.key}/"
    assert client.post(f"{page}{entry.key}/take-out/", {"why": " "}).status_code == 422
    assert client.post(f"{page}{entry.key}/take-out/", {"why": "Too large for our wards."}).status_code == 302
    said = " ".join(client.get(page).text.split())
    assert f"{trust.ann.name} took Alpha off on" in said
    assert "Too large for our wards. 1 vote and 1 note went with it." in said
    trust.innovations[0].published_at = None
    trust.innovations[0].save()
    assert "took a technology that is no longer public off" in client.get(page).text
    assert "Alpha" not in client.get(page).text


def test_a_list_that_cannot_take_what_it_began_with_does_not_begin(trust, client):
    sign_in(client, trust.ann)
    with pytest.raises(Invalid):
        operations.start_shortlist(
            name="Others", organisation=trust.here, innovations=trust.innovations, by=trust.ann, now=NOON
        )
    assert not Shortlist.objects.filter(name="Others").exists()


def test_it_is_renamed_to_a_name_that_is_free(trust, client):
    operations.start_shortlist(name="Others", organisation=trust.here, by=trust.bob, now=NOON)
    sign_in(client, trust.ann)
    page = f"/shortlists/{trust.shortlist.key}/rename/"
    assert client.post(page, {"name": "OTHERS"}).status_code == 422
    assert client.post(page, {"name": "SENSORS"}).status_code == 302
    assert Shortlist.objects.get(pk=trust.shortlist.pk).name == "SENSORS"
    sign_in(client, trust.outsider)
    assert client.post(page, {"name": "Mine"}).status_code == 404


def test_a_makers_person_reads_nothing_that_colleagues_think_of_its_product(trust, client):
    """On a list with it nothing is theirs to see or do; a list without it stays theirs."""
    entry, page, maker = trust.entry(1), f"/shortlists/{trust.shortlist.key}/", InnovatorFactory()
    Innovation.objects.filter(pk=trust.innovations[0].pk).update(innovator=maker)
    operations.give_opinion(entry=entry, choice="AGAINST", note="Too dear.", by=trust.bob, now=NOON)
    other = operations.start_shortlist(name="Lamps", organisation=trust.here, by=trust.bob, now=NOON)
    operations.add_to_shortlist(shortlist=other, innovations=trust.innovations[1:2], by=trust.bob, now=NOON)
    InnovatorMember.objects.create(innovator=maker, person=trust.ann)
    for person, names in ((trust.ann, {"Lamps"}), (trust.bob, {"Lamps", "Sensors"})):
        assert {one["name"] for one in shortlists_in_use(person, 5)} == names
        assert {one["name"] for one in queries.shortlist_rows(person)} == names
        assert queries.entries_of(person).filter(pk=entry.pk).exists() is (person is trust.bob)
        assert queries.notes_of(person).exists() is (person is trust.bob)
        sign_in(client, person)
        status = 200 if person is trust.bob else 404
        assert {client.get(address).status_code for address in (page, f"{page}{entry.key}/opinion/")} == {status}
        assert client.get(f"/api/v1/shortlists/{trust.shortlist.key}/").status_code == status
    for by_maker in (
        lambda: trust.act(operations.rename, name="Mine"),
        lambda: operations.give_opinion(entry=entry, choice="FOR", note="", by=trust.ann, now=NOON),
        lambda: operations.add_to_shortlist(shortlist=other, innovations=trust.innovations[:1], by=trust.ann, now=NOON),
    ):
        with pytest.raises(NotAllowed, match="You work for the company"):
            by_maker()
    operations.add_to_shortlist(shortlist=other, innovations=trust.innovations[2:3], by=trust.ann, now=NOON)
    operations.take_out(entry=entry, why="Too dear.", by=trust.bob, now=NOON)
    for person, told in ((trust.ann, False), (trust.bob, True)):
        sign_in(client, person)
        assert ("Too dear." in client.get(page).text) is told
