"""One's own history of orders and deliveries becomes suppliers, categories, items and supply facts.

Written in bulk: ten thousand lines in seconds. The same line again (source and key) corrects its fact.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from srm.authz import person, require
from srm.clock import database_now
from srm.errors import Refused
from srm.events.services import record
from srm.imports.words import Words, words_of
from srm.imports.words import key as word
from srm.reference.models import Category, Item, Unit
from srm.reference.services import next_number, rate_on
from suppliers.events import SupplierCreated
from suppliers.models import Supplier, SupplyFact
from suppliers.policies.supplier import may_import_history
from suppliers.states import SupplierStatus

CENT = Decimal("0.01")
CHUNK = 1000
FACT_FIELDS = [
    "supplier", "category", "item", "description", "ordered_on", "promised_on", "received_on", "quantity",
    "rejected", "unit_price", "amount", "country",
]  # fmt: skip


@dataclass(frozen=True)
class HistoryRow:
    """One delivered line as a spreadsheet gives it; without a currency the amounts are the organisation's own."""

    key: str
    supplier: str
    category: str
    group: str
    item: str
    quantity: Decimal
    amount: Decimal
    unit_price: Decimal | None = None
    currency: str = ""
    ordered_on: date | None = None
    promised_on: date | None = None
    received_on: date | None = None
    rejected: Decimal | None = None
    country: str = ""


@dataclass
class _Known:
    """What is there already, by the name under which the rows call it."""

    suppliers: Words
    categories: Words
    items: dict[str, Item]


@transaction.atomic
def import_history(
    *, rows: Sequence[HistoryRow], source: str, by: Any, progress: Callable[[int], None] | None = None
) -> Mapping[str, int]:
    """Write the rows; what they name and is not known is made (suppliers as active: we did buy from them).

    Returns the counts of facts written and of suppliers, categories and items made. Records SupplierCreated for each
    new supplier. Raises Refused when a currency has no rate on the day.
    """
    require(may_import_history(by), _("History is imported by procurement and administrators."))
    known = _known()
    before = {name: len(getattr(known, name)) for name in ("suppliers", "categories", "items")}
    rates: dict[tuple[str, date], Decimal] = {}
    for done, chunk in _chunks(rows):
        facts = {fact.source_key: fact for fact in (_fact(row, source, known, rates, by) for row in chunk)}
        SupplyFact.objects.bulk_create(
            facts.values(), update_conflicts=True, unique_fields=["source", "source_key"], update_fields=FACT_FIELDS
        )
        if progress:
            progress(done)
    _link_categories(source)
    made = {name: len(getattr(known, name)) - count for name, count in before.items()}
    return {"facts": len(rows), **made}


def _chunks(rows: Sequence[HistoryRow]) -> Iterator[tuple[int, Sequence[HistoryRow]]]:
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        yield start + len(chunk), chunk


def _known() -> _Known:
    return _Known(
        suppliers=words_of(Supplier.objects.all(), code="number"),
        categories=words_of(Category.objects.all()),
        items={i.name.casefold(): i for i in Item.objects.all()},
    )


def _fact(row: HistoryRow, source: str, known: _Known, rates: dict, by: Any) -> SupplyFact:
    category = _category(row, known)
    rate = _rate(row, rates)
    return SupplyFact(
        source=source, source_key=row.key, supplier=_supplier(row.supplier, known, by), category=category,
        item=_item(row.item, category, known) if row.item else None, description=row.item[:500],
        ordered_on=row.ordered_on, promised_on=row.promised_on, received_on=row.received_on,
        quantity=row.quantity, rejected=row.rejected, country=row.country[:60],
        unit_price=row.unit_price * rate if row.unit_price is not None else None,
        amount=(row.amount * rate).quantize(CENT, ROUND_HALF_UP),
    )  # fmt: skip


def _rate(row: HistoryRow, rates: dict[tuple[str, date], Decimal]) -> Decimal:
    currency = row.currency or settings.ORGANISATION_CURRENCY
    if currency == settings.ORGANISATION_CURRENCY:
        return Decimal(1)
    day = row.received_on or row.promised_on or row.ordered_on or database_now().date()
    if (currency, day) not in rates:
        rates[currency, day] = rate_on(currency, day)
    return rates[currency, day]


def _supplier(name: str, known: _Known, by: Any) -> Supplier:
    key = word(name)
    if key in known.suppliers.namesakes:
        raise Refused(_("Several suppliers are called %(name)s: write the number.") % {"name": name}, code="namesakes")
    if key not in known.suppliers:
        supplier = Supplier.objects.create(
            number=next_number("SU"), name=name, status=SupplierStatus.ACTIVE, created_by=person(by),
            confirmed_at=database_now(),
        )  # fmt: skip
        record(SupplierCreated(name), subject=supplier, by=by)
        known.suppliers[key] = supplier
    return known.suppliers[key]


def _category(row: HistoryRow, known: _Known) -> Category:
    key = _unmistaken(row.category, known)
    if key not in known.categories:
        parent = _root(row.group, known) if row.group else None
        fields = {"code": _code(row.category, Category), "name": row.category}
        known.categories[key] = (
            Category.objects.add_child(parent, fields) if parent else Category.objects.add_root(fields)
        )
    return known.categories[key]


def _unmistaken(name: str, known: _Known) -> str:
    key = word(name)
    if key in known.categories.namesakes:
        raise Refused(_("Several categories are called %(name)s: write the code.") % {"name": name}, code="namesakes")
    return key


def _root(group: str, known: _Known) -> Category:
    key = _unmistaken(group, known)
    if key not in known.categories:
        known.categories[key] = Category.objects.add_root({"code": _code(group, Category), "name": group})
    # The tree keeps its counts in the database: a parent in hand is stale after each child.
    known.categories[key].refresh_from_db()
    return known.categories[key]


def _item(name: str, category: Category, known: _Known) -> Item:
    key = name.casefold()[:300]
    if key not in known.items:
        known.items[key] = Item.objects.create(
            code=_code(name, Item), name=name[:300], category=category, unit=_piece()
        )
    return known.items[key]


def _piece() -> Unit:
    return Unit.objects.get_or_create(code="C62", defaults={"name": "piece", "symbol": "pcs", "okei": "796"})[0]


def _code(name: str, model: type[Category] | type[Item]) -> str:
    """A readable code that is free: the name's slug, with a piece of its digest when that is taken."""
    slug = slugify(name, allow_unicode=True).upper()[:32] or "X"
    digest = hashlib.sha256(name.encode()).hexdigest()[:6].upper()
    return f"{slug}-{digest}" if model.objects.filter(code=slug).exists() else slug


def _link_categories(source: str) -> None:
    """Who has delivered a category is known to offer it."""
    pairs = SupplyFact.objects.filter(source=source).values_list("supplier_id", "category_id").distinct()
    through = Supplier.categories.through
    through.objects.bulk_create(
        (through(supplier_id=supplier, category_id=category) for supplier, category in pairs), ignore_conflicts=True
    )
