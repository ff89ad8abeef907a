"""What innovators do: register, answer, attach, hand in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from compass.demo.cast import Cast
from compass.demo.certifying import certificate, market_kind
from compass.demo.chance import between, pick
from compass.demo.library import Journey, Product, products
from compass.demo.numbers import emdn, gtin
from compass.demo.pdf import small_pdf
from compass.demo.placing import benefits, settings
from compass.demo.replies import reply
from compass.demo.wording import plain
from compass.foundation.clock import civil_date
from evidence.models import CertificateKind, Confidentiality, DeviceScheme, Innovator, Magnitude, Topic
from evidence.operations.answers import answer_question
from evidence.operations.certificates import add_certificate, remove_certificate
from evidence.operations.confirmations import confirm_for_version
from evidence.operations.documents import upload_document
from evidence.operations.identifiers import add_identifier
from evidence.operations.innovations import Description, describe_innovation, register_innovation
from evidence.operations.innovators import register_innovator
from evidence.operations.packs import start_pack
from evidence.operations.versions import Stated
from evidence.queries import answer_of, pack_lines
from evidence.queries.standards import asked_of
from evidence.queries.versions import last_frozen_pack, unconfirmed_of, version_change_of
from trusts.operations.assessments import request_assessment, start_revision


def company_of(cast: Cast, name: str, *, now: datetime) -> Innovator:
    """The company, registered as an invented one on the day it is first needed."""
    return cast.company(name) or register_innovator(
        name=name, by=cast.person(f"maker@{name}"), now=now, is_demonstration=True
    )


def description_of(product: Product) -> Description:
    """What the innovator says of the technology."""
    return {
        "name": product.name,
        "kind": product.kind,
        "clinical_area": product.clinical_area,
        "summary": product.summary,
        "problem": product.problem,
        "description": product.description,
        "list_price": product.price,
        "price_unit": product.unit,
        "care_settings": settings(product),
        "benefits": benefits(product),
    }


def register(cast: Cast, product: Product, *, now: datetime) -> None:
    """Add the technology of a company that came by itself."""
    register_innovation(
        innovator=company_of(cast, product.company, now=now),
        description=description_of(product),
        by=cast.person(f"maker@{product.company}"),
        now=now,
    )


def describe(cast: Cast, product: Product, *, now: datetime) -> None:
    """Fill in the description of a technology that came by nomination."""
    describe_innovation(
        innovation=cast.innovation(product.name),
        description=description_of(product),
        by=cast.person(f"maker@{product.company}"),
        now=now,
    )


def number(cast: Cast, product: Product, *, now: datetime) -> None:
    """Give the technology its GTIN and its category."""
    for scheme, value in ((DeviceScheme.GTIN, gtin(product)), (DeviceScheme.EMDN, emdn(product))):
        add_identifier(
            innovation=cast.innovation(product.name),
            scheme=scheme,
            value=value,
            by=cast.person(f"maker@{product.company}"),
            now=now,
        )


def start(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Begin the pack of a product version; a later version says what is new."""
    product = products()[journey.technology]
    innovation = cast.innovation(product.name)
    later = last_frozen_pack(innovation) is not None
    start_pack(
        innovation=innovation,
        product_version=journey.version,
        by=cast.person(f"maker@{product.company}"),
        now=now,
        change=_change(journey) if later else None,
    )


def _change(journey: Journey) -> Stated:
    if journey.version.endswith(".0"):
        return Stated(Magnitude.MAJOR, plain("major_changes", journey.technology), [Topic.CLINICAL_EVIDENCE])
    return Stated(Magnitude.MINOR, plain("minor_changes", journey.technology))


def drop_carried_certificates(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Take out what was carried over from an earlier version: the newer one brings its own certificates."""
    maker = cast.person(f"maker@{products()[journey.technology].company}")
    for carried in cast.pack(journey).certificates.order_by("id"):
        remove_certificate(certificate=carried, by=maker, now=now)


def confirm(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Say of everything that was carried over from an earlier version that it is still true."""
    pack = cast.pack(journey)
    if (change := version_change_of(pack)) is not None:
        maker = cast.person(f"maker@{products()[journey.technology].company}")
        for question in sorted(unconfirmed_of(pack, asked_of(pack), change)):
            confirm_for_version(pack=pack, question=question, by=maker, now=now)


def revise(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Begin the next revision after a panel that did not approve."""
    product = products()[journey.technology]
    start_revision(pack=cast.pack(journey), by=cast.person(f"maker@{product.company}"), now=now)
    cast.begins_anew(journey)


def answer(cast: Cast, journey: Journey, number: int, *, now: datetime) -> None:
    """Write the answer to the pack's written requirement at this place, if the standards have so many."""
    product, pack = products()[journey.technology], cast.pack(journey)
    asked = [line.asked for line in pack_lines(pack, civil_date(now)) if line.asked.kind == "TEXT"]
    if number < len(asked):
        standing = answer_of(pack, asked[number].question)
        answer_question(
            pack=pack,
            question=asked[number].question,
            given=reply(product, journey.version, asked[number].question, asked[number].kind),
            seen=standing.revision if standing else 0,
            by=cast.person(f"maker@{product.company}"),
            now=now,
        )


def certify(cast: Cast, journey: Journey, expires_on: date, *, now: datetime) -> None:
    """Give a pack that is asked for certificates of no certain kind two, the first to end on the given day."""
    product, pack, on = products()[journey.technology], cast.pack(journey), civil_date(now)
    if not any(asked.kind == "CERTIFICATE" and not asked.accepts for asked in asked_of(pack)):
        return
    drop_carried_certificates(cast, journey, now=now)
    later = expires_on + timedelta(days=between(45, 420, product.name, journey.version, "later"))
    quality = CertificateKind.ISO_27001 if product.kind == "DIGITAL" else CertificateKind.ISO_13485
    market = market_kind(product, journey.version, expires_on)
    for kind, day in ((market, expires_on), (str(quality), later)):
        facts = certificate(product, journey.version, kind, wanted=day, on=on)
        add_certificate(pack=pack, by=cast.person(f"maker@{product.company}"), now=now, **facts)


def attach(cast: Cast, journey: Journey, title: str, *, now: datetime) -> None:
    """Upload a one-page report."""
    product, pack = products()[journey.technology], cast.pack(journey)
    if pack.documents.filter(title=title).exists():  # carried over from an earlier version
        title = f"{title}, version {journey.version}"
    lines = (
        f"{title}: {product.name}, version {journey.version}",
        "",
        f"{product.company}. An invented document about an invented product, for demonstration.",
        "",
        f"Question: {product.name} compared with {product.against}.",
        f"Setting: {product.who}.",
    )
    name = f"{title.lower().replace(' ', '-')}.pdf"
    upload = SimpleUploadedFile(name, small_pdf(lines), content_type="application/pdf")
    upload_document(
        pack=pack,
        title=title,
        upload=upload,
        confidentiality=pick(tuple(Confidentiality), product.name, title, "readers"),
        by=cast.person(f"maker@{product.company}"),
        now=now,
    )


def hand_in(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Submit the pack to the panel, which freezes it."""
    product = products()[journey.technology]
    request_assessment(
        pack=cast.pack(journey), panel=cast.panel(journey.panel), by=cast.person(f"maker@{product.company}"), now=now
    )
    cast.begins_anew(journey)
