"""What people of an organisation keep of the guide."""

from compass.guide.models.shortlists import Shortlist, Shortlisted, ShortlistNote, Vote, VoteChoice

__all__ = ["Shortlist", "ShortlistNote", "Shortlisted", "Vote", "VoteChoice"]
