"""A standard of the pack that a panel assesses, filled in: to read, and to take away as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.accounts.models import User
from compass.foundation.web.views import Download, MemberPage
from evidence.exports import FORMATS
from evidence.filled import FilledSet
from evidence.web.exports import exported, filled_set, shown
from trusts import policies, queries
from trusts.models import Assessment


def _filled(person: User, pk: int, code: str) -> tuple[Assessment, FilledSet]:
    """Raises Http404 or NotAllowed unless the person may read the whole pack."""
    assessment = get_object_or_404(queries.assessments_of(person), pk=pk)
    policies.check_can_read_whole_pack(person, assessment)
    return assessment, filled_set(assessment.pack, code)


class AssessedSetPage(MemberPage):
    """One standard of the pack with every requirement under its official code."""

    template_name = "evidence/filled_set.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self.kwargs["code"]
        assessment, filled = _filled(self.person, self.kwargs["pk"], code)
        return super().get_context_data(
            **shown(filled),
            back=(reverse("assessment", args=[assessment.pk]), "Assessment"),
            exports=[
                (reverse("export-assessed-set", args=[assessment.pk, code, ending]), made.title)
                for ending, made in FORMATS.items()
            ],
            **kwargs,
        )


class ExportAssessedSet(Download):
    """The same as a file."""

    def get(self, request: HttpRequest, pk: int, code: str, ending: str) -> HttpResponse:
        return exported(_filled(self.person, pk, code)[1], ending)
