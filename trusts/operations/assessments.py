"""A panel assesses a pack once: asked for, interests declared, sections scored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from compass.accounts.models import User
from compass.foundation.errors import NotAllowed, Refused
from compass.foundation.history import record_change
from evidence.models import Pack
from evidence.operations.packs import freeze_pack, lock_pack, revise_pack
from evidence.policies import check_member
from evidence.states import PackState
from trusts import policies, queries
from trusts.models import Assessment, Exclusion, Interest, Panel, PanelMember, Score
from trusts.states import APPROVING, AssessmentState


def refuse_repeated(standing: Assessment | None, pack: Pack) -> None:
    """Raise Refused, naming the standing assessment, when a product version is or was already assessed."""
    if standing is None:
        return
    where = f"{standing.panel.name} at {standing.panel.organisation}"
    if standing.state in APPROVING:
        raise Refused(
            f"Version {pack.product_version} of {pack.innovation} was approved by {where} and is not assessed twice.",
            next_step=f"Rely on that approval (assessment {standing.pk}): other organisations adopt its passport.",
        )
    raise Refused(
        f"Version {pack.product_version} of {pack.innovation} is being assessed by {where}.",
        next_step=f"Wait for the outcome of assessment {standing.pk}.",
    )


def check_can_request(pack: Pack) -> None:
    """Raise Refused while an assessment of the product version stands, or when a panel decided on this very pack."""
    refuse_repeated(queries.standing_assessment(pack.innovation, pack.product_version), pack)
    if pack.state != PackState.DRAFT and queries.assessments_of_pack(pack.pk).exists():
        raise Refused(
            "This pack was already decided on by a panel.",
            next_step="Start a new revision and answer what was missing.",
        )


@transaction.atomic
def request_assessment(*, pack: Pack, panel: Panel, by: User, now: datetime) -> Assessment:
    """Hand a pack to a panel, freezing it when it is a draft.

    Raises Refused while another assessment of the product version stands, also when two requests race: the
    constraint `assessment_once_while_it_stands` decides, and the loser is told who won.
    """
    check_member(by, pack.innovation.innovator)
    policies.check_open(panel.organisation)
    pack = lock_pack(pack)
    check_can_request(pack)
    if pack.state == PackState.DRAFT:
        pack = freeze_pack(pack=pack, by=by, now=now)
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                pack=pack, innovation=pack.innovation, product_version=pack.product_version, panel=panel,
                requested_by=by, requested_at=now,
            )  # fmt: skip
    except IntegrityError:
        refuse_repeated(queries.standing_assessment(pack.innovation, pack.product_version), pack)
        raise
    record_change("assessment_requested", assessment, f"{pack} was submitted to {panel}.", by=by, now=now)
    return assessment


def check_can_revise(pack: Pack) -> None:
    """Raise Refused while the pack is a draft, or an assessment of its product version stands."""
    refuse_repeated(queries.standing_assessment(pack.innovation, pack.product_version), pack)
    if pack.state == PackState.DRAFT:
        raise Refused("This pack is still in draft.", next_step="Complete its tasks and submit it.")


@transaction.atomic
def start_revision(*, pack: Pack, by: User, now: datetime) -> Pack:
    """Begin a new revision of a pack that a panel did not approve; raises Refused while an assessment stands."""
    pack = lock_pack(pack)
    check_can_revise(pack)
    return revise_pack(pack=pack, by=by, now=now)


def lock_open(assessment: Assessment) -> Assessment:
    """The assessment kept still; raises Refused once it is decided."""
    assessment = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("pack", "panel__organisation", "innovation__innovator")
        .get(pk=assessment.pk)
    )
    check_still_open(assessment)
    return assessment


def check_still_open(assessment: Assessment) -> None:
    """Raise Refused once the panel has decided."""
    if assessment.state != AssessmentState.OPEN:
        raise Refused("The panel has already decided.", next_step="Read the decision on the assessment's page.")


@transaction.atomic
def declare_interest(
    *, assessment: Assessment, exclusion: str, detail: str, excluded_sections: Sequence[str], by: User, now: datetime
) -> Interest:
    """Declare once, before taking part; raises Refused for a second declaration or an interest without words."""
    assessment = lock_open(assessment)
    seat = policies.check_seated(by, assessment)
    if exclusion != Exclusion.NONE and not detail.strip():
        raise Refused("Say what the interest is.", next_step="One sentence is enough.", field="detail")
    if exclusion == Exclusion.PARTIAL and not excluded_sections:
        raise Refused(
            "Say which sections the interest touches.",
            next_step="Choose at least one section.",
            field="excluded_sections",
        )
    check_not_declared(seat, assessment)
    interest = Interest.objects.create(
        assessment=assessment,
        member=seat,
        exclusion=exclusion,
        detail=detail,
        excluded_sections=sorted(excluded_sections) if exclusion == Exclusion.PARTIAL else [],
        declared_at=now,
    )
    record_change("interest_declared", assessment, f"{by} declared their interests.", by=by, now=now)
    return interest


def check_not_declared(seat: PanelMember, assessment: Assessment) -> None:
    """Raise Refused when this member has declared already."""
    if Interest.objects.filter(assessment=assessment, member=seat).exists():
        raise Refused("You have already declared your interests.", next_step="Tell the chair if something has changed.")


def check_can_score(seat: PanelMember, assessment: Assessment, section: str) -> None:
    """Raise Refused before an interest is declared, NotAllowed for a section the seat may not score."""
    part = queries.seated(assessment)[seat.pk]
    if part.exclusion is None:
        raise Refused("Declare your interests first.", next_step="Then you can score your sections.")
    if not part.may_score(section):
        raise NotAllowed(
            "You cannot score this section: your seat is not qualified for it, or you declared an interest in it.",
            next_step="Score the sections that are listed for you.",
        )


@transaction.atomic
def score_section(*, assessment: Assessment, section: str, points: int, reason: str, by: User, now: datetime) -> Score:
    """Score a section 1 to 5 with a reason, again as often as needed until the panel decides.

    Raises Refused before an interest is declared, NotAllowed for a section the seat may not score.
    """
    assessment = lock_open(assessment)
    seat = policies.check_seated(by, assessment)
    check_can_score(seat, assessment, section)
    if not reason.strip():
        raise Refused("A score needs a written reason.", next_step="Write one or two sentences.")
    score, _ = Score.objects.update_or_create(
        assessment=assessment, member=seat, section=section,
        defaults={"points": points, "reason": reason, "scored_at": now},
    )  # fmt: skip
    record_change("section_scored", assessment, f"{by} scored “{score.get_section_display()}”.", by=by, now=now)
    return score
