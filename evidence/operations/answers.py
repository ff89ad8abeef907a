"""Answering a pack's questions, one by one or many at once. Nothing that somebody wrote is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from compass.accounts.models import User
from compass.foundation.errors import Invalid
from compass.foundation.history import record_change
from evidence import answering, policies, queries
from evidence.answering import AnswerError
from evidence.completeness import Asked
from evidence.models import Answer, Pack, SetAsideAnswer
from evidence.operations.packs import lock_pack

# How many problems the sentence of a refusal names; the rest is counted.
_NAMED = 5


class InvalidAnswersError(Invalid):
    """Answers that cannot be taken; `problems` says for each question what to do."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        listed = "; ".join(f"{question}: {problem}" for question, problem in list(self.problems.items())[:_NAMED])
        more = f"; and {len(self.problems) - _NAMED} more" if len(self.problems) > _NAMED else ""
        super().__init__(
            f"Some answers cannot be saved: {listed}{more}.", next_step="Nothing was saved. Correct these."
        )


@dataclass(frozen=True)
class Outcome:
    """What became of an answer: it stands, or it was set aside because a colleague changed it in the meantime."""

    answer: Answer
    set_aside: SetAsideAnswer | None = None


def _question(asked: list[Asked], slug: str) -> Asked:
    found = next((one for one in asked if one.question == slug and one.kind in answering.VALUED), None)
    if found is None:
        raise InvalidAnswersError({slug: "This pack has no such question, or it is answered in another way"})
    return found


@transaction.atomic
def answer_question(*, pack: Pack, question: str, given: Any, seen: int, by: User, now: datetime) -> Outcome:
    """Write the answer to one question; `seen` is the revision that the writer had before them, 0 for none.

    When a colleague changed the answer after that, theirs stands and this one is set aside: both are kept, and the
    writer is shown both. Raises Refused when the pack is frozen, InvalidAnswersError when it is no answer.
    """
    pack = lock_pack(pack)
    policies.check_editable(by, pack)
    asked = _question(queries.asked_of(pack), question)
    try:
        value = answering.read(asked.asks, given)
    except AnswerError as error:
        raise InvalidAnswersError({question: str(error)}) from error
    standing = Answer.objects.filter(pack=pack, question=question).first()
    if standing is not None and standing.value != value and standing.revision != seen:
        return Outcome(standing, _set_aside(pack, question, value, by, now))
    SetAsideAnswer.objects.filter(pack=pack, question=question, written_by=by).delete()
    if standing is None:
        standing = Answer.objects.create(
            pack=pack, question=question, value=value, revision=1, changed_at=now, changed_by=by
        )
    elif standing.value == value:
        return Outcome(standing)
    else:
        standing.value, standing.revision = value, standing.revision + 1
        standing.changed_at, standing.changed_by = now, by
        standing.save(update_fields=["value", "revision", "changed_at", "changed_by"])
    record_change("answer_written", pack, f"“{asked.title}” was answered.", by=by, now=now)
    return Outcome(standing)


def _set_aside(pack: Pack, question: str, value: dict[str, Any], by: User, now: datetime) -> SetAsideAnswer:
    kept, _ = SetAsideAnswer.objects.update_or_create(
        pack=pack, question=question, written_by=by, defaults={"value": value, "written_at": now}
    )
    return kept


@transaction.atomic
def discard_set_aside(*, pack: Pack, question: str, by: User, now: datetime) -> None:
    """Let the colleague's answer stand; what was set aside stays in the history only."""
    pack = lock_pack(pack)
    policies.check_editable(by, pack)
    gone, _ = SetAsideAnswer.objects.filter(pack=pack, question=question, written_by=by).delete()
    if gone:
        record_change("set_aside_discarded", pack, f"A second answer to {question} was dropped.", by=by, now=now)


def read_answers(asked: list[Asked], given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Each answer in its one form; raises InvalidAnswersError with every problem at once."""
    known = {one.question: one for one in asked if one.kind in answering.VALUED}
    values: dict[str, dict[str, Any]] = {}
    problems: dict[str, str] = {}
    for question, answer in given.items():
        if question not in known:
            problems[str(question)[:80]] = "This pack has no such question, or it is answered in another way"
            continue
        try:
            values[question] = answering.read(known[question].asks, answer)
        except AnswerError as error:
            problems[question] = str(error)
    if problems:
        raise InvalidAnswersError(problems)
    return values


@transaction.atomic
def answer_questions(*, pack: Pack, given: Mapping[str, Any], by: User, now: datetime) -> int:
    """Write many answers at once, all or none; returns how many changed. Raises InvalidAnswersError with every problem.

    Meant for a file or a machine that brings the whole: what stands is replaced, and stays in the history.
    """
    pack = lock_pack(pack)
    policies.check_editable(by, pack)
    values = read_answers(queries.asked_of(pack), given)
    standing = dict(pack.answers.values_list("question", "value"))
    changed = {question: value for question, value in values.items() if standing.get(question) != value}
    Answer.objects.bulk_create(
        [
            Answer(pack=pack, question=question, value=value, revision=1, changed_at=now, changed_by=by)
            for question, value in changed.items()
            if question not in standing
        ]
    )
    replaced = list(pack.answers.filter(question__in=set(changed) & set(standing)).order_by("id"))
    for answer in replaced:
        answer.value, answer.changed_at, answer.changed_by = changed[answer.question], now, by
        answer.revision = F("revision") + 1
    Answer.objects.bulk_update(replaced, ["value", "revision", "changed_at", "changed_by"])
    if changed:
        count = f"{len(changed)} answer{'' if len(changed) == 1 else 's'}"
        record_change("answers_written", pack, f"{count} were written at once.", by=by, now=now)
    return len(changed)
