"""Passports, submissions and adoptions in words and colours."""

from __future__ import annotations

from compass.foundation.web.presenting import Tag
from passports.models import STATUS_CHOICES, Adoption, Condition, Passport
from passports.states import AdoptionState, ConditionState
from passports.validity import USABLE, Status

_LABELS = dict(STATUS_CHOICES)
_COLOURS = {
    Status.VALID: "green",
    Status.VALID_WITH_CONDITIONS: "aqua-green",
    Status.EXPIRING: "yellow",
    Status.SUSPENDED: "orange",
    Status.EXPIRED: "red",
    Status.WITHDRAWN: "red",
    Status.SUPERSEDED: "grey",
}
_ADOPTION = {AdoptionState.LOCAL_CHECKS: "blue", AdoptionState.LIVE: "green", AdoptionState.ENDED: "grey"}


def status_tag(status: str) -> Tag:
    """A verdict's words and colour."""
    return Tag(_LABELS[status], _COLOURS[Status(status)])


def verdict_sentence(passport: Passport) -> str:
    """What the verdict means for somebody who wants to rely on it."""
    if passport.status == Status.SUPERSEDED:
        return "A newer version of this product has been assessed. Rely on its passport instead."
    if Status(passport.status) in USABLE:
        return "You can rely on this assessment as things stand."
    return "Do not rely on this passport now."


def condition_tag(condition: Condition) -> Tag:
    """Whether a condition is met."""
    return Tag("Met", "green") if condition.state == ConditionState.DISCHARGED else Tag("To be met", "yellow")


def adoption_tag(adoption: Adoption) -> Tag:
    """Where an adoption is."""
    state = AdoptionState(adoption.state)
    return Tag(state.label, _ADOPTION[state])
