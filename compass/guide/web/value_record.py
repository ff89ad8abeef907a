"""Pages of the value workbench: the result, every score with its reasons, and the record as a file."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from compass.foundation.clock import now
from compass.foundation.web.views import Download, MemberPage
from compass.guide.models import Evaluation
from compass.guide.operations.value_records import faults_of
from compass.guide.presenters import value as presenters
from compass.guide.presenters import value_record as record
from compass.guide.queries import value as queries
from compass.guide.queries.value_record import kept_or_now
from compass.guide.states import check_shown
from evidence.downloads import made_file_response

_KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json", "pdf": "application/pdf"}


def _shown(person: Any, key: UUID) -> Evaluation:
    """Raises Http404 for another organisation's, Refused before moderation."""
    rows = queries.evaluations_of(person).select_related("record", "organisation__current", "lead")
    evaluation: Evaluation = get_object_or_404(rows, key=key)
    check_shown(evaluation.state)
    return evaluation


class ResultPage(MemberPage):
    """Totals, and over which weights the first place holds."""

    template_name = "guide/value/result.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        evaluation = _shown(self.person, self.kwargs["uuid"])
        rows = queries.record_of(evaluation)
        kept = getattr(evaluation, "record", None)
        return super().get_context_data(
            evaluation=evaluation,
            result=presenters.result_of(rows),
            technologies=presenters.technologies(rows.candidates),
            kept=kept,
            faults=faults_of(kept) if kept else [],
            **kwargs,
        )


class ScoredPage(MemberPage):
    """Every score of one technology, with its reasons and what was agreed."""

    template_name = "guide/value/scored.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        evaluation = _shown(self.person, self.kwargs["uuid"])
        content, _ = kept_or_now(evaluation)
        technology = next((one for one in content["technologies"] if one["slug"] == self.kwargs["slug"]), None)
        if technology is None:
            raise Http404
        asked = record.questions_of(content, technology["slug"])
        return super().get_context_data(evaluation=evaluation, technology=technology, asked=asked, **kwargs)


class RecordFile(Download):
    """The record of scoring and moderation as a file."""

    def get(self, request: HttpRequest, uuid: UUID, ending: str) -> HttpResponse:
        if ending not in _KINDS:
            raise Http404
        evaluation = _shown(self.person, uuid)
        content, content_hash = kept_or_now(evaluation)
        if ending == "csv":
            file = record.csv_file(content, content_hash)
        elif ending == "pdf":
            file = record.printed(content, content_hash, made_at=evaluation.closed_at or now())
        else:
            whole = {"content_hash": content_hash or None, "content": content}
            file = json.dumps(whole, indent=2, ensure_ascii=False).encode()
        name = f"evaluation-{content['reference']}.{ending}"
        return made_file_response(file, name=name, content_type=_KINDS[ending])
