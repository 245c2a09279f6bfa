from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class SupplierCreated:
    name: str


@dataclass(frozen=True)
class SupplierChanged:
    fields: list[str]


@dataclass(frozen=True)
class SupplierApplied:
    name: str


@dataclass(frozen=True)
class SupplierConfirmed:
    name: str


@dataclass(frozen=True)
class SupplierSuspended:
    reason: str


@dataclass(frozen=True)
class SupplierResumed:
    reason: str


@dataclass(frozen=True)
class SupplierBlocked:
    reason: str


@dataclass(frozen=True)
class SupplierInvited:
    """A person is asked to register; the key travels by e-mail only and is in no record."""

    email: str
    invitation_id: int


@dataclass(frozen=True)
class InvitationAccepted:
    email: str


@dataclass(frozen=True)
class InvitationRevoked:
    email: str


@dataclass(frozen=True)
class MembershipGiven:
    email: str
    role: str


@dataclass(frozen=True)
class MembershipEnded:
    email: str
    role: str


@dataclass(frozen=True)
class BankAccountProposed:
    iban_end: str


@dataclass(frozen=True)
class BankAccountConfirmed:
    iban_end: str


@dataclass(frozen=True)
class BankAccountRejected:
    iban_end: str
    reason: str


@dataclass(frozen=True)
class QualificationRequested:
    category: str


@dataclass(frozen=True)
class QualificationDecided:
    category: str
    status: str
    valid_until: date | None
    note: str


@dataclass(frozen=True)
class CertificateAdded:
    name: str
    expires_on: date | None


@dataclass(frozen=True)
class CertificateReplaced:
    name: str
    expires_on: date | None


@dataclass(frozen=True)
class CriterionWeighed:
    """A criterion of the scorecard got another weight or limit; scorecards computed before keep their own."""

    code: str
    weight: Decimal
    critical_below: Decimal | None
    is_active: bool


@dataclass(frozen=True)
class ScorecardsAsked:
    """All suppliers with deliveries in the period are to be measured; a worker does it."""

    run: str
    period_from: date
    period_to: date


@dataclass(frozen=True)
class SupplyRecorded:
    """A later stage wrote, or corrected, what was supplied in a category."""

    category: str
    amount: Decimal


@dataclass(frozen=True)
class SupplyWithdrawn:
    """What was written turned out not to have been supplied."""

    category: str
    amount: Decimal


@dataclass(frozen=True)
class SupplierSegmented:
    category: str
    segment: str
    care: str


@dataclass(frozen=True)
class SupplierReviewed:
    """We went through a supplier's work in a category with him."""

    category: str
    held_on: date


@dataclass(frozen=True)
class ReviewRhythmSet:
    """A category's suppliers are reviewed every so many months (0: as their segments ask), as `source` decided."""

    category: str
    months: int
    source: str


@dataclass(frozen=True)
class SelfDeclared:
    """A supplier stated his sales and his view of us; what he stated stays out of the record that all staff read."""

    year: int


@dataclass(frozen=True)
class RevenueStated:
    """Somebody of ours entered what he found of a supplier's sales in a year."""

    year: int


@dataclass(frozen=True)
class RevenueWithdrawn:
    """What was entered of a supplier's sales in a year was taken back."""

    year: int


@dataclass(frozen=True)
class AttractivenessJudged:
    """Somebody of ours judged how attractive we are to a supplier (1–5); without a value the judgement is gone."""

    category: str
    attractiveness: Decimal | None
    reason: str


@dataclass(frozen=True)
class SupplierRated:
    criterion: str
    score: Decimal


@dataclass(frozen=True)
class ScorecardComputed:
    total: Decimal | None
    coverage: Decimal
    band: str
    previous_band: str = ""


@dataclass(frozen=True)
class JointPlanCreated:
    title: str


@dataclass(frozen=True)
class JointPlanShared:
    title: str


@dataclass(frozen=True)
class JointPlanClosed:
    title: str


@dataclass(frozen=True)
class JointActionProposed:
    title: str
    side: str
    proposed_by_side: str
    action: str = ""


@dataclass(frozen=True)
class JointActionAgreed:
    title: str


@dataclass(frozen=True)
class JointActionDeclined:
    title: str
    reason: str


@dataclass(frozen=True)
class JointActionDone:
    title: str
