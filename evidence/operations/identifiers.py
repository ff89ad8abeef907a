"""Numbers of technologies and companies: added in their normal form, each belonging to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from compass.foundation.mail import post_email
from evidence import identifiers, policies
from evidence.basic_udi import read_basic_udi
from evidence.hibc import read_hibc_di
from evidence.models import (
    CompanyIdentifier,
    CompanyScheme,
    DeviceScheme,
    EmdnCode,
    Identifier,
    Innovation,
    Innovator,
)
from evidence.models.identifiers import OF_ONE_DEVICE

Readers = Mapping[str, Callable[[str], str]]
DEVICE_READERS: Readers = {
    DeviceScheme.GTIN: identifiers.read_gtin,
    DeviceScheme.HIBC: read_hibc_di,
    DeviceScheme.BASIC_UDI_DI: read_basic_udi,
    DeviceScheme.EMDN: identifiers.read_emdn,
    DeviceScheme.GMDN: identifiers.read_gmdn,
}
COMPANY_READERS: Readers = {
    CompanyScheme.COMPANIES_HOUSE: identifiers.read_company_number,
    CompanyScheme.ODS: identifiers.read_ods,
    CompanyScheme.GLN: identifiers.read_gln,
    CompanyScheme.ICO: identifiers.read_ico,
    CompanyScheme.MHRA: identifiers.read_mhra,
    CompanyScheme.SRN: identifiers.read_srn,
}


@transaction.atomic
def add_identifier(*, innovation: Innovation, scheme: str, value: str, by: User, now: datetime) -> Identifier:
    """Give a technology a number or a category, as typed; one that it has already changes nothing.

    Raises NotAllowed unless `by` works for its innovator, Invalid when the number is wrong, and Refused when it is
    another technology's, without saying whose: that one may not be public. A dispute is settled by the operator.
    """
    policies.check_member(by, innovation.innovator)
    value = _read(DEVICE_READERS, scheme, value)
    if scheme == DeviceScheme.EMDN and not EmdnCode.objects.filter(code=value).exists():
        raise Invalid(
            f"The European nomenclature (EMDN) has no code {value}.",
            next_step="Look the code up in the nomenclature, or give the code one level above.",
            field="value",
        )
    innovation = Innovation.objects.select_for_update().defer("search").get(pk=innovation.pk)
    had = Identifier.objects.filter(innovation=innovation, scheme=scheme, value=value).order_by("id").first()
    if had is not None:
        return had
    try:
        with transaction.atomic():
            added = Identifier.objects.create(innovation=innovation, scheme=scheme, value=value, added_at=now)
    except IntegrityError as error:
        raise _taken(DeviceScheme(scheme), "technology") from error
    record_change("identifier_added", innovation, f"{added} was added to {innovation}.", by=by, now=now)
    return added


@transaction.atomic
def remove_identifier(*, identifier: Identifier, by: User, now: datetime) -> None:
    """Take a number from a technology; its history keeps it. Raises NotAllowed unless `by` works for its innovator."""
    innovation = identifier.innovation
    policies.check_member(by, innovation.innovator)
    if Identifier.objects.filter(pk=identifier.pk).delete()[0]:
        record_change("identifier_removed", innovation, f"{identifier} was taken from {innovation}.", by=by, now=now)


@transaction.atomic
def add_company_identifier(
    *, innovator: Innovator, scheme: str, value: str, by: User, now: datetime
) -> CompanyIdentifier:
    """Give a company its number in a register, as typed; one that it has already changes nothing.

    Raises NotAllowed unless `by` works for it, Invalid when the number is wrong, Refused when it is another company's.
    """
    policies.check_member(by, innovator)
    value = _read(COMPANY_READERS, scheme, value)
    innovator = Innovator.objects.select_for_update().get(pk=innovator.pk)
    had = CompanyIdentifier.objects.filter(innovator=innovator, scheme=scheme, value=value).order_by("id").first()
    if had is not None:
        return had
    try:
        with transaction.atomic():
            added = CompanyIdentifier.objects.create(innovator=innovator, scheme=scheme, value=value, added_at=now)
    except IntegrityError as error:
        raise _taken(CompanyScheme(scheme), "company") from error
    record_change("company_identifier_added", innovator, f"{added} was added to {innovator}.", by=by, now=now)
    return added


@transaction.atomic
def remove_company_identifier(*, identifier: CompanyIdentifier, by: User, now: datetime) -> None:
    """Take a number from a company; its history keeps it. Raises NotAllowed unless `by` works for it."""
    innovator = identifier.innovator
    policies.check_member(by, innovator)
    if CompanyIdentifier.objects.filter(pk=identifier.pk).delete()[0]:
        sentence = f"{identifier} was taken from {innovator}."
        record_change("company_identifier_removed", innovator, sentence, by=by, now=now)


def _read(readers: Readers, scheme: str, typed: str) -> str:
    if scheme not in readers:
        raise Invalid("This kind of number is not known here.", next_step="Choose one of the list.", field="scheme")
    try:
        return readers[scheme](typed)
    except identifiers.WrongIdentifierError as error:
        raise Invalid(error.message, next_step=error.next_step, field="value") from error


def _taken(scheme: DeviceScheme | CompanyScheme, what: str) -> Refused:
    # The same words whoever has it: one's own, a competitor's, public or not.
    return Refused(
        f"This {scheme.label.partition(' (')[0]} is already recorded for another {what}.",
        next_step="If it is yours, ask the national operator to release it.",
        field="value",
    )


def held_number(*, scheme: str, value: str) -> Identifier | CompanyIdentifier | None:
    """Whose number this is, as typed; None when it is nobody's. Raises Invalid for a category or a wrong number."""
    if scheme in OF_ONE_DEVICE:
        return Identifier.objects.filter(scheme=scheme, value=_read(DEVICE_READERS, scheme, value)).first()
    return CompanyIdentifier.objects.filter(scheme=scheme, value=_read(COMPANY_READERS, scheme, value)).first()


@transaction.atomic
def release_number(*, held: Identifier | CompanyIdentifier, reason: str, by: User, now: datetime) -> None:
    """Take a disputed number from whoever has it and tell their people why; the caller has checked who may."""
    subject = held.innovation if isinstance(held, Identifier) else held.innovator
    company = held.innovation.innovator if isinstance(held, Identifier) else held.innovator
    if not type(held).objects.filter(pk=held.pk).delete()[0]:
        return
    sentence = f"{held} was released from {subject} by the national operator: {reason}"
    change = record_change("identifier_released", subject, sentence, by=by, now=now)
    for person in User.objects.filter(innovator_memberships__innovator=company, is_active=True):
        post_email(
            key=f"identifier-released-{change.pk}-{person.pk}",
            recipient=person.email,
            subject=f"A number of {subject} was released",
            text=(
                f"{sentence}\n\nIf the number is yours, write to the national operator and show how you were given it. "
                f"You get this because you work for {company}.\n"
            ),
            now=now,
        )
