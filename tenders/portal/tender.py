"""The suppliers' tenders: list, one tender, answer to the invitation, questions, result."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from srm.documents.models import GeneratedDocument
from srm.events.services import label_of
from srm.ui.doors import portal_page
from srm.ui.views import act, handle
from tenders.forms.evaluation import QuestionForm
from tenders.models import Award, AwardLetter, Bid, Invitation, Question, Tender
from tenders.queries.portal import PortalTender, portal_tenders
from tenders.queries.room import steps_of
from tenders.services import (
    accept_award,
    accept_invitation,
    ask_question,
    decline_invitation,
    refuse_award,
    view_invitation,
)


def own_tender(request: Any, public_id: str) -> PortalTender:
    """The supplier's own invitation, or 404 as for a tender that does not exist."""
    tender = get_object_or_404(Tender.objects.for_supplier(request.supplier), public_id=public_id)
    invitation = get_object_or_404(Invitation.objects.for_supplier(request.supplier), tender=tender)
    bid = Bid.objects.for_supplier(request.supplier).filter(tender=tender).first()
    if bid:
        bid.tender = tender
    invitation.tender = tender
    return PortalTender(tender, invitation, bid)


@portal_page
def tender_list(request: Any) -> HttpResponse:
    rows = portal_tenders(request.supplier)
    context = {
        "supplier": request.supplier, "title": _("Tenders"), "unsent": [r for r in rows if r.is_unsent],
        "open": [r for r in rows if r.is_open and not r.is_unsent], "over": [r for r in rows if not r.is_open][:50],
    }  # fmt: skip
    return render(request, "portal/tenders/tender/list.html", context)


@portal_page
def tender_detail(request: Any, public_id: str) -> HttpResponse:
    mine = own_tender(request, public_id)
    if request.method == "GET":
        view_invitation(invitation=mine.invitation, by=request.user)
    tender = mine.tender
    context = {
        "supplier": request.supplier, "mine": mine, "tender": tender, "steps": steps_of(tender),
        "lots": list(tender.lots.prefetch_related("items__unit", "items__place")),
        "criteria": list(tender.criteria.all()), "amendments": list(tender.amendments.all()),
        "questions": list(Question.objects.for_supplier(request.supplier).filter(tender=tender)),
        "awards": list(Award.objects.for_supplier(request.supplier).filter(lot__tender=tender).select_related("lot")),
        "letters": list(AwardLetter.objects.for_supplier(request.supplier).filter(lot__tender=tender)),
    }  # fmt: skip
    return render(request, "portal/tenders/tender/detail.html", context)


@require_POST
@portal_page
def tender_accept(request: Any, public_id: str) -> HttpResponse:
    mine = own_tender(request, public_id)
    done = _("Accepted. Start your bid when you are ready.")
    return act(
        request, lambda: accept_invitation(invitation=mine.invitation, by=request.user), to=_page(mine), done=done
    )


@require_POST
@portal_page
def tender_decline(request: Any, public_id: str) -> HttpResponse:
    mine, reason = own_tender(request, public_id), request.POST.get("reason", "")
    verb = lambda: decline_invitation(invitation=mine.invitation, reason=reason, by=request.user)  # noqa: E731
    return act(request, verb, to=_page(mine), done=_("Declined. You may change your mind until the deadline."))


@portal_page
def question_create(request: Any, public_id: str) -> HttpResponse:
    mine = own_tender(request, public_id)
    form = QuestionForm(request.POST or None)
    return handle(
        request, form,
        lambda data: ask_question(tender=mine.tender, supplier=request.supplier, by=request.user, **data),
        template="components/pages/form.html", to=_page(mine), done=_("Asked. The answer goes to all bidders."),
        context={
            "supplier": request.supplier, "title": _("Ask a question"), "back": _page(mine),
            "back_label": mine.tender.number, "submit": _("Ask"),
        },
    )  # fmt: skip


@portal_page
def letter_detail(request: Any, public_id: str) -> HttpResponse:
    letters = AwardLetter.objects.for_supplier(request.supplier).select_related("lot__tender", "award")
    letter = get_object_or_404(letters, public_id=public_id)
    document = GeneratedDocument.objects.filter(subject_type=label_of(letter), subject_id=letter.pk).last()
    context = {"supplier": request.supplier, "letter": letter, "facts": letter.body, "document": document}
    return render(request, "portal/tenders/letter/detail.html", context)


@require_POST
@portal_page
def award_accept(request: Any, public_id: str) -> HttpResponse:
    award = _own_award(request, public_id)
    page = reverse("tenders:portal-tender-detail", args=[award.lot.tender.public_id])
    return act(
        request, lambda: accept_award(award=award, by=request.user), to=page, done=_("Accepted. The contract follows.")
    )


@require_POST
@portal_page
def award_refuse(request: Any, public_id: str) -> HttpResponse:
    award, reason = _own_award(request, public_id), request.POST.get("reason", "")
    page = reverse("tenders:portal-tender-detail", args=[award.lot.tender.public_id])
    verb = lambda: refuse_award(award=award, reason=reason, by=request.user)  # noqa: E731
    return act(request, verb, to=page, done=_("Refused. The buyer is told."))


def _own_award(request: Any, public_id: str) -> Award:
    awards = Award.objects.for_supplier(request.supplier).select_related("lot__tender", "supplier")
    return get_object_or_404(awards, public_id=public_id)


def _page(mine: PortalTender) -> str:
    return reverse("tenders:portal-tender-detail", args=[mine.tender.public_id])
