"""What each bid asks for a lot: as opened, or as its auction ended."""

from dataclasses import dataclass
from decimal import Decimal

from srm.money.exact import minor_unit
from tenders.models import Auction, Bid, BidPrice, Lot
from tenders.rules.scaling import Line, price_lines, scale_lines
from tenders.states import AuctionStatus


@dataclass(frozen=True)
class Offer:
    """One bid's prices of one lot; `lines` by lot item public id, in the lot's order."""

    bid: Bid
    lines: list[Line]
    total: Decimal
    opening_total: Decimal  # before the auction; the same where there was none


def lot_offers(lot: Lot) -> list[Offer]:
    """Return the admitted bids that price the whole lot, in order of receipt. Says nothing of who may see them."""
    places = minor_unit(lot.tender.currency)
    items = [item.public_id for item in lot.items.all()]
    won = auction_totals(lot)
    offers = []
    for bid, prices in _priced(lot):
        if list(prices) != items:
            continue
        lines = price_lines([(key, p.lot_item.quantity, p.unit_price) for key, p in prices.items()], places)
        total = sum((line.amount for line in lines), Decimal(0))
        final = won.get(bid.supplier_id, total)
        scaled = scale_lines(lines, final, places) if final != total else lines
        offers.append(Offer(bid, scaled, final, total))
    return offers


def auction_totals(lot: Lot) -> dict[int, Decimal]:
    """Return supplier id → his last price of the lot's closed auction; bidders there go by alias or public id."""
    auction = Auction.objects.filter(lot=lot, status=AuctionStatus.CLOSED).order_by("-opens_at").first()
    if auction is None:
        return {}
    people = {}
    for participant in auction.participants.all():
        people[participant.alias] = people[participant.public_id] = participant.supplier_id
    ranking = auction.result.get("ranking", [])
    return {people[row["bidder"]]: Decimal(row["amount"]) for row in ranking if row["bidder"] in people}


def _priced(lot: Lot) -> list[tuple[Bid, dict[str, BidPrice]]]:
    rows: dict[int, dict[str, BidPrice]] = {}
    prices = BidPrice.objects.filter(lot_item__lot=lot).select_related("lot_item").order_by("lot_item__position")
    for price in prices:
        rows.setdefault(price.bid_id, {})[price.lot_item.public_id] = price
    bids = lot.tender.bids.admitted().filter(pk__in=rows).select_related("supplier").order_by("submitted_at", "pk")
    return [(bid, rows[bid.pk]) for bid in bids]
