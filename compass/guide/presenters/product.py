"""The page of one technology in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from compass.foundation.words import civil_date, listing
from compass.guide.presenters import evidence
from evidence.models import CareSetting, FundingKind, GuidanceState, Recommendation, RouteKind
from passports.presenters import status_tag
from passports.states import AdoptionState

_ADOPTION = {state.value: str(state.label).lower() for state in AdoptionState}
_SETTINGS = {setting.value: str(setting.label) for setting in CareSetting}
_ROUTES = {kind.value: str(kind.label) for kind in RouteKind}
_FUNDING = {kind.value: str(kind.label) for kind in FundingKind}
# The degrees of guidance are kept apart: to be usable while evidence is gathered is no recommendation.
_GUIDANCE = {
    Recommendation.RECOMMENDED.value: "Recommended.",
    Recommendation.WITH_DATA_COLLECTION.value: "Recommended only where data on outcomes are collected.",
    Recommendation.WITH_EVIDENCE_GENERATION.value: (
        "Can be used while more evidence is gathered. This is not a recommendation for routine use."
    ),
    Recommendation.RESEARCH_ONLY.value: "Use it in research only.",
    Recommendation.NOT_RECOMMENDED.value: "Not recommended.",
    Recommendation.NOT_VERIFIED.value: "There is guidance on it. What that recommends was not checked here.",
}


# By ODS code, whom an adopter offers to ask: `name` and `email`.
Contacts = Mapping[str, Mapping[str, str]]


def adopters_by_region(
    adopters: Sequence[Mapping[str, Any]], contacts: Contacts
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Region names in order, each with its organisations by name; those without a region last."""
    regions: dict[str, list[dict[str, Any]]] = {}
    for adopter in sorted(adopters, key=lambda a: (a["region_name"] is None, a["region_name"] or "", a["name"])):
        said = {
            "name": adopter["name"],
            "words": _ADOPTION[adopter["state"]],
            "contact": _contact(adopter, contacts),
        }
        regions.setdefault(adopter["region_name"] or "Region not stated", []).append(said)
    return list(regions.items())


def nearest(
    adopters: Sequence[Mapping[str, Any]], places: Sequence[Mapping[str, Any]], contacts: Contacts
) -> list[dict[str, Any]]:
    """For each of somebody's organisations the most alike adopter, if there is another one; how alike is said.

    The same integrated care board comes first, then the same region, the same kind of organisation, use before taking
    it up, then the name.
    """
    found = []
    for place in places:
        others = [one for one in adopters if one["ods_code"] != place["ods_code"]]
        for one in sorted(others, key=lambda one: _unlikeness(one, place))[:1]:
            alike = ["the same kind of organisation"] if one["kind"] == place["kind"] else []
            found.append(
                {
                    "to": place["name"], "name": one["name"], "ods_code": one["ods_code"],
                    "same": listing([*alike, _where(one, place)]), "words": _ADOPTION[one["state"]],
                    "contact": _contact(one, contacts),
                }
            )  # fmt: skip
    return found


def _contact(adopter: Mapping[str, Any], contacts: Contacts) -> dict[str, str] | None:
    offered = contacts.get(adopter["ods_code"])
    return {**offered, "address": f"mailto:{quote(offered['email'], safe='@')}"} if offered else None


def _where(one: Mapping[str, Any], place: Mapping[str, Any]) -> str:
    if _in_board(one, place):
        return "in the same integrated care board"
    if _in_region(one, place):
        return "in the same region"
    if one["region_id"] is None or place["region_id"] is None:
        return "not known to be in the same region"
    return f"in another region ({one['region_name']})"


def _in_region(one: Mapping[str, Any], place: Mapping[str, Any]) -> bool:
    return one["region_id"] is not None and one["region_id"] == place["region_id"]


def _in_board(one: Mapping[str, Any], place: Mapping[str, Any]) -> bool:
    return one["icb_id"] is not None and one["icb_id"] == place["icb_id"]


def _unlikeness(one: Mapping[str, Any], place: Mapping[str, Any]) -> tuple[bool | str, ...]:
    return (
        not _in_board(one, place), not _in_region(one, place), one["kind"] != place["kind"],
        one["state"] != AdoptionState.LIVE, one["name"],
    )  # fmt: skip


def market(row: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Guidance, ways to buy and who pays as of a civil date, and one sentence of what is not stated here."""
    parts = {
        "guidance": [guidance_line(one) for one in row["guidance"]],
        "routes": [route_line(one, on) for one in row["routes"]],
        "funding": [funding_line(one, on) for one in row["funding"]],
        "settings": [_SETTINGS[one] for one in row["care_settings"]],
    }
    names = {
        "guidance": "national guidance", "routes": "agreements to buy it through", "funding": "who pays",
        "settings": "where it is used",
    }  # fmt: skip
    missing = [words for name, words in names.items() if not parts[name]]
    return parts | {"missing": f"Not stated here: {listing(missing)}." if missing else ""}


def guidance_line(one: Mapping[str, Any]) -> dict[str, str]:
    """What one guidance says, and whether it still stands."""
    said = _GUIDANCE[one["recommendation"]]
    if one["state"] == GuidanceState.WITHDRAWN:
        said = f"This guidance was withdrawn. It said: {said}"
    elif one["state"] == GuidanceState.REPLACED:
        by = f" by {one['replaced_by']}" if one["replaced_by"] else ""
        said = f"This guidance was replaced{by}. It said: {said}"
    name = " ".join(filter(None, (one["publisher"], f"{one['reference']}: {one['title']}")))
    return {"words": said, "name": name, "url": one["url"]}


def route_line(one: Mapping[str, Any], on: date) -> dict[str, Any]:
    """One way to buy; one that has ended is said to have ended."""
    about = [_ROUTES[one["kind"]], *([one["organiser"]] if one["organiser"] else [])]
    about += [f"lot {one['lot']}"] if one["lot"] else []
    about += [f"reference {one['reference']}"] if one["reference"] else []
    return {
        "name": one["name"],
        "about": ", ".join(about),
        "when": days_words(one["starts_on"], one["ends_on"], on),
        "ended": one["ends_on"] is not None and one["ends_on"] < on,
        "url": one["source_url"] or one["url"],
    }


def funding_line(one: Mapping[str, Any], on: date) -> dict[str, Any]:
    """One who pays; what has ended is said to have ended."""
    return {
        "name": one["name"],
        "about": f"{_FUNDING[one['kind']]}. Paid by {one['payer']}",
        "note": one["note"],
        "when": days_words(one["starts_on"], one["ends_on"], on),
        "ended": one["ends_on"] is not None and one["ends_on"] < on,
        "url": one["source_url"] or one["url"],
    }


def days_words(starts_on: date | None, ends_on: date | None, on: date) -> str:
    """How a period, both days inclusive, lies to a civil date."""
    if ends_on is not None and ends_on < on:
        return f"Ended on {civil_date(ends_on)}."
    until = f"until {civil_date(ends_on)}, that day included" if ends_on else "end date not stated"
    if starts_on is not None and starts_on > on:
        return f"Starts on {civil_date(starts_on)}, {until}."
    return f"{until[0].upper()}{until[1:]}."


def versions(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The passports of the technology's versions, the newest first; empty where there is one alone."""
    found = row["assessed_versions"]
    return [one | {"tag": status_tag(one["status"])} for one in found] if len(found) > 1 else []


def shown_evidence(row: Mapping[str, Any], for_the_nhs: Sequence[Mapping[str, Any]], on: date) -> dict[str, Any]:
    """The public evidence in words as of a civil date, or `why_not`; `for_the_nhs` are documents of this reader."""
    why_not = evidence.why_not_shown(row)
    if why_not:
        return {"why_not": why_not}
    number = row["passport_number"]
    return {
        "claims": evidence.claim_lines(row["claims"]),
        "regulation": evidence.regulation(row["classes"]),
        "certificates": evidence.certificate_rows(row["certificates"], on),
        "standards": evidence.standard_lines(row["standards"]),
        "documents": evidence.document_lines(row["documents"], number),
        "nhs_documents": evidence.document_lines(for_the_nhs, number),
    }
