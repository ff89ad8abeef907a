"""The cost model of a pack: kept page by page, frozen with its pack, and typed without script."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from compass.foundation.errors import Invalid, NotAllowed, Refused
from evidence.operations.cost_model import save_cost_model
from evidence.queries import cost_model_of
from tests.evidence.cost_cases import COST_MODELS
from tests.evidence.cost_example import example
from tests.factories import PersonFactory
from tests.foundation.raw_writes import assert_held

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SOURCED = {"source_title": "Invented audit", "source_url": "", "note": ""}


def save(story, model, revision=0, by=None):
    return save_cost_model(pack=story.draft, model=model, revision=revision, by=by or story.maker, now=story.now)


def test_tables_hold_their_rules(story):
    frozen = save(story, example())
    story.assessment()
    following = story.next_version("2.0")
    mine = save_cost_model(pack=following.fill(), model={}, revision=1, by=story.maker, now=story.now)
    assert_held(
        COST_MODELS, cost_model=mine.pk, frozen_cost_model=frozen.pk, frozen=story.draft.pk, draft=following.draft.pk
    )


def test_a_model_is_kept_complete_or_not(story):
    save(story, {"life_years": 2})
    save(story, example(), revision=1)
    assert cost_model_of(story.draft) == (example(), 2)


def test_a_colleagues_change_is_not_written_over(story):
    save(story, {"life_years": 2})
    with pytest.raises(Refused, match="colleague"):
        save(story, {"life_years": 3})
    assert cost_model_of(story.draft) == ({"life_years": 2}, 1)


def test_only_the_maker_writes_and_only_in_a_draft(story):
    with pytest.raises(NotAllowed):
        save(story, {}, by=PersonFactory())
    save(story, {})
    story.assessment()
    story.draft.refresh_from_db()
    with pytest.raises(Refused, match="submitted"):
        save(story, {}, revision=1)


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", float("nan"), "x" * 500_001])
def test_what_a_database_cannot_keep_is_refused(story, text):
    with pytest.raises(Invalid):
        save(story, {"note": text})
    save(story, {"note": "a\\u0000b"})


@pytest.fixture
def maker(client, story):
    client.force_login(story.maker, backend=BACKEND)
    return client


def address(story, part: str) -> str:
    return reverse("cost-part", args=[story.draft.pk, part])


def typed(*rows: dict[str, str], revision: int, do: str = "save") -> dict[str, str]:
    fields = {f"r{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return {"rows": str(len(rows)), "revision": str(revision), "do": do} | fields


def ends(low: str, central: str, high: str) -> dict[str, str]:
    return {"low": low, "central": central, "high": high, **SOURCED}


BASIS = {
    "basis-price_year": "2026", "basis-life_years": "2", "basis-vat_rate": "20%", "basis-vat_recoverable": "no",
    "basis-discount_rate": "3.5", "basis-discount_source_title": "The Green Book",
}  # fmt: skip
PATIENTS = {"title": "Patients", "unit": "patient/year", **ends("1,000", "1,000", "1,200")}
BED_DAYS = {"title": "Change in bed days", "unit": "bed_day/patient", **ends("−0.6", "−0.4", "-0.2")}
BED_DAY = {"title": "Cost of a bed day", "unit": "GBP/bed_day", **ends("£300", "£400", "£500")}
PRICE = {
    "title": "Licence", "unit": "GBP/patient", "tier_0_price": "£12.50", "tier_1_from": "1,100", "tier_1_price": "10",
    "vat": "yes", "times_0": "patients",
}  # fmt: skip
COST = {"title": "Training", "kind": "TRAINING", "unit": "GBP", "vat": "no", **ends("900", "1000", "1100")}
EFFECT = {
    "title": "Fewer bed days", "marking": "CAPACITY_RELEASING", "change": "change_in_bed_days",
    "unit_cost": "cost_of_a_bed_day", "times_0": "patients",
}  # fmt: skip


def test_every_part_is_typed_and_the_example_is_there(maker, story):
    for revision, (part, fields) in enumerate(
        {
            "basis": BASIS | {"revision": "0"},
            "assumptions": typed(PATIENTS, BED_DAYS, BED_DAY, {}, revision=1),
            "prices": typed(PRICE, revision=2),
            "costs": typed(COST, revision=3),
            "effects": typed(EFFECT, revision=4),
        }.items()
    ):
        before = maker.get(address(story, part))
        assert before.status_code == 200
        assert f'name="revision" value="{revision}"' in before.content.decode()
        after = maker.post(address(story, part), fields)
        assert after.status_code == 302, after.content.decode()
    page = maker.get(reverse("cost-model", args=[story.draft.pk])).content.decode()
    assert "To do" not in page
    assert "See the worked example" in page
    result = maker.get(reverse("cost-result", args=[story.draft.pk])).content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", result))
    # Central: 1,000 × £12.50 = £12,500 a year, twice, and £1,000 training.
    assert "Whole-life cost over 2 years, without VAT Least favourable £26,100 Central £26,000" in text
    assert "Whole-life cost over 2 years, with VAT Least favourable £31,100 Central £31,000" in text
    assert "Capacity released over 2 years, no budget spends less Least favourable £120,000 Central £320,000" in text
    assert "Cash released over 2 years Least favourable £0 Central £0" in text


def test_a_problem_stands_beside_its_field_and_nothing_typed_is_lost(maker, story):
    wrong = BED_DAYS | {"central": "about half", "source_title": ""}
    response = maker.post(address(story, "assumptions"), typed(PATIENTS, wrong, revision=0))
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error:" in page
    assert 'value="about half"' in page
    assert 'value="1000"' in page
    assert 'id="id_r1-central-error"' in page
    assert 'href="#id_r1-source_title"' in page
    assert cost_model_of(story.draft) == ({}, 0)


def test_units_that_do_not_cancel_are_said_on_the_page(maker, story):
    save(story, example())
    effect = EFFECT | {"change": "bed_days", "unit_cost": "bed_day_cost", "times_0": ""}
    response = maker.post(address(story, "effects"), typed(effect, revision=1))
    assert response.status_code == 422
    assert "comes to £ / patient, not to pounds a year" in response.content.decode()


def test_rows_are_added_and_removed_without_saving(maker, story):
    for do, shown in (("add", 3), ("remove-0", 1)):
        page = maker.post(address(story, "assumptions"), typed(PATIENTS, BED_DAYS, revision=0, do=do)).content.decode()
        assert page.count("<fieldset") == shown
        assert 'value="Change in bed days"' in page
    tiers = maker.post(address(story, "prices"), typed(PRICE, revision=0, do="tier-0")).content.decode()
    assert 'name="r0-tier_2_price"' in tiers
    assert 'value="12.50"' in tiers
    assert cost_model_of(story.draft) == ({}, 0)


@pytest.mark.parametrize("do", ["remove-99", "remove-x", "tier-0", "add-", "²", ""])
def test_a_button_that_is_not_there_breaks_nothing(maker, story, do):
    response = maker.post(address(story, "costs"), typed(COST, revision=0, do=do) | {"r0-name": "<x>"})
    assert response.status_code in {200, 302, 422}


def test_saving_over_a_colleague_keeps_what_was_typed(maker, story):
    save(story, {"life_years": 3})
    response = maker.post(address(story, "assumptions"), typed(PATIENTS, revision=0))
    assert response.status_code == 409
    assert "A colleague changed" in response.content.decode()
    assert 'value="Patients"' in response.content.decode()


def test_a_frozen_model_is_read_and_not_changed(maker, story):
    save(story, example())
    story.assessment()
    assert maker.get(reverse("cost-result", args=[story.draft.pk])).status_code == 200
    assert "/cost-model/basis/" not in maker.get(reverse("cost-model", args=[story.draft.pk])).content.decode()
    assert maker.get(address(story, "basis")).status_code == 409
    assert maker.post(address(story, "basis"), BASIS).status_code == 409


def test_what_others_wrote_into_the_model_breaks_no_page(maker, story):
    """The operation keeps any JSON; pages show what they can and say the rest."""
    save(story, {"vat": 3, "assumptions": [4, {"times": "x"}], "prices": "no", "effects": [{"times": [{}]}]})
    for part in ("basis", "assumptions", "prices", "costs", "effects"):
        assert maker.get(address(story, part)).status_code == 200
    assert maker.get(reverse("cost-result", args=[story.draft.pk])).status_code == 200
