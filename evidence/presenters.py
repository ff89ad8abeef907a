"""Evidence in words and colours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from compass.foundation.web.presenting import Tag
from evidence.answering import VALUED
from evidence.certificate_words import adding_address
from evidence.claims import Design, Effect, Measure, Told, sentence, strength
from evidence.completeness import CONFIRM, Asked, Task
from evidence.exchange import Problem
from evidence.hibc import printed
from evidence.identifiers import emdn_levels
from evidence.models import (
    Claim,
    ColleagueInvitation,
    CompanyIdentifier,
    DeviceScheme,
    Identifier,
    Pack,
    PackComment,
)
from evidence.operations.exchange import BroughtIn
from evidence.queries.pack_rows import ClaimRow
from evidence.states import PackState


def pack_tag(pack: Pack) -> Tag:
    """Where a pack is."""
    return Tag("In draft", "yellow") if pack.state == PackState.DRAFT else Tag("Submitted", "green")


def counts_for(task: Task) -> str:
    """How far one answer reaches, when it reaches further than one requirement."""
    if len(task.lines) == 1:
        return ""
    standards = len(task.standards)
    return f"One answer meets {len(task.lines)} requirements" + (
        f" in {standards} standards." if standards > 1 else "."
    )


def address_of(pack: Pack, asked: Asked) -> str:
    """The page on which this is answered."""
    if asked.kind in VALUED:
        return reverse("answer", args=[pack.pk, asked.question])
    if asked.kind == "CERTIFICATE":
        return adding_address(pack, asked.accepts)
    if asked.kind == "DOCUMENT":
        return f"{reverse('add-document', args=[pack.pk])}?question={asked.question}"
    if asked.kind == "CLAIM":
        return stating_address(pack, asked.accepts)
    return reverse("cost-model", args=[pack.pk])


def stating_address(pack: Pack, designs: Collection[str]) -> str:
    """The page to state a claim on, with the design of its study where only one would do."""
    chosen = urlencode({"design": next(iter(designs))}) if len(designs) == 1 else ""
    return reverse("state-claim", args=[pack.pk]) + (f"?{chosen}" if chosen else "")


def task_address(pack: Pack, task: Task) -> str:
    """The page on which the task is done: where its answer is given, or what was carried over is confirmed."""
    if task.problem.startswith(CONFIRM) and task.asked.kind not in VALUED:
        return reverse("confirm-part", args=[pack.pk, task.asked.question])
    return address_of(pack, task.asked)


def plain_number(value: Decimal | None) -> str:
    """A decimal as somebody would type it."""
    return "" if value is None else format(value.normalize(), "f")


def claim_words(claim: Claim | ClaimRow, documents: Sequence[str]) -> dict[str, Any]:
    """A claim as a sentence, with the label of its strength and the rule behind the label.

    `documents` are the titles of those it rests on that its reader's road shows.
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
        "documents": documents,
    }


def source_link(source: str) -> str:
    """Where a DOI or a trial registration number leads; empty for none."""
    if source.startswith("10."):
        return f"https://doi.org/{source}"
    if source.startswith("ISRCTN"):
        return f"https://www.isrctn.com/{source}"
    return f"https://clinicaltrials.gov/study/{source}" if source.startswith("NCT") else ""


_SCHEMES: Mapping[str, str] = dict(DeviceScheme.choices)


def identifier_facts(identifiers: Iterable[tuple[str, str, str | None]]) -> list[tuple[str, str]]:
    """Kind and words of numbers given by scheme, value and title: as printed on labels, categories with their title."""
    return [
        (_SCHEMES[scheme], f"{_printed(scheme, value)}{f' {title.capitalize()}' if title else ''}")
        for scheme, value, title in identifiers
    ]


def _printed(scheme: str, value: str) -> str:
    return printed(value) if scheme == DeviceScheme.HIBC else value


def identifier_lines(identifiers: Iterable[Identifier], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """The numbers of a technology as printed on labels, categories with their titles."""
    return [
        {
            "pk": one.pk,
            "kind": _SCHEMES[one.scheme],
            "shown": _printed(one.scheme, one.value),
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
    "documents": "Documents (title and what they are evidence for)",
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
