"""Evidence in words and colours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse

from compass.foundation.web.addresses import each_address
from compass.foundation.web.presenting import Tag
from evidence.answering import VALUED
from evidence.certificate_words import adding_address
from evidence.claims import Design, Effect, Measure, Told, sentence, strength
from evidence.completeness import CONFIRM, Asked, Line, Task
from evidence.exchange import Problem
from evidence.hibc import printed
from evidence.identifiers import emdn_levels
from evidence.models import (
    Claim,
    ColleagueInvitation,
    CompanyIdentifier,
    Confidentiality,
    DeviceScheme,
    Document,
    Identifier,
    Pack,
    PackComment,
    Topic,
)
from evidence.operations.exchange import BroughtIn
from evidence.states import DocumentState, PackState


def pack_tag(pack: Pack) -> Tag:
    """Where a pack is."""
    return Tag("In draft", "yellow") if pack.state == PackState.DRAFT else Tag("Submitted", "green")


_DOCUMENT_TAGS = {
    DocumentState.QUARANTINED: Tag("Being checked", "yellow"),
    DocumentState.INFECTED: Tag("Infected", "red"),
}


def document_facts(document: Document) -> str:
    """Size, name, readers, what it is the redacted rendition of, and whether a virus scanner saw it."""
    size = -(-document.size // 1024)
    readers = Confidentiality(document.confidentiality).label.partition(":")[0]
    facts = [f"{size:,} kB", document.original_name, readers.lower()]
    if document.redacts is not None:
        facts.append(f"redacted rendition of “{document.redacts}”")
    if document.state == DocumentState.CLEAN and not document.scanned_by:
        facts.append("not scanned for viruses")
    if document.finding:
        facts.append(f"found: {document.finding}")
    return ", ".join(facts)


def document_rows(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """The documents of a pack for its innovator; the file of one that is not clean is not offered."""
    return [
        {
            "document": document,
            "facts": document_facts(document),
            "tag": _DOCUMENT_TAGS.get(DocumentState(document.state)),
            "open": document.state == DocumentState.CLEAN,
        }
        for document in documents
    ]


AddressOf = Callable[[str], str]


class TaskRow(NamedTuple):
    """One row of a task list, for the macro `task_list`; a row without a tag is complete."""

    title: str
    hint: str
    tag: Tag | None
    address: str


def task_row(pack: Pack, task: Task, answer_address: AddressOf) -> TaskRow:
    """One row of the task list: where it leads, how it stands, and what else it counts for."""
    problem = task.problem
    hint = f"{problem}." if problem not in {"", "Not answered yet"} else ""
    return TaskRow(
        title=task.asked.title,
        hint=" ".join(part for part in (hint, counts_for(task)) if part),
        tag=_task_tag(task, problem),
        address=task_address(pack, task, answer_address) if pack.state == PackState.DRAFT else "",
    )


def _task_tag(task: Task, problem: str) -> Tag | None:
    if not problem:
        return None
    if problem.startswith("A certificate"):
        return Tag("Expired", "red")
    if problem.startswith(CONFIRM):
        return Tag("To confirm", "orange")
    return Tag("To do", "blue") if task.mandatory else Tag("Optional", "grey")


def counts_for(task: Task) -> str:
    """How far one answer reaches, when it reaches further than one requirement."""
    if len(task.lines) == 1:
        return ""
    standards = len(task.standards)
    return f"One answer meets {len(task.lines)} requirements" + (
        f" in {standards} standards." if standards > 1 else "."
    )


def task_groups(pack: Pack, found: Iterable[Task]) -> list[tuple[Topic, list[TaskRow]]]:
    """The task list by topic, in the order of the topics."""
    answer_address = each_address("answer", pack.pk)
    by_topic: dict[str, list[TaskRow]] = {}
    for task in found:
        by_topic.setdefault(task.asked.topic, []).append(task_row(pack, task, answer_address))
    return [(topic, by_topic[topic.value]) for topic in Topic if topic.value in by_topic]


def progress(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """For each standard how many of the requirements that apply are met, and how many mandatory ones are not."""
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        asked = line.asked
        fresh = {"standard": asked.standard, "code": asked.standard_code, "met": 0, "all": 0, "blocking": 0}
        row = found.setdefault(asked.standard, fresh)
        row["all"] += 1
        row["met"] += line.met
        row["blocking"] += line.asked.mandatory and not line.met
    return list(found.values())


def address_of(pack: Pack, asked: Asked, answer_address: AddressOf | None = None) -> str:
    """The page on which this is answered; `answer_address` is known where there is a list of them."""
    if asked.kind == "CERTIFICATE":
        return adding_address(pack, asked.accepts)
    if asked.kind == "DOCUMENT":
        return f"{reverse('add-document', args=[pack.pk])}?question={asked.question}"
    if asked.kind == "CLAIM":
        return reverse("state-claim", args=[pack.pk])
    if asked.kind == "COST_MODEL":
        return reverse("cost-model", args=[pack.pk])
    return (answer_address or each_address("answer", pack.pk))(asked.question)


def task_address(pack: Pack, task: Task, answer_address: AddressOf | None = None) -> str:
    """The page on which the task is done: where its answer is given, or what was carried over is confirmed."""
    if task.problem.startswith(CONFIRM) and task.asked.kind not in VALUED:
        return reverse("confirm-part", args=[pack.pk, task.asked.question])
    return address_of(pack, task.asked, answer_address)


def plain_number(value: Decimal | None) -> str:
    """A decimal as somebody would type it."""
    return "" if value is None else format(value.normalize(), "f")


def claim_words(claim: Claim, documents: Sequence[Document] | None = None) -> dict[str, Any]:
    """A claim as a sentence, with the label of its strength and the rule behind the label.

    `documents` are those it rests on, where they are known already.
    """
    effect = Effect(Measure[claim.measure], claim.size, claim.low, claim.high, claim.unit, claim.confidence)
    design = Design[claim.design]
    told = Told(
        outcome=claim.outcome,
        population=claim.population,
        comparator=claim.comparator,
        effect=effect,
        design=design,
        participants=claim.participants,
        follow_up=claim.follow_up_months,
        sites=len(claim.sites),
    )
    found = strength(design, effect)
    return {
        "pk": claim.pk,
        "outcome": claim.outcome,
        "sentence": sentence(told),
        "strength": found.label,
        "rule": found.rule,
        "sites": claim.sites,
        "source": claim.source,
        "source_link": source_link(claim.source),
        "documents": [link.document for link in claim.links.all()] if documents is None else documents,
    }


def source_link(source: str) -> str:
    """Where a DOI or a trial registration number leads; empty for none."""
    if source.startswith("10."):
        return f"https://doi.org/{source}"
    if source.startswith("ISRCTN"):
        return f"https://www.isrctn.com/{source}"
    return f"https://clinicaltrials.gov/study/{source}" if source.startswith("NCT") else ""


def identifier_lines(identifiers: Iterable[Identifier], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """The numbers of a technology as printed on labels, categories with their titles."""
    return [
        {
            "pk": one.pk,
            "kind": one.get_scheme_display(),
            "shown": printed(one.value) if one.scheme == DeviceScheme.HIBC else one.value,
            "title": " › ".join(titles[code].capitalize() for code in emdn_levels(one.value) if code in titles)
            if one.scheme == DeviceScheme.EMDN
            else "",
        }
        for one in identifiers
    ]


def company_identifier_lines(identifiers: Iterable[CompanyIdentifier]) -> list[dict[str, Any]]:
    """The numbers of a company."""
    return [{"pk": one.pk, "kind": one.get_scheme_display(), "shown": one.value} for one in identifiers]


def invitation_tag(invitation: ColleagueInvitation, at: datetime) -> Tag:
    """Whether the link of an open invitation still works."""
    return Tag("Invited", "blue") if invitation.expires_at > at else Tag("Out of date", "grey")


def comments_by_topic(topics: Mapping[str, str], comments: Iterable[PackComment]) -> list[dict[str, Any]]:
    """Each topic with its title and its comments; a topic that is asked no more stands last, under its code."""
    found: dict[str, list[tuple[PackComment, Tag]]] = {topic: [] for topic in topics}
    for one in comments:
        tag = Tag("Resolved", "green") if one.resolved_at else Tag("Open", "blue")
        found.setdefault(one.topic, []).append((one, tag))
    return [{"topic": t, "title": topics.get(t, t), "comments": said} for t, said in found.items()]


_EXCHANGE_PARTS = {
    "answers": "Answers",
    "claims": "Claims",
    "certificates": "Certificates",
    "cost_model": "Cost model",
    "documents": "Documents (title and what they are put to)",
}


def exchange_counts(found: BroughtIn) -> list[list[tuple[str, str | int]]]:
    """What a brought-in pack changes: a row for each part, as pairs of column and value."""
    return [
        [("Part", words), ("New", one.new), ("Changed", one.changed), ("As it is already", one.unchanged)]
        for part, words in _EXCHANGE_PARTS.items()
        for one in [found.counts[part]]
    ]


def exchange_problems(pack: Pack, problems: Iterable[Problem], asked: Mapping[str, Asked]) -> list[dict[str, str]]:
    """Each problem with the words of its place, and the address of its question where it has one."""
    rows = []
    for one in problems:
        question = asked.get(one.question)
        rows.append(
            {
                "where": one.where,
                "words": question.title if question else one.where or "The whole file",
                "problem": one.problem,
                "next_step": one.next_step,
                "address": address_of(pack, question) if question else "",
            }
        )
    return rows
