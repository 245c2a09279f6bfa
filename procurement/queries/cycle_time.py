"""How long things really took: from an approved need to its order by procedure, from an order to its delivery."""

from datetime import timedelta

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, OuterRef, Subquery

from procurement.models import LineProgress
from procurement.states import LineStage
from suppliers.models import SupplyFact
from suppliers.queries.share import window

LEAST = 5  # fewer cases are chance


class Median(Aggregate):
    """The middle of durations."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def procedure_days() -> dict[str, int]:
    """Return by procedure the median days from approval to order, where enough lines went that way; one query."""
    approved = LineProgress.objects.filter(line=OuterRef("line"), stage=LineStage.APPROVED).values("at")[:1]
    rows = LineProgress.objects.filter(stage=LineStage.ORDERED, line__bundle__isnull=False)
    rows = rows.exclude(line__bundle__procedure="").annotate(approved_at=Subquery(approved))
    took = ExpressionWrapper(F("at") - F("approved_at"), output_field=DurationField())
    found = (
        rows.filter(approved_at__isnull=False).values("line__bundle__procedure").annotate(n=Count("pk"), m=Median(took))
    )
    return {r["line__bundle__procedure"]: _days(r["m"]) for r in found.order_by() if r["n"] >= LEAST}


def delivery_days() -> dict[int, int]:
    """Return by category id the median days from order to receipt within the window of the facts; two queries."""
    measured = window()
    if not measured:
        return {}
    facts = SupplyFact.objects.filter(received_on__range=measured, ordered_on__isnull=False)
    took = ExpressionWrapper(F("received_on") - F("ordered_on"), output_field=DurationField())
    rows = facts.values("category").annotate(n=Count("pk"), m=Median(took)).order_by()
    return {r["category"]: _days(r["m"]) for r in rows if r["n"] >= LEAST}


def _days(took: timedelta) -> int:
    return max(round(took / timedelta(days=1)), 0)
