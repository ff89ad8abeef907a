from evidence.models.attachments import Certificate, CertificateKind, Confidentiality, Document
from evidence.models.colleagues import ColleagueInvitation
from evidence.models.comments import PackComment
from evidence.models.cost_models import CostModel
from evidence.models.identifiers import CompanyIdentifier, CompanyScheme, DeviceScheme, EmdnCode, Identifier
from evidence.models.innovations import ClinicalArea, Innovation, Kind, PublicFact
from evidence.models.innovators import Innovator, InnovatorMember
from evidence.models.packs import Answer, Pack
from evidence.models.standards import AnswerKind, Requirement, RequirementSet, Section

__all__ = [
    "Answer",
    "AnswerKind",
    "Certificate",
    "CertificateKind",
    "ClinicalArea",
    "ColleagueInvitation",
    "CompanyIdentifier",
    "CompanyScheme",
    "Confidentiality",
    "CostModel",
    "DeviceScheme",
    "Document",
    "EmdnCode",
    "Identifier",
    "Innovation",
    "Innovator",
    "InnovatorMember",
    "Kind",
    "Pack",
    "PackComment",
    "PublicFact",
    "Requirement",
    "RequirementSet",
    "Section",
]
