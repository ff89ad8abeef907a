"""Reading one value at a time: a value, or a problem at its place. Pure, never raises on hostile input."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Path = tuple[str | int, ...]

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
LINK = re.compile(r"https?://\S+")
ROWS_MAX, TIERS_MAX, TIMES_MAX = 40, 10, 4
LINE_MAX, LINK_MAX, NOTE_MAX = 300, 500, 2000


@dataclass(frozen=True)
class Problem:
    """What is wrong at one place of a model, and what to do next."""

    path: Path
    wrong: str
    next_step: str

    @property
    def where(self) -> str:
        """The place as text, for example `effects[0].change`."""
        parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return "".join(parts).lstrip(".")

    @property
    def whole(self) -> str:
        """Both sentences as one text."""
        return f"{self.wrong} {self.next_step}"


@dataclass
class Values:
    """Takes values out of untrusted JSON and gathers the problems; a value with a problem is a stand-in of its type."""

    problems: list[Problem] = field(default_factory=list)

    def say(self, path: Path, wrong: str, next_step: str) -> None:
        """Report a problem."""
        self.problems.append(Problem(path, wrong, next_step))

    def mapping(self, raw: Any, path: Path, known: Collection[str]) -> dict[str, Any]:
        """An object with no other keys than the known ones; an empty one when it is none."""
        if not isinstance(raw, dict):
            self.say(path, "This part is not an object.", "Give it as a JSON object.")
            return {}
        for key in sorted({str(key)[:60] for key in raw} - set(known)):
            self.say((*path, key), "This is not part of a cost model.", "Remove it, or check how it is spelt.")
        return raw

    def rows(self, raw: Any, path: Path, most: int = ROWS_MAX) -> list[Any]:
        """A list of limited length; an empty one when it is none."""
        if not isinstance(raw, list):
            self.say(path, "This part is not a list.", "Give it as a JSON list.")
            return []
        if len(raw) > most:
            self.say(path, f"There are more than {most} entries.", "Leave out the small ones, or put some together.")
        return raw[:most]

    def line(self, raw: Any, path: Path, *, what: str) -> str:
        """One line of text that says something."""
        if not isinstance(raw, str) or not raw.strip():
            self.say(path, f"{what} is missing.", "Enter it.")
            return ""
        if len(raw) > LINE_MAX or len(raw.splitlines()) > 1:
            self.say(path, f"{what} is too long.", f"Write it on one line of {LINE_MAX} characters or fewer.")
        self._shown(raw, path)
        return raw

    def note(self, raw: Any, path: Path) -> str:
        """Free text, which may be missing."""
        if not isinstance(raw, str) or len(raw) > NOTE_MAX:
            self.say(path, "The note is too long, or is not text.", f"Keep it to {NOTE_MAX:,} characters.")
            return ""
        self._shown(raw, path)
        return raw

    def link(self, raw: Any, path: Path) -> str:
        """An address on the web, which may be missing."""
        if raw == "":
            return ""
        if not isinstance(raw, str) or len(raw) > LINK_MAX or not LINK.fullmatch(raw):
            self.say(path, "This is not a web address.", "Start it with https:// or leave it empty.")
            return ""
        self._shown(raw, path)
        return raw

    def _shown(self, raw: str, path: Path) -> None:
        if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\r\n" for c in raw):
            self.say(path, "The text has a character that cannot be shown.", "Delete it, or type the text again.")

    def name(self, raw: Any, path: Path) -> str:
        """The name of a row."""
        if not isinstance(raw, str) or not NAME.fullmatch(raw):
            self.say(path, "This is not a name.", "Use small letters, digits and _, beginning with a letter.")
            return ""
        return raw

    def number(
        self, raw: Any, path: Path, *, least: int | None = None, most: int | None = None, what: str = "The number"
    ) -> Decimal:
        """A decimal number written as text."""
        if raw is None or raw == "":
            self.say(path, f"{what} is missing.", "Enter a number, for example 12 or 0.4.")
            return Decimal(0)
        if not isinstance(raw, str) or not NUMBER.fullmatch(raw):
            self.say(path, f"{what} cannot be read.", "Enter digits, with six decimal places at most.")
            return Decimal(0)
        found = Decimal(raw)
        if least is not None and (found < least or raw.startswith("-")):
            self.say(path, f"{what} is below {least}.", f"Enter {least} or more.")
        if most is not None and found > most:
            self.say(path, f"{what} is above {most}.", f"Enter {most} or less.")
        return found

    def whole(self, raw: Any, path: Path, *, least: int, most: int, what: str) -> int:
        """A whole number between bounds."""
        if isinstance(raw, bool) or not isinstance(raw, int) or not least <= raw <= most:
            self.say(path, f"{what} is not a whole number from {least} to {most}.", "Enter one.")
            return least
        return int(raw)

    def flag(self, raw: Any, path: Path, *, what: str) -> bool:
        """Yes or no."""
        if not isinstance(raw, bool):
            self.say(path, f"{what} is not said.", "Choose yes or no.")
        return raw is True

    def choice(self, raw: Any, path: Path, known: Collection[str], *, what: str) -> str:
        """One of a list; an empty text otherwise."""
        if not isinstance(raw, str) or raw not in known:
            self.say(path, f"{what} is not one of the list.", "Choose one from the list.")
            return ""
        return raw
