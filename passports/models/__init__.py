from passports.models.adoptions import Adoption, LocalCheck, LocalCheckKind
from passports.models.condition_documents import ConditionDocument
from passports.models.passports import STATUS_CHOICES, Condition, Passport
from passports.models.proposals import ConditionEvidence, Proposal
from passports.models.reminders import CertificateReminder
from passports.models.safety import AdopterAcknowledgement, NoticeMatch, NoticeSetAside, NoticeSource, SafetyNotice
from passports.models.status_places import StatusPlace
from passports.models.submissions import Operator, Submission

__all__ = [
    "STATUS_CHOICES",
    "AdopterAcknowledgement",
    "Adoption",
    "CertificateReminder",
    "Condition",
    "ConditionDocument",
    "ConditionEvidence",
    "LocalCheck",
    "LocalCheckKind",
    "NoticeMatch",
    "NoticeSetAside",
    "NoticeSource",
    "Operator",
    "Passport",
    "Proposal",
    "SafetyNotice",
    "StatusPlace",
    "Submission",
]
