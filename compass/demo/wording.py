"""The texts of the history, put together from a product's facts and sentences chosen by its name. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from compass.demo.chance import between, pick
from compass.demo.library import Product, fragments
from compass.foundation.words import money

_MONTHS = ("January", "March", "April", "June", "September", "October")
_COUNTS = ("two", "three", "four", "five", "six", "seven")
VAT = Decimal("0.20")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def facts_of(product: Product, version: str) -> dict[str, str]:
    """The facts of a product version by the names that sentences use."""
    key = (product.name, version)
    year = between(2022, 2024, *key, "year")
    facts = {
        "name": product.name,
        "who": product.who,
        "against": product.against,
        "result": product.result,
        "use": product.use,
        "saving": product.saving,
        "extra": product.extra,
        "change": product.change,
        "trouble": product.trouble,
        "n": f"{between(14, 96, *key, 'n') * 13:,}",
        "sites": pick(_COUNTS, *key, "sites"),
        "places": str(between(3, 14, *key, "places")),
        "users": f"{between(9, 190, *key, 'users') * 20:,}",
        "followed": str(between(84, 97, *key, "followed")),
        "weeks": str(between(4, 12, *key, "weeks")),
        "staff": str(between(6, 38, *key, "staff")),
        "professions": pick(_COUNTS[:4], *key, "professions"),
        "agree": str(between(68, 94, *key, "agree")),
        "from_month": f"{pick(_MONTHS[:3], *key, 'from')} {year}",
        "to_month": f"{pick(_MONTHS[3:], *key, 'to')} {year}",
        "design": pick(fragments()["design"], *key),
        "setting": pick(fragments()["setting"], *key),
    }
    facts["limit"] = pick(fragments()["limit"], *key).format(**facts)
    facts["caution"] = pick(fragments()["caution"], *key)
    facts["price"] = price_sentence(product, version)
    return facts | {name.capitalize(): _capital(facts[name]) for name in ("result", "use", "change")}


def price_sentence(product: Product, version: str) -> str:
    """The list price without and with VAT, or a sentence that says that there is none."""
    if product.price is None:
        return str(pick(fragments()["price_missing"], product.name, version))
    with_vat = (product.price * (1 + VAT)).quantize(Decimal("0.01"))
    return f"The list price is {money(product.price)} {product.unit} without VAT ({money(with_vat)} with VAT at 20%)."


def filled(templates: Sequence[str], facts: dict[str, str], *keys: object) -> str:
    """One of the templates, filled; each of its sentences begins with a capital."""
    text = str(pick(templates, *keys)).format(**facts)
    sentences = [_capital(sentence) for sentence in text.split(". ")]
    return ". ".join(sentences).strip()


def answers(product: Product, version: str) -> dict[str, str]:
    """The written answers of a pack by the code of the requirement."""
    facts, source = facts_of(product, version), fragments()
    used = "real_world_none" if product.use.startswith("there is") else "real_world"
    chosen = {
        "clinical-validation": "validation",
        "real-world-evidence": used,
        "cost-model": "cost",
        "workflow-test": "workflow",
    }
    return {code: filled(source[name], facts, product.name, version, code) for code, name in chosen.items()}


def score_reason(section: str, points: int, *keys: object) -> str:
    """Why a member gave so many points."""
    level = "high" if points >= 4 else "mid" if points == 3 else "low"
    return str(pick(fragments()["scores"][f"{section}_{level}"], section, *keys))


def chosen(group: str, name: str, *keys: object) -> str:
    """One sentence of a group: `decisions`, `checks`."""
    return str(pick(fragments()[group][name], group, name, *keys))


def plain(name: str, *keys: object) -> str:
    """One sentence of a plain list: `dissent`, `conditions`."""
    sentences: list[Any] = fragments()[name]
    return str(pick(sentences, name, *keys))
