"""What a tender needs before it is published: the check list on its page, and the gate in the service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procurement.models import Strategy
from procurement.states import Procedure, StrategyStatus
from tenders.models import Lot, Tender
from tenders.queries.score import SCORERS, asks_scores
from tenders.rules.criteria import Row, criteria_faults
from tenders.states import KINDS, CriterionKind


@dataclass(frozen=True)
class Check:
    """One line of the check list; `step` is the part of the draft where it is mended."""

    key: str
    label: str | Promise
    holds: bool
    fault: str | Promise
    step: str


def check_list(tender: Tender, now: datetime) -> list[Check]:
    """Return all checks, held or not, in the order of the draft."""
    return [
        Check(key, label, test(tender, now), fault, step) for key, label, test, fault, step in CHECKS
    ]  # fmt: skip


def _has_items(tender: Tender, now: datetime) -> bool:
    if not tender.asks_prices:
        return True
    lots = Lot.objects.filter(tender=tender)
    return lots.exists() and not lots.filter(items=None).exists()


def _criteria_hold(tender: Tender, now: datetime) -> bool:
    rows = [Row(c.kind, c.weight, c.max_score, c.min_score) for c in tender.criteria.all()]
    return bool(rows) and not list(criteria_faults(rows, asks_prices=tender.asks_prices))


def _has_deadline(tender: Tender, now: datetime) -> bool:
    return tender.bids_until is not None and tender.bids_until > now


def _enough_invited(tender: Tender, now: datetime) -> bool:
    return tender.invitations.count() >= max(1, tender.minimum_bidders)


def _has_scorers(tender: Tender, now: datetime) -> bool:
    return not asks_scores(tender) or tender.committee.filter(role__in=SCORERS).exists()


def _follows_strategy(tender: Tender, now: datetime) -> bool:
    """A tender that leaves the category's strategy says why (in its reason for another procedure)."""
    return bool(tender.procedure_reason.strip()) or not departures(tender)


def departures(tender: Tender) -> list[str]:
    """Return in what a tender leaves the strategy that decides: kind, bidders, price, auction; none without one."""
    strategy = Strategy.objects.deciding().filter(category=tender.category_id).first()
    if strategy is None or not tender.asks_prices:
        return []
    price = tender.criteria.filter(kind=CriterionKind.PRICE).values_list("weight", flat=True).first()
    found = {
        "kind": KINDS.get(Procedure(strategy.procedure), tender.kind) != tender.kind,
        "bidders": tender.minimum_bidders < strategy.minimum_bidders,
        "price": price is not None and price != strategy.price_weight,
        "auction": strategy.auction_format != tender.auction_format,
    }
    return [name for name, leaves in found.items() if leaves]


def strategy_warning(tender: Tender) -> str:
    """Return the warning that the category's strategy is out of date, with the reason; empty where it is not."""
    strategy = Strategy.objects.filter(category=tender.category_id, status=StrategyStatus.OUT_OF_DATE).first()
    if strategy is None:
        return ""
    words = {"number": strategy.number, "reason": strategy.outdated_reason}
    return _("Strategy %(number)s is out of date: %(reason)s Look at it before you publish.") % words


Test = Callable[[Tender, datetime], bool]
CHECKS: tuple[tuple[str, Promise, Test, Promise, str], ...] = (
    ("lots", _("Lots and items"), _has_items, _("Every lot needs at least one item."), "lots"),
    ("criteria", _("Criteria"), _criteria_hold, _("Criteria need weights that add up to 100."), "criteria"),
    ("bids_until", _("Deadline"), _has_deadline, _("Bids need a deadline in the future."), "dates"),
    (
        "invitations", _("Invitations"), _enough_invited,
        _("Invite at least as many suppliers as the least number of bidders."), "invitations",
    ),
    (
        "members", _("Committee"), _has_scorers,
        _("Criteria are scored by people: name at least one member or technical scorer."), "committee",
    ),
    (
        "procedure_reason", _("Strategy"), _follows_strategy,
        _("This tender leaves the category's strategy (kind, bidders, price or auction): say why, or follow it."),
        "dates",
    ),
)  # fmt: skip
