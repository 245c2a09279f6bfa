"""What holds for purchases in a category: its own limit for small ones, or the nearest above it, or the house's."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from procurement.models import RequisitionLine
from procurement.queries.approval import small_purchase_limit
from procurement.states import LineStage, RequisitionStatus
from srm.reference.models import Category, Item


@dataclass(frozen=True)
class SmallLimit:
    """Up to what is bought without a tender, and whose rule that is (None: the organisation's)."""

    amount: Decimal
    source: Category | None = None


class SmallLimits:
    """The limits of all categories, read with one query or given; one more reads the tree where it is asked by key."""

    def __init__(self, own: Mapping[str, Decimal] | None = None) -> None:
        self.own = dict(own_limits()) if own is None else own  # by the category's place in the tree
        self.general = SmallLimit(small_purchase_limit())

    def of(self, category: Category) -> SmallLimit:
        """Return the limit of a category with whose it is: its own, the nearest above it, or the organisation's."""
        place = self._place(category.path)
        return SmallLimit(self.own[place], Category.objects.get(path=place)) if place else self.general

    def amount(self, category: int | None) -> Decimal:
        """Return the limit of a category by its primary key."""
        place = self._place(self.places.get(category, "")) if category else ""
        return self.own[place] if place else self.general.amount

    @cached_property
    def places(self) -> dict[int, str]:
        """Where every category hangs; nothing is read where none has a limit of its own."""
        return dict(Category.objects.order_by().values_list("pk", "path")) if self.own else {}

    def _place(self, path: str) -> str:
        above = (path[:end] for end in range(len(path), 0, -Category.steplen))
        return next((place for place in above if place in self.own), "")


def own_limits() -> QuerySet:
    """The categories that have a limit of their own: their places in the tree, and the limits."""
    return Category.objects.order_by().exclude(small_purchase_limit=None).values_list("path", "small_purchase_limit")


@dataclass(frozen=True)
class CategoryUse:
    """What hangs on a category: lines of requests on their way, items of the catalogue, and its limit."""

    open_lines: int
    items: int
    limit: SmallLimit


def use_of(category: Category) -> CategoryUse:
    """Return what goes on when the category is taken out of use, and what holds in it."""
    on_the_way = (RequisitionStatus.SUBMITTED, RequisitionStatus.APPROVED)
    lines = RequisitionLine.objects.kept().filter(category=category, requisition__status__in=on_the_way)
    items = Item.objects.filter(category=category, is_active=True)
    return CategoryUse(lines.exclude(stage=LineStage.RECEIVED).count(), items.count(), SmallLimits().of(category))
