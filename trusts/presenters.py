"""Nominations and assessments in words and colours."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from compass.foundation.web.presenting import Tag
from compass.foundation.words import listing, plural
from evidence.models import ClinicalArea, Section
from trusts.finding_needs import Wanted
from trusts.models import Assessment, Nomination, PanelMember, Score
from trusts.quorum import Due, Seated
from trusts.states import AssessmentState, NeedState, NominationState

_NOMINATION = {
    NominationState.INVITED: "blue",
    NominationState.ACCEPTED: "green",
    NominationState.DECLINED: "red",
    NominationState.WITHDRAWN: "grey",
}
_ASSESSMENT = {
    AssessmentState.OPEN: "blue",
    AssessmentState.APPROVED: "green",
    AssessmentState.APPROVED_WITH_CONDITIONS: "aqua-green",
    AssessmentState.TRIAL_ONLY: "purple",
    AssessmentState.DEFERRED: "yellow",
    AssessmentState.REJECTED: "red",
}


def nomination_tag(nomination: Nomination) -> Tag:
    """Where a nomination is."""
    state = NominationState(nomination.state)
    return Tag(state.label, _NOMINATION[state])


def assessment_tag(assessment: Assessment) -> Tag:
    """Where an assessment is."""
    state = AssessmentState(assessment.state)
    return Tag(state.label, _ASSESSMENT[state])


def need_row(row: dict[str, Any]) -> dict[str, Any]:
    """A need in words: its `tag`, `area` and `answers`, and where it stands."""
    state = NeedState(row["state"])
    return row | {
        "tag": Tag(state.label, "green" if state is NeedState.OPEN else "grey"),
        "area": ClinicalArea(row["clinical_area"]).label,
        "answers": plural(row["answer_count"], "answer") if row["answer_count"] else "no answers yet",
        "address": reverse("need", args=[row["number"]]),
    }


def needs_address(wanted: Wanted, *, after: str = "") -> str:
    """The list of needs that are looked for, `after` a place in it."""
    asked = {"q": wanted.text, "area": wanted.area, "region": wanted.region, "organisation": wanted.organisation}
    asked |= {"state": "" if wanted.open_only else "all", "after": after}
    said = urlencode({name: value for name, value in asked.items() if value})
    return reverse("needs") + (f"?{said}" if said else "")


def due_step(assessment: Assessment, due: Due) -> tuple[str, str]:
    """What an assessment waits for from somebody, in words, and where they do it."""
    name = assessment.innovation
    if due.interest:
        return f"Declare your interests in {name}", reverse("declare-interest", args=[assessment.pk])
    if due.decision and not due.sections:
        return f"Record the decision on {name}", reverse("decide", args=[assessment.pk])
    sections = [section for section in Section if section in due.sections]
    words = f"Score {listing([f'“{s.label}”' for s in sections])} of {name}"
    if len(sections) == 1:
        return words, reverse("score-section", args=[assessment.pk, sections[0].lower()])
    return words, reverse("assessment", args=[assessment.pk])


def panel_rows(members: list[PanelMember], seated: dict[int, Seated]) -> list[dict[str, Any]]:
    """Who sits on the panel, and how far each has come."""
    return [{"member": member, "part": _part(seated[member.pk])} for member in members]


def _part(seated: Seated) -> str:
    if seated.exclusion is None:
        return "Has not declared interests yet"
    if seated.exclusion == "FULL":
        return "Excluded: declared an interest"
    if not seated.sections:
        return "Interests declared"
    due = seated.sections - seated.excluded_sections
    return f"Interests declared, {len(seated.scored)} of {len(due)} sections scored"


def sections_to_score(seated: Seated, own: dict[str, Score]) -> list[dict[str, Any]]:
    """The sections this member scores, with what they wrote so far."""
    return [
        {"code": section.value, "title": section.label, "score": own.get(section.value)}
        for section in Section
        if seated.may_score(section.value)
    ]
