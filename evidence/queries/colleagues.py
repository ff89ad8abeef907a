"""Who works for a company, who is invited, and what they say to each other about a draft."""

from __future__ import annotations

from django.db.models import QuerySet

from evidence.models import ColleagueInvitation, Innovator, InnovatorMember, Pack, PackComment, Topic
from evidence.queries import requirements_of
from evidence.states import InvitationState


def colleagues_of(innovator: Innovator) -> QuerySet[InnovatorMember]:
    """Who may act for a company; the caller has already passed the policy of its own road."""
    members = InnovatorMember.objects.filter(innovator=innovator).select_related("innovator", "person")
    return members.order_by("person__name", "id")


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
