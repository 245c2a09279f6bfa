from django.db.models import QuerySet

from procurement.models import RequisitionLine
from procurement.states import LineStage, RequisitionStatus, Route


def lines_to_bundle() -> QuerySet[RequisitionLine]:
    """Return approved lines routed to tender that are in no bundle yet."""
    return RequisitionLine.objects.filter(
        requisition__status=RequisitionStatus.APPROVED, route=Route.TENDER, bundle=None,
        stage__in=[LineStage.APPROVED, LineStage.BUNDLED],
    ).select_related("category", "requisition__cost_centre__legal_entity")  # fmt: skip
