"""Who stands behind a contract, an order, an invoice."""

from contracts.models import OrderLine, PurchaseOrder
from srm.accounts.models import User
from srm.accounts.queries import people_with_role
from srm.accounts.states import Role
from suppliers.models import Supplier
from suppliers.states import MembershipRole


def people_of(supplier: Supplier, *roles: str) -> list[User]:
    """Return the supplier's active people in one of the roles."""
    rows = User.objects.filter(
        memberships__supplier=supplier, memberships__is_active=True, memberships__role__in=roles, is_active=True
    )
    return list(rows.distinct())


def finance_people() -> list[User]:
    """Return those who match and approve invoices."""
    return list(people_with_role(Role.FINANCE))


def requesters_of(order: PurchaseOrder) -> list[tuple[OrderLine, User]]:
    """Return each line of an order that serves a request, with who asked for it."""
    rows = order.lines.exclude(requisition_line=None).select_related("requisition_line__requisition__requester")
    return [(line, line.requisition_line.requisition.requester) for line in rows]


def language_of(order: PurchaseOrder) -> str:
    """Return the language of an order's paper: its contract's, else that of the supplier's first person."""
    if order.contract:
        return order.contract.language
    people = people_of(order.supplier, MembershipRole.ADMIN, MembershipRole.BIDDER, MembershipRole.LOGISTICS)
    return people[0].language if people else "en"
