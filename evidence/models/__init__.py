from evidence.models.attachments import Certificate, CertificateKind, Document
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
    "Document",
    "Innovation",
    "Innovator",
    "InnovatorMember",
    "Kind",
    "Pack",
    "PublicFact",
    "Requirement",
    "RequirementSet",
    "Section",
]
