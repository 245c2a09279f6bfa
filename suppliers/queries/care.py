"""What the minimum care of segments still asks of the owners of categories."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from srm.clock import shown_today
from suppliers.models import JointPlan, SupplierPreference, SupplierSegment
from suppliers.rules.segment import MINIMUM
from suppliers.states import PlanStatus, Preference, SupplierStatus

NEED_OWNER = [name.value for name, care in MINIMUM.items() if care.needs_owner]
NEED_PLAN = [name.value for name, care in MINIMUM.items() if care.needs_plan]
DEPENDENT = ("strategic", "bottleneck")
SOON = timedelta(days=14)  # so that a meeting can still be arranged in time


def without_owner(user: Any) -> QuerySet[SupplierSegment]:
    """Suppliers in one's own categories whom somebody of ours should look after."""
    return _once(_own(SupplierSegment, user).filter(segment__in=NEED_OWNER, supplier__owner=None))


def without_plan(user: Any) -> QuerySet[SupplierSegment]:
    """Suppliers in one's own categories with whom there should be a joint plan."""
    plans = JointPlan.objects.filter(supplier=OuterRef("supplier")).exclude(status=PlanStatus.CLOSED)
    return _once(_own(SupplierSegment, user).filter(~Exists(plans), segment__in=NEED_PLAN))


def due_reviews(user: Any) -> QuerySet[SupplierSegment]:
    """Suppliers whose review comes within two weeks or is overdue: in one's own categories, and one's own suppliers in
    categories of nobody.
    """
    nobodys = Q(category__owner=None, supplier__owner=user)
    rows = _live(SupplierSegment, user, Q(category__owner=user) | nobodys)
    return rows.filter(review_due_on__lte=shown_today() + SOON)


def unwanted_by(user: Any) -> QuerySet[SupplierPreference]:
    """Suppliers of one's own strategic and bottleneck categories who see a nuisance in us."""
    depends = SupplierSegment.objects.filter(
        supplier=OuterRef("supplier"), category=OuterRef("category"), quadrant__in=DEPENDENT
    )
    quadrant = Subquery(depends.values("quadrant")[:1])
    rows = _own(SupplierPreference, user).filter(preference=Preference.NUISANCE).annotate(quadrant=quadrant)
    return rows.filter(quadrant__isnull=False)


def _once(rows: QuerySet[SupplierSegment]) -> QuerySet[SupplierSegment]:
    """One row a supplier: an owner or a plan is wanted once, however many categories ask for it."""
    return rows.filter(~Exists(rows.filter(supplier=OuterRef("supplier"), pk__lt=OuterRef("pk"))))


def _own(model: Any, user: Any) -> QuerySet[Any]:
    return _live(model, user, Q(category__owner=user))


def _live(model: Any, user: Any, whose: Q) -> QuerySet[Any]:
    rows = model.objects.visible_to(user).filter(whose, category__is_active=True)
    return rows.exclude(supplier__status=SupplierStatus.BLOCKED)
