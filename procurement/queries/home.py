"""What the first page shows of needs."""

from typing import Any

from procurement.models import Requisition


def own_open(user: Any) -> list[Requisition]:
    """Return the person's own requests that are not at their end, the newest first."""
    rows = Requisition.objects.filter(requester=user).open().select_related("requester")
    return list(rows.order_by("-created_at", "-pk")[:12])
