"""How well what NHS buyers type finds what they mean: NDCG@10 over the real technologies."""

from __future__ import annotations

import csv
import sys
import tomllib
from datetime import date
from math import log2
from pathlib import Path

import pytest

import compass.demo
from compass.guide.presenters.finding import OPTIONS
from compass.guide.queries.finding import results
from compass.guide.search import read_search
from evidence.models import Guidance, GuidanceOn
from evidence.operations.public_facts import register_known_technology
from tests.factories import NOON

AT = 10
TECHNOLOGIES = Path(compass.demo.__file__).with_name("reference") / "real_technologies.csv"
WANTED = tomllib.loads(Path(__file__).with_name("relevance.toml").read_text(encoding="utf-8"))
HELD_OUT = tomllib.loads(Path(__file__).with_name("held_out.toml").read_text(encoding="utf-8"))


def ndcg(found: list[str], right: set[str], at: int = AT) -> float:
    """Normalised discounted cumulative gain of the first `at`; everything right is equally right."""
    gain = sum(1 / log2(place + 2) for place, name in enumerate(found[:at]) if name in right)
    return gain / sum(1 / log2(place + 2) for place in range(min(at, len(right))))


def test_the_measure():
    assert ndcg(["a", "b"], {"a", "b"}) == 1
    assert ndcg(["x", "a"], {"a"}) == pytest.approx(1 / log2(3))
    assert ndcg([], {"a"}) == 0
    assert ndcg(["x"] * 10 + ["a"], {"a"}) == 0


@pytest.fixture
def technologies(db):
    with TECHNOLOGIES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        innovation = register_known_technology(
            innovator_name=row["company"] or "Not stated",
            description={
                "name": row["product"],
                "kind": row["kind"],
                "clinical_area": row["clinical_area"],
                "summary": f"{row['what']} for {row['indication']}.",
                "problem": "",
                "description": "",
                "list_price": None,
                "price_unit": "",
            },
            now=NOON,
        )
        guidance, _ = Guidance.objects.get_or_create(
            reference=row["reference"],
            defaults={"title": row["topic"], "url": row["source_url"], "checked_on": date(2026, 1, 5)},
        )
        GuidanceOn.objects.create(innovation=innovation, guidance=guidance, recommendation="NOT_VERIFIED")
    return {row["product"] for row in rows}


def measured(wanted, technologies):
    """The figure of each query; shown with -s, and when a test fails."""
    figures = {}
    for text, named in wanted["queries"].items():
        right = {name for one in named for name in (wanted["groups"][one[1:]] if one[0] == "@" else [one])}
        assert right <= technologies
        given = results(read_search(text, {}, OPTIONS), size=AT)
        figures[text] = ndcg([row["name"] for row in given["rows"]], right)
    mean = sum(figures.values()) / len(figures)
    worst = ", ".join(f"{text} {figure:.2f}" for text, figure in sorted(figures.items(), key=lambda f: f[1])[:20])
    sys.stdout.write(f"NDCG@{AT} {mean:.3f} over {len(figures)} queries; least: {worst}\n")
    return figures, mean


def test_buyers_find_what_they_mean(technologies):
    figures, mean = measured(WANTED, technologies)
    assert len(figures) >= 60
    assert mean >= 0.85


def test_what_nobody_prepared_for_is_found_too(technologies):
    figures, mean = measured(HELD_OUT, technologies)
    assert len(figures) == 30
    assert not {*figures} & {*WANTED["queries"]}
    assert mean >= 0.5  # a guard against breaking it, no aim: the figure itself is what counts
