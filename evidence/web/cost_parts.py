"""The cost model as pages show it: parts, rows and fields, from JSON and back. What is typed is kept as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from compass.foundation.forms import Choice
from evidence.cost.model import COST_KINDS, MARKINGS, PATIENTS, PATIENTS_UNIT
from evidence.cost.units import ASSUMPTION_UNITS, PRICE_UNITS
from evidence.cost.units import words as unit_words
from evidence.cost.values import NAME, NUMBER, TIMES_MAX, Path

Json = dict[str, Any]
YES_NO = {"yes": True, "no": False}
_TITLES = {"assumptions": "Assumption", "prices": "Price", "costs": "Cost", "effects": "Effect"}
EDITABLE = ("basis", *_TITLES)
_RANGE = ("low", "central", "high")


def number_typed(text: str) -> str:
    """A number as people type it (`£1,250`, `−0.4`, `20%`) in the form that the model keeps; other text as it is."""
    plain = re.sub(r"[£,%\s]", "", text).replace("−", "-")
    return plain if NUMBER.fullmatch(plain) else text


def rows_of(model: Json, part: str) -> list[Json]:
    """The rows of a part; what is no row (others may have written the model) is left out."""
    rows = model.get(part)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _inside(found: Any) -> Json:
    return found if isinstance(found, dict) else {}


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _text(label: str, hint: str = "", *, needed: bool = True, rows: int = 0) -> forms.CharField:
    """A field whose value is checked by the reader of the model, not here."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    field = forms.CharField(label=label, help_text=hint, required=False, strip=True, widget=widget)
    field.needed_sometimes = needed  # type: ignore[attr-defined]
    return field


def _one_of(label: str, known: Mapping[str, str], hint: str = "", *, needed: bool = True) -> forms.ChoiceField:
    field = Choice(label, [("", "Choose one"), *known.items()], hint=hint, required=False, many=True)
    field.needed_sometimes = needed  # type: ignore[attr-defined]
    return field


def _yes_no(label: str, hint: str = "") -> forms.ChoiceField:
    field = Choice(label, [("yes", "Yes"), ("no", "No")], hint=hint, required=False)
    field.needed_sometimes = True  # type: ignore[attr-defined]
    return field


def _range_fields() -> dict[str, forms.Field]:
    return {
        "low": _text("Lowest likely"),
        "central": _text("Best estimate"),
        "high": _text("Highest likely"),
        "source_title": _text("Source", "For example: a published audit, a pilot, a supplier's quotation."),
        "source_url": _text("Address of the source", "Starts with https://", needed=False),
        "note": _text("Note", needed=False, rows=2),
    }


def _times_fields(assumptions: Mapping[str, str]) -> dict[str, forms.Field]:
    hint = "How often it is paid. All units multiplied together must come to pounds, or pounds a year."
    # Numbered, because a label must tell its field from the others.
    labels = ["Multiplied by", *(f"Multiplied by, number {n}" for n in range(2, TIMES_MAX + 1))]
    return {
        f"times_{n}": _one_of(label, assumptions, "" if n else hint, needed=False) for n, label in enumerate(labels)
    }


def basis_form(model: Json) -> forms.Form:
    """The one form of what holds for the whole model."""
    fields: dict[str, forms.Field] = {
        "price_year": _text("Year of the prices", "All amounts are in the prices of this year. For example 2026."),
        "life_years": _text("Years of use", "From purchase to disposal, up to 30."),
        "vat_rate": _text("VAT rate in per cent", "The standard rate is 20."),
        "vat_recoverable": _yes_no(
            "Do buyers get the VAT back?", "If it differs between buyers, answer no: that is the higher cost."
        ),
        "discount_rate": _text(
            "Discount rate in per cent a year", "The Green Book of HM Treasury sets 3.5 for costs and savings."
        ),
        "discount_source_title": _text("Source of the discount rate"),
        "discount_source_url": _text("Address of that source", "Starts with https://", needed=False),
    }
    vat, discount = _inside(model.get("vat")), _inside(model.get("discount"))
    shown = {
        "price_year": model.get("price_year"),
        "life_years": model.get("life_years"),
        "vat_rate": vat.get("rate"),
        "vat_recoverable": _said(vat.get("recoverable")),
        **{f"discount_{key}": discount.get(key) for key in ("rate", "source_title", "source_url")},
    }
    return _bound(fields, shown, "basis")


def basis_taken(typed: Mapping[str, str]) -> Json:
    """What the basis form says, as parts of the model."""
    said = {key.removeprefix("basis-"): value.strip() for key, value in typed.items()}
    return {
        "price_year": _whole(said.get("price_year", "")),
        "life_years": _whole(said.get("life_years", "")),
        "vat": {
            "rate": number_typed(said.get("vat_rate", "")),
            "recoverable": YES_NO.get(said.get("vat_recoverable", "")),
        },
        "discount": {
            "rate": number_typed(said.get("discount_rate", "")),
            "source_title": said.get("discount_source_title", ""),
            "source_url": said.get("discount_source_url", ""),
        },
    }


def row_form(part: str, place: int, row: Json, model: Json) -> forms.Form:
    """One row of a part, with what was typed; its name is hidden."""
    fields: dict[str, forms.Field] = {"name": forms.CharField(required=False, widget=forms.HiddenInput)}
    known = {
        str(one.get("name")): f"{one.get('title')} ({unit_words(str(one.get('unit')))})"
        for one in rows_of(model, "assumptions")
        if one.get("name")
    }
    shown = {key: value for key, value in row.items() if not isinstance(value, list | dict)}
    shown["vat"] = _said(row.get("vat"))
    shown |= {f"times_{n}": name for n, name in enumerate(_list(row.get("times")))}
    if part == "assumptions":
        fields |= {"title": _text("What it is"), "unit": _one_of("Unit", ASSUMPTION_UNITS), **_range_fields()}
    elif part == "prices":
        fields |= {"title": _text("What is bought"), "unit": _one_of("Charged", PRICE_UNITS)}
        for n, tier in enumerate(rows_of(row, "tiers") or [{}]):
            if n:
                fields[f"tier_{n}_from"] = _text("From this volume on")
            fields[f"tier_{n}_price"] = _text("Price in pounds, without VAT", needed=n == 0)
            shown |= {f"tier_{n}_from": tier.get("from"), f"tier_{n}_price": tier.get("price")}
        fields |= {"vat": _yes_no("Is VAT added?"), **_times_fields(known)}
    elif part == "costs":
        fields |= {"title": _text("What is paid for"), "kind": _one_of("Kind of cost", COST_KINDS)}
        fields |= {"unit": _one_of("Charged", PRICE_UNITS), **_range_fields()}
        fields |= {"vat": _yes_no("Is VAT added?", "Not to the pay of your buyer's own staff."), **_times_fields(known)}
    else:
        less = "Choose the assumption. Below 0 means less of it, for example −0.4 bed days for each patient."
        fields |= {
            "title": _text("What changes"),
            "marking": _one_of("What it releases", MARKINGS),
            "change": _one_of("Change", known, less),
            "unit_cost": _one_of("What one unit costs", known),
            **_times_fields(known),
        }
    return _bound(fields, shown, f"r{place}")


def rows_taken(part: str, typed: Mapping[str, str], count: int) -> list[Json]:
    """The rows of a part as they were typed, empty ones too."""
    rows = []
    for place in range(count):
        prefix = f"r{place}-"
        said = {k.removeprefix(prefix): v.strip() for k, v in typed.items() if k.startswith(prefix)}
        rows.append(_row_taken(part, said))
    return rows


def _row_taken(part: str, said: Mapping[str, str]) -> Json:
    def of(*names: str) -> Json:
        return {name: said.get(name, "") for name in names}

    row = of("name", "title")
    if part == "effects":
        row |= of("marking", "change", "unit_cost")
    else:
        row |= of("unit")
    if part in {"assumptions", "costs"}:
        row |= {end: number_typed(said.get(end, "")) for end in _RANGE} | of("source_title", "source_url", "note")
    if part == "costs":
        row |= of("kind")
    if part == "prices":
        row["tiers"] = _tiers_taken(said)
    if part in {"prices", "costs"}:
        row["vat"] = YES_NO.get(said.get("vat", ""))
    if part != "assumptions":
        row["times"] = [name for n in range(TIMES_MAX) if (name := said.get(f"times_{n}", ""))]
    return row


def _tiers_taken(said: Mapping[str, str]) -> list[Json]:
    """The first tier starts at 0; further ones count when something is typed."""
    tiers = [{"from": "0", "price": number_typed(said.get("tier_0_price", ""))}]
    for n in sorted(int(found[1]) for key in said if (found := re.fullmatch(r"tier_([1-9])_price", key))):
        tier = {end: number_typed(said.get(f"tier_{n}_{end}", "")) for end in ("from", "price")}
        if any(tier.values()):
            tiers.append(tier)
    return tiers


def says_something(row: Json) -> bool:
    """Whether anything was typed or chosen in a row."""
    tiers = any(tier.get("price") for tier in row.get("tiers") or [])
    plain = (value for key, value in row.items() if key not in {"name", "tiers"})
    return tiers or any(value not in {"", None} if not isinstance(value, list) else value for value in plain)


def named(part: str, rows: list[Json], model: Json) -> list[Json]:
    """The rows with a name each: the one they had, or one made from their title; the patients have theirs."""
    taken = {str(row.get("name")) for key in _TITLES if key != part for row in rows_of(model, key)}
    taken |= {str(row["name"]) for row in rows if row["name"]}
    for row in rows:
        if row["name"]:
            continue
        wanted = re.sub(r"[^a-z0-9]+", "_", str(row["title"]).lower()).strip("_")[:50]
        wanted = wanted if NAME.fullmatch(wanted) else part.rstrip("s")
        if part == "assumptions" and row["unit"] == PATIENTS_UNIT and PATIENTS not in taken:
            wanted = PATIENTS
        name = next(n for n in (wanted, *(f"{wanted}_{k}" for k in range(2, 200))) if n not in taken)
        row["name"] = name
        taken.add(name)
    return rows


def field_of(path: Path) -> str:
    """The field of a row, or of the basis, at which a problem of the model is shown."""
    if path[0] in _TITLES:
        inside = path[2:]
        if inside[:1] == ("tiers",):
            _, place, end = (*inside, 0, "price")[:3] if len(inside) == 1 else (*inside, "price")[:3]
            return f"tier_{place}_{end if place else 'price'}"
        if inside[:1] == ("times",):
            return f"times_{inside[1] if len(inside) > 1 else 0}"
        return "title" if inside in {(), ("name",)} else str(inside[0])
    return "_".join(str(step) for step in path)


def row_title(part: str, place: int) -> str:
    """What a row is called above its fields."""
    return f"{_TITLES[part]} {place + 1}"


def _bound(fields: dict[str, forms.Field], shown: Json, prefix: str) -> forms.Form:
    form_class = type("CostForm", (forms.Form,), dict(fields))  # a copy: declaring a form empties what it is given
    data = {f"{prefix}-{name}": "" if shown.get(name) is None else str(shown[name]) for name in fields}
    form: forms.Form = form_class(data=data, prefix=prefix)
    return form


def _said(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""


def _whole(text: str) -> int | str:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else text
