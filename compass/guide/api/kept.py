"""What an organisation keeps of the guide, for machines: what its addresses share.

The same policies as the pages: whoever holds a role at the organisation; for everybody else it is not there (404).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from compass.foundation.api.views import Working
from compass.foundation.errors import Invalid, Refused
from compass.foundation.text import LINE_MAX, refuse_control_characters
from evidence.api.base import errors_of
from trusts.models import Organisation
from trusts.queries import organisations_of

CODE_MAX, SLUG_MAX = 10, 120


class KeptWork(Working):
    """An address of what the person's organisations keep."""

    kwargs: dict[str, Any]
    places: Mapping[str, str] = {}

    def explain(self, refusal: Refused) -> dict[str, Any]:
        """Further members of the problem document: every error with its place."""
        found = errors_of(refusal, self.places)
        return {"errors": found} if found else {}

    def organisation_given(self, code: str) -> Organisation:
        """One of the person's open organisations; another one is a mistake in the content."""
        found = organisations_of(self.person).filter(ods_code=code).first()
        if found is None:
            raise Invalid("None of your organisations has this ODS code.", field="organisation")
        return found


def line(max_length: int = LINE_MAX, **more: Any) -> serializers.CharField:
    """A line of text without control characters."""
    return serializers.CharField(max_length=max_length, validators=[refuse_control_characters], **more)
