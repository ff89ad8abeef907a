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

    @property
    def takes_part(self) -> bool:
        """Whether this member has declared and is not excluded altogether."""
        return self.exclusion in {"NONE", "PARTIAL"}

    def may_score(self, section: str) -> bool:
        """Whether this member is qualified for the section and free of interest in it."""
        return self.takes_part and section in self.sections and section not in self.excluded_sections

    @property
    def present(self) -> bool:
        """Counted for the quorum: the chair by declaring, everyone else by scoring too."""
        return self.takes_part and (self.seat == "CHAIR" or bool(self.scored))


def has_work(own: Seated, *, ready_to_decide: bool) -> bool:
    """Whether an open assessment waits for this member: to declare, to score, or, as chair, to decide."""
    if own.exclusion is None:
        return True
    if any(own.may_score(section) and section not in own.scored for section in own.sections):
        return True
    return own.seat == "CHAIR" and own.takes_part and ready_to_decide


def present_count(panel: Collection[Seated]) -> int:
    """How many members count for the quorum."""
    return sum(member.present for member in panel)


def obstacles(panel: Collection[Seated], *, quorum: int, sections: Mapping[str, str]) -> list[str]:
    """Why the chair cannot close yet, in sentences; empty when they can. `sections` maps codes to titles."""
    found = []
    count = present_count(panel)
    if count < quorum:
        found.append(f"{quorum} members are needed for a quorum and {count} have taken part so far.")
    if not any(member.seat == "CHAIR" and member.present for member in panel):
        found.append("The chair has not declared their interests, or is excluded.")
    if not any(member.seat in CLINICAL_SEATS and member.present for member in panel):
        found.append("No clinician on the panel has scored yet.")
    scored = frozenset().union(*(member.scored for member in panel)) if panel else frozenset()
    found += [f"Nobody has scored “{title}” yet." for code, title in sections.items() if code not in scored]
    return found
