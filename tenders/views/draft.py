"""The parts of a draft: lots, criteria, invitations, committee."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from srm.accounts.models import User
from srm.accounts.states import Kind
from srm.ui.doors import staff_page
from srm.ui.views import act, handle
from tenders.forms.tender import CriterionForm, InviteForm, LotForm, LotItemForm, MemberForm, kept, lines
from tenders.models import Invitation, Lot, Tender
from tenders.services import (
    CriterionInput,
    LotItemInput,
    add_lot,
    invite_new_supplier,
    invite_to_tender,
    remove_invitation,
    remove_lot,
    set_committee,
    set_criteria,
    set_lot_items,
    update_lot,
)
from tenders.states import CommitteeRole
from tenders.views.tender import tender_or_404

FORM = "tenders/tender/form.html"


def lot_or_404(request: HttpRequest, public_id: str) -> Lot:
    """A lot of a tender that the reader sees."""
    lots = Lot.objects.filter(tender__in=Tender.objects.visible_to(request.user))
    return get_object_or_404(lots.select_related("tender__buyer", "tender__legal_entity"), public_id=public_id)


def page(tender: Tender, title: Any, **more: Any) -> dict[str, Any]:
    """Return the context of a form page under a tender."""
    return {"tender": tender, "title": title, "back": tender.get_absolute_url(), "back_label": tender.number, **more}


@staff_page
def lot_create(request: HttpRequest, public_id: str) -> HttpResponse:
    tender = tender_or_404(request, public_id)
    return _lot_form(request, tender, None)


@staff_page
def lot_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    lot = lot_or_404(request, public_id)
    return _lot_form(request, lot.tender, lot)


def _lot_form(request: HttpRequest, tender: Tender, lot: Lot | None) -> HttpResponse:
    items = list(lot.items.all()) if lot else []
    names = ("description", "quantity", "unit", "needed_on")
    form = LotForm(request.POST or None, initial={"title": lot.title, "estimate": lot.estimate} if lot else {})
    rows = lines(LotItemForm, extra=0 if items else 3, top=1000)(
        request.POST or None, prefix="items", initial=[{n: getattr(i, n) for n in names} for i in items]
    )
    bundled = bool(lot and lot.bundle_id)

    def save(data: dict[str, Any]) -> Tender:
        saved = update_lot(lot=lot, by=request.user, **data) if lot else add_lot(tender=tender, by=request.user, **data)
        if not bundled:
            set_lot_items(lot=saved, items=[LotItemInput(**row) for row in kept(rows)], by=request.user)
        return tender

    context = page(
        tender, _("Lot and its items"), lot=lot, bundled=bundled, items=items, lines=None if bundled else rows,
        paste="description,quantity,unit", add=_("Add item"), intro=_("Rows copied from a spreadsheet can be pasted."),
    )  # fmt: skip
    return handle(
        request, form, save, template=FORM, context=context, formsets=[] if bundled else [rows], done=_("Saved.")
    )


@require_POST
@staff_page
def lot_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    lot = lot_or_404(request, public_id)
    return act(request, lambda: remove_lot(lot=lot, by=request.user), to=lot.tender, done=_("The lot is taken out."))


@staff_page
def tender_criteria(request: HttpRequest, public_id: str) -> HttpResponse:
    tender = tender_or_404(request, public_id)
    names = ("name", "kind", "weight", "max_score", "min_score", "aggregate")
    given = [{n: getattr(c, n) for n in names} for c in tender.criteria.all()]
    rows = lines(CriterionForm, extra=1, top=30)(request.POST or None, prefix="criteria", initial=given)
    intro = _("Exactly one criterion is the price. The weights add up to 100; pass or fail weighs nothing.")
    return handle(
        request, rows, lambda _data: set_criteria(tender=tender, criteria=_criteria(tender, rows), by=request.user),
        template=FORM, to=tender, done=_("Saved."),
        context=page(tender, _("Criteria"), lines=rows, add=_("Add criterion"), intro=intro),
    )  # fmt: skip


def _criteria(tender: Tender, rows: Any) -> list[CriterionInput]:
    codes = {c.name: c.code for c in tender.criteria.all()}
    weight = {"pass_fail": None}
    return [
        CriterionInput(
            name=row["name"], kind=row["kind"], weight=weight.get(row["kind"], row["weight"] or Decimal(0)),
            max_score=row["max_score"], min_score=row["min_score"], aggregate=row["aggregate"] or "mean",
            code=codes.get(row["name"], ""),
        )
        for row in kept(rows)
    ]  # fmt: skip


@staff_page
def tender_invite(request: HttpRequest, public_id: str) -> HttpResponse:
    tender = tender_or_404(request, public_id)
    form = InviteForm(request.POST or None, tender=tender)

    def invite(data: dict[str, Any]) -> Tender:
        for supplier in data["suppliers"]:
            invite_to_tender(tender=tender, supplier=supplier, by=request.user)
        if data["name"]:
            invite_new_supplier(tender=tender, name=data["name"], email=data["email"], by=request.user)
        return tender

    intro = _("Suppliers are told when the tender is published; at once, if it is published already.")
    context = page(tender, _("Invite suppliers"), intro=intro, submit=_("Invite"))
    return handle(request, form, invite, template=FORM, context=context, done=_("Invited."))


@require_POST
@staff_page
def invitation_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    visible = Invitation.objects.filter(tender__in=Tender.objects.visible_to(request.user))
    invitation = get_object_or_404(visible.select_related("tender"), public_id=public_id)
    done = _("Taken off the list.")
    return act(
        request, lambda: remove_invitation(invitation=invitation, by=request.user), to=invitation.tender, done=done
    )


@staff_page
def tender_committee(request: HttpRequest, public_id: str) -> HttpResponse:
    tender = tender_or_404(request, public_id)
    people = [(u.public_id, u.name) for u in User.objects.filter(kind=Kind.STAFF, is_active=True).order_by("name")]
    given = [{"user": m.user.public_id, "role": m.role} for m in tender.committee.select_related("user")]
    first = [] if given else [{"role": CommitteeRole.CHAIR}, {"role": CommitteeRole.EXPERT}]
    rows = lines(MemberForm, extra=1 if given else 0, top=15)(
        request.POST or None, prefix="members", initial=given or first, form_kwargs={"people": people}
    )
    intro = _(
        "The chair presides and approves the award; members and technical scorers score, before they see a price."
    )

    def save(_data: Any) -> Any:
        members = [(row["user"], row["role"]) for row in kept(rows) if row.get("user")]
        return set_committee(tender=tender, members=members, by=request.user)

    context = page(tender, _("Committee"), lines=rows, add=_("Add member"), intro=intro)
    return handle(request, rows, save, template=FORM, context=context, to=tender, done=_("Saved."))
