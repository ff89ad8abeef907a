"""Who works for a company, who is invited, and what they say to each other about a draft."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from evidence.models import ColleagueInvitation, Innovator, InnovatorMember, Pack, PackComment, Topic
from evidence.queries import requirements_of
from evidence.states import InvitationState


def colleagues_of(innovator: Innovator) -> QuerySet[InnovatorMember]:
    """Who may act for a company; the caller has already passed the policy of its own road."""
    members = InnovatorMember.objects.filter(innovator=innovator).select_related("innovator", "person")
    return members.order_by("person__name", "id")


def memberships_since_begun(innovation_id: int, pack_id: int) -> QuerySet[Any]:
    """The history of everybody who worked for a technology's maker since a pack's first revision was begun.

    Each row is where a membership began, ended or not; the next row of the same membership is its end.
    """
    version = Pack.objects.filter(pk=pack_id).values("version_key")
    begun = Pack.objects.filter(innovation=innovation_id, version_key__in=version).order_by("revision")
    tracked: Any = InnovatorMember  # pghistory gives it the model of its history
    history = tracked.pgh_event_model.objects
    later = history.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))
    ended = later.filter(pgh_created_at__lt=Subquery(begun.values("created_at")[:1]))
    began = history.filter(pgh_label__in=["insert", "update"], innovator__innovations=innovation_id)
    found: QuerySet[Any] = began.exclude(Exists(ended))
    return found


def open_invitations_of(innovator: Innovator) -> QuerySet[ColleagueInvitation]:
    """The invitations of a company that nobody answered; the caller has already passed the policy of its own road."""
    found = ColleagueInvitation.objects.filter(innovator=innovator, state=InvitationState.OPEN)
    return found.order_by("email")


def comments_of(pack: Pack) -> QuerySet[PackComment]:
    """The comments of a pack, oldest first. The caller has found the pack by `packs_of`: nobody else may see them."""
    return PackComment.objects.filter(pack=pack).select_related("written_by", "resolved_by").order_by("id")


def comment_topics(pack: Pack) -> dict[str, str]:
    """What can be commented on in a pack: the words of each topic that its standards ask about, in order."""
    asked = set(requirements_of(pack).order_by().values_list("topic", flat=True).distinct())
    return {topic.slug: topic.label for topic in Topic if topic.value in asked}
