"""An award looked at from the requests behind it: the money is checked again, and what grew too much approved anew."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.models import Bundle, Requisition, RequisitionLine
from procurement.queries.award import AwardedRequest, awarded_requests, wanted_beyond
from procurement.services.chain import lock_requisitions
from procurement.services.purse import Purse
from procurement.services.revision import settle_amounts
from procurement.states import PriceSource, RequisitionStatus
from srm.errors import Refused

GOES_ON = (RequisitionStatus.APPROVED, RequisitionStatus.SUBMITTED)  # submitted: asked again for another award
PRICE = Decimal("0.000001")


@transaction.atomic
def settle_award(*, bundle: Bundle, amount: Decimal, currency: str, reference: str, by: Any) -> list[Requisition]:
    """Lay an award on the lines of its bundle: a request that costs more keeps the new amounts; returns those.

    Beyond the tolerance it waits for approval again, and nothing is ordered for it meanwhile. What costs less stays as
    approved until it is ordered. Records RequisitionRevised. Raises Refused when the budgets have not so much left, or
    a request is not approved any more.
    """
    lock_requisitions(bundle.lines.kept().values_list("requisition", flat=True))
    awarded = awarded_requests(bundle, amount, currency)
    for ended in (a.requisition for a in awarded if a.requisition.status not in GOES_ON):
        raise Refused(_("%(number)s is not approved any more.") % {"number": ended.number}, code="not_approved")
    _check_money(awarded, by)
    grown = [request for request in awarded if request.growth > 0]
    for request in grown:
        _grow(request, reference, by)
    return [request.requisition for request in grown]


def _check_money(awarded: Sequence[AwardedRequest], by: Any) -> None:
    wanted, requisitions = wanted_beyond(awarded), [a.requisition for a in awarded]
    Purse(wanted, requisitions).take({b.pk: more for b, more in wanted.items()}, requisitions, by)


def _grow(request: AwardedRequest, reference: str, by: Any) -> None:
    for line, amount in zip(request.lines, request.amounts, strict=True):
        line.requisition = request.requisition
        _price(line, amount, reference)
    reason = _("The award of %(number)s costs more than approved.") % {"number": reference}
    settle_amounts(requisition=request.requisition, changed=request.lines, reason=reason, by=by)


def _price(line: RequisitionLine, amount: Decimal, reference: str) -> None:
    line.amount, line.unit_price = amount, (amount / line.quantity).quantize(PRICE)
    line.price_source, line.price_reference = PriceSource.AWARD, reference
    line.save(update_fields=["amount", "unit_price", "price_source", "price_reference"])
