"""The Atom feed of GOV.UK: what is new, without what it says. Pure; raises nothing."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

from passports.safety import govuk
from passports.safety.notices import Found, Source, malformed

_ENTRIES_MAX = 1_000
_FIELDS = {"title": "title", "summary": "description", "updated": "public_timestamp"}


class _UnwelcomeError(Exception):
    """Something that no feed has."""


def read_feed(text: str) -> Iterator[Found]:
    """The entries of a feed as far as it can be read; one that breaks off is kept aside beside them."""
    reader = _Entries()
    problem = ""
    try:
        reader.parser.ParseFile(BytesIO(text.encode("utf-8", errors="replace")))
    except expat.ExpatError as error:
        problem = f"The feed cannot be read to its end: {expat.errors.messages.get(error.code, 'broken')}."
    except _UnwelcomeError as error:
        problem = str(error)
    for entry in reader.entries:
        yield from govuk.read_result(entry)
    if problem or not reader.is_feed:
        yield malformed(Source.GOVUK, "", problem or "This XML is not an Atom feed.", text[:3000])


class _Entries:
    """Gathers title, link, summary and time of each entry; refuses a document type, where entities are defined."""

    def __init__(self) -> None:
        self.entries: list[dict[str, str]] = []
        self.is_feed = False
        self._entry: dict[str, str] | None = None
        self._field = ""
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, *_: object) -> None:
        raise _UnwelcomeError("The feed defines a document type, which no feed of GOV.UK does.")

    def _start(self, name: str, given: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.is_feed = self.is_feed or local == "feed"
        if local == "entry":
            if len(self.entries) >= _ENTRIES_MAX:
                raise _UnwelcomeError(f"The feed has more than {_ENTRIES_MAX} entries; the rest was not read.")
            self._entry = {}
        elif self._entry is not None and local == "link" and given.get("rel", "alternate") == "alternate":
            self._entry.setdefault("link", given.get("href", ""))
        self._field = _FIELDS.get(local, "") if self._entry is not None else ""

    def _end(self, name: str) -> None:
        self._field = ""
        if name.rpartition(" ")[2] == "entry" and self._entry is not None:
            self.entries.append(self._entry)
            self._entry = None

    def _text(self, text: str) -> None:
        if self._entry is not None and self._field:
            self._entry[self._field] = (self._entry.get(self._field, "") + text)[:50_000]
