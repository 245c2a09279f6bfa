"""The twelve measures of a cycle, each read from what really happened between two days."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from analytics.rules.measure import Result, median_days, share
from contracts.models import Contract, Invoice, OrderLine
from procurement.models import LineProgress, PlanLine, RequisitionLine, Strategy
from procurement.states import LineStage, RequisitionStatus, Route
from srm.events.models import Event
from suppliers.models import JointAction, SupplyFact
from suppliers.states import ActionStatus
from tenders.models import Award, Tender
from tenders.states import AwardStatus, BidStatus, TenderStatus

Period = tuple[date, date]
APPROVED = [RequisitionStatus.APPROVED, RequisitionStatus.DONE]
WON = [AwardStatus.APPROVED, AwardStatus.ACCEPTED]


def measure_period(period: Period) -> dict[str, Result]:
    """Return every measure of the period by its code."""
    return {code: read(period) for code, read in READERS.items()}


def _total(rows: QuerySet, field: str = "amount") -> Decimal:
    return rows.aggregate(total=Sum(field))["total"] or Decimal(0)


def _approved_lines(period: Period) -> QuerySet[RequisitionLine]:
    return RequisitionLine.objects.filter(
        requisition__status__in=APPROVED, requisition__decided_at__date__range=period
    ).annotate(base=F("amount") * F("requisition__base_rate"))


def _planned_needs(period: Period) -> Result:
    lines = _approved_lines(period)
    planned = PlanLine.objects.filter(plan__period_from__lte=period[1], plan__period_to__gte=period[0])
    part = _total(lines.filter(category__in=planned.exclude(plan__status="draft").values("category")), "base")
    return share(part, _total(lines, "base"), lines.count())


def _need_to_bundle(period: Period) -> Result:
    rows = LineProgress.objects.filter(stage=LineStage.BUNDLED, at__date__range=period)
    pairs = rows.exclude(line__requisition__submitted_at=None).values_list("at", "line__requisition__submitted_at")
    return median_days([(at - sent).total_seconds() for at, sent in pairs])


def _spend_bundled(period: Period) -> Result:
    lines = _approved_lines(period).filter(route=Route.TENDER)
    return share(_total(lines.exclude(bundle=None), "base"), _total(lines, "base"), lines.count())


def _spend_with_strategy(period: Period) -> Result:
    facts = SupplyFact.objects.filter(received_on__range=period)
    part = facts.filter(category__in=Strategy.objects.in_force().values("category"))
    return share(_total(part), _total(facts), facts.count())


def _tender_length(period: Period) -> Result:
    awards = Award.objects.filter(status__in=WON, decided_at__date__range=period).exclude(
        lot__tender__published_at=None
    )
    pairs = awards.values_list("decided_at", "lot__tender__published_at")
    return median_days([(decided - published).total_seconds() for decided, published in pairs])


def _tenders_with_three_bids(period: Period) -> Result:
    opened = [BidStatus.OPENED, BidStatus.EXCLUDED]
    tenders = Tender.objects.filter(opened_at__date__range=period).exclude(status=TenderStatus.CANCELLED)
    tenders = tenders.annotate(bid_count=Count("bids", filter=Q(bids__status__in=opened)))
    whole = tenders.count()
    return share(tenders.filter(bid_count__gte=3).count(), whole, whole)


def _spend_under_contract(period: Period) -> Result:
    lines = OrderLine.objects.filter(order__sent_at__date__range=period)
    return share(_total(lines.exclude(contract_line=None)), _total(lines), lines.count())


def _award_to_contract(period: Period) -> Result:
    rows = Contract.objects.filter(accepted_at__date__range=period).exclude(award=None)
    pairs = rows.exclude(award__decided_at=None).values_list("accepted_at", "award__decided_at")
    return median_days([(accepted - decided).total_seconds() for accepted, decided in pairs])


def _joint_actions_agreed(period: Period) -> Result:
    agreed = [ActionStatus.AGREED, ActionStatus.DONE]
    count = JointAction.objects.filter(status__in=agreed, decided_at__date__range=period).count()
    return Result(Decimal(count), count)


def _on_time_in_full(period: Period) -> Result:
    facts = SupplyFact.objects.filter(received_on__range=period, promised_on__isnull=False)
    good = facts.filter(received_on__lte=F("promised_on")).filter(Q(rejected=None) | Q(rejected=0))
    whole = facts.count()
    return share(good.count(), whole, whole)


def _invoices_matched_at_once(period: Period) -> Result:
    invoices = Invoice.objects.filter(created_at__date__range=period)
    held = Event.objects.filter(name="InvoiceException", subject_type="contracts.invoice").values("subject_id")
    whole = invoices.count()
    return share(invoices.exclude(pk__in=held).count(), whole, whole)


def _savings(period: Period) -> Result:
    awards = Award.objects.filter(status__in=WON, decided_at__date__range=period, lot__estimate__isnull=False)
    row = awards.aggregate(total=Sum(F("lot__estimate") - F("amount")), count=Count("pk"))
    return Result(row["total"], row["count"])


READERS: dict[str, Callable[[Period], Result]] = {
    "planned_needs": _planned_needs,
    "need_to_bundle": _need_to_bundle,
    "spend_bundled": _spend_bundled,
    "spend_with_strategy": _spend_with_strategy,
    "tender_length": _tender_length,
    "tenders_with_three_bids": _tenders_with_three_bids,
    "spend_under_contract": _spend_under_contract,
    "award_to_contract": _award_to_contract,
    "joint_actions_agreed": _joint_actions_agreed,
    "on_time_in_full": _on_time_in_full,
    "invoices_matched_at_once": _invoices_matched_at_once,
    "savings": _savings,
}

# How long a stage takes until the next one has it.
MEDIANS: dict[str, Callable[[Period], Result]] = {
    "needs": _need_to_bundle,
    "segments": _tender_length,
    "tactics": _award_to_contract,
}
