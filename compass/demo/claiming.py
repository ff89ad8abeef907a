"""Claims of invented technologies, read out of the sentences that tell their results. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from compass.demo.chance import between, sample
from compass.demo.library import Product, organisations
from compass.demo.replies import facts
from evidence.operations.claims import ClaimFacts

_NUMBER = r"(−?[\d,]*\d(?:\.\d+)?)"
_INTERVAL = rf"95% CI {_NUMBER} to {_NUMBER}"
_LESS = ("fell", "lower", "earlier", "shorter", "fewer")
_VERBS = re.compile(r" (?:fell|rose|was|were|differed|agreed|kept|had|grew) ?")
_DESIGNS = {
    "randomised trial": "RANDOMISED",
    "pragmatic randomised trial": "RANDOMISED",
    "paired accuracy study": "CONTROLLED",
    "prospective cohort study": "CONTROLLED",
    "before-and-after study with a control hospital": "BEFORE_AFTER",
}
_OUTCOME_MAX = 120


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace(",", ""))


def _outcome(text: str) -> str:
    """What was measured: the words before the verb, or before the number where that is one word alone."""
    found = _VERBS.split(text, maxsplit=1)[0].strip(" ,")
    if " " not in found:
        found = re.sub(
            r"( (a median of|from|was|were|fell|rose))+$", "", re.split(r" ?[\d£]", text, maxsplit=1)[0].strip(" ,")
        )
    found = found.replace("it kept", "findings kept")
    return (found[:1].upper() + found[1:])[:_OUTCOME_MAX] or "Main outcome"


Measured = dict[str, Any]


def _measured(text: str) -> Measured:
    """Measure, size and interval of the first number of a sentence that has a form of its own; empty without one."""
    return next((found for read in (*_WITH_INTERVAL, *_WITHOUT) if (found := read(text))), {})


def _difference_in_points(text: str) -> Measured:
    found = re.search(rf"difference {_NUMBER}(?: points)?, {_INTERVAL}", text)
    return {"measure": "PERCENTAGE_POINTS", "unit": ""} | _signed(text, *found.groups()) if found else {}


def _ratio(text: str) -> Measured:
    found = re.search(rf"(rate|hazard) ratio {_NUMBER}, {_INTERVAL}", text)
    if not found:
        return {}
    size, low, high = map(_decimal, found.groups()[1:])
    measure = "RISK_RATIO" if found[1] == "rate" else "HAZARD_RATIO"
    return {"measure": measure, "unit": "", "size": size, "low": low, "high": high}


def _sensitivity(text: str) -> Measured:
    found = re.search(rf"sensitivity[^0-9]* {_NUMBER}%(?: \({_INTERVAL}\))?", text)
    if not found:
        return {}
    size, low, high = (None if number is None else _decimal(number) for number in found.groups())
    return {"measure": "SENSITIVITY", "unit": "%", "size": size, "low": low, "high": high}


def _difference(text: str) -> Measured:
    found = re.search(rf"{_NUMBER} ([^\d(),]{{1,14}}?) (?:\w+er|better|more)\b[^(]*\({_INTERVAL}\)", text)
    if not found:
        return {}
    return {"measure": "DIFFERENCE", "unit": found[2]} | _signed(text, found[1], found[3], found[4])


def _share_with_interval(text: str) -> Measured:
    found = re.search(rf"{_NUMBER}%[^(]{{0,40}}\({_INTERVAL}\)", text)
    if not found:
        return {}
    size, low, high = map(_decimal, found.groups())
    return {"measure": "LEVEL", "unit": "%", "size": size, "low": low, "high": high}


def _from_to(text: str) -> Measured:
    found = re.search(rf"from (?:a median of )?{_NUMBER}(%?) to {_NUMBER}(%| minutes| days| weeks)?", text)
    if not found:
        return {}
    change = _decimal(found[3]) - _decimal(found[1])
    if found[2]:
        return {"measure": "PERCENTAGE_POINTS", "unit": "", "size": change}
    return {"measure": "DIFFERENCE", "unit": (found[4] or "").strip(), "size": change}


def _changed_by(text: str) -> Measured:
    found = re.search(rf"(fell|rose) by {_NUMBER}(%| minutes)?", text)
    if not found:
        return {}
    way = -1 if found[1] == "fell" else 1
    return {"measure": "DIFFERENCE", "unit": (found[3] or "").strip(), "size": way * _decimal(found[2])}


def _differed_by(text: str) -> Measured:
    found = re.search(rf"(?:difference was|differed by)(?: a mean of)? {_NUMBER} ?([^\d ,(]+)", text)
    return {"measure": "DIFFERENCE", "unit": found[2], "size": _decimal(found[1])} if found else {}


def _against(text: str) -> Measured:
    found = re.search(rf"{_NUMBER}% against {_NUMBER}%", text)
    if not found:
        return {}
    return {"measure": "PERCENTAGE_POINTS", "unit": "", "size": _decimal(found[1]) - _decimal(found[2])}


_WITH_INTERVAL = (_difference_in_points, _ratio, _sensitivity, _difference, _share_with_interval)
_WITHOUT = (_from_to, _changed_by, _differed_by, _against)


def _signed(text: str, *numbers: str) -> Measured:
    """Size and interval, below zero where the sentence says that there is less of something."""
    sign = -1 if any(f" {word}" in text for word in _LESS) else 1
    size, low, high = (sign * _decimal(number) for number in numbers)
    return {"size": size, "low": min(low, high), "high": max(low, high)}


def claims(product: Product, version: str) -> list[ClaimFacts]:
    """One to three claims: what a study found, what routine use showed, what is modelled."""
    found = [_studied(product, version)]
    if not product.use.startswith("there is"):
        found.append(_seen(product, version))
    if saving := re.match(r"£([\d,.]+) for each ([a-z-]+)", product.saving):
        found.append(_modelled(product, version, _decimal(saving[1]), saving[2]))
    return found


def _claim(product: Product, version: str, place: int, **stated: Any) -> ClaimFacts:
    usual: dict[str, Any] = {
        "population": f"{product.who} (invented figures)",
        "comparator": product.against,
        "low": None,
        "high": None,
        "confidence": 95,
        "unit": "",
        "participants": int(facts(product, version)["n"].replace(",", "")),
        "follow_up_months": between(2, 18, product.name, version, place),
        "sites": [],
        # 10.5555 is the prefix for examples: such a source leads nowhere.
        "source": f"10.5555/{slugify(product.name)}.{slugify(version)}.{place}",
    }
    claim: ClaimFacts = {**usual, **stated}  # type: ignore[typeddict-item]
    return claim


def _studied(product: Product, version: str) -> ClaimFacts:
    measured = _measured(product.result) or {
        "measure": "LEVEL", "unit": "%", "size": _share(product, version),
    }  # fmt: skip
    fallback = not _measured(product.result)
    design = _DESIGNS.get(facts(product, version)["design"], "CONTROLLED")
    if measured["measure"] in {"SENSITIVITY", "LEVEL"}:
        design = "ACCURACY"
    outcome = "Agreement with the comparator" if fallback else _outcome(product.result)
    return _claim(product, version, 1, outcome=outcome, design=design, **measured)


def _share(product: Product, version: str) -> Decimal:
    """The first percentage of the result, or of the staff who agreed."""
    found = re.search(r"(\d[\d.]*)%", product.result)
    return _decimal(found[1] if found else facts(product, version)["agree"])


def _seen(product: Product, version: str) -> ClaimFacts:
    users = int(facts(product, version)["users"].replace(",", ""))
    measured = _measured(product.use)
    outcome = _outcome(product.use) if measured else "People for whom it was used in routine care"
    if not measured:
        measured = {"measure": "LEVEL", "unit": "people", "size": Decimal(users)}
    sites = sample(organisations().adopting, between(2, 4, product.name, "sites"), product.name, "sites")
    before = {"comparator": "the year before" if measured["measure"] != "LEVEL" else ""}
    return _claim(
        product, version, 2, outcome=outcome, design="REAL_WORLD", sites=sites, participants=users, **before, **measured
    )


def _modelled(product: Product, version: str, pounds: Decimal, each: str) -> ClaimFacts:
    return _claim(
        product, version, 3,
        outcome=f"Money and time saved for each {each}, before the price", design="MODELLED", measure="DIFFERENCE",
        size=pounds, unit="pounds", participants=None, follow_up_months=12, source="",
    )  # fmt: skip
