from django.db.models import Count

from procurement.models import Competence, RequisitionLine
from procurement.rules.buyer import Candidate
from procurement.states import LineStage, RequisitionStatus

OPEN_STAGES = (LineStage.ASKED, LineStage.APPROVED, LineStage.BUNDLED, LineStage.IN_TENDER, LineStage.CONTRACTED)


def loads() -> dict[int, int]:
    """Return how many lines that are not ordered yet each buyer has; one query."""
    rows = RequisitionLine.objects.filter(requisition__status=RequisitionStatus.APPROVED, stage__in=OPEN_STAGES)
    return dict(rows.exclude(buyer=None).values_list("buyer").annotate(n=Count("pk")).order_by())


def buyer_candidates() -> list[Candidate]:
    """Return the buyers with what they know and how much they have; two queries."""
    load = loads()
    rows = Competence.objects.filter(person__is_active=True).values_list(
        "person", "category__path", "level", "capacity"
    )
    return [Candidate(person, path, level, load.get(person, 0), capacity) for person, path, level, capacity in rows]
