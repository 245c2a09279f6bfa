"""A bid in the portal: typed with autosave, checked, sent against a receipt, taken back while there is time."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from srm.errors import Invalid, Refused
from srm.money.exact import minor_unit
from srm.ui.doors import portal_page
from srm.ui.forms import has_errors, put_errors
from srm.ui.views import act
from tenders.forms.bid import BidForm, at_fields
from tenders.models import Bid
from tenders.portal.tender import own_tender
from tenders.queries.asked import asked_of
from tenders.queries.portal import PortalTender
from tenders.rules.content import Content, find_faults, lots_bid_for
from tenders.rules.likely import kind_of_row, likely_amount
from tenders.rules.scaling import rounded
from tenders.services import read_draft, save_bid_draft, submit_bid, withdraw_bid
from tenders.services.bid import FAULTS


@portal_page
def bid_edit(request: Any, public_id: str) -> HttpResponse:
    mine = own_tender(request, public_id)
    form = BidForm(request.POST or None, tender=mine.tender, content=_draft(mine))
    status = 200
    if request.method == "POST":
        try:
            save_bid_draft(tender=mine.tender, supplier=request.supplier, content=form.content(), by=request.user)
            return redirect("tenders:portal-bid-review", public_id)
        except (Invalid, Refused) as error:
            form.is_valid()
            put_errors(form, at_fields(error) if isinstance(error, Invalid) else error)
            status = error.status
    context = {**_context(request, mine), "form": form, "has_errors": has_errors(form)}
    return render(request, "portal/tenders/bid/edit.html", context, status=status)


@require_POST
@portal_page
def bid_draft(request: Any, public_id: str) -> HttpResponse:
    """Autosave: keeps what is typed, complete or not."""
    mine = own_tender(request, public_id)
    form = BidForm(request.POST, tender=mine.tender, content=Content())
    save_bid_draft(tender=mine.tender, supplier=request.supplier, content=form.content(), by=request.user)
    return JsonResponse({"saved": True})


@portal_page
def bid_review(request: Any, public_id: str) -> HttpResponse:
    """Everything on one page before it is sent; what is missing leads back to its field."""
    mine = own_tender(request, public_id)
    if mine.bid is None:
        return redirect("tenders:portal-bid", public_id)
    content = read_draft(mine.bid)
    status, refusal = 200, ""
    if request.method == "POST":
        try:
            submit_bid(tender=mine.tender, supplier=request.supplier, by=request.user)
            return redirect("tenders:portal-receipt", public_id)
        except (Invalid, Refused) as error:
            status, refusal = error.status, error.message
    context = {**_context(request, mine), **_review(mine, content), "refusal": refusal}
    return render(request, "portal/tenders/bid/review.html", context, status=status)


@portal_page
def bid_receipt(request: Any, public_id: str) -> HttpResponse:
    mine = own_tender(request, public_id)
    if mine.bid is None or not mine.bid.receipt:
        raise Http404
    if "download" in request.GET:
        return _receipt_file(mine.bid)
    return render(request, "portal/tenders/bid/receipt.html", {**_context(request, mine), **_receipt(mine.bid)})


@require_POST
@portal_page
def bid_withdraw(request: Any, public_id: str) -> HttpResponse:
    mine = own_tender(request, public_id)
    if mine.bid is None:
        raise Http404
    page = reverse("tenders:portal-tender-detail", args=[public_id])
    done = _("Withdrawn. What you typed is kept; you may send it again until the deadline.")
    return act(request, lambda: withdraw_bid(bid=mine.bid, by=request.user), to=page, done=done)


def _draft(mine: PortalTender) -> Content:
    return read_draft(mine.bid) if mine.bid else Content()


def _context(request: Any, mine: PortalTender) -> dict[str, Any]:
    return {"supplier": request.supplier, "mine": mine, "tender": mine.tender, "bid": mine.bid}


def _review(mine: PortalTender, content: Content) -> dict[str, Any]:
    tender, asked = mine.tender, asked_of(mine.tender)
    faults = [(path.replace(".", "-", 1), FAULTS[what]) for path, what in find_faults(content, asked)]
    places, wanted = minor_unit(tender.currency), set(lots_bid_for(content, asked))
    lots = [
        _lot(lot, content, places, is_bid=lot.public_id in wanted)
        for lot in tender.lots.prefetch_related("items__unit")
    ]
    answers = [(c, content.answers.get(c.code)) for c in tender.criteria.exclude(kind="price")]
    suspects = [row for lot in lots for row in lot["rows"] if row["likely"] is not None]
    return {"faults": faults, "lots": lots, "answers": answers, "note": content.note, "suspects": suspects}


def _lot(lot: Any, content: Content, places: int, *, is_bid: bool) -> dict[str, Any]:
    items = list(lot.items.all())
    prices = {item.pk: _decimal(content.prices.get(item.public_id)) for item in items}
    rows = [_row(item, items, prices, content, places) for item in items]
    total = sum((row["amount"] for row in rows if row["amount"] is not None), Decimal(0))
    return {"lot": lot, "rows": rows, "total": total, "is_bid": is_bid}


def _row(
    item: Any, items: list[Any], prices: dict[int, Decimal | None], content: Content, places: int
) -> dict[str, Any]:
    price, kind = prices[item.pk], kind_of_row(item.description)
    likes = [
        p for other in items
        if other.pk != item.pk and kind_of_row(other.description) == kind and (p := prices[other.pk]) is not None
    ]  # fmt: skip
    return {
        "item": item, "price": price, "days": content.days.get(item.public_id),
        "amount": rounded(item.quantity * price, places) if price is not None else None,
        "likely": likely_amount(price, likes) if price is not None else None,
    }  # fmt: skip


def _decimal(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _receipt(bid: Bid) -> dict[str, Any]:
    digest = bid.digest
    groups = [digest[i : i + 4] for i in range(0, len(digest), 4)]
    return {"receipt": bid.receipt, "fingerprint": [groups[:8], groups[8:]], "key": bid.receipt.get("key", "")}


def _receipt_file(bid: Bid) -> HttpResponse:
    text = json.dumps(bid.receipt, indent=2, ensure_ascii=False) + "\n"
    headers = {"Content-Disposition": f'attachment; filename="receipt-{bid.receipt_number}.json"'}
    return HttpResponse(text, content_type="application/json", headers=headers)
