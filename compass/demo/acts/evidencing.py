"""What innovators put into a pack that is asked for data: answers, claims, a cost model, documents, certificates."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify

from compass.demo.acts.describing import confirm, drop_carried_certificates
from compass.demo.cast import Cast
from compass.demo.certifying import certificate, market_kind
from compass.demo.chance import drawn, pick
from compass.demo.claiming import claims
from compass.demo.costing import cost_model
from compass.demo.library import Journey, Product, products
from compass.demo.pdf import small_pdf
from compass.demo.replies import facts, replies, reply, triage
from compass.foundation.clock import civil_date
from evidence.answering import VALUED
from evidence.completeness import Line, Task, tasks
from evidence.models import CostModel
from evidence.operations.answers import answer_questions
from evidence.operations.certificates import add_certificate
from evidence.operations.claims import state_claim
from evidence.operations.cost_model import save_cost_model
from evidence.operations.documents import upload_document
from evidence.queries import pack_lines
from evidence.queries.standards import asked_of

_WHOLE = 100
# From here on everybody has said what kind of thing it is.
_HALF = 50
# Kinds that are chosen by the product, not by chance.
_MARKET = {"UKCA", "CE"}


def fill(cast: Cast, journey: Journey, share: int, expires_on: date, *, now: datetime) -> None:
    """Do about so many per cent of what the pack is asked; at 100 nothing is left, optional parts included.

    A pack that is asked the first standard alone wants nothing but its answers; claims and costs are volunteered.
    """
    _answer(cast, journey, share, now)
    if not any(asked.kind == "CLAIM" for asked in asked_of(cast.pack(journey))):
        if share == _WHOLE:
            _claim(cast, journey, now)
            _model(cast, journey, now)
        confirm(cast, journey, now=now)
        return
    drop_carried_certificates(cast, journey, now=now)
    done = {kind: _wanted(cast, journey, kind, share, now) for kind in ("DOCUMENT", "CLAIM", "COST_MODEL")}
    _document(cast, journey, done["DOCUMENT"], now)
    if done["CLAIM"]:
        _claim(cast, journey, now)
    if done["COST_MODEL"]:
        _model(cast, journey, now)
    _certify(cast, journey, _wanted(cast, journey, "CERTIFICATE", share, now), expires_on, now)
    if share == _WHOLE:
        confirm(cast, journey, now=now)


def _product(journey: Journey) -> Product:
    return products()[journey.technology]


def _chosen(journey: Journey, question: str, share: int) -> bool:
    if question in triage(_product(journey)) and share >= _HALF:
        return True
    return drawn(journey.technology, journey.version, question, "done") % _WHOLE < share


def _wanted(cast: Cast, journey: Journey, kind: str, share: int, now: datetime) -> list[Task]:
    lines = pack_lines(cast.pack(journey), civil_date(now))
    return [t for t in tasks(lines) if t.problem and t.asked.kind == kind and _chosen(journey, t.asked.question, share)]


def _answer(cast: Cast, journey: Journey, share: int, now: datetime) -> None:
    """Answers that open more questions are followed."""
    product, pack = _product(journey), cast.pack(journey)
    maker = cast.person(f"maker@{product.company}")
    written = 1
    while written:
        lines = [line for line in pack_lines(pack, civil_date(now)) if _to_answer(line, journey, share)]
        given = {
            asked.question: reply(product, journey.version, asked.question, asked.kind, tuple(asked.options))
            for asked in (line.asked for line in lines)
        }
        written = answer_questions(pack=pack, given=given, by=maker, now=now)


def _to_answer(line: Line, journey: Journey, share: int) -> bool:
    return line.asked.kind in VALUED and not line.met and _chosen(journey, line.asked.question, share)


def _document(cast: Cast, journey: Journey, wanted: list[Task], now: datetime) -> None:
    """One document for each group of questions that it answers."""
    product, pack = _product(journey), cast.pack(journey)
    open_questions = [task.asked.question for task in wanted]
    for kind in replies()["document"]:
        put_to = [question for question in kind["questions"] if question in open_questions]
        if not put_to:
            continue
        open_questions = [question for question in open_questions if question not in put_to]
        about = kind["about"].format(**facts(product, journey.version))
        lines = (
            f"{kind['title']}: {product.name}, version {journey.version}", "",
            f"{product.company}. An invented document about an invented product, for demonstration.", "",
            *_wrapped(about),
        )  # fmt: skip
        upload_document(
            pack=pack,
            title=kind["title"],
            upload=SimpleUploadedFile(f"{slugify(kind['title'])}.pdf", small_pdf(lines), "application/pdf"),
            confidentiality=kind["readers"],
            questions=put_to,
            by=cast.person(f"maker@{product.company}"),
            now=now,
        )


def _wrapped(text: str, width: int = 84) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def _claim(cast: Cast, journey: Journey, now: datetime) -> None:
    product, pack = _product(journey), cast.pack(journey)
    stated = set(pack.claims.values_list("outcome", flat=True))
    report = pack.documents.filter(supports__question="supporting-document").order_by("id")[:1]
    for claim in claims(product, journey.version):
        if claim["outcome"] not in stated:
            rests_on = [] if claim["design"] == "MODELLED" else list(report)
            maker = cast.person(f"maker@{product.company}")
            state_claim(pack=pack, facts=claim, documents=rests_on, by=maker, now=now)


def _model(cast: Cast, journey: Journey, now: datetime) -> None:
    product, pack = _product(journey), cast.pack(journey)
    if CostModel.objects.filter(pack=pack).exists():  # carried over from the version before
        return
    save_cost_model(
        pack=pack,
        model=cost_model(product, civil_date(now).year),
        revision=0,
        by=cast.person(f"maker@{product.company}"),
        now=now,
    )


def _certify(cast: Cast, journey: Journey, wanted: list[Task], expires_on: date, now: datetime) -> None:
    """The certificate that says that the product is on the market ends on the given day, or the first one does."""
    product, pack = _product(journey), cast.pack(journey)
    kinds = [_kind(product, journey.version, task, expires_on) for task in wanted]
    first = next((kind for kind in kinds if kind in _MARKET), kinds[0] if kinds else "")
    for kind in dict.fromkeys(kinds):
        if not pack.certificates.filter(kind=kind).exists():
            wanted_end = expires_on if kind == first else None
            stated = certificate(product, journey.version, kind, wanted=wanted_end, on=civil_date(now))
            add_certificate(pack=pack, by=cast.person(f"maker@{product.company}"), now=now, **stated)


def _kind(product: Product, version: str, task: Task, expires_on: date) -> str:
    accepted = sorted(task.asked.accepts)
    if not accepted or _MARKET & set(accepted):
        return market_kind(product, version, expires_on)
    return pick(accepted, product.name, task.asked.question)
