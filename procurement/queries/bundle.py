from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.conf import settings
from django.db.models import F, QuerySet

from procurement.models import RequisitionLine
from procurement.rules.bundling import Factor, Merged, Need, Proposal, merge, propose
from procurement.states import LineStage, RequisitionStatus, Route
from srm.clock import organisation_today
from srm.reference.models import Item, UnitConversion
from srm.reference.services import rate_on

ZERO = Decimal(0)
CENT = Decimal("0.01")
COLUMNS = (
    "pk", "category_id", "requisition__cost_centre__legal_entity_id", "requisition__place_id", "item_id",
    "description", "unit_id", "wanted", "amount", "needed_on", "requisition__currency",
    "requisition__cost_centre__legal_entity__currency",
)  # fmt: skip


def lines_to_bundle() -> QuerySet[RequisitionLine]:
    """Return approved lines routed to tender that are in no bundle yet."""
    return RequisitionLine.objects.filter(
        requisition__status=RequisitionStatus.APPROVED, route=Route.TENDER, bundle=None,
        stage__in=[LineStage.APPROVED, LineStage.BUNDLED],
    ).select_related("category", "requisition__cost_centre__legal_entity")  # fmt: skip


def needs_of(rows: QuerySet[RequisitionLine]) -> list[Need]:
    """Return lines as the rules see them, without what stock serves, money in the company's currency; one query."""
    rates: dict[tuple[str, str], Decimal] = {}
    today = organisation_today()
    wanted = rows.annotate(wanted=F("quantity") - F("from_stock")).filter(wanted__gt=0).order_by()
    found = []
    for *what, amount, needed_on, currency, own in wanted.select_related(None).values_list(*COLUMNS):
        if currency != own:
            if (currency, own) not in rates:
                rates[currency, own] = rate_on(currency, today) / rate_on(own, today)
            amount = (amount * rates[currency, own]).quantize(CENT)
        found.append(Need(*what, amount, needed_on))  # type: ignore[call-arg]
    return found


def bundle_proposals() -> list[Proposal]:
    """Return which loose lines belong together, the most urgent first; one query for any number of lines."""
    found = propose(needs_of(lines_to_bundle()), settings.BUNDLE_WINDOW_DAYS)
    return sorted(found, key=lambda p: (p.first, p.needs[0].key))


def merged_lines(needs: Iterable[Need]) -> list[Merged]:
    """Return the lines that needs are bought as; two queries."""
    return merged_each([list(needs)])[0]


def merged_each(groups: Sequence[Sequence[Need]]) -> list[list[Merged]]:
    """Return the lines that each group of needs is bought as; two queries for any number of groups."""
    factor, packs = conversions(), _packs({n.item for needs in groups for n in needs if n.item is not None})
    return [merge(needs, factor, packs) for needs in groups]


def conversions() -> Factor:
    """Return how units convert: an item's own factor before the general one; one query."""
    known = {
        (row.source_id, row.target_id, row.item_id): row.factor for row in UnitConversion.objects.all()
    }  # fmt: skip

    def factor(source: str, target: str, item: int | None) -> Decimal | None:
        if source == target:
            return Decimal(1)
        for whose in dict.fromkeys((item, None)):
            if (source, target, whose) in known:
                return known[source, target, whose]
            if (target, source, whose) in known:
                return 1 / known[target, source, whose]
        return None

    return factor


def _packs(items: set[int | None]):  # type: ignore[no-untyped-def]
    rows = Item.objects.filter(pk__in=items).values_list("pk", "pack_quantity", "minimum_order")
    known = {pk: (pack, minimum) for pk, pack, minimum in rows}
    return lambda item: known.get(item, (ZERO, ZERO))
