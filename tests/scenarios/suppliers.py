"""States of suppliers, reached through services."""

from datetime import timedelta
from decimal import Decimal

from srm.authz import SYSTEM
from srm.clock import organisation_today
from suppliers.models import BankAccount, JointAction, JointPlan, Supplier
from suppliers.services import (
    compute_scorecard,
    create_joint_plan,
    propose_bank_account,
    propose_joint_action,
    record_observation,
    share_joint_plan,
)
from tests.factories.reference import CategoryFactory

IBAN = "DE89370400440532013000"


def some_deliveries(supplier: Supplier, *, lines=3, late=1, category=None) -> None:
    """`lines` deliveries of the last days, `late` of them after the promised day."""
    category, today = category or CategoryFactory(), organisation_today()
    for n in range(lines):
        day = today - timedelta(days=n + 1)
        record_observation(
            supplier=supplier, category=category, quantity=Decimal(100), amount=Decimal(1000), rejected=Decimal(1),
            promised_on=day - timedelta(days=1 if n < late else 0), received_on=day, source="receipt",
            source_key=f"{supplier.pk}/{category.pk}/{n}", description=f"Line {n}", by=SYSTEM,
        )  # fmt: skip


def a_scorecard(supplier: Supplier):
    some_deliveries(supplier)
    today = organisation_today()
    return compute_scorecard(supplier=supplier, period_from=today - timedelta(days=365), period_to=today, by=SYSTEM)


def a_proposed_account(supplier: Supplier, by) -> BankAccount:
    return propose_bank_account(supplier=supplier, iban=IBAN, currency="EUR", by=by)


def a_shared_plan(supplier: Supplier, by) -> JointPlan:
    return share_joint_plan(plan=create_joint_plan(supplier=supplier, title="On time", by=by), by=by)


def a_proposed_action(supplier: Supplier, by, *, proposer=None, side="supplier") -> JointAction:
    """A step that the buyers' side (or `proposer`) proposes in a shared plan."""
    return propose_joint_action(
        plan=a_shared_plan(supplier, by), title="Weekly call", side=side, by=proposer or by,
        due_on=organisation_today() + timedelta(days=30),
    )  # fmt: skip
