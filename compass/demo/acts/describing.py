"""What innovators do: register, answer, attach, hand in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from compass.demo.cast import Cast
from compass.demo.chance import between, pick
from compass.demo.library import Journey, Product, products
from compass.demo.pdf import small_pdf
from compass.demo.wording import answers, other_answer
from compass.foundation.clock import civil_date
from evidence.models import CertificateKind, Confidentiality, Innovator
from evidence.operations.documents import upload_document
from evidence.operations.innovations import Description, describe_innovation, register_innovation
from evidence.operations.innovators import register_innovator
from evidence.operations.packs import add_certificate, answer_requirement, start_pack
from evidence.queries import requirements_of
from trusts.operations.assessments import request_assessment, start_revision

_BODIES = ("Invented Approved Body 0001", "Invented Approved Body 0002", "Invented Certification Ltd")


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


def start(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Begin the pack of a product version."""
    product = products()[journey.technology]
    start_pack(
        innovation=cast.innovation(product.name),
        product_version=journey.version,
        by=cast.person(f"maker@{product.company}"),
        now=now,
    )


def revise(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Begin the next revision after a panel that did not approve."""
    product = products()[journey.technology]
    start_revision(pack=cast.pack(journey), by=cast.person(f"maker@{product.company}"), now=now)
    cast.begins_anew(journey)


def answer(cast: Cast, journey: Journey, number: int, *, now: datetime) -> None:
    """Write the answer to the pack's written requirement at this place, if the standard has so many."""
    product, pack = products()[journey.technology], cast.pack(journey)
    asked = [requirement for requirement in requirements_of(pack) if requirement.kind == "TEXT"]
    if number < len(asked):
        requirement = asked[number]
        known = answers(product, journey.version)
        answer_requirement(
            pack=pack,
            requirement=requirement,
            text=known.get(requirement.code) or other_answer(product, journey.version, requirement.title),
            by=cast.person(f"maker@{product.company}"),
            now=now,
        )


def answers_wanted(cast: Cast, journey: Journey, first: int, *, now: datetime) -> None:
    """Write every answer from a place on, whatever number the standard asks for."""
    for number in range(first, requirements_of(cast.pack(journey)).filter(kind="TEXT").count()):
        answer(cast, journey, number, now=now)


def certify(cast: Cast, journey: Journey, expires_on: date, *, now: datetime) -> None:
    """Add two certificates, of which the first to expire does so on the given day."""
    product = products()[journey.technology]
    key = (product.name, journey.version)
    software = CertificateKind.ISO_27001 if product.kind == "DIGITAL" else CertificateKind.ISO_13485
    later = expires_on + timedelta(days=between(45, 420, *key, "later"))
    market = pick((CertificateKind.UKCA, CertificateKind.CE), *key)
    for kind, day, years in ((market, expires_on, 5), (software, later, 3)):
        add_certificate(
            pack=cast.pack(journey),
            kind=kind,
            number=f"{kind.value.replace('_', '-')}-{between(10_000, 99_999, *key, kind)}",
            issued_by=pick(_BODIES, *key, kind),
            valid_from=min(day - timedelta(days=365 * years), civil_date(now) - timedelta(days=between(20, 90, *key))),
            expires_on=day,
            by=cast.person(f"maker@{product.company}"),
            now=now,
        )


def attach(cast: Cast, journey: Journey, title: str, *, now: datetime) -> None:
    """Upload a one-page report."""
    product = products()[journey.technology]
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
        pack=cast.pack(journey),
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
