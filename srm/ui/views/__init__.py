"""What the apps' views call; see docs/howto/add-a-page.md."""

from srm.ui.cells import Column
from srm.ui.views.handling import act, handle, leave, safe_next
from srm.ui.views.listing import Bulk, Empty, Filter, ListPage

__all__ = ["Bulk", "Column", "Empty", "Filter", "ListPage", "act", "handle", "leave", "safe_next"]
