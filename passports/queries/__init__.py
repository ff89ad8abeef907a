"""What is asked about passports. Public facts are public; the rest goes through the owner."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

from compass.accounts.models import User
from compass.foundation.rows import Fields, shaped
from evidence.models import CertificateRenewal
from evidence.states import RenewalState
from passports.models import Adoption, Condition, LocalCheck, Operator, Passport, StatusPlace, Submission
from passports.queries.conditions import condition_rows, with_due_day
from passports.states import AdoptionState, SubmissionState
from passports.validity import USABLE
from trusts.models import Assessment, Role
from trusts.queries import assessments_of, carried_by_ended, organisations_of
from trusts.states import APPROVING


def _frozen(part: str) -> Func:
    """What the passport's frozen pack says of the technology."""
    content = F("pack__content")
    return Func(content, Value("innovation"), Value(part), function="jsonb_extract_path_text", output_field=TextField())


# The public fields of a passport, declared once: pages, API and exports render this.
PUBLIC_FIELDS: Fields = {
    "number": "number",
    "status": "status",
    "until": "until",
    "reasons": "reasons",
    "issued_at": "issued_at",
    "life_ends_on": "life_ends_on",
    "is_current": "is_current",
    "innovation_slug": "innovation__slug",
    # What was assessed, in the words of the frozen pack: what its maker writes later is not part of the passport.
    "innovation_name": Coalesce(_frozen("name"), "innovation__name", output_field=TextField()),
    "innovator_name": Coalesce(_frozen("innovator"), "innovation__innovator__name", output_field=TextField()),
    "product_version": "pack__product_version",
    "content_hash": "pack__content_hash",
    "assessed_by_ods_code": "assessed_by__ods_code",
    "assessed_by_name": "assessed_by__name",
}


def operators() -> QuerySet[Operator]:
    """Everybody who works for the national operator."""
    return Operator.objects.all()


def public_passports() -> QuerySet[Passport]:
    """Every passport with what its page shows."""
    return Passport.objects.select_related("innovation__innovator", "pack", "assessed_by__current").defer(
        "innovation__search", "pack__content"
    )


def any_due(on: date) -> bool:
    """Whether any stored verdict turns, or an organisation stops acting for itself, by a civil date: one query.

    It is one look into an index, and one through the few hundred organisations.
    """
    turning = Passport.objects.filter(next_change_on__lte=on).order_by().values("pk")
    return turning.union(carried_by_ended(on).order_by().values("pk"), all=True).exists()


def newest_passports(limit: int) -> list[Passport]:
    """The passports issued last that can be relied on."""
    usable = public_passports().filter(is_current=True, status__in=[s.value for s in USABLE])
    return list(usable.order_by("-issued_at", "-id")[:limit])


def passport_by_number(number: str) -> Passport:
    """One passport by its number as printed, with its frozen pack; raises Passport.DoesNotExist."""
    return public_passports().defer(None).defer("innovation__search").get(number=number)


def successor_of(passport: Passport) -> Passport | None:
    """The passport that took the place of this one; None, and nothing asked, while it is the technology's own."""
    if passport.is_current:
        return None
    return public_passports().filter(innovation_id=passport.innovation_id, is_current=True).first()


def assessed_as(passport: Passport) -> dict[str, Any]:
    """What the frozen pack says of the technology (name, innovator, summary and so on): what the panel assessed."""
    innovation = passport.innovation
    frozen: dict[str, Any] = (passport.pack.content or {}).get("innovation", {})
    return {"name": innovation.name, "innovator": innovation.innovator.name, "summary": ""} | frozen


def conditions_of(passport: Passport) -> Any:
    """The passport's conditions, each with the day `due` through which it is to be met, the next due first."""
    return with_due_day(Condition.objects.filter(passport=passport)).order_by("due", "id")


def condition_of(passport: Passport, pk: int) -> Condition:
    """One condition of this passport, with `due`; raises Condition.DoesNotExist."""
    found: Condition = with_due_day(Condition.objects.select_related("passport")).get(passport=passport, pk=pk)
    return found


def submissions_waiting() -> QuerySet[Submission]:
    """The operators' queue, oldest first; the caller has checked that the person is an operator."""
    return (
        Submission.objects.filter(state=SubmissionState.WAITING)
        .select_related(
            "organisation", "decision__assessment__innovation__innovator", "decision__assessment__pack__innovation"
        )
        .order_by("submitted_at", "id")
    )


def renewals_waiting() -> QuerySet[CertificateRenewal]:
    """The renewed certificates that wait for an operator, oldest first; the caller has checked that they are one."""
    waiting = renewals_for_operator().filter(state=RenewalState.WAITING)
    return waiting.order_by("handed_in_at", "id")


def renewals_for_operator() -> QuerySet[CertificateRenewal]:
    """Every renewal with what the operators' pages show; the caller has checked that the person is an operator."""
    return CertificateRenewal.objects.select_related(
        "certificate__pack__innovation__innovator", "certificate__pack__passport", "handed_in_by", "document"
    ).defer("certificate__pack__content", "certificate__pack__innovation__search")


def submission_for_operator(pk: int) -> Submission:
    """One submission with all that the operator's page shows; raises Submission.DoesNotExist."""
    return Submission.objects.select_related(
        "organisation", "submitted_by", "decision__decided_by__person",
        "decision__assessment__innovation__innovator", "decision__assessment__pack__innovation__innovator",
        "decision__assessment__panel__organisation",
    ).get(pk=pk)  # fmt: skip


def submission_of(assessment: Assessment) -> Submission | None:
    """The submission of an assessment's decision, None before it is submitted."""
    return Submission.objects.filter(decision__assessment=assessment).select_related("passport").first()


def decisions_to_submit(person: User) -> QuerySet[Assessment]:
    """Approving decisions of the person's organisations that are not (or not again) with the operator."""
    led = organisations_of(person, Role.INNOVATION_LEAD).values("pk")
    return (
        assessments_of(person)
        .filter(panel__organisation__current__in=led, state__in=APPROVING)
        .filter(Q(decision__submission=None) | Q(decision__submission__state=SubmissionState.RETURNED))
    )


def adoptions_of(person: User) -> QuerySet[Adoption]:
    """The adoptions of the organisations this person buys for, newest first."""
    current = organisations_of(person, Role.BUYER).values("pk")
    return (
        Adoption.objects.filter(organisation__current__in=current)
        .select_related(
            "passport__innovation__innovator", "passport__assessed_by__current", "organisation__current", "accepted_by"
        )
        .annotate(checks_done=Count("checks", filter=Q(checks__done_at__isnull=False)), checks_all=Count("checks"))
        .order_by("-id")
    )


def checks_of(adoption: Adoption) -> QuerySet[LocalCheck]:
    """The local checks of an adoption, in order."""
    return LocalCheck.objects.filter(adoption=adoption).select_related("done_by", "adoption").order_by("id")


def contacts_of_adopters(innovation_slug: str) -> dict[str, dict[str, str]]:
    """Whom each adopter of a technology offers to ask: `name` and `email` by ODS code, of its newest adoption.

    The caller has checked that the reader is one of those to whom it is offered.
    """
    offered = Adoption.objects.filter(passport__innovation__slug=innovation_slug, organisation__current__isnull=False)
    rows = offered.exclude(contact_email="").order_by("accepted_at", "id")
    found = rows.values_list("organisation__ods_code", "contact_name", "contact_email")
    return {code: {"name": name, "email": email} for code, name, email in found}


def standing_adoptions(person: User, number: str) -> list[Adoption]:
    """The adoptions of a passport that have not ended, of the organisations this person buys for, by name."""
    found = adoptions_of(person).filter(passport__number=number).exclude(state=AdoptionState.ENDED)
    return list(found.order_by("organisation__name", "id"))


def passports_of_packs(pack_ids: Collection[int]) -> dict[int, Passport]:
    """The passport of each of these packs that has one, by pack: one query."""
    return {passport.pack_id: passport for passport in Passport.objects.filter(pack_id__in=pack_ids)}


# What a credential states of a passport, beside its public fields.
CREDENTIAL_FIELDS: Fields = {
    **PUBLIC_FIELDS,
    "is_invented": "innovation__innovator__is_demonstration",
    "list_number": "status_place__list_number",
    "place": "status_place__place",
}


def credential_facts(number: str) -> dict[str, Any] | None:
    """What a credential states of a passport, its conditions included; None when there is no such number.

    Two queries. A passport that has no place in the status lists yet has None for `list_number` and `place`.
    """
    facts = shaped(Passport.objects.filter(number=number), CREDENTIAL_FIELDS).first()
    if facts is None:
        return None
    conditions = Condition.objects.filter(passport__number=number)
    # Whoever reads it elsewhere has no page around it that says so.
    invented = {"innovator_name": f"{facts['innovator_name']} (invented)"} if facts.pop("is_invented") else {}
    return facts | invented | {"conditions": condition_rows(conditions)}


def places_of(statuses: Collection[str], *, list_number: int) -> list[int] | None:
    """The places in a status list of the passports with these verdicts; None when there is no such list."""
    found = StatusPlace.objects.filter(list_number=list_number).aggregate(
        all=Count("id"), places=ArrayAgg("place", filter=Q(passport__status__in=statuses), default=Value([]))
    )
    return list(found["places"]) if found["all"] else None
