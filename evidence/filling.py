"""Fills in one standard of a pack: rows read by a fixed number of queries, said in words, put into the pure form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from compass.foundation.clock import civil_date
from evidence import cost_words, presenters, queries
from evidence.certificate_words import certificate_line
from evidence.cost import calculate, read_cost_model
from evidence.filled import FilledSet, Piece, Pieces, Row, answered_once, filled_rows, grouped
from evidence.models import Certificate, Document, Pack, RequirementSet, Section, Topic
from evidence.queries.certificates import certificates_of, ends_now
from evidence.queries.standards import asked_of
from evidence.states import DocumentState

_WAITING = {DocumentState.QUARANTINED: ", still being checked", DocumentState.INFECTED: ", infected: handed to nobody"}


def fill_in(pack: Pack, standard: RequirementSet, *, on: date) -> FilledSet:
    """The standard as this pack answers it on a civil date; the caller has already passed the policy of its road.

    Names of a frozen pack are those it was frozen with. Sums are said to the penny: it becomes a file.
    """
    asked, held = asked_of(pack), queries.held_by(pack)
    pieces = _pieces(pack, queries.documents_of(pack), cost_words.exact_pounds)
    rows = filled_rows(asked, str(standard), held, pieces, on=on)
    rows = [replace(row, section=Section(row.section).label) for row in rows]
    names = (pack.content or {}).get("innovation") or {}
    topics = {one.code: Topic(one.topic).label for one in asked if one.standard == str(standard)}
    return FilledSet(
        code=standard.code,
        version=standard.version,
        title=standard.title,
        publisher=standard.publisher,
        source_url=standard.source_url,
        effective_from=standard.effective_from,
        innovator=names.get("innovator", pack.innovation.innovator.name),
        technology=names.get("name", pack.innovation.name),
        product_version=pack.product_version,
        revision=pack.revision,
        as_of=on,
        frozen_on=civil_date(pack.frozen_at) if pack.frozen_at else None,
        content_hash=pack.content_hash,
        demonstration=pack.innovation.innovator.is_demonstration,
        groups=grouped(standard.code, standard.version, rows, topics),
    )


def answers_of(pack: Pack, documents: Iterable[Document]) -> list[Row]:
    """What the pack says, each question that applies once, in words.

    `documents` are those that the road lets its reader see: no other is named, not even by its title.
    """
    pieces = _pieces(pack, documents, cost_words.pounds)
    return answered_once(asked_of(pack), queries.held_by(pack), pieces, on=date.max)


def _pieces(pack: Pack, readable: Iterable[Document], say: cost_words.Say) -> Pieces:
    known = {document.pk: document for document in readable}
    documents: dict[str, list[Piece]] = defaultdict(list)
    supports = pack.supports.filter(document__in=known).order_by("document_id", "id")
    for document_id, question in supports.values_list("document_id", "question"):
        documents[question].append(_document(known[document_id]))
    claims = queries.claims_resting_on(pack, known.values())
    return Pieces(
        documents=documents,
        certificates=[(one.kind, _certificate(one)) for one in certificates_of(pack)],
        claims=[
            (claim.design, _claim(presenters.claim_words(claim, [one.title for one in on]))) for claim, on in claims
        ],
        cost_model=_cost_model(pack, say),
    )


def _document(document: Document) -> Piece:
    state = _WAITING.get(DocumentState(document.state), "")
    text = f"{document.title} ({document.original_name}, {-(-document.size // 1024):,} kB{state})"
    return Piece("DOCUMENT", text, sha256=document.sha256)


def _certificate(certificate: Certificate) -> Piece:
    return Piece("CERTIFICATE", certificate_line(certificate), expires_on=ends_now(certificate))


def _claim(words: Mapping[str, Any]) -> Piece:
    sites = f" Sites: {', '.join(words['sites'])}." if words["sites"] else ""
    source = f" Source: {words['source_link'] or words['source']}." if words["source"] else ""
    shown_in = ", ".join(words["documents"])
    documents = f" Shown in: {shown_in}." if shown_in else ""
    return Piece(
        "CLAIM", f"{words['sentence']} Strength of the evidence: {words['strength'].lower()}.{sites}{source}{documents}"
    )


def _cost_model(pack: Pack, say: cost_words.Say) -> Piece | None:
    """The central results with the range between the cases; None before the first number."""
    typed, revision = queries.cost_model_of(pack)
    if not revision:
        return None
    model = read_cost_model(typed).model
    if model is None:
        return Piece("COST_MODEL", "Cost model, not complete yet")
    results = cost_words.tables(model, calculate(model), say)[0]
    said = [
        f"{label}: {central}" + (f" ({low} to {high})" if {low, high} != {central} else "")
        for label, low, central, high in results.rows
    ]
    first = "The central case, in brackets the least favourable to the most favourable one."
    return Piece("COST_MODEL", "\n".join([first, *said, results.note]))
