"""The invented data: nothing of it names what is real, and texts are fit to be read."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta

import pytest

from compass.demo import certifying, claiming, costing, library, numbers, wording
from compass.demo.acts import describing, issuing, setting_out
from compass.demo.acts.publishing import statement_of
from compass.demo.acts.selling import FILE
from compass.demo.drawing import MOTIFS, pictures, svg
from compass.demo.journeys import LAST_STEP
from compass.demo.people import PEOPLE
from compass.demo.plan import whole_history
from compass.demo.roster import roster
from evidence.certificates import RULES, Stated, problems
from evidence.claims import Effect, Measure, effect_problems
from evidence.cost import calculate, read_cost_model
from evidence.identifiers import read_doi, read_emdn, read_gtin
from evidence.models import ClinicalArea, Kind

PRODUCTS = list(library.products().values())


def test_every_area_and_kind_has_technologies():
    assert {p.clinical_area for p in PRODUCTS} == set(ClinicalArea.values)
    assert {p.kind for p in PRODUCTS} == set(Kind.values)
    assert len(PRODUCTS) >= 60


def test_invented_names_are_not_those_of_real_technologies():
    real = {known.product.lower() for known in library.known_technologies()}
    real |= {known.company.lower() for known in library.known_technologies()} - {""}
    invented = {p.name.lower() for p in PRODUCTS} | {p.company.lower() for p in PRODUCTS}
    assert not invented & real
    first_words = {name.split()[0] for name in invented}
    assert not first_words & {name.split()[0] for name in real}


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda p: p.name)
def test_texts_are_whole(product):
    assert len(product.summary) <= 300
    assert len(re.findall(r"\.(?: |$)", product.summary)) == 2
    for text in wording.answers(product, "1.0").values():
        assert "{" not in text
        assert ".." not in text
        assert 2 <= len(re.findall(r"[.?](?: [A-Z0-9]|$)", text)) <= 6
        assert text[0].isupper() or text[0].isdigit()


def test_no_two_answers_are_alike():
    texts = [text for p in PRODUCTS for text in wording.answers(p, "1.0").values()]
    assert len(texts) == len(set(texts))


def test_degrees_of_published_statements_are_kept_apart():
    said = {known.status: statement_of(known) for known in library.known_technologies()}
    assert "more evidence is generated" in said["WITH_EVIDENCE_GENERATION"]
    assert "research only" in said["RESEARCH_ONLY"]
    assert "does not recommend" in said["NOT_RECOMMENDED"]
    assert said["RECOMMENDED"].startswith("NICE recommends it for")
    assert "only where NHS organisations collect data" in said["WITH_DATA_COLLECTION"]
    assert "as an option" in said["OPTION"]


def test_people_have_their_own_addresses():
    everybody = list(roster().values())
    assert len({person.email for person in everybody}) == len(everybody)
    assert {person.email for person in PEOPLE} <= {person.email for person in everybody}


@pytest.mark.parametrize("today", [date(2026, 11, 21) + timedelta(days=n) for n in range(7)] + [date(2028, 2, 29)])
def test_no_step_falls_out_of_the_history(today):
    history = whole_history(today)
    acts = [event.act.func for event in history.events]
    with_pack = [journey for journey in library.journeys() if journey.stage != "DESCRIBED"]
    issued = [journey for journey in library.journeys() if journey.stage not in LAST_STEP]
    assert acts.count(describing.start) == len(with_pack)
    assert acts.count(issuing.issue) == len(issued)
    assert acts.count(describing.register) + acts.count(describing.describe) == len(library.products())
    assert min(history.events, key=lambda event: (event.day, event.order)).act.func == setting_out.everybody
    assert all(history.calendar.start <= event.day < today for event in history.events)
    assert all(event.day.weekday() < 5 for event in history.events)


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda p: p.name)
def test_claims_costs_and_numbers_can_be_true(product):
    stated = claiming.claims(product, "1.0")
    assert 1 <= len(stated) <= 3
    for claim in stated:
        effect = Effect(Measure[claim["measure"]], claim["size"], claim["low"], claim["high"], claim["unit"], 95)
        assert effect_problems(effect) == {}
        assert claim["source"] == "" or read_doi(claim["source"]).startswith("10.5555/")
        assert "invented" in claim["population"]
    assert read_cost_model(costing.cost_model(product, 2026)).problems == ()
    assert read_gtin(numbers.gtin(product)).startswith("0952")
    assert read_emdn(numbers.emdn(product))


def test_no_two_technologies_cost_the_same():
    results = [calculate(read_cost_model(costing.cost_model(p, 2026)).model) for p in PRODUCTS]
    assert len({repr(result) for result in results}) == len(PRODUCTS)


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("day", [date(2026, 11, 9), date(2027, 6, 11), date(2027, 6, 12), date(2028, 2, 29)])
def test_certificates_are_such_as_are_taken(kind, day):
    for product in PRODUCTS[:12]:
        for wanted in (None, day + timedelta(days=22), day + timedelta(days=1400)):
            stated = certifying.certificate(product, "1.0", kind, wanted=wanted, on=day)
            stated.pop("issued_by")
            assert problems(Stated(**stated), on=day) == {}


def test_drawings_are_of_invented_technologies_and_told_in_words():
    assert set(pictures()) <= set(library.products())
    assert {motif for motif, _ in pictures().values()} <= set(MOTIFS)
    assert all(words.endswith(".") for _, words in pictures().values())
    assert len({svg(name) for name in pictures()}) == len(pictures())


def test_ways_to_buy_and_programmes_say_that_they_are_invented():
    market = tomllib.loads(FILE.read_text(encoding="utf-8"))
    named = [*market["route"], *(one for one in market["programme"] if one["kind"] != "LOCAL")]
    assert all("invented" in one["name"] for one in named)
