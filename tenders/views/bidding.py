"""While bids come in: questions and amendments. After it: the opening room."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from srm.ui.doors import staff_page
from srm.ui.views import act, handle
from tenders.forms.tender import AmendForm, AnswerForm
from tenders.models import Bid, Question, Tender
from tenders.policies import may_score
from tenders.queries.room import room_of, steps_of
from tenders.services import (
    accept_few_bids,
    amend_tender,
    answer_question,
    declare_no_conflict,
    exclude_bid,
    open_bids,
    readmit_bid,
)
from tenders.views.draft import FORM, page
from tenders.views.tender import tender_or_404


@staff_page
def tender_questions(request: HttpRequest, public_id: str) -> HttpResponse:
    tender = tender_or_404(request, public_id)
    context = {
        "tender": tender, "room": room_of(tender, request.user), "steps": steps_of(tender), "tab": "questions",
        "questions": tender.questions.select_related("answered_by").order_by("answered_at", "created_at"),
    }  # fmt: skip
    return render(request, "tenders/question/list.html", context)


@staff_page
def question_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    visible = Question.objects.filter(tender__in=Tender.objects.visible_to(request.user)).select_related("tender")
    question = get_object_or_404(visible, public_id=public_id)
    form = AnswerForm(request.POST or None, initial={"text": question.text, "answer": question.answer})
    return handle(
        request, form, lambda data: answer_question(question=question, by=request.user, **data), template=FORM,
        context=page(question.tender, _("Answer to all bidders"), submit=_("Send to all")),
        to=question.tender, done=_("Answered. All invited suppliers are told."),
    )  # fmt: skip


@staff_page
def tender_amend(request: HttpRequest, public_id: str) -> HttpResponse:
    tender = tender_or_404(request, public_id)
    names = ("bids_until", "questions_until", "description")
    form = AmendForm(request.POST or None, initial={n: getattr(tender, n) for n in names})

    def amend(data: dict[str, Any]) -> Any:
        # Browsers give minutes: a date that was not touched must not lose its seconds.
        changes = {n: data[n] for n in names if n in form.changed_data}
        return amend_tender(tender=tender, changes=changes, reason=data["reason"], by=request.user)

    intro = _("Dates only move later. Bids that are in stand and may be replaced.")
    return handle(
        request, form, amend, template=FORM, to=tender, done=_("Amended. All invited suppliers are told."),
        context=page(tender, _("Amend tender"), intro=intro, submit=_("Publish amendment")),
    )  # fmt: skip


@staff_page
def tender_opening(request: HttpRequest, public_id: str) -> HttpResponse:
    tender = tender_or_404(request, public_id)
    room = room_of(tender, request.user)
    context = {
        "tender": tender, "room": room, "steps": steps_of(tender), "tab": "opening",
        "committee": list(tender.committee.select_related("user")),
        "protocol": tender.opening_protocol if room.sees_bids else {},
    }  # fmt: skip
    return render(request, "tenders/opening/detail.html", context)


@require_POST
@staff_page
def tender_open(request: HttpRequest, public_id: str) -> HttpResponse:
    tender = tender_or_404(request, public_id)
    room = reverse("tenders:tender-opening", args=[public_id])
    done = _("The bids are open.")
    return act(request, lambda: open_bids(tender=tender, by=request.user), to=room, done=done, elevated=True)


@require_POST
@staff_page
def tender_declare(request: HttpRequest, public_id: str) -> HttpResponse:
    tender = tender_or_404(request, public_id)
    done = _("Thank you. Your declaration is on record.")
    return act(
        request, lambda: declare_no_conflict(tender=tender, by=request.user),
        to=lambda _done: _next_of(request, tender), done=done,
    )  # fmt: skip


def _next_of(request: HttpRequest, tender: Tender) -> Any:
    """Who may score now goes to his sheet; a chair, or a member before the opening, back to the tender."""
    scores = may_score(request.user, tender) and tender.opened_at is not None
    return reverse("tenders:tender-scores", args=[tender.public_id]) if scores else tender


@require_POST
@staff_page
def tender_proceed(request: HttpRequest, public_id: str) -> HttpResponse:
    tender, reason = tender_or_404(request, public_id), request.POST.get("reason", "")
    done = _("The tender goes on.")
    return act(request, lambda: accept_few_bids(tender=tender, reason=reason, by=request.user), to=tender, done=done)


@require_POST
@staff_page
def bid_exclude(request: HttpRequest, public_id: str) -> HttpResponse:
    bid, reason = _bid_or_404(request, public_id), request.POST.get("reason", "")
    return act(
        request, lambda: exclude_bid(bid=bid, reason=reason, by=request.user), to=bid.tender, done=_("Excluded.")
    )


@require_POST
@staff_page
def bid_readmit(request: HttpRequest, public_id: str) -> HttpResponse:
    bid, reason = _bid_or_404(request, public_id), request.POST.get("reason", "")
    done = _("Admitted again.")
    return act(request, lambda: readmit_bid(bid=bid, reason=reason, by=request.user), to=bid.tender, done=done)


def _bid_or_404(request: HttpRequest, public_id: str) -> Bid:
    return get_object_or_404(Bid.objects.visible_to(request.user).select_related("tender"), public_id=public_id)
