"""Where a category should come to stand on the matrix; and the matrix put on paper."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from procurement.events import CategoryTargetDropped, CategoryTargetSet, PortfolioSheetMade
from procurement.models import CategoryTarget, PortfolioSheet
from procurement.policies.planning import may_see_portfolio, may_set_target
from procurement.rules.kraljic.axes import quadrant_of
from srm.authz import person, require
from srm.clock import organisation_today
from srm.documents.models import GeneratedDocument
from srm.documents.services import request_document
from srm.errors import Invalid
from srm.events.services import record
from srm.reference.models import Category

HALF = Decimal("0.5")


@transaction.atomic
def set_target(
    *, category: Category, supply_risk: Decimal, profit_impact: Decimal, reason: str, by: Any,
    due_on: date | None = None,
) -> CategoryTarget:  # fmt: skip
    """Say where a category should come to stand, instead of what was said before. Records CategoryTargetSet.

    Axis values are 0–1. Raises Invalid for a place off the matrix, a day that is over or without a reason.
    """
    category = Category.objects.select_for_update(of=("self",)).get(pk=category.pk)
    require(may_set_target(by, category), _("Targets are set by category managers."))
    _check(supply_risk, profit_impact, reason, due_on)
    category.targets.current().update(is_current=False)
    target = CategoryTarget.objects.create(
        category=category, supply_risk=supply_risk, profit_impact=profit_impact, reason=reason.strip(), due_on=due_on,
        quadrant=quadrant_of(risk_is_high=supply_risk >= HALF, impact_is_high=profit_impact >= HALF).value,
        created_by=person(by),
    )  # fmt: skip
    day = due_on.isoformat() if due_on else ""
    record(
        CategoryTargetSet(target.quadrant, supply_risk, profit_impact, target.reason, day), subject=category, by=by
    )  # fmt: skip
    return target


@transaction.atomic
def drop_target(*, target: CategoryTarget, reason: str, by: Any) -> CategoryTarget:
    """Give a target up, with a reason; a second time changes nothing. Records CategoryTargetDropped."""
    target = CategoryTarget.objects.select_for_update(of=("self",)).select_related("category").get(pk=target.pk)
    require(may_set_target(by, target.category), _("Targets are set by category managers."))
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    if target.is_current:
        target.is_current = False
        target.save(update_fields=["is_current"])
        record(CategoryTargetDropped(reason), subject=target.category, by=by)
    return target


@transaction.atomic
def print_portfolio(*, look: Mapping[str, str], by: Any) -> GeneratedDocument:
    """Ask for the matrix on paper, as it is narrowed now; a worker makes the PDF. Records PortfolioSheetMade."""
    require(may_see_portfolio(by), _("The portfolio is shown to procurement, finance and the auditor."))
    sheet = PortfolioSheet.objects.create(look=dict(look), created_by=person(by))
    record(PortfolioSheetMade(sheet.look), subject=sheet, by=by)
    return request_document(subject=sheet, kind="procurement.portfolio", by=by, language=get_language() or "en")


def _check(supply_risk: Decimal, profit_impact: Decimal, reason: str, due_on: date | None) -> None:
    errors = {
        name: _("Choose a value between 0 and 100.")
        for name, value in (("supply_risk", supply_risk), ("profit_impact", profit_impact))
        if not 0 <= value <= 1
    }
    if not reason.strip():
        errors["reason"] = _("Say why.")
    if due_on and due_on <= organisation_today():
        errors["due_on"] = _("Choose a day to come.")
    if errors:
        raise Invalid(errors)
