"""Scores before prices, then the comparison, then the award."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from procurement.queries.award import awarded_budgets, awarded_requests
from srm.accounts.states import ORGANISATION_ROLES
from srm.imports.export import xlsx_response
from srm.ui.doors import staff_page
from srm.ui.views import act, handle
from tenders.forms.evaluation import AwardForm, ScoreSheetForm
from tenders.models import Award, Bid, Lot, Tender
from tenders.policies import (
    may_approve_award,
    may_evaluate_lot,
    may_propose_award,
    may_score,
    may_see_bids,
    may_see_prices,
)
from tenders.queries.approval import approval_of
from tenders.queries.comparison import Comparison, comparison_of
from tenders.queries.room import room_of, steps_of
from tenders.queries.sheet import comparison_sheet
from tenders.services import (
    approve_award,
    evaluate_lot,
    freeze_scores,
    lot_protocol_file,
    propose_award,
    return_award,
    save_scores,
)
from tenders.states import AwardStatus
from tenders.views.draft import lot_or_404
from tenders.views.tender import tender_or_404


@staff_page
def tender_scores(request: HttpRequest, public_id: str) -> HttpResponse:
    """The scorer's own sheet; whoever else sees the bids sees who has frozen."""
    tender = tender_or_404(request, public_id)
    if not may_see_bids(request.user, tender):
        raise Http404
    sheet = tender.score_sheets.filter(scorer=request.user).prefetch_related("scores").first()
    form = ScoreSheetForm(request.POST or None, tender=tender, sheet=sheet)
    context = {
        "tender": tender, "room": room_of(tender, request.user), "steps": steps_of(tender), "tab": "scores",
        "sheet": sheet, "may_score": may_score(request.user, tender) and not (sheet and sheet.frozen_at),
        "sheets": list(tender.score_sheets.select_related("scorer")),
        "answers": _answers(tender),
    }  # fmt: skip
    page = reverse("tenders:tender-scores", args=[public_id])
    kept, frozen = _("Kept. Freeze the sheet when you are sure."), _("Your scores are frozen")
    return handle(
        request, form, lambda _data: _keep(request, tender, form), template="tenders/scoring/sheet.html",
        context=context, to=page, done=frozen if "freeze" in request.POST else kept,
    )  # fmt: skip


def _keep(request: HttpRequest, tender: Tender, form: ScoreSheetForm) -> Any:
    save_scores(tender=tender, scores=form.scores(), by=request.user)
    return freeze_scores(tender=tender, by=request.user) if "freeze" in request.POST else None


def _answers(tender: Tender) -> list[tuple[Bid, list[Any]]]:
    bids = tender.bids.admitted().select_related("supplier").prefetch_related("answers__criterion")
    return [(bid, list(bid.answers.all())) for bid in bids.order_by("submitted_at", "pk")]


@staff_page
def lot_comparison(request: HttpRequest, public_id: str) -> HttpResponse:
    lot, comparison = _compared(request, public_id)
    if "export" in request.GET:
        head, rows, formats = comparison_sheet(comparison)
        name = f"{lot.tender.number}-{lot.number}.xlsx"
        return xlsx_response(name, title=lot.tender.number, heads=head, rows=rows, formats=formats)
    context = {
        "tender": lot.tender, "lot": lot, "comparison": comparison, "tab": "comparison",
        "room": room_of(lot.tender, request.user), "steps": steps_of(lot.tender),
        "lots": list(lot.tender.lots.all()), "may_evaluate": may_evaluate_lot(request.user, lot.tender),
    }  # fmt: skip
    return render(request, "tenders/comparison/detail.html", context)


def _compared(request: HttpRequest, public_id: str) -> tuple[Lot, Comparison]:
    """What may not be seen yet is not there."""
    lot = lot_or_404(request, public_id)
    if not may_see_prices(request.user, lot.tender):
        raise Http404
    return lot, comparison_of(lot)


@require_POST
@staff_page
def lot_evaluate(request: HttpRequest, public_id: str) -> HttpResponse:
    lot = lot_or_404(request, public_id)
    page = reverse("tenders:lot-comparison", args=[public_id])
    to = page if may_see_prices(request.user, lot.tender) else lot.tender
    return act(request, lambda: evaluate_lot(lot=lot, by=request.user), to=to, done=_("Compared."))


@staff_page
def lot_protocol(request: HttpRequest, public_id: str) -> HttpResponse:
    """The protocol of the current evaluation, as `srm verify` takes it."""
    lot, comparison = _compared(request, public_id)
    if comparison.evaluation is None:
        raise Http404
    content = lot_protocol_file(comparison.evaluation)
    name = f"{lot.tender.number}-{lot.number}-protocol.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/json", headers=headers)


@staff_page
def lot_award(request: HttpRequest, public_id: str) -> HttpResponse:
    lot, comparison = _compared(request, public_id)
    awards = list(lot.awards.select_related("supplier", "bid", "decided_by", "created_by"))
    active = next((a for a in awards if a.status in ("proposed", "approved", "accepted")), None)
    waiting = active if active and active.status == AwardStatus.PROPOSED else None
    refused = {a.bid_id for a in awards if a.status == AwardStatus.REFUSED}
    choices = [(c.bid.public_id, c) for c in comparison.ranked if c.bid.pk not in refused]
    form = AwardForm(request.POST or None, choices=choices, initial={"bid": choices[0][0] if choices else None})
    context = {
        "tender": lot.tender, "lot": lot, "comparison": comparison, "tab": "award", "award": active, "awards": awards,
        "room": room_of(lot.tender, request.user), "steps": steps_of(lot.tender), "choices": choices,
        "lots": list(lot.tender.lots.all()), "letters": list(lot.letters.select_related("supplier")),
        "may_propose": active is None and may_propose_award(request.user, lot.tender),
        "may_approve": waiting is not None and may_approve_award(request.user, waiting),
        "approval": approval_of(lot.tender, request.user, waiting),
        **_money(request.user, lot, active),
    }  # fmt: skip
    return handle(
        request, form, lambda data: _propose(request, lot, data), template="tenders/award/detail.html",
        context=context, done=_("Proposed. The approver is told."),
    )  # fmt: skip


def _money(user: Any, lot: Lot, award: Award | None) -> dict[str, Any]:
    """What a proposed award takes from the budgets, and which requests it makes so dear that they are asked for again.

    For who may approve it, and for those who see all budgets anyway.
    """
    proposed = award is not None and award.status == AwardStatus.PROPOSED and lot.bundle is not None
    if not proposed or not (may_approve_award(user, award) or user.has_role(*ORGANISATION_ROLES)):
        return {}
    requests = awarded_requests(lot.bundle, award.amount, award.currency)
    return {
        "standings": awarded_budgets(requests), "word": _("More by this award"), "shows_money": True,
        "grown": [r for r in requests if r.asks_again],
    }  # fmt: skip


def _propose(request: HttpRequest, lot: Lot, data: dict[str, Any]) -> Award:
    bid = get_object_or_404(Bid.objects.visible_to(request.user), public_id=data["bid"], tender=lot.tender)
    return propose_award(lot=lot, bid=bid, justification=data["justification"], by=request.user)


@require_POST
@staff_page
def award_approve(request: HttpRequest, public_id: str) -> HttpResponse:
    award, comment = _award_or_404(request, public_id), request.POST.get("reason", "")
    done = _("Awarded. The bidders get their letters.")
    verb = lambda: approve_award(award=award, comment=comment, by=request.user)  # noqa: E731
    return act(request, verb, to=award, done=done, elevated=True)


@require_POST
@staff_page
def award_return(request: HttpRequest, public_id: str) -> HttpResponse:
    award, comment = _award_or_404(request, public_id), request.POST.get("reason", "")
    done = _("Returned to the buyer.")
    return act(request, lambda: return_award(award=award, comment=comment, by=request.user), to=award, done=done)


def _award_or_404(request: HttpRequest, public_id: str) -> Award:
    return get_object_or_404(Award.objects.visible_to(request.user).select_related("lot"), public_id=public_id)
