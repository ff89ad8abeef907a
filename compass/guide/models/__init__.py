"""What people of an organisation keep of the guide."""

from compass.guide.models.searches import FrozenSearch
from compass.guide.models.shortlists import Shortlist, Shortlisted, ShortlistNote, Vote, VoteChoice

__all__ = ["FrozenSearch", "Shortlist", "ShortlistNote", "Shortlisted", "Vote", "VoteChoice"]
