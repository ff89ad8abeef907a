from evidence.models.attachments import Confidentiality, Document, Support
from evidence.models.certificates import Certificate, CertificateKind, CertificateRenewal, Legislation
from evidence.models.claims import Claim, ClaimDocument
from evidence.models.colleagues import ColleagueInvitation
from evidence.models.comments import PackComment
from evidence.models.cost_models import CostModel
from evidence.models.identifiers import CompanyIdentifier, CompanyScheme, DeviceScheme, EmdnCode, Identifier
from evidence.models.innovations import Benefit, CareSetting, ClinicalArea, Innovation, Kind, PublicFact
from evidence.models.innovators import Innovator, InnovatorMember
from evidence.models.market import (
    BuyingRoute,
    Funding,
    FundingKind,
    FundingProgramme,
    Guidance,
    GuidanceOn,
    GuidanceState,
    Listing,
    Recommendation,
    RouteKind,
)
from evidence.models.packs import Answer, Pack, PackStandard, SetAsideAnswer
from evidence.models.pictures import Picture
from evidence.models.renewal_documents import RenewalDocument
from evidence.models.standards import AnswerKind, Expiry, Requirement, RequirementSet, Section, Topic
from evidence.models.versions import Confirmation, Magnitude, VersionChange

__all__ = [
    "Answer",
    "AnswerKind",
    "Benefit",
    "BuyingRoute",
    "CareSetting",
    "Certificate",
    "CertificateKind",
    "CertificateRenewal",
    "Claim",
    "ClaimDocument",
    "ClinicalArea",
    "ColleagueInvitation",
    "CompanyIdentifier",
    "CompanyScheme",
    "Confidentiality",
    "Confirmation",
    "CostModel",
    "DeviceScheme",
    "Document",
    "EmdnCode",
    "Expiry",
    "Funding",
    "FundingKind",
    "FundingProgramme",
    "Guidance",
    "GuidanceOn",
    "GuidanceState",
    "Identifier",
    "Innovation",
    "Innovator",
    "InnovatorMember",
    "Kind",
    "Legislation",
    "Listing",
    "Magnitude",
    "Pack",
    "PackComment",
    "PackStandard",
    "Picture",
    "PublicFact",
    "Recommendation",
    "RenewalDocument",
    "Requirement",
    "RequirementSet",
    "RouteKind",
    "Section",
    "SetAsideAnswer",
    "Support",
    "Topic",
    "VersionChange",
]
