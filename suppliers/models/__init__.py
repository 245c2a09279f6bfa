from suppliers.models.certificate import Certificate
from suppliers.models.fact import SupplyFact
from suppliers.models.invitation import SupplierInvitation
from suppliers.models.membership import Membership
from suppliers.models.plan import JointAction, JointPlan
from suppliers.models.preference import PreferenceRecord, SelfDeclaration, SupplierPreference
from suppliers.models.qualification import Qualification
from suppliers.models.rating import Rating
from suppliers.models.revenue import SupplierRevenue
from suppliers.models.rhythm import ReviewRhythm
from suppliers.models.scorecard import Scorecard, ScorecardCriterion, ScorecardRun
from suppliers.models.segment import SegmentRecord, SupplierReview, SupplierSegment, SupplyClass
from suppliers.models.supplier import BankAccount, Supplier

__all__ = [
    "BankAccount",
    "Certificate",
    "JointAction",
    "JointPlan",
    "Membership",
    "PreferenceRecord",
    "Qualification",
    "Rating",
    "ReviewRhythm",
    "Scorecard",
    "ScorecardCriterion",
    "ScorecardRun",
    "SegmentRecord",
    "SelfDeclaration",
    "Supplier",
    "SupplierInvitation",
    "SupplierPreference",
    "SupplierRevenue",
    "SupplierReview",
    "SupplierSegment",
    "SupplyClass",
    "SupplyFact",
]
