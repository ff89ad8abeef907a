from trusts.models.assessments import Assessment, Decision, DecisionCondition, Exclusion, Interest, Score
from trusts.models.needs import Need, NeedAnswer
from trusts.models.nominations import Nomination
from trusts.models.organisations import Organisation, OrganisationKind, Succession, SuccessionKind
from trusts.models.people import Member, Panel, PanelMember, Role, Seat

__all__ = [
    "Assessment",
    "Decision",
    "DecisionCondition",
    "Exclusion",
    "Interest",
    "Member",
    "Need",
    "NeedAnswer",
    "Nomination",
    "Organisation",
    "OrganisationKind",
    "Panel",
    "PanelMember",
    "Role",
    "Score",
    "Seat",
    "Succession",
    "SuccessionKind",
]
