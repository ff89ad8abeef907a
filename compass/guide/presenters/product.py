"""The page of one technology in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from compass.foundation.words import listing
from compass.guide.presenters import evidence
from passports.presenters.passports import status_tag
from passports.states import AdoptionState

_ADOPTION = {state.value: str(state.label).lower() for state in AdoptionState}
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


def versions(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The passports of the technology's versions, the newest first; empty where there is one alone."""
    found = row["assessed_versions"]
    return [one | {"tag": status_tag(one["status"])} for one in found] if len(found) > 1 else []


def shown_evidence(
    row: Mapping[str, Any], for_the_nhs: Sequence[Mapping[str, Any]], on: date, *, past: bool
) -> dict[str, Any]:
    """The public evidence in words as of a civil date, which may be past; `for_the_nhs` are documents of this reader.

    When it is not public: `why_not`, and the same `in_short`.
    """
    why_not = evidence.why_not_shown(row, past=past)
    if why_not:
        none = "it had no passport you could rely on that day" if past else "it has no passport you can rely on now"
        return {"why_not": why_not, "in_short": f"Not shown: {none}"}
    number = row["passport_number"]
    return {
        "claims": evidence.claim_lines(row["claims"]),
        "regulation": evidence.regulation(row["classes"]),
        "certificates": evidence.certificate_rows(row["certificates"], on),
        "standards": evidence.standard_lines(row["standards"]),
        "documents": evidence.document_lines(row["documents"], number),
        "nhs_documents": evidence.document_lines(for_the_nhs, number),
    }
