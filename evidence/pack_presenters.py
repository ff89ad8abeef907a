"""The page of a pack in words: its task list, its parts, and what of them waits to be confirmed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from compass.foundation.web.addresses import each_address
from compass.foundation.web.presenting import Tag
from evidence.answering import VALUED
from evidence.certificate_words import certificate_row
from evidence.completeness import CONFIRM, Line, Task
from evidence.models import Confidentiality, Pack, Topic
from evidence.presenters import claim_words, counts_for, task_address
from evidence.queries.pack_rows import CertificateRow, ClaimRow, DocumentRow
from evidence.states import DocumentState

# Up to so many things that keep a pack from being submitted are shown at once; more are folded away.
SHOWN_AT_ONCE = 10


class TaskRow(NamedTuple):
    """One row of a task list, for the macro `task_list`; a row without a tag is complete."""

    id: str
    title: str
    hint: str
    tag: Tag | None
    address: str


_EXPIRED, _TO_CONFIRM = Tag("Expired", "red"), Tag("To confirm", "orange")
_TO_DO, _OPTIONAL = Tag("To do", "blue"), Tag("Optional", "grey")


def task_row(task: Task, address: str) -> TaskRow:
    """One row of the task list: where it leads, how it stands, and what else it counts for."""
    asked, problem, hint = task.asked, task.problem, counts_for(task)
    if problem and problem != "Not answered yet":
        hint = f"{problem}. {hint}" if hint else f"{problem}."
    return TaskRow(f"task-{asked.question}", asked.title, hint, _task_tag(task) if problem else None, address)


def _task_tag(task: Task) -> Tag:
    if task.problem.startswith("A certificate"):
        return _EXPIRED
    if task.problem.startswith(CONFIRM):
        return _TO_CONFIRM
    return _TO_DO if task.mandatory else _OPTIONAL


def task_groups(pack: Pack, found: Iterable[Task]) -> list[tuple[Topic, list[TaskRow]]]:
    """The task list by topic, in the order of the topics."""
    answer_address = each_address("answer", pack.pk)
    by_topic: dict[str, list[TaskRow]] = {}
    for task in found:
        asked = task.asked
        address = answer_address(asked.question) if asked.kind in VALUED else task_address(pack, task)
        by_topic.setdefault(asked.topic, []).append(task_row(task, address))
    return [(topic, by_topic[topic.value]) for topic in Topic if topic.value in by_topic]


def progress(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """For each standard how many of the requirements that apply are met, and how many mandatory ones are not."""
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        asked = line.asked
        row = found.get(asked.standard)
        if row is None:
            row = {"standard": asked.standard, "code": asked.standard_code, "met": 0, "all": 0, "blocking": 0}
            found[asked.standard] = row
        row["all"] += 1
        if not line.problem:
            row["met"] += 1
        elif asked.mandatory:
            row["blocking"] += 1
    return list(found.values())


class Waiting(NamedTuple):
    """A question under which rows stand that were carried over from another version and wait to be confirmed."""

    kind: str
    question: str
    title: str
    accepts: Collection[str]

    def covers(self, kind: str, what: str) -> bool:
        """Whether a certificate of this kind, or a claim of this design, stands under it."""
        return self.kind == kind and (not self.accepts or what in self.accepts)


def waiting_parts(found: Iterable[Task]) -> list[Waiting]:
    """What waits to be confirmed and is no written answer."""
    return [
        Waiting(asked.kind, asked.question, asked.title, asked.accepts)
        for task in found
        if task.problem.startswith(CONFIRM) and (asked := task.asked).kind not in VALUED
    ]


def claim_rows(claims: Iterable[ClaimRow], waiting: Collection[Waiting]) -> list[dict[str, Any]]:
    """The claims of a pack for its innovator."""
    return [
        {
            **claim_words(claim, claim.documents),
            "waiting": [one for one in waiting if one.covers("CLAIM", claim.design)],
        }
        for claim in claims
    ]


def certificate_rows(
    pack: Pack, certificates: Iterable[CertificateRow], waiting: Collection[Waiting]
) -> list[dict[str, Any]]:
    """The certificates of a pack for its innovator: what waits or was returned, and what can be done."""
    return [
        {
            **certificate_row(pack, certificate),
            "waiting": [one for one in waiting if one.covers("CERTIFICATE", certificate.kind)],
        }
        for certificate in certificates
    ]


_READERS: Mapping[str, str] = {
    Confidentiality.PUBLIC: "public",
    Confidentiality.NHS_ONLY: "NHS only",
    Confidentiality.COMMERCIAL: "in commercial confidence",
}
_DOCUMENT_TAGS: Mapping[str, Tag] = {
    DocumentState.QUARANTINED: Tag("Being checked", "yellow"),
    DocumentState.INFECTED: Tag("Infected", "red"),
}


def document_facts(document: DocumentRow) -> str:
    """Size, name, readers, what it is the redacted rendition of, and whether a virus scanner saw it."""
    size = -(-document.size // 1024)
    facts = [f"{size:,} kB", document.original_name, _READERS[document.confidentiality]]
    if document.redacts is not None:
        facts.append(f"redacted copy of “{document.redacts}”")
    if document.state == DocumentState.CLEAN and not document.scanned_by:
        facts.append("not scanned for viruses")
    if document.finding:
        facts.append(f"found: {document.finding}")
    return ", ".join(facts)


def document_rows(documents: Iterable[DocumentRow], waiting: Collection[Waiting]) -> list[dict[str, Any]]:
    """The documents of a pack for its innovator; the file of one that is not clean is not offered."""
    return [
        {
            "pk": document.pk,
            "title": document.title,
            "facts": document_facts(document),
            "tag": _DOCUMENT_TAGS.get(document.state),
            "open": document.state == DocumentState.CLEAN,
            "waiting": [one for one in waiting if one.kind == "DOCUMENT" and one.question in document.questions],
        }
        for document in documents
    ]
