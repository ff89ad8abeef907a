"""Colleagues comment on a draft among themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from evidence import policies
from evidence.models import Pack, PackComment
from evidence.operations.packs import lock_pack
from evidence.queries import colleagues as people_queries


@transaction.atomic
def add_comment(*, pack: Pack, topic: str, text: str, by: User, now: datetime) -> PackComment:
    """Add a remark on a topic of a draft; raises what editing raises, Invalid without text or topic."""
    pack = lock_pack(pack)
    policies.check_editable(by, pack)
    if topic not in people_queries.comment_topics(pack):
        raise Invalid("This pack has no such topic.", next_step="Choose one of the listed topics.", field="topic")
    text = text.strip()
    if not text:
        raise Invalid("Enter the comment.", field="text")
    comment = PackComment.objects.create(pack=pack, topic=topic, text=text, written_at=now, written_by=by)
    # Changes of a pack are read by others too: nothing of the words stands there.
    record_change("comment_written", comment, f"{by} commented on “{topic}”.", by=by, now=now)
    return comment


@transaction.atomic
def resolve_comment(*, comment: PackComment, by: User, now: datetime) -> PackComment:
    """Mark a remark as dealt with; raises what editing raises, Refused when it is resolved already."""
    policies.check_editable(by, lock_pack(comment.pack))
    comment = PackComment.objects.select_for_update(of=("self",)).select_related("resolved_by").get(pk=comment.pk)
    check_open(comment)
    comment.resolved_at, comment.resolved_by = now, by
    comment.save(update_fields=["resolved_at", "resolved_by"])
    record_change("comment_resolved", comment, f"A comment on “{comment.topic}” was resolved.", by=by, now=now)
    return comment


def check_open(comment: PackComment) -> None:
    """Raise Refused when the comment is resolved."""
    if comment.resolved_at is not None:
        raise Refused(f"{comment.resolved_by} has resolved this comment already.")
