"""Savings as they travel: found in the bids, negotiated in the award, signed in the contract, seen on the invoice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Sum

from contracts.models import InvoiceLine
from contracts.states import ContractStatus, InvoiceStatus
from srm.clock import organisation_today
from srm.errors import Refused
from srm.reference.services.currency import rate_on
from tenders.models import Award, BidPrice, Lot
from tenders.states import AwardStatus, BidStatus

NOTHING = Decimal(0)
WON = [AwardStatus.APPROVED, AwardStatus.ACCEPTED]
SIGNED = [ContractStatus.ACTIVE, ContractStatus.ENDED]
BILLED = [InvoiceStatus.APPROVED, InvoiceStatus.PAID]


@dataclass(frozen=True)
class Savings:
    """Against the estimates of the lots, in the organisation's currency; `lots` had an estimate and a full bid.

    Identified: the lowest full bid at the opening. Negotiated: the award. Contracted: awards whose contract is in
    force. Realised: what approved invoices under those contracts charged less, in proportion to the estimate.
    """

    identified: Decimal
    negotiated: Decimal
    contracted: Decimal
    realised: Decimal
    lots: int
    awards: int

    @property
    def steps(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        return self.identified, self.negotiated, self.contracted, self.realised


def savings_of(period: tuple[date, date]) -> Savings:
    """Return the savings of lots whose bids were opened in the period. Lots without an estimate are left out."""
    lots = _opened_lots(period)
    best = _lowest_bids(lots)
    rates = _rates({lot.tender.currency for lot in lots.values()})
    counted = {pk: lot for pk, lot in lots.items() if pk in best and lot.tender.currency in rates}
    awards = list(Award.objects.filter(lot__in=counted, status__in=WON).select_related("contract", "lot__tender"))
    signed = [a for a in awards if getattr(a, "contract", None) and a.contract.status in SIGNED]
    worth = {pk: rates[lot.tender.currency] for pk, lot in counted.items()}
    return Savings(
        identified=_sum((lot.estimate - best[pk]) * worth[pk] for pk, lot in counted.items()),
        negotiated=_sum((a.lot.estimate - a.amount) * worth[a.lot_id] for a in awards),
        contracted=_sum((a.lot.estimate - a.amount) * worth[a.lot_id] for a in signed),
        realised=_realised(signed, worth), lots=len(counted), awards=len(awards),
    )  # fmt: skip


def _opened_lots(period: tuple[date, date]) -> dict[int, Lot]:
    rows = Lot.objects.filter(tender__opened_at__date__range=period, estimate__gt=0)
    return {lot.pk: lot for lot in rows.select_related("tender").annotate(item_count=Count("items"))}


def _lowest_bids(lots: dict[int, Any]) -> dict[int, Decimal]:
    """Return lot id → the lowest bid that prices every item of it."""
    prices = BidPrice.objects.filter(lot_item__lot__in=lots, bid__status=BidStatus.OPENED)
    rows: Any = prices.values_list("lot_item__lot", "bid").annotate(
        total=Sum(F("unit_price") * F("lot_item__quantity")), priced=Count("pk")
    )
    best: dict[int, Decimal] = {}
    for lot, _bid, total, priced in rows:
        if priced == lots[lot].item_count:
            best[lot] = min(total, best.get(lot, total))
    return best


def _realised(awards: list[Award], worth: dict[int, Decimal]) -> Decimal:
    by_contract = {award.contract.pk: award for award in awards if award.amount}
    lines = InvoiceLine.objects.filter(invoice__status__in=BILLED, order_line__contract_line__lot_item__isnull=False)
    lines = lines.annotate(
        contract=F("order_line__contract_line__contract"), agreed=F("order_line__contract_line__unit_price")
    )
    rows = lines.filter(contract__in=by_contract).values_list("contract", "agreed", "quantity", "amount")
    total = NOTHING
    for contract, agreed, quantity, charged in rows:
        award = by_contract[contract]
        expected = agreed * quantity * award.lot.estimate / award.amount
        total += (expected - charged) * worth[award.lot_id]
    return total.quantize(Decimal("0.01"))


def _rates(currencies: set[str]) -> dict[str, Decimal]:
    known = {}
    for currency in currencies - {settings.ORGANISATION_CURRENCY}:
        try:
            known[currency] = rate_on(currency, organisation_today())
        except Refused:
            continue
    return known | {settings.ORGANISATION_CURRENCY: Decimal(1)}


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING).quantize(Decimal("0.01"))
