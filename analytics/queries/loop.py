"""The loop of the home page: what is in each stage now, what is stuck there, how long it takes to the next."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.models import Finding
from analytics.queries.figures import scaled, short_amount
from analytics.queries.kept import kept
from analytics.queries.links import page
from analytics.queries.measures import MEDIANS
from analytics.rules.measure import Result
from analytics.states import FindingStatus
from contracts.models import Contract, Invoice, PurchaseOrder
from contracts.states import ContractStatus, InvoiceStatus
from procurement.models import Bundle, Cycle, CycleDecision, Position, Requisition, Strategy
from procurement.queries import current_cycle
from procurement.states import BundleStatus, LineStage, RequisitionStatus, StrategyStatus
from srm.clock import shown_today
from srm.reading import counts_of
from srm.ui.formats import number
from srm.ui.registry import Loop, LoopCount, LoopStage
from suppliers.models import JointAction, Supplier
from suppliers.states import ActionStatus, QualificationStatus
from tenders.models import Auction, Tender

SOON = timedelta(days=60)
SLOW, STUCK = 2, 5  # days
BEFORE_ORDER = [LineStage.APPROVED, LineStage.BUNDLED, LineStage.IN_TENDER, LineStage.CONTRACTED]


def loop_of(user: Any) -> Loop:
    """Return the four stages as the reader may see them, and what comes back as needs."""
    cycle, today = current_cycle(), shown_today()
    period = (cycle.starts_on, cycle.ends_on) if cycle else (today - timedelta(days=182), today)
    medians = kept("loop", period, lambda: {stage: read(period) for stage, read in MEDIANS.items()})
    days = {stage: _days(result) for stage, result in medians.items()}
    n = _counts(user, cycle, today)
    stages = (_needs(user, n, days), _segments(user, n, days), _tactics(user, n, days), _learn(user, n, cycle))
    return Loop(stages=stages, returns=_returns(n, cycle))


def _counts(user: Any, cycle: Cycle | None, today: date) -> dict[str, int]:
    """Count by one query all that the stages only count."""
    contracts = Contract.objects.visible_to(user)
    rows: dict[str, QuerySet[Any]] = {
        "bundles": Bundle.objects.visible_to(user).filter(status=BundleStatus.OPEN),
        "tenders": Tender.objects.visible_to(user).running(),
        "live": Auction.objects.visible_to(user).live(),
        "expiring": contracts.active().filter(ends_on__range=(today, today + SOON)),
        "qualified": Supplier.objects.filter(qualifications__status=QualificationStatus.REQUESTED).distinct(),
        "late_actions": JointAction.objects.filter(status=ActionStatus.AGREED, due_on__lt=today),
        "late_orders": PurchaseOrder.objects.visible_to(user).overdue(today),
        "findings": Finding.objects.filter(review__cycle=cycle, status=FindingStatus.OPEN, review__cycle__isnull=False),
        "stale": Position.objects.current().exclude(cycle=cycle),
        "carried": CycleDecision.objects.filter(cycle=cycle),
        "to_do": CycleDecision.objects.filter(cycle=cycle, done_at=None),
        "outdated": Strategy.objects.filter(status=StrategyStatus.OUT_OF_DATE),
    }
    return dict(zip(rows, counts_of(*rows.values()), strict=True))


def _needs(user: Any, n: dict[str, int], days: dict[str, str]) -> LoopStage:
    sent = _waiting_and_open(user)
    need = sent["need"] or Decimal(0)
    tone, word = _worry(sent["since"])
    news = ngettext(
        "%(n)d requisition waits for approval, the oldest %(days)d days.",
        "%(n)d requisitions wait for approval, the oldest %(days)d days.", sent["count"],
    ) % {"n": sent["count"], "days": _age(sent["since"])}  # fmt: skip
    counts = (
        LoopCount(sent["count"], _("requisitions waiting"), page("procurement:requisition-list", status="submitted"),
                  "waiting"),
        LoopCount(n["bundles"], _("bundles to confirm"), page("procurement:bundle-list", status="open")),
        LoopCount(scaled(need), _("%(currency)s open need") % {"currency": settings.ORGANISATION_CURRENCY},
                  page("procurement:requisition-list", status="approved")),
    )  # fmt: skip
    return LoopStage("needs", counts, tone, word, news if tone else "", days["needs"])


def _waiting_and_open(user: Any) -> dict[str, Any]:
    """Ask at once how many requests wait, since when, and what the approved ones want that is not ordered yet."""
    waits = Q(status=RequisitionStatus.SUBMITTED)
    open_line = Q(status=RequisitionStatus.APPROVED, lines__stage__in=BEFORE_ORDER)
    return Requisition.objects.visible_to(user).filter(waits | open_line).aggregate(
        count=Count("pk", filter=waits, distinct=True), since=Min("submitted_at", filter=waits),
        need=Sum(F("lines__amount") * F("base_rate"), filter=open_line),
    )  # fmt: skip


def _segments(user: Any, n: dict[str, int], days: dict[str, str]) -> LoopStage:
    old = Strategy.objects.visible_to(user).filter(status=StrategyStatus.OUT_OF_DATE).select_related("category")
    outdated = list(old.order_by("review_on"))
    counts = (
        LoopCount(n["tenders"], _("tenders running"), page("tenders:tender-list")),
        LoopCount(n["live"], _("auctions live"), page("tenders:auction-list"), "waiting"),
        LoopCount(len(outdated), _("strategies out of date"), page("procurement:strategy-list", status="out_of_date"),
                  "waiting"),
    )  # fmt: skip
    if not outdated:
        return LoopStage("segments", counts, days_to_next=days["segments"])
    news = _("%(category)s: %(reason)s") % {
        "category": outdated[0].category, "reason": outdated[0].outdated_reason or _("the strategy is out of date"),
    }  # fmt: skip
    return LoopStage("segments", counts, "waiting", _("Slow:"), news, days["segments"])


def _tactics(user: Any, n: dict[str, int], days: dict[str, str]) -> LoopStage:
    counts = (
        LoopCount(n["expiring"], _("contracts expiring"), page("contracts:contract-list", status="active"), "waiting"),
        LoopCount(n["qualified"], _("suppliers in qualification"), page("suppliers:supplier-list")),
        LoopCount(n["late_actions"], _("joint actions late"), page("suppliers:joint-plan-list"), "late"),
    )
    sent = Contract.objects.visible_to(user).filter(status=ContractStatus.SENT).select_related("supplier")
    waiting = sent.order_by("created_at").first()
    tone, word = _worry(waiting.created_at if waiting else None)
    if waiting is None or not tone:
        return LoopStage("tactics", counts, days_to_next=days["tactics"])
    age = _age(waiting.created_at)
    news = ngettext(
        "%(supplier)s has had %(number)s to sign for %(days)d day.",
        "%(supplier)s has had %(number)s to sign for %(days)d days.", age,
    ) % {"supplier": waiting.supplier, "number": waiting.number, "days": age}  # fmt: skip
    return LoopStage("tactics", counts, tone, word, news, days["tactics"])


def _learn(user: Any, n: dict[str, int], cycle: Cycle | None) -> LoopStage:
    exceptions = Invoice.objects.visible_to(user).filter(status=InvoiceStatus.EXCEPTION)
    held = exceptions.aggregate(count=Count("pk"), gross=Sum("gross"), currencies=Count("currency", distinct=True),
                          currency=Min("currency"))  # fmt: skip
    review = page("analytics:cycle-review", cycle.public_id) if cycle else ""
    counts = (
        LoopCount(n["late_orders"], _("orders late"), page("contracts:order-list", late="yes"), "late"),
        LoopCount(held["count"], _("invoices blocked"), page("contracts:invoice-list", status="exception"), "waiting"),
        LoopCount(n["findings"], _("findings open"), review),
    )
    if not held["count"]:
        return LoopStage("learn", counts)
    words = ngettext("%(n)d invoice does not match", "%(n)d invoices do not match", held["count"])
    news = words % {"n": held["count"]}
    if held["currencies"] == 1:
        news = f"{news}, {short_amount(held['gross'], held['currency'])}"
    return LoopStage("learn", counts, "late", _("Stuck:"), f"{news}.")


def _returns(n: dict[str, int], cycle: Cycle | None) -> tuple[tuple[str, str], ...]:
    if cycle is None:
        return ()
    home = page("procurement:cycle-detail", cycle.public_id)
    carried, to_do, stale, old = n["carried"], n["to_do"], n["stale"], n["outdated"]
    parts = [
        (carried, ngettext("%(n)d decision", "%(n)d decisions", carried), home),
        (to_do, ngettext("%(n)d still to do", "%(n)d still to do", to_do), home),
        (stale, ngettext("%(n)d category to re-measure", "%(n)d categories to re-measure", stale),
         page("procurement:portfolio")),
        (old, ngettext("%(n)d strategy review", "%(n)d strategy reviews", old), page("procurement:strategy-list")),
    ]  # fmt: skip
    return tuple((text % {"n": count}, url) for count, text, url in parts if count)


def _days(result: Result) -> str:
    if result.value is None:
        return ""
    if result.value < 1:
        return _("under a day")
    return _("%(days)s days") % {"days": number(result.value, 0 if result.value >= 10 else 1)}


def _age(since: Any) -> int:
    return (timezone.now() - since).days if since else 0


def _worry(since: Any) -> tuple[str, str]:
    """Return the tone and word for something that waits since then; nothing while it is fresh."""
    age = _age(since)
    if age >= STUCK:
        return "late", _("Stuck:")
    return ("waiting", _("Slow:")) if age >= SLOW else ("", "")
