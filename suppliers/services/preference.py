"""How suppliers see us: what they state themselves, what we judge, and the view that follows."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid
from srm.events.services import record
from srm.reference.models import Category, Currency
from suppliers.events import AttractivenessJudged, SelfDeclared
from suppliers.models import SelfDeclaration, Supplier, SupplierPreference, SupplierSegment
from suppliers.policies.supplier import may_declare, may_judge_attractiveness
from suppliers.queries.preference import Stated, stated_by
from suppliers.rules.preference import HIGHEST, LOWEST, is_dated, prefer
from suppliers.states import Question

COMPUTED = ["sales_share", "declared", "declared_year", "preference"]
KEEP = """
    INSERT INTO suppliers_preferencerecord AS kept
        (supplier_id, category_id, period, sales_share, declared, declared_year, judged, preference, computed_at)
    SELECT p.supplier_id, p.category_id, s.period, p.sales_share, p.declared, p.declared_year, p.judged, p.preference,
           now()
    FROM unnest(%s::bigint[], %s::bigint[]) AS asked(supplier_id, category_id)
    JOIN suppliers_supplierpreference AS p USING (supplier_id, category_id)
    JOIN suppliers_suppliersegment AS s USING (supplier_id, category_id)
    WHERE s.period <> '' ORDER BY p.supplier_id, p.category_id
    ON CONFLICT (supplier_id, category_id, period) DO UPDATE SET sales_share = excluded.sales_share,
        declared = excluded.declared, declared_year = excluded.declared_year, judged = excluded.judged,
        preference = excluded.preference, computed_at = excluded.computed_at
    WHERE (kept.sales_share, kept.declared, kept.declared_year, kept.judged, kept.preference) IS DISTINCT FROM
        (excluded.sales_share, excluded.declared, excluded.declared_year, excluded.judged, excluded.preference)
"""  # one statement for thousands of rows that the database has already
Pairs = set[tuple[int, int]]


@transaction.atomic
def declare_customer_view(
    *, supplier: Supplier, year: int, by: Any, revenue: Decimal | None = None, currency: str = "",
    answers: Mapping[str, int] | None = None,
) -> SelfDeclaration:  # fmt: skip
    """State one's sales of an ended year and one's view of us; the same year again: corrects it. Records SelfDeclared.

    The supplier's view of us is computed anew in all his categories.
    """
    supplier = Supplier.objects.select_for_update(of=("self",)).get(pk=supplier.pk)
    require(may_declare(by, supplier), _("Only the supplier's administrator may do this."))
    given = {name: int(value) for name, value in (answers or {}).items()}
    if errors := _declaration_faults(year, revenue, currency, given):
        raise Invalid(errors)
    told = {
        "revenue": revenue, "currency": currency if revenue is not None else "", "answers": given,
        "changed_at": database_now(),
    }  # fmt: skip
    declaration, _created = SelfDeclaration.objects.update_or_create(
        supplier=supplier, year=year, defaults=told, create_defaults={**told, "created_by": person(by)}
    )
    record(SelfDeclared(year), subject=supplier, by=by)
    write_preferences(pairs=pairs_of(supplier))
    return declaration


@transaction.atomic
def judge_attractiveness(
    *, supplier: Supplier, category: Category, attractiveness: Decimal | None, by: Any, reason: str = ""
) -> SupplierPreference:
    """Judge how attractive we are to a supplier (1–5), with a reason; None takes the judgement back.

    What the supplier stated stays beside it. Records AttractivenessJudged.
    """
    supplier = Supplier.objects.select_for_update(of=("self",)).get(pk=supplier.pk)
    require(may_judge_attractiveness(by), _("This is judged by procurement."))
    if attractiveness is not None:
        _check_judgement(attractiveness, reason)
    judged = {
        "judged": attractiveness, "judged_reason": reason.strip() if attractiveness is not None else "",
        "judged_by": person(by) if attractiveness is not None else None,
        "judged_at": database_now() if attractiveness is not None else None,
    }  # fmt: skip
    row, _created = SupplierPreference.objects.update_or_create(
        supplier=supplier, category=category, defaults=judged, create_defaults={**judged, "created_by": person(by)}
    )
    record(AttractivenessJudged(category.code, attractiveness, reason.strip()), subject=supplier, by=by)
    write_preferences(pairs={(supplier.pk, category.pk)})
    row.refresh_from_db()
    return row


@transaction.atomic
def write_preferences(*, pairs: Pairs) -> None:
    """Compute anew how suppliers see us, for (supplier, category) ids; our judgements are kept. Records nothing.

    The view is kept with the cycle of the segment: as many queries for many pairs as for one.
    """
    if not pairs:
        return
    suppliers, categories = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    locked = Supplier.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=suppliers).order_by("pk")
    list(locked.values("pk"))  # who judges or states something just now is waited for: his word counts
    rows = SupplierPreference.objects.filter(supplier__in=suppliers, category__in=categories)
    known = {row[:2]: row[2:] for row in rows.values_list("supplier", "category", "judged", *COMPUTED)}
    stated, asked = stated_by(suppliers), sorted(pairs)
    found = {pair: _view(stated.get(pair[0], Stated()), known[pair][0] if pair in known else None) for pair in asked}
    changed = {pair: view for pair, view in found.items() if pair not in known or known[pair][1:] != view}
    SupplierPreference.objects.bulk_create(
        [SupplierPreference(supplier_id=s, category_id=c, **dict(zip(COMPUTED, view, strict=True)))
         for (s, c), view in changed.items()],
        update_conflicts=True, unique_fields=["supplier", "category"], update_fields=COMPUTED, batch_size=500,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [list(side) for side in zip(*asked, strict=True)])


def _view(stated: Stated, judged: Decimal | None) -> tuple[Any, ...]:
    """The values of COMPUTED."""
    attractive = stated.attractiveness if judged is None else judged
    return stated.share, stated.attractiveness, stated.year, prefer(stated.share, attractive).value


def pairs_of(supplier: Supplier) -> Pairs:
    """Return in which categories he sees us, as (supplier, category) ids."""
    segments = SupplierSegment.objects.filter(supplier=supplier).values_list("supplier", "category")
    judged = SupplierPreference.objects.filter(supplier=supplier).values_list("supplier", "category")
    return {*segments, *judged}


def _is_known(currency: str) -> bool:
    return currency == settings.ORGANISATION_CURRENCY or Currency.objects.filter(code=currency).exists()


def _check_judgement(attractiveness: Decimal, reason: str) -> None:
    errors = {}
    if not LOWEST <= attractiveness <= HIGHEST:
        errors["attractiveness"] = _("Choose a value from 1 to 5.")
    if not reason.strip():
        errors["reason"] = _("Say why.")
    if errors:
        raise Invalid(errors)


def year_faults(year: int) -> dict[str, Any]:
    """Return what is wrong with a year that sales are stated of."""
    this_year = organisation_today().year
    if year >= this_year:
        return {"year": _("Choose a year that has ended.")}
    if is_dated(year, this_year):
        return {"year": _("Choose one of the last years: older figures do not count.")}
    return {}


def revenue_faults(revenue: Decimal | None, currency: str) -> dict[str, Any]:
    """Return what is wrong with stated sales; none are right."""
    errors = {}
    if revenue is not None and revenue <= 0:
        errors["revenue"] = _("The revenue is more than nothing; leave it empty if you do not state it.")
    if revenue is not None and not _is_known(currency):
        errors["currency"] = _("Choose a known currency.")
    return errors


def _declaration_faults(year: int, revenue: Decimal | None, currency: str, answers: Mapping[str, int]) -> dict:
    errors = {**year_faults(year), **revenue_faults(revenue, currency)}
    if revenue is None and not answers:
        errors["revenue"] = _("State the revenue, or answer a question.")
    for name, value in answers.items():
        if name not in Question.values or not LOWEST <= value <= HIGHEST:
            errors[name if name in Question.values else "answers"] = _("Choose a value from 1 to 5.")
    return errors
