"""Whether a panel may decide. Pure: no database, no clock.

Quorum is a setting of each panel; a chair and a clinician must be among those present (DOMAIN.md, "How panels decide").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

CLINICAL_SEATS = frozenset({"CLINICAL_LEAD", "CLINICAL_SAFETY"})


@dataclass(frozen=True)
class Seated:
    """One panel member's part in an assessment; `exclusion` is None until an interest is declared."""

    seat: str
    sections: frozenset[str]
    exclusion: str | None
    excluded_sections: frozenset[str] = frozenset()
    scored: frozenset[str] = frozenset()
    # Works for the innovator by now, whatever they declared.
    works_for_innovator: bool = False

    @property
    def kept_out(self) -> bool:
        """Whether this member reads neither evidence nor scores: excluded altogether, or of the innovator's people."""
        return self.works_for_innovator or self.exclusion == "FULL"

    @property
    def takes_part(self) -> bool:
        """Whether this member has declared and is not excluded altogether."""
        return self.exclusion in {"NONE", "PARTIAL"} and not self.works_for_innovator

    @property
    def may_close(self) -> bool:
        """Whether this member may close the assessment: the chair, with no interest at all."""
        return self.seat == "CHAIR" and self.exclusion == "NONE" and not self.works_for_innovator

    def may_score(self, section: str) -> bool:
        """Whether this member is qualified for the section and free of interest in it."""
        return self.takes_part and section in self.sections and section not in self.excluded_sections

    @property
    def present(self) -> bool:
        """Counted for the quorum: the chair by declaring, everyone else by scoring too."""
        return self.takes_part and (self.seat == "CHAIR" or bool(self.scored))


@dataclass(frozen=True)
class Due:
    """What an open assessment waits for from one member; false when there is nothing."""

    interest: bool = False
    sections: frozenset[str] = frozenset()
    decision: bool = False

    def __bool__(self) -> bool:
        return self.interest or bool(self.sections) or self.decision


def due_from(own: Seated, *, ready_to_decide: bool) -> Due:
    """What this member has to do next: to declare, to score, or, as chair, to decide."""
    if own.works_for_innovator:
        return Due()
    if own.exclusion is None:
        return Due(interest=True)
    left = frozenset(section for section in own.sections if own.may_score(section) and section not in own.scored)
    return Due(sections=left, decision=own.may_close and ready_to_decide)


def present_count(panel: Collection[Seated]) -> int:
    """How many members count for the quorum."""
    return sum(member.present for member in panel)


def obstacles(panel: Collection[Seated], *, quorum: int, sections: Mapping[str, str]) -> list[str]:
    """Why the chair cannot close yet, in sentences; empty when they can. `sections` maps codes to titles."""
    found = []
    count = present_count(panel)
    if count < quorum:
        found.append(f"{quorum} members are needed for a quorum and {count} have taken part so far.")
    if not any(member.may_close for member in panel):
        found.append("The chair has not declared their interests, or has one: only a chair without an interest closes.")
    if not any(member.seat in CLINICAL_SEATS and member.present for member in panel):
        found.append("No clinician on the panel has scored yet.")
    scored = {section for member in panel if not member.works_for_innovator for section in member.scored}
    found += [f"Nobody has scored “{title}” yet." for code, title in sections.items() if code not in scored]
    return found
