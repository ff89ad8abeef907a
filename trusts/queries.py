"""What NHS organisations ask. Every question goes through the owner, or is public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value

from compass.accounts.models import User
from compass.foundation.rows import Fields, shaped
from evidence.models import Innovation, Innovator, Section
from evidence.product_versions import version_key
from trusts.models import (
    Assessment,
    Interest,
    Member,
    Need,
    NeedAnswer,
    Nomination,
    Organisation,
    OrganisationKind,
    Panel,
    PanelMember,
    Role,
    Score,
    Seat,
)
from trusts.quorum import Due, Seated, due_from, obstacles
from trusts.states import STANDING, AssessmentState


def organisations_of(person: User, *roles: Role) -> QuerySet[Organisation]:
    """The open organisations for which the person holds one of the roles, mergers followed."""
    held = Member.objects.filter(person_id=person.pk, role__in=roles or Role.values)
    return Organisation.objects.filter(pk__in=held.values("organisation__current_id")).order_by("name", "id")


def carried_by_ended(on: date) -> QuerySet[Organisation]:
    """Organisations pointing at one that does not exist any more on a civil date (`trusts.succession.carriers`)."""
    taken_over = Q(current__closed_on=on, current__successions__on__lte=on)
    return Organisation.objects.filter(Q(current__closed_on__lt=on) | taken_over)


def stranded_memberships(person: User) -> QuerySet[Member]:
    """Memberships of organisations that closed without one successor: somebody has to decide about them."""
    return Member.objects.filter(person_id=person.pk, organisation__current=None).select_related("organisation")


def public_organisations() -> QuerySet[Organisation, Any]:
    """The public facts of every organisation, closed ones too, as rows."""
    return Organisation.objects.values(
        "ods_code", "kind", "name", "town", "postcode", "opened_on", "closed_on",
        "region__ods_code", "region__name", "icb__ods_code", "icb__name", "current__ods_code",
    )  # fmt: skip


def organisation_by_code(code: str) -> Organisation:
    """One organisation by its ODS code; raises Organisation.DoesNotExist."""
    return Organisation.objects.select_related("region", "icb", "current").get(ods_code=code.upper())


def search_organisations(text: str, kind: str, limit: int) -> list[Organisation]:
    """Organisations whose name, town or code has `text`, open ones first."""
    found = Organisation.objects.select_related("region", "icb")
    if kind in OrganisationKind.values:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(town__icontains=text) | Q(ods_code__iexact=text))
    return list(found.order_by(F("closed_on").desc(nulls_first=True), "name", "id")[:limit])


def nominations_of(person: User) -> QuerySet[Nomination]:
    """The nominations made by the organisations for which this person nominates, newest first."""
    current = organisations_of(person, Role.NOMINATOR, Role.INNOVATION_LEAD).values("pk")
    return (
        Nomination.objects.filter(organisation__current__in=current)
        .select_related("organisation__current", "nominated_by", "innovation__innovator")
        .order_by("-id")
    )


def nominations_for_innovation(innovation: Innovation) -> QuerySet[Nomination]:
    """Who nominated a technology."""
    return Nomination.objects.filter(innovation=innovation).select_related("organisation").order_by("id")


# The public facts of a need, declared once: pages and API render these. Who published it is nobody's business.
NEED_FIELDS: Fields = {
    "number": "id",
    "title": "title",
    "problem": "problem",
    "clinical_area": "clinical_area",
    "patients": "patients",
    "needed_by": "needed_by",
    "state": "state",
    "published_at": "published_at",
    "closed_at": "closed_at",
    "outcome": "outcome",
    "changed_at": "changed_at",
    "revision": "revision",
    "organisation_ods_code": "organisation__ods_code",
    "organisation_name": "organisation__name",
    "answer_count": Count("answers", filter=Q(answers__innovation__published_at__isnull=False)),
}


def needs(among: QuerySet[Need] | None = None) -> QuerySet[Need, Any]:
    """The public facts of needs, all or these, as rows in no order."""
    return shaped(Need.objects.all() if among is None else among, NEED_FIELDS)


def people_told_of_answers(need: Need) -> list[tuple[int, str]]:
    """Id and email address of who published it, or of all its nominators today when that person is none any more."""
    nominators = Member.objects.filter(
        organisation__current_id=need.organisation.acting.pk, role=Role.NOMINATOR, person__is_active=True
    )
    found = list(nominators.order_by("person_id").values_list("person_id", "person__email").distinct())
    return [one for one in found if one[0] == need.published_by_id] or found


def answers_to(need_id: int) -> list[dict[str, Any]]:
    """What innovators answered with, oldest first: technologies that are public still."""
    fields: Fields = {
        "slug": "innovation__slug",
        "name": "innovation__name",
        "summary": "innovation__summary",
        "innovator_name": "innovation__innovator__name",
        "is_demonstration": "innovation__innovator__is_demonstration",
        "sentence": "sentence",
        "answered_at": "answered_at",
    }
    found = NeedAnswer.objects.filter(need_id=need_id, innovation__published_at__isnull=False)
    return list(shaped(found, fields).order_by("id"))


def need_by_number(number: int) -> Need:
    """One need with its organisation; raises Need.DoesNotExist."""
    return Need.objects.select_related("organisation__current").get(pk=number)


def technologies_to_answer_with(person: User, need: Need) -> list[Innovation]:
    """Public technologies of the person's companies that have not answered this need, by name."""
    answered = NeedAnswer.objects.filter(need=need, innovation=OuterRef("pk"))
    return list(
        Innovation.objects.defer("search")
        .filter(~Exists(answered), innovator__members__person_id=person.pk, published_at__isnull=False)
        .select_related("innovator")
        .order_by("name", "id")
    )


def nominates_somewhere(person: Any) -> bool:
    """Whether somebody, signed in or not, may publish needs."""
    return person.is_authenticated and organisations_of(person, Role.NOMINATOR).exists()


def panels_to_submit_to() -> QuerySet[Panel]:
    """Panels of open organisations that have a chair."""
    chaired = PanelMember.objects.filter(panel=OuterRef("pk"), seat=Seat.CHAIR)
    return (
        Panel.objects.filter(Exists(chaired), organisation__current=F("organisation"))
        .select_related("organisation")
        .order_by("organisation__name", "name")
    )


def assessments_of(person: User) -> QuerySet[Assessment]:
    """The assessments this person may read: of their panels, or of the organisations they lead innovation for.

    Never those of an innovator they work for.
    """
    led = organisations_of(person, Role.INNOVATION_LEAD).values("pk")
    own = Innovator.objects.filter(members__person_id=person.pk)
    # By way of the panels, which are few: every page's menu asks this, however many assessments there are. A union,
    # since PostgreSQL expects of an OR that most panels fit, and then goes through all technologies instead.
    seats = PanelMember.objects.filter(person_id=person.pk).values("panel_id")
    panels = seats.union(Panel.objects.filter(organisation__current__in=led).values("pk"))
    return (
        Assessment.objects.filter(panel__in=panels)
        .exclude(innovation__innovator__in=own)
        .select_related("pack__innovation__innovator", "innovation__innovator", "panel__organisation")
        .order_by("-id")
    )


def waiting_for(person: User) -> list[tuple[Assessment, Due]]:
    """Open assessments in which this person has something to do, and what, the oldest first: five queries."""
    found = list(
        Assessment.objects.filter(state=AssessmentState.OPEN, panel__members__person_id=person.pk)
        .select_related("innovation", "panel__organisation")
        .order_by("requested_at", "id")
    )
    own = dict(PanelMember.objects.filter(person_id=person.pk).values_list("panel_id", "pk"))
    parts = seated_in(found)
    titles = section_titles()

    def due(assessment: Assessment) -> Due:
        panel = parts[assessment.pk]
        ready = not obstacles(panel.values(), quorum=assessment.panel.quorum, sections=titles)
        return due_from(panel[own[assessment.panel_id]], ready_to_decide=ready)

    return [(assessment, what) for assessment in found if (what := due(assessment))]


def standing_assessment(innovation: Innovation, product_version: str) -> Assessment | None:
    """The one assessment that stands for a product version, in whatever spelling, anywhere; None when there is none."""
    return (
        Assessment.objects.filter(innovation=innovation, version_key=version_key(product_version), state__in=STANDING)
        .select_related("panel__organisation")
        .order_by("id")
        .first()
    )


def newest_assessments(pack_ids: Collection[int]) -> dict[int, Assessment]:
    """The last assessment of each of these packs, by pack, for the innovator: one query, state and panel, no scores."""
    found = Assessment.objects.filter(pack_id__in=pack_ids).select_related("panel__organisation").order_by("id")
    return {assessment.pack_id: assessment for assessment in found}


def assessments_of_pack(pack_id: int) -> QuerySet[Assessment]:
    """The assessments of one pack, newest first, for the innovator: state and panel, never scores."""
    return Assessment.objects.filter(pack_id=pack_id).select_related("panel__organisation", "decision").order_by("-id")


def seated_in(assessments: Sequence[Assessment]) -> dict[int, dict[int, Seated]]:
    """Every panel member's part, by assessment and seat: three queries, however many assessments and members.

    The assessments come with their innovation.
    """
    ids = [a.pk for a in assessments]
    interests = {(i.assessment_id, i.member_id): i for i in Interest.objects.filter(assessment_id__in=ids)}
    scored: dict[tuple[int, int], set[str]] = defaultdict(set)
    rows = Score.objects.filter(assessment_id__in=ids).values_list("assessment_id", "member_id", "section")
    for assessment_id, member_id, section in rows:
        scored[assessment_id, member_id].add(section)
    panels: dict[int, list[Any]] = defaultdict(list)
    employers = ArrayAgg("person__innovator_memberships__innovator_id", default=Value([]))
    sitting = PanelMember.objects.filter(panel_id__in={a.panel_id for a in assessments}).annotate(employers=employers)
    for member in sitting:
        panels[member.panel_id].append(member)

    def part(assessment: Assessment, member: Any) -> Seated:
        key = (assessment.pk, member.pk)
        interest = interests.get(key)
        return Seated(
            seat=member.seat,
            sections=frozenset(member.sections),
            exclusion=interest.exclusion if interest else None,
            excluded_sections=frozenset(interest.excluded_sections if interest else ()),
            scored=frozenset(scored[key]),
            works_for_innovator=assessment.innovation.innovator_id in member.employers,
        )

    return {a.pk: {m.pk: part(a, m) for m in panels[a.panel_id]} for a in assessments}


def seated(assessment: Assessment) -> dict[int, Seated]:
    """Every panel member's part in one assessment, by seat."""
    return seated_in([assessment])[assessment.pk]


def panel_table(assessment: Assessment) -> list[PanelMember]:
    """The panel's members with their names, chair first."""
    members = PanelMember.objects.filter(panel_id=assessment.panel_id).select_related("person").order_by("id")
    return sorted(members, key=lambda m: (m.seat != Seat.CHAIR, m.pk))


def scores_of(assessment: Assessment) -> QuerySet[Score]:
    """Every score with its member, by section."""
    return Score.objects.filter(assessment=assessment).select_related("member__person").order_by("section", "id")


def section_titles() -> dict[str, str]:
    """Section codes with their titles."""
    return {section.value: section.label for section in Section}
