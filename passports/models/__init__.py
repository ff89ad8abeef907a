from passports.models.adoptions import Adoption, LocalCheck, LocalCheckKind
from passports.models.passports import STATUS_CHOICES, Condition, Passport
from passports.models.reminders import CertificateReminder
from passports.models.submissions import Operator, Submission

__all__ = [
    "STATUS_CHOICES",
    "Adoption",
    "CertificateReminder",
    "Condition",
    "LocalCheck",
    "LocalCheckKind",
    "Operator",
    "Passport",
    "Submission",
]
