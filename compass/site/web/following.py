"""Following a saved search: the guide keeps it, notices tell of it, and neither room knows the other."""

from __future__ import annotations

from compass.guide.queries.saved_searches import saved_searches_of
from compass.notices.followed import SearchRef
from compass.notices.web import following


class FollowSearch(following.FollowSearch):
    """Follow a search that a colleague saved, or that was unfollowed."""

    def find(self) -> SearchRef | None:
        saved = saved_searches_of(self.person).filter(key=self.kwargs["uuid"]).first()
        return SearchRef(saved.key, saved.name, saved.organisation) if saved else None
