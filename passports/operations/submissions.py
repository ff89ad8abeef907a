"""A trust submits a decision; the national operator issues the passport or returns it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from compass.accounts.models import User
from compass.foundation.clock import add_months, civil_date
from compass.foundation.errors import Refused
from compass.foundation.history import record_change
from compass.foundation.mail import post_email
from compass.foundation.models import Change
from compass.foundation.sealing import content_hash
from evidence.models import Document, Innovation, Pack
from evidence.operations.innovations import publish_innovation
from evidence.operations.packs import lock_pack
from evidence.queries import content_of
from evidence.queries.certificates import earliest_expiry
from passports import policies
from passports.models import Condition, Passport, Submission
from passports.numbers import new_number
from passports.operations.lifecycle import make_way
from passports.operations.proposing import check_none_open
from passports.operations.safety_matching import match_technology, take_turns
from passports.operations.safety_telling import ask_adopters
from passports.operations.status_places import place_passport
from passports.operations.verdicts import refresh_verdict, sentences, told_of, usable_but_for_notices
from passports.states import SUBMISSION, PassportState
from passports.validity import USABLE, Status
from trusts.models import Assessment, Decision, Member, PanelMember, Role, Seat
from trusts.states import APPROVING


@transaction.atomic
def submit_to_compass(*, assessment: Assessment, by: User, now: datetime) -> Submission:
    """Hand an approving decision to the national operator, or hand it in again after it was returned."""
    policies.check_can_submit(by, assessment)
    decision = Decision.objects.select_for_update().filter(assessment=assessment).first()
    if decision is None or decision.outcome not in APPROVING:
        raise Refused("Only an approving decision can be submitted.", next_step="Wait for the panel's decision.")
    submission = Submission.objects.select_for_update().filter(decision=decision).first()
    if submission is None:
        organisation = assessment.panel.organisation
        submission = Submission.objects.create(
            decision=decision, organisation=organisation, submitted_by=by, submitted_at=now
        )
    else:
        submission.state = SUBMISSION.target("submit_again", submission.state)
        submission.submitted_by, submission.submitted_at = by, now
        submission.save(update_fields=["state", "submitted_by", "submitted_at"])
    record_change("submitted", submission, f"{submission.organisation} submitted {submission}.", by=by, now=now)
    return submission


def lock_submission(submission: Submission) -> Submission:
    """The submission as it is now, kept still until the transaction ends."""
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("organisation", "decision__assessment__innovation__innovator", "decision__assessment__pack")
        .get(pk=submission.pk)
    )


@transaction.atomic
def return_submission(*, submission: Submission, reason: str, by: User, now: datetime) -> Submission:
    """Send a submission back with a reason."""
    submission = lock_submission(submission)
    policies.check_can_issue(by, submission)
    submission.state = SUBMISSION.target("return", submission.state)
    check_none_open(submission)
    if not reason.strip():
        raise Refused("Say why you return it.", next_step="The trust reads this sentence.", field="reason")
    submission.return_reason = reason
    submission.save(update_fields=["state", "return_reason"])
    said = f"{submission} was returned: {reason}"
    change = record_change("submission_returned", submission, said, by=by, now=now)
    _tell_trust(submission, change, now)
    return submission


def _tell_trust(submission: Submission, change: Change, now: datetime) -> None:
    """Write to whoever leads innovation at the assessing trust, as it stands today, and to its panel's chair, once."""
    assessment = submission.decision.assessment
    organisation = submission.organisation.acting
    leads = Member.objects.filter(organisation__current=organisation, role=Role.INNOVATION_LEAD)
    chairs = PanelMember.objects.filter(panel_id=assessment.panel_id, seat=Seat.CHAIR)
    told = Q(pk__in=leads.values("person")) | Q(pk__in=chairs.values("person"))
    for person in User.objects.filter(told, is_active=True).order_by("id"):
        post_email(
            key=f"returned-{change.pk}-{person.pk}",
            recipient=person.email,
            subject=f"Returned by the national operator: {assessment.innovation}",
            text=(
                "The national operator returned the decision of your panel. No passport is issued yet. "
                f"It is about {submission}.\n\nWhat to correct:\n{submission.return_reason}\n\n"
                "Correct this. Then the innovation lead submits the decision again:\n"
                f"{settings.SITE_URL}/assessments/{assessment.pk}/submit/\n\n"
                f"You get this because you lead innovation at {organisation} or chair its panel.\n"
            ),
            now=now,
        )


def check_issuable(*, submission: Submission, by: User, now: datetime) -> None:
    """Raise NotAllowed or Refused when the person cannot issue the passport of a submission now.

    NotAllowed unless an independent operator acts; Refused when the frozen pack no longer matches its hash, a
    certificate has expired since, or a pack frozen later has the technology's passport already.
    """
    policies.check_can_issue(by, submission)
    SUBMISSION.target("issue", submission.state)
    pack = submission.decision.assessment.pack
    check_untouched(pack)
    check_newest(pack)
    expiry = earliest_expiry(pack)
    if expiry is not None and expiry < civil_date(now):
        raise Refused(
            "A certificate in the pack has expired since it was submitted.",
            next_step="Ask the innovator to hand in the renewed certificate, and confirm it first.",
        )


@transaction.atomic
def issue_passport(*, submission: Submission, by: User, now: datetime) -> Passport:
    """Issue the passport of an approving decision, once: the step that a confirmed proposal allows.

    Raises what `check_issuable` does; without a confirmed proposal the table itself refuses. Under a safety notice that
    is open, or names a number of the product, it is issued suspended. Called inside a transaction, that one took turns
    with the imports of notices before it locked anything (`safety_matching.take_turns`).
    """
    take_turns(shared=True)
    policies.check_can_issue(by, submission)
    # Of two submissions for one technology the second waits here, and then sees the first one's passport.
    Innovation.objects.select_for_update().get(pk=submission.decision.assessment.innovation_id)
    submission = lock_submission(submission)
    # Whoever confirms a renewed certificate of the pack waits too, and then finds its passport.
    lock_pack(submission.decision.assessment.pack)
    check_issuable(submission=submission, by=by, now=now)
    assessment, on = submission.decision.assessment, civil_date(now)
    pack = assessment.pack
    submission.state = SUBMISSION.target("issue", submission.state)
    submission.save(update_fields=["state"])
    number = _free_number()
    before = make_way(innovation=assessment.innovation, for_number=number)
    # A certificate may end validity earlier: the verdict's `until` says so. The life itself is the setting's.
    life_ends_on = add_months(on, settings.PASSPORT_LIFE_MONTHS)
    passport = Passport.objects.create(
        number=number, submission=submission, pack=pack, innovation=assessment.innovation,
        assessed_by=submission.organisation, issued_by=by, issued_at=now, life_ends_on=life_ends_on,
        status=Status.VALID, until=life_ends_on, next_change_on=on,
    )  # fmt: skip
    _copy_conditions(submission.decision, passport)
    place_passport(passport=passport)
    publish_innovation(innovation=assessment.innovation, by=by, now=now)
    matched = match_technology(innovation=assessment.innovation, now=now)
    refresh_verdict(passport=passport, by=by, now=now, announce=False)
    if not usable_but_for_notices(passport=passport, on=on):
        raise Refused("The passport would not be valid today.", next_step=" ".join(passport.reasons))
    said = told_of(passport.status, passport.until, passport.reasons)
    record_change("passport_issued", passport, _issued(passport), by=by, now=now, data=said)
    if before is not None:
        refresh_verdict(passport=before, by=by, now=now)
    ask_adopters(match_ids=matched, now=now)
    return passport


def _issued(passport: Passport) -> str:
    suspended = "" if Status(passport.status) in USABLE else f", and is suspended: {sentences(passport.reasons)}"
    return f"Passport {passport} was issued{suspended or '.'}"


def _free_number() -> str:
    number = new_number()
    while Passport.objects.filter(number=number).exists():
        number = new_number()
    return number


def _copy_conditions(decision: Decision, passport: Passport) -> None:
    Condition.objects.bulk_create(
        Condition(passport=passport, set_by=c, text=c.text, due_on=c.due_on, blocking=c.blocking)
        for c in decision.conditions.order_by("due_on", "id")
    )


def check_newest(pack: Pack) -> None:
    """Raise Refused when a pack that was frozen later has a passport which stands: the newer version stays current.

    A newer version whose passport was withdrawn leaves the place to an older one that a panel approved.
    """
    standing = (PassportState.ACTIVE, PassportState.SUSPENDED)
    newer = Passport.objects.filter(
        innovation_id=pack.innovation_id, is_current=True, state__in=standing, pack__frozen_at__gt=pack.frozen_at
    )
    found = newer.select_related("pack").first()
    if found is not None:
        raise Refused(
            f"Version {found.pack.product_version}, which was submitted later, has passport {found} already.",
            next_step="Return the submission with this reason: the passport of the newer version stays.",
        )


def check_untouched(pack: Pack) -> None:
    """Raise Refused when what is stored of a frozen pack differs by one character, or byte, from what was frozen."""
    frozen = pack.content or {}
    now_stored = content_of(pack, frozen.get("schema", ""))
    # The description beside the pack may move on; what was frozen of it stays in the pack.
    now_stored["innovation"] = frozen.get("innovation")
    if content_hash(frozen) != pack.content_hash or content_hash(now_stored) != pack.content_hash:
        raise Refused(
            "The evidence pack no longer matches its content hash.",
            next_step="Do not issue. Report this to the service's security contact at once.",
        )
    for document in pack.documents.order_by("id"):
        _check_bytes(document)


def _check_bytes(document: Document) -> None:
    """Raise Refused when the stored file of a document is gone or not the one that was sealed, read piece by piece."""
    try:
        with default_storage.open(document.stored_as) as stored:
            untouched = hashlib.file_digest(stored, "sha256").hexdigest() == document.sha256
    except FileNotFoundError:
        untouched = False
    if not untouched:
        raise Refused(
            f"The file of “{document}” is not the one that was submitted.",
            next_step="Do not issue. Report this to the service's security contact at once.",
        )
