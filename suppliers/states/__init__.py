from suppliers.states.document import CertificateStatus
from suppliers.states.plan import ACTION, PLAN, ActionStatus, PlanStatus, Side
from suppliers.states.qualification import QUALIFICATION, QualificationStatus
from suppliers.states.scorecard import BAND_TONES, Band, RunStatus, Stars
from suppliers.states.segment import Agreement, Care, Gap, Preference, Question, Segment
from suppliers.states.supplier import (
    BANK_ACCOUNT,
    SUPPLIER,
    BankAccountStatus,
    InvitationStatus,
    MembershipRole,
    SupplierStatus,
)

__all__ = [
    "ACTION",
    "BAND_TONES",
    "BANK_ACCOUNT",
    "PLAN",
    "QUALIFICATION",
    "SUPPLIER",
    "ActionStatus",
    "Agreement",
    "Band",
    "BankAccountStatus",
    "Care",
    "CertificateStatus",
    "Gap",
    "InvitationStatus",
    "MembershipRole",
    "PlanStatus",
    "Preference",
    "QualificationStatus",
    "Question",
    "RunStatus",
    "Segment",
    "Side",
    "Stars",
    "SupplierStatus",
]
