"""Evidence in words and colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from compass.foundation.web.presenting import Tag
from evidence.completeness import Line
from evidence.hibc import printed
from evidence.identifiers import emdn_levels
from evidence.models import (
    ColleagueInvitation,
    CompanyIdentifier,
    Confidentiality,
    DeviceScheme,
    Document,
    Identifier,
    Pack,
    PackComment,
)
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


def task(pack: Pack, line: Line) -> dict[str, Any]:
    """One row of the task list: where it leads, and how it stands."""
    editable = pack.state == PackState.DRAFT
    if line.met:
        status: dict[str, Any] = {"text": "Complete"}
    elif line.problem.startswith("A certificate"):
        status = {"tag": {"text": "Expired", "colour": "red"}}
    else:
        status = {"tag": {"text": "To do" if line.asked.mandatory else "Optional", "colour": "blue"}}
    return {
        "heading": line.asked.title,
        "hint": line.problem or None,
        "status": status,
        "href": _address(pack, line) if editable else None,
    }


def _address(pack: Pack, line: Line) -> str:
    if line.asked.kind == "CERTIFICATE":
        return reverse("add-certificate", args=[pack.pk])
    if line.asked.kind == "DOCUMENT":
        return reverse("add-document", args=[pack.pk])
    return reverse("answer", args=[pack.pk, line.asked.code])


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
