"""What an organisation keeps of the guide, for machines: what its addresses share.

The same policies as the pages: whoever holds a role at the organisation; for everybody else it is not there (404). A
program works here in the session of a person: credentials of programs are for evidence packs only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from compass.foundation.api.views import Working
from compass.foundation.errors import Invalid, Refused
from compass.foundation.text import LINE_CHECKS, LINE_MAX
from compass.guide.presenters.finding import OPTIONS
from compass.guide.search import FILTERS, Search, read_search
from evidence.api.base import errors_of
from trusts.models import Organisation
from trusts.queries import organisations_of

CODE_MAX, SLUG_MAX = 10, 120
_BESIDES = ("i", "row", "differences", "after", "before")


class OwnWork(Working):
    """An address of what the person's organisations keep."""

    kwargs: dict[str, Any]
    places: Mapping[str, str] = {}

    def explain(self, refusal: Refused) -> dict[str, Any]:
        """Further members of the problem document: every error with its place."""
        found = errors_of(refusal, self.places)
        return {"errors": found} if found else {}

    def organisation_given(self, code: str) -> Organisation:
        """One of the person's open organisations; another one is a mistake in the content."""
        found = organisations_of(self.person).filter(ods_code=code.upper()).first()
        if found is None:
            raise Invalid("None of your organisations has this ODS code.", field="organisation")
        return found


class OfOrganisation(OwnWork):
    """An address of one of the person's organisations; another one is not there."""

    @property
    def organisation(self) -> Organisation:
        """The open organisation of the address."""
        found = organisations_of(self.person).filter(ods_code=self.kwargs["ods_code"]).first()
        if found is None:
            raise NotFound("None of your organisations has this ODS code.")
        return found


class _Text(serializers.CharField):
    """Text that is sent as text: a number is not turned into one."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


def line(max_length: int = LINE_MAX, **more: Any) -> serializers.CharField:
    """A line of text, held to the same as one typed into a page."""
    return _Text(max_length=max_length, validators=[*LINE_CHECKS], **more)


def search_given(query: str) -> Search:
    """The search of an address, with or without its `?`; raises Invalid for a filter or value that there is not.

    Left out in silence, it would find another search than the one asked for. What an address carries besides filters,
    the page of the list and what was chosen to compare, is no part of the search.
    """
    asked = QueryDict(query.removeprefix("?"))
    unknown = [name for name in asked if name not in {*FILTERS, "q", "sort", *_BESIDES}]
    found = read_search(
        asked.get("q", ""), {name: asked.getlist(name) for name in FILTERS}, OPTIONS, sort=asked.get("sort", "")
    )
    if unknown or found.ignored:
        said = ", ".join([*unknown, *found.ignored])[:200]
        raise Invalid(f"No filter has this: {said}.", next_step="Copy the address of the search page.", field="query")
    return found
