"""Pages of long tables: what is beyond the bound is found by narrowing, not by leafing."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 10_000


class BoundedPaginator(Paginator):
    """Counts and leafs no further than `MOST` rows, so that no page costs a walk through a whole table."""

    object_list: Any

    @cached_property
    def _known(self) -> int:
        return self.object_list.order_by().values("pk")[: MOST + 1].count()

    @cached_property
    def count(self) -> int:
        """How many rows there are, up to the bound."""
        return min(self._known, MOST)

    @property
    def is_more(self) -> bool:
        """There are more rows than are counted."""
        return self._known > MOST
