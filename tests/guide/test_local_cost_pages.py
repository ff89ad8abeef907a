"""What a technology would cost here: putting in numbers, reading the result, and who does not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from compass.foundation.clock import now
from compass.foundation.errors import NotAllowed
from compass.guide.models import LocalCost
from compass.guide.operations.local_costs import save_local_cost
from compass.guide.operations.value import start_evaluation
from compass.guide.queries.choosing import newest_local_costs
from compass.guide.value.scheme import first_scheme
from evidence.models import Innovation, InnovatorMember
from passports.models import Passport
from tests.evidence.cost_example import example
from tests.factories import InnovatorFactory, OrganisationFactory, PersonFactory, merge
from tests.guide.local_cost_story import with_model
from tests.guide.value_case import ValueCase
from tests.operators import suspend_passport
from tests.site.test_lost_sessions import HERE, Browser
from tests.story import Story
from trusts.models import Member, Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def story(db) -> Story:
    return with_model(Story())


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def buyer(story) -> Client:
    return signed_in(story.buyer)


def address(story, name: str = "local-cost", code: str = "") -> str:
    return reverse(name, args=[code or story.other_trust.ods_code, story.innovation.slug])


def hidden(page: str) -> dict[str, str]:
    """The hidden fields that a browser would send back."""
    return {name: re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("revision", "model")}


def put(client, story, **numbers):
    """Open the form, type numbers into it, and send it."""
    page = client.get(address(story, "local-cost-numbers")).content.decode()
    typed = {f"own-{name}": number for name, number in numbers.items()}
    return client.post(address(story, "local-cost-numbers"), hidden(page) | typed)


def test_from_the_technology_to_the_result(story, buyer):
    entry = reverse("local-cost-of", args=[story.innovation.slug])
    assert entry in buyer.get(reverse("innovation", args=[story.innovation.slug])).content.decode()
    assert buyer.get(entry)["Location"] == address(story)
    assert "These results use the innovator’s numbers" in buyer.get(address(story)).content.decode()
    form = buyer.get(address(story, "local-cost-numbers")).content.decode()
    for shown in ("80 to 120, best estimate 100", "£12 from 0, £10 from 200", "Invented audit, 2025"):
        assert shown in form
    assert form.count('name="own-') == 12  # every assumption, price and other cost
    assert put(buyer, story, patients="50", sensor="£9.00")["Location"] == address(story)
    page = buyer.get(address(story)).content.decode()
    # 50 patients: 100 sensors × £9 + reader £1,000 + fitting £500 in year 1, 900 + 500 + disposal £50 in year 2.
    assert "£3,850" in page
    assert "Your numbers" in page
    assert page.count("<svg") == 3
    assert "Year by year, least favourable case" in page
    assert "What one number alone changes" in page
    assert 'value="50"' in buyer.get(address(story, "local-cost-numbers")).content.decode()
    listed = buyer.get(reverse("local-costs", args=[story.other_trust.ods_code])).content.decode()
    assert address(story) in listed


def test_a_bad_number_is_said_beside_its_field_and_nothing_is_lost(story, buyer):
    answer = put(buyer, story, patients="loads <b>", sensor="-4", reader="850")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: Your numbers" in page
    for name in ("patients", "sensor"):
        assert f'id="id_own-{name}-error"' in page
        assert f'href="#id_own-{name}"' in page
    assert 'value="loads &lt;b&gt;"' in page
    assert 'value="850"' in page
    assert 'id="id_own-reader-error"' not in page
    assert LocalCost.objects.count() == 0


def test_a_range_of_ones_own_stands_in_the_cases(story, buyer):
    page = buyer.get(address(story, "local-cost-numbers")).text
    typed = hidden(page) | {"own-patients": "50", "low-patients": "60"}
    wrong = buyer.post(address(story, "local-cost-numbers"), typed)
    assert (wrong.status_code, 'id="id_low-patients-error"' in wrong.text) == (422, True)
    typed |= {"low-patients": "40", "high-patients": "70"}
    assert buyer.post(address(story, "local-cost-numbers"), typed).status_code == 302
    shown = buyer.get(address(story)).text
    assert "40 to 70, best estimate 50" in shown
    assert LocalCost.objects.get().numbers == {"patients": "50", "patients.low": "40", "patients.high": "70"}
    assert 'value="70"' in buyer.get(address(story, "local-cost-numbers")).text
    assert buyer.get(address_of_file(story, "json")).json()["inputs"][0]["own_range"] == ["40", "70"]


def test_without_any_range_nothing_is_called_certain(story, buyer):
    page = buyer.get(address(story, "local-cost-numbers")).text
    every = dict.fromkeys(re.findall(r'name="(own-[a-z_]+)"', page), "5")
    assert buyer.post(address(story, "local-cost-numbers"), hidden(page) | every).status_code == 302
    assert "That does not make them certain." in buyer.get(address(story)).text


def test_a_colleagues_saving_is_not_overwritten(story, buyer):
    page = buyer.get(address(story, "local-cost-numbers")).content.decode()
    put(signed_in(story.member(story.other_trust, Role.NOMINATOR)), story, patients="70")
    for _ in range(2):
        answer = buyer.post(address(story, "local-cost-numbers"), hidden(page) | {"own-patients": "60"})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "A colleague saved other numbers" in page
        assert 'value="60"' in page
    assert LocalCost.objects.get().numbers == {"patients": "70"}


def test_a_colleagues_saving_is_not_overwritten_over_signing_in_again(story):
    browser, numbers = Browser(), address(story, "local-cost-numbers")
    browser.force_login(story.buyer, backend=BACKEND)
    browser.type(numbers, **{"own-patients": "60", "model": "0" * 64})
    put(signed_in(story.member(story.other_trust, Role.NOMINATOR)), story, patients="70")
    browser.sign_in(story.buyer, numbers)
    page = browser.get(numbers).text
    assert (HERE in page, 'value="60"' in page) == (True, True)
    assert hidden(page) == {"revision": "0", "model": "0" * 64}
    typed = {"own-patients": "60", "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    for said in ("The cost model changed", "A colleague saved other numbers"):
        answer = browser.post(numbers, hidden(page) | typed)
        assert (answer.status_code, said in answer.text) == (409, True)
        page = answer.text
    assert LocalCost.objects.get().numbers == {"patients": "70"}


def test_nobody_else_finds_it(story, buyer):
    put(buyer, story, sensor="7.77")
    assert "7.77" in buyer.get(address(story)).content.decode()
    elsewhere = story.member(OrganisationFactory(), Role.BUYER)
    pages = [address(story), address(story, "local-cost-numbers")]
    pages.append(reverse("local-costs", args=[story.other_trust.ods_code]))
    for person in (elsewhere, story.lead, story.maker, story.operator, PersonFactory()):
        client = signed_in(person)
        assert [client.get(page).status_code for page in pages] == [404] * 3
        assert client.post(pages[1], {"own-sensor": "1"}).status_code == 404
    assert [Client().get(page).status_code for page in pages] == [302] * 3
    assert "no-store" in buyer.get(address(story))["Cache-Control"]
    for public in (
        reverse("innovation", args=[story.innovation.slug]),
        reverse("api-innovation", args=[story.innovation.slug]),
        reverse("innovations"),
        reverse("innovation-history", args=[story.innovation.slug]),
    ):
        assert "7.77" not in Client().get(public).content.decode()
    own = elsewhere.memberships.get().organisation.ods_code
    assert "7.77" not in signed_in(elsewhere).get(address(story, code=own)).content.decode()


def test_people_of_no_organisation_are_told_why(story):
    answer = signed_in(story.maker).get(reverse("local-cost-of", args=[story.innovation.slug]))
    assert answer.status_code == 403
    story.member(story.trust, Role.BUYER)
    both = story.member(story.trust, Role.BUYER)
    both.memberships.create(organisation=story.other_trust, role=Role.BUYER)
    page = signed_in(both).get(reverse("local-cost-of", args=[story.innovation.slug])).content.decode()
    assert address(story) in page
    assert address(story, code=story.trust.ods_code) in page


def test_a_changed_model_is_said_and_what_fits_is_carried_over(story, buyer):
    put(buyer, story, patients="50", reader="850")
    old = buyer.get(address(story)).content.decode()
    assert "has changed since" not in old
    costs = [row | ({"unit": "GBP/year"} if row["name"] == "reader" else {}) for row in example()["costs"]]
    newer = with_model(story.next_version("2.0"), costs=costs)
    page = buyer.get(address(story)).content.decode()
    assert "has changed since your numbers were saved" in page
    other = ValueCase(organisation=story.other_trust, lead=story.buyer).technologies[0]
    beside = reverse("local-cost-comparison-file", args=[story.other_trust.ods_code, "csv"])
    table = buyer.get(beside, {"i": [story.innovation.slug, other.slug]}).text
    assert "Version of the product,1.0 (an earlier model),No passport" in table
    form = buyer.get(address(story, "local-cost-numbers")).content.decode()
    assert 'value="50"' in form
    assert "Reader: 850 (once, in all)" in form
    assert 'value="850"' not in form
    # A form of the old model is not saved into the new one unseen.
    late = buyer.post(address(story, "local-cost-numbers"), hidden(form) | {"model": "0" * 64, "own-patients": "51"})
    assert late.status_code == 409
    assert 'value="51"' in late.content.decode()
    assert buyer.post(address(story, "local-cost-numbers"), hidden(form) | {"own-patients": "50"}).status_code == 302
    saved = LocalCost.objects.get()
    assert (saved.pack, saved.numbers, saved.revision) == (newer.draft, {"patients": "50"}, 2)
    assert "has changed since" not in buyer.get(address(story)).content.decode()


def test_without_a_model_it_is_said_to_be_missing(buyer):
    other = Story(name="Another")
    other.passport()
    page = buyer.get(reverse("local-cost", args=[_code(buyer), other.innovation.slug]))
    assert page.status_code == 200
    assert "not the same as no cost" in page.content.decode()
    form = reverse("local-cost-numbers", args=[_code(buyer), other.innovation.slug])
    assert (buyer.get(form).status_code, buyer.post(form, {}).status_code) == (409, 409)


def _code(client) -> str:
    return Member.objects.get(person_id=client.session["_auth_user_id"]).organisation.ods_code


def test_what_is_not_published_does_not_exist(story, buyer):
    Innovation.objects.filter(pk=story.innovation.pk).update(published_at=None)
    for page in (address(story), address(story, "local-cost-numbers")):
        assert buyer.get(page).status_code == 404
    assert buyer.get(reverse("local-cost-of", args=[story.innovation.slug])).status_code == 404


def test_side_by_side_and_as_files(story, buyer):
    put(buyer, story, patients="50", sensor="9")
    second = with_model(Story(name="=Second"), life_years=5)
    code = story.other_trust.ods_code
    page = reverse("local-cost-comparison", args=[code])
    both = {"i": [story.innovation.slug, second.innovation.slug]}
    shown = buyer.get(page, both).content.decode()
    assert "£3,850" in shown
    assert "2 of 12" in shown
    assert "0 of 12" in shown
    assert "5 years" in shown
    table = buyer.get(reverse("local-cost-comparison-file", args=[code, "csv"]), both).content.decode("utf-8-sig")
    assert "'=Second" in table.splitlines()[1]
    first, _ = buyer.get(reverse("local-cost-comparison-file", args=[code, "json"]), both).json()
    assert first == buyer.get(address_of_file(story, "json")).json()
    assert [one["own"] for one in first["inputs"] if one["name"] == "sensor"] == ["9"]
    assert first["cases"]["central"]["cost_without_vat"] == "3850.00"
    assert "Year 2" in buyer.get(address_of_file(story, "csv")).content.decode()
    # A file says to the penny what the page rounds.
    put(buyer, story, patients="50", sensor="9.99")
    shown, file = buyer.get(address(story)).text, buyer.get(address_of_file(story, "csv")).text
    assert ("£4,658<" in shown, "£4,657.60" in shown, "rounded to the pound" in shown) == (True, False, True)
    assert ("£4,657.60" in file, "rounded to the pound" in file) == (True, False)
    # What cannot be compared is said with the right status, and is no file.
    wrong = {404: ["no-such", story.innovation.slug], 422: [f"x-{n}" for n in range(200)], 200: [story.innovation.slug]}
    for status, slugs in wrong.items():
        assert buyer.get(page, {"i": slugs}).status_code == status
        assert buyer.get(reverse("local-cost-comparison-file", args=[code, "csv"]), {"i": slugs}).status_code == 404
    assert buyer.get(address_of_file(story, "exe")).status_code == 404
    assert buyer.get(f"{page}?i=%00&i=x").status_code < 500
    elsewhere = signed_in(story.lead)
    for private in (page, reverse("local-cost-comparison-file", args=[code, "json"])):
        assert elsewhere.get(private, both).status_code == 404
    assert elsewhere.get(address_of_file(story, "json")).status_code == 404


def address_of_file(story, ending: str) -> str:
    return reverse("local-cost-file", args=[story.other_trust.ods_code, story.innovation.slug, ending])


def test_a_model_is_run_only_while_the_passport_stands(story, buyer):
    put(buyer, story, patients="50")
    lead = signed_in(story.lead)
    elsewhere = reverse("local-cost", args=[story.trust.ods_code, story.innovation.slug])
    assert "These results use the innovator’s numbers" in lead.get(elsewhere).text
    passport = Passport.objects.get(innovation=story.innovation)
    suspend_passport(passport=passport, reason="A safety notice.", by=story.operator, now=story.now)
    assert "its passport cannot be relied on now" in lead.get(elsewhere).text
    assert "Invented audit, 2025" not in lead.get(elsewhere).text
    form = address(story, "local-cost-numbers")
    assert (buyer.get(form).status_code, buyer.post(form, {"own-patients": "60"}).status_code) == (409, 409)
    # What the organisation worked out before stays its own.
    page = buyer.get(address(story)).text
    assert "The passport cannot be relied on now" in page
    assert "has changed since" not in page  # the passport stands no more, but the model is the same
    told = buyer.get(address_of_file(story, "json")).json()
    assert (told["model_is_current"], told["current_model_hash"]) == (True, None)
    assert LocalCost.objects.get().numbers == {"patients": "50"}


def test_several_are_seen_side_by_side_from_anywhere_and_an_evaluation_is_told_of_them(story, buyer):
    case = ValueCase(organisation=story.other_trust, lead=story.buyer)
    chosen = {"i": [story.innovation.slug, case.technologies[0].slug]}
    here = buyer.get(reverse("local-cost-comparison-of"), chosen)
    assert here.status_code == 302
    page = buyer.get(here["Location"])
    assert page.status_code == 200
    assert f"No cost model here: {case.technologies[0].name}." in page.text
    assert signed_in(story.maker).get(reverse("local-cost-comparison-of"), chosen).status_code == 403
    put(buyer, story, patients="50", sensor="9")
    story.innovation.refresh_from_db()
    own = start_evaluation(
        organisation=story.other_trust, title="Ours", years=2, scheme=first_scheme(),
        innovations=[story.innovation, case.technologies[0]], by=story.buyer, now=story.now,
    )  # fmt: skip
    candidate = own.candidates.get(innovation=story.innovation)
    page = buyer.get(reverse("evaluation-cost", args=[own.key, candidate.innovation.slug])).text
    assert "with your own numbers: £3,850 without VAT over 2 years" in page
    # What is kept stands together, for colleagues in any role; elsewhere there is none of it.
    for address in (reverse("choosing"), reverse("home")):
        assert "Ours" in buyer.get(address).text
        assert story.innovation.name in signed_in(story.member(story.other_trust, Role.NOMINATOR)).get(address).text
        assert "Ours" not in signed_in(story.lead).get(address).text


def test_after_a_merger_the_successors_own_numbers_are_told_once(story, buyer):
    case = ValueCase(organisation=story.other_trust, lead=story.buyer)
    story.innovation.refresh_from_db()
    evaluation = start_evaluation(
        organisation=story.other_trust, title="Ours", years=2, scheme=first_scheme(),
        innovations=[story.innovation, case.technologies[0]], by=story.buyer, now=story.now,
    )  # fmt: skip
    put(buyer, story, patients="50", sensor="9")
    into = OrganisationFactory()
    merge(story.other_trust, into)
    Member.objects.filter(person=story.buyer).update(organisation=into)
    kept = newest_local_costs(story.buyer, 5)
    assert [one["code"] for one in kept] == [into.ods_code]
    cost = reverse("evaluation-cost", args=[evaluation.key, story.innovation.slug])
    assert "with your own numbers: £3,850" in buyer.get(cost).text
    page = buyer.get(address(story, "local-cost-numbers", code=into.ods_code)).text
    numbers = hidden(page) | {"own-patients": "60"}
    assert buyer.post(address(story, "local-cost-numbers", code=into.ods_code), numbers).status_code == 302
    LocalCost.objects.filter(organisation=story.other_trust).update(changed_at=now() + timedelta(days=1))
    told = newest_local_costs(story.buyer, 5)
    assert [one["changed_at"] for one in told] == [LocalCost.objects.get(organisation=into).changed_at]


@pytest.mark.parametrize("works_for", ["its maker", "another maker"])
def test_people_of_a_company_run_no_cost_model_on_any_road(story, buyer, works_for):
    """Somebody who works for the trust, and for a company too: their own one's or a competitor's."""
    put(buyer, story, sensor="7.77")
    both, trust, slug = story.member(story.other_trust, Role.BUYER), story.other_trust.ods_code, story.innovation.slug
    client = signed_in(both)
    second = ValueCase(organisation=story.other_trust, lead=story.buyer)
    chosen = f"?i={slug}&i={second.technologies[0].slug}"
    roads = [
        address(story), address(story, "local-cost-numbers"), address_of_file(story, "json"),
        address_of_file(story, "csv"), reverse("local-costs", args=[trust]), reverse("local-cost-of", args=[slug]),
        reverse("local-cost-comparison", args=[trust]) + chosen,
        *(reverse("local-cost-comparison-file", args=[trust, ending]) + chosen for ending in ("csv", "json")),
        reverse("api-local-costs", args=[trust]), reverse("api-local-cost", args=[trust, slug]),
    ]  # fmt: skip
    assert {client.get(road).status_code for road in roads} <= {200, 302}
    assert address(story) in client.get(reverse("choosing")).text
    maker = story.innovator if works_for == "its maker" else InnovatorFactory()
    InnovatorMember.objects.create(innovator=maker, person=both)
    for road in roads:
        page = client.get(road)
        assert page.status_code == 403, road
        assert "You work for a company that makes technologies" in page.text
        assert "Invented audit" not in page.text
    assert client.post(roads[1], {"own-sensor": "1"}).status_code == 403
    page = client.get(reverse("choosing")).text
    assert address(story) not in page
    assert "so you cannot see what technologies cost here" in page
    assert "Nobody has entered numbers yet" not in page
    with pytest.raises(NotAllowed, match="You work for a company"):
        save_local_cost(
            organisation=story.other_trust, innovation=story.innovation, numbers={}, model_hash="", revision=1,
            by=both, now=story.now,
        )  # fmt: skip
    assert buyer.get(address(story)).status_code == 200  # for a colleague nothing changes
