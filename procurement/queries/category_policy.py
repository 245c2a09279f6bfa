"""What holds for purchases in a category: its own limit for small ones, or the nearest above it, or the house's."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

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
    """The limits of all categories, read with one query; a second one reads the tree where it is asked by key."""

    def __init__(self) -> None:
        rows = Category.objects.exclude(small_purchase_limit=None)
        self.own = {c.path: c for c in rows}
        self.general = SmallLimit(small_purchase_limit())

    def of(self, category: Category) -> SmallLimit:
        """Return the limit of a category: its own, else of the nearest above it that has one."""
        return self._at(category.path)

    def of_key(self, category: int | None) -> SmallLimit:
        """Return the limit of a category by its primary key."""
        path = self.places.get(category) if category else None
        return self._at(path) if path else self.general

    @cached_property
    def places(self) -> dict[int, str]:
        """Where every category hangs; nothing is read where none has a limit of its own."""
        return dict(Category.objects.order_by().values_list("pk", "path")) if self.own else {}

    def _at(self, path: str) -> SmallLimit:
        for end in range(len(path), 0, -Category.steplen):
            if found := self.own.get(path[:end]):
                return SmallLimit(found.small_purchase_limit or Decimal(0), found)
        return self.general


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
