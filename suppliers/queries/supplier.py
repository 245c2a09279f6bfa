from typing import Any

from django.db.models import Q, QuerySet

from srm.accounts.models import User
from srm.clock import organisation_today
from srm.reading import asked_once
from srm.reference.models import Category
from suppliers.models import Membership, Scorecard, Supplier
from suppliers.rules.name import find_alike
from suppliers.states import MembershipRole, QualificationStatus, SupplierStatus


def membership_of(user: Any) -> Membership | None:
    """Return the first live membership of a portal person, with its supplier; None for anyone else."""
    if getattr(user, "kind", None) != "portal":
        return None
    rows = Membership.objects.filter(user=user, is_active=True).exclude(supplier__status=SupplierStatus.BLOCKED)
    return rows.select_related("supplier").order_by("pk").first()


@asked_once
def supplier_of(user: Any) -> Supplier | None:
    """Return the company a portal person acts for, or None."""
    membership = membership_of(user)
    return membership.supplier if membership else None


def capable_suppliers(category: Category) -> QuerySet[Supplier]:
    """Return those qualified for the category and still so (active ones, not ourselves), by name."""
    valid = Q(qualifications__valid_until=None) | Q(qualifications__valid_until__gte=organisation_today())
    return (
        Supplier.objects.active()
        .outside()
        .filter(valid, qualifications__category=category, qualifications__status=QualificationStatus.QUALIFIED)
    )


def latest_scorecard(supplier: Supplier) -> Scorecard | None:
    """Return the newest scorecard of a supplier, or None."""
    return supplier.scorecards.order_by("-period_to", "-pk").first()


def acts_for(user: Any, supplier: Supplier, *roles: str) -> bool:
    """Tell whether the portal person acts for the supplier (in one of the roles, when given; an admin in any)."""
    if getattr(user, "kind", None) != "portal" or not user.is_active:
        return False
    rows = Membership.objects.filter(user=user, supplier=supplier, is_active=True)
    return rows.filter(role__in=[*roles, MembershipRole.ADMIN]).exists() if roles else rows.exists()


def look_alikes(name: str) -> list[Supplier]:
    """Return the suppliers whose name a reader would take for this one, ten at most."""
    found = find_alike(name, Supplier.objects.values_list("pk", "name"))
    return list(Supplier.objects.filter(pk__in=found)[:10])


def people_of(supplier: Supplier) -> list[User]:
    """Return those who act for the supplier now."""
    return list(User.objects.filter(memberships__in=supplier.memberships.active()).distinct())
