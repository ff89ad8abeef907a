"""A standard of the pack, filled in: to read, and to take away as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from compass.foundation.clock import now, today
from compass.foundation.web.views import Download, MemberPage
from evidence import queries
from evidence.downloads import made_file_response
from evidence.exports import FORMATS, file_name, wording
from evidence.filled import FilledSet
from evidence.filling import fill_in
from evidence.models import Pack
from evidence.web.packs import PackMixin


def filled_set(pack: Pack, code: str) -> FilledSet:
    """One of the pack's standards as of today; 404 for one that it is not asked."""
    return fill_in(pack, get_object_or_404(queries.standards_of(pack), code=code), on=today())


def shown(filled: FilledSet) -> dict[str, Any]:
    """What the page of a filled-in standard shows, whichever road leads to it."""
    groups = [
        (group, [(row, wording.about(row), wording.standing(row)) for row in group.rows]) for group in filled.groups
    ]
    return {
        "filled": filled,
        "facts": wording.facts(filled),
        "summary": wording.summary(filled),
        "statement": wording.STATEMENT,
        "groups": groups,
    }


def exported(filled: FilledSet, ending: str) -> HttpResponse:
    """The filled-in standard as a download; 404 for a kind of file that there is not."""
    if ending not in FORMATS:
        raise Http404
    made = FORMATS[ending]
    name = file_name(filled, ending)
    return made_file_response(made.make(filled, now()), name=name, content_type=made.content_type)


class FilledSetPage(PackMixin, MemberPage):
    """One standard of the pack with every requirement under its official code."""

    template_name = "evidence/filled_set.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pack, code = self.load_pack(), self.kwargs["code"]
        return super().get_context_data(
            **shown(filled_set(pack, code)),
            back=(reverse("pack", args=[pack.pk]), "Evidence pack"),
            exports=[(reverse("export-set", args=[pack.pk, code, e]), f.title) for e, f in FORMATS.items()],
            **kwargs,
        )


class ExportFilledSet(PackMixin, Download):
    """The same as a file."""

    def get(self, request: HttpRequest, pk: int, code: str, ending: str) -> HttpResponse:
        return exported(filled_set(self.load_pack(), code), ending)
