"""The named people who sign in to the demonstration, as data. Their password is made at the first load."""

from __future__ import annotations

from dataclasses import dataclass

DOMAIN = "demo.example"
HOME = "RR8"  # the trust whose panel the named people form
BUYER_AT = "RK9"
COMPANY = "Ottermere Health"


@dataclass(frozen=True)
class DemoPerson:
    """`key` names the part that the person plays; `at` is an ODS code or a company, empty for the operator."""

    key: str
    role: str
    name: str
    email: str
    at: str
    sees_first: str = ""


def _named(key: str, role: str, name: str, at: str, sees_first: str) -> DemoPerson:
    return DemoPerson(key, role, name, f"{key}@{DOMAIN}", at, sees_first)


PEOPLE = (
    _named("innovator", "Innovator", "Isla Brennock", COMPANY, "draft packs, one ready to submit, an invitation"),
    _named("nominator", "Nominator", "Nikhil Rao-Whitby", HOME, "nominations waiting, accepted and declined"),
    _named("chair", "Panel chair", "Catherine Adeyemi", HOME, "an assessment that is ready to decide"),
    _named("clinical", "Clinical lead", "Callum Farr-Ellis", HOME, "an assessment to score, a new one to declare for"),
    _named("finance", "Finance lead", "Fatima Oyelaran", HOME, "an assessment to score, a new one to declare for"),
    _named("operations", "Operations director", "Owain Tredegar", HOME, "an assessment to score, a new one"),
    _named("safety", "Clinical safety officer", "Sunita Halloran", HOME, "an assessment to score, a new one"),
    _named("lead", "Innovation lead", "Leonard Askwith", HOME, "an approval to submit to Compass"),
    _named(
        "buyer",
        "Buyer at another trust",
        "Beatrix Penrose",
        BUYER_AT,
        "unread notices, local checks, scores to agree on",
    ),
    _named("operator", "National operator", "Ottilie Strand", "", "submissions, a renewal and a proposal to check"),
    _named(
        "colleague", "Second national operator", "Oswin Talgarth", "", "the same submissions, and proposals to confirm"
    ),
)
