"""How a category is bought: proposed by the quadrant, decided by people, approved by another."""

from typing import Any

from django.conf import settings
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from procurement.forms.strategy import (
    GoalFormSet,
    LeverFormSet,
    MilestoneFormSet,
    StrategyForm,
    initial_of,
    rows_of,
)
from procurement.models import Strategy
from procurement.policies.planning import (
    may_approve_strategy,
    may_draft_strategy,
    may_edit_strategy,
    may_report_strategy,
    may_see_portfolio,
)
from procurement.queries.portfolio import small_matrix
from procurement.queries.proposal import explain_proposal, quadrant_proposal
from procurement.queries.rhythm import supplier_reviews
from procurement.queries.strategy import moved_words, quadrant_now, review_days, strategy_document
from procurement.services import (
    approve_strategy,
    draft_strategy,
    reach_milestone,
    report_lever,
    return_strategy,
    submit_strategy,
    update_strategy,
)
from procurement.services.strategy import sketch_strategy
from procurement.states import STRATEGY, Asked, Quadrant, StrategyStatus
from procurement.views.category import category_or_404, category_url
from srm.documents.services import ask_for_document
from srm.ui.actions import open_actions
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle

POLICIES = {
    "submit": may_edit_strategy, "return": may_approve_strategy, "approve": may_approve_strategy,
}  # fmt: skip
URGENT = (StrategyStatus.OUT_OF_DATE, StrategyStatus.SUBMITTED, StrategyStatus.DRAFT, StrategyStatus.IN_FORCE)
URGENCY = Case(*(When(status=s, then=Value(n)) for n, s in enumerate(URGENT)), default=Value(9))
OPEN = [StrategyStatus.DRAFT, StrategyStatus.SUBMITTED, StrategyStatus.IN_FORCE, StrategyStatus.OUT_OF_DATE]


def strategy_or_404(request: HttpRequest, public_id: str) -> Strategy:
    rows = Strategy.objects.visible_to(request.user).select_related("category", "created_by", "approved_by")
    return get_object_or_404(rows, public_id=public_id)


class StrategyList(ListPage):
    """Strategies; those out of date first, with the reason."""

    title = _("Strategies")
    search_fields = ("number", "category__name", "category__code")
    search_label = _("Number, category")
    default_sort = "urgency"
    columns = (
        Column("number", _("Number"), "id", sort="number"),
        Column("category", _("Category"), "strong", sort="category__name"),
        Column("quadrant", _("Quadrant"), "quadrant", sort="quadrant"),
        Column("procedure", _("Procedure"), value="get_procedure_display", sort="procedure"),
        Column("version", _("Version"), "number", sort="version"),
        Column("status", _("Status"), "status", sort="status"),
        Column("why", _("Why out of date"), value="outdated_reason"),
        Column("review_on", _("Review on"), "day", sort="review_on"),
        Column("author", _("Author"), "person", value="created_by", sort="created_by__name", hidden=True),
    )
    filters = (
        Filter("status", _("Status"), StrategyStatus.choices),
        Filter("quadrant", _("Quadrant"), Quadrant.choices),
    )
    empty = Empty(
        _("No strategies yet"), _("Open a category on the matrix and draft one from the proposal."),
        _("To the portfolio"), "procurement:portfolio", "target",
    )  # fmt: skip

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see_portfolio(request.user):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet:
        rows = Strategy.objects.visible_to(self.request.user).select_related("category", "created_by")
        return rows.annotate(urgency=URGENCY)


@staff_page
def strategy_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    strategy = strategy_or_404(request, public_id)
    document = strategy_document(strategy)
    live = strategy.status in OPEN[2:]
    context = {
        **document, "category": strategy.category, "days": review_days(strategy),
        "moved": moved_words(strategy, document["position"]),
        "category_url": category_url(strategy.category), "currency": settings.ORGANISATION_CURRENCY,
        "matrix": small_matrix(document["position"], strategy.category.targets.current().first()),
        "versions": list(Strategy.objects.filter(category=strategy.category).order_by("-version")),
        "actions": _actions(request.user, strategy), "suppliers": supplier_reviews(strategy) if live else [],
        "may_edit": strategy.status == StrategyStatus.DRAFT and may_edit_strategy(request.user, strategy),
        "may_draft": strategy.status not in OPEN[:2] and may_draft_strategy(request.user, strategy.category),
        "may_report": live and may_report_strategy(request.user, strategy),
    }  # fmt: skip
    return render(request, "procurement/strategy/detail.html", context)


def _actions(user: Any, strategy: Strategy) -> list[Any]:
    return open_actions(
        user, strategy, STRATEGY, POLICIES, url_name="procurement:strategy-{verb}", primary={"submit", "approve"},
        reasons={"return"}, confirms={"return": _("What should change?")},
    )  # fmt: skip


@staff_page
def strategy_create(request: HttpRequest, public_id: str) -> HttpResponse:
    """The next version, filled from what the quadrant proposes."""
    category = category_or_404(request, public_id)
    sketch, proposal = sketch_strategy(category)

    def verb(data: dict[str, Any]) -> Strategy:
        return draft_strategy(category=category, by=request.user, **data)

    return _form_page(
        request, sketch, proposal, verb, title=_("Strategy for %(category)s") % {"category": category},
        back=category_url(category),
    )  # fmt: skip


@staff_page
def strategy_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    strategy = strategy_or_404(request, public_id)

    def verb(data: dict[str, Any]) -> Strategy:
        return update_strategy(strategy=strategy, by=request.user, **data)

    return _form_page(
        request, strategy, quadrant_proposal(strategy.category, quadrant_now(strategy)), verb,
        title=_("Change %(number)s") % {"number": strategy.number}, back=strategy.get_absolute_url(),
    )  # fmt: skip


def _form_page(
    request: HttpRequest, strategy: Strategy, proposal: Any, verb: Any, *, title: str, back: str
) -> HttpResponse:  # fmt: skip
    form = StrategyForm(request.POST or None, initial=initial_of(strategy))
    sheets = {
        name: formset(request.POST or None, initial=getattr(strategy, name), prefix=name)
        for name, formset in (("goals", GoalFormSet), ("levers", LeverFormSet), ("milestones", MilestoneFormSet))
    }  # fmt: skip
    context = {
        "category": strategy.category, "proposal": proposal, "why": explain_proposal(proposal), "title": title,
        "back": back, "back_label": str(strategy.category), "sheets": sheets,
        "criteria": [(str(Asked(code).label), weight) for code, weight in proposal.criteria],
    }  # fmt: skip
    return handle(
        request, form, lambda data: verb({**data, **{name: rows_of(sheet) for name, sheet in sheets.items()}}),
        template="procurement/strategy/edit.html", context=context, formsets=list(sheets.values()),
        done=_("Kept as a draft."),
    )  # fmt: skip


@require_POST
@staff_page
def strategy_lever(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a lever has brought."""
    strategy, number = strategy_or_404(request, public_id), _number(request)
    verb = lambda: report_lever(  # noqa: E731 - beside act
        strategy=strategy, number=number, measured=request.POST.get("measured", ""), by=request.user
    )
    return act(request, verb, to=strategy, done=_("Written down."))


@require_POST
@staff_page
def strategy_milestone(request: HttpRequest, public_id: str) -> HttpResponse:
    strategy, number = strategy_or_404(request, public_id), _number(request)
    verb = lambda: reach_milestone(strategy=strategy, number=number, by=request.user)  # noqa: E731 - beside act
    return act(request, verb, to=strategy, done=_("Reached."))


def _number(request: HttpRequest) -> int:
    text = request.POST.get("number", "")
    return int(text) if text.isdecimal() else 0


@require_POST
@staff_page
def strategy_submit(request: HttpRequest, public_id: str) -> HttpResponse:
    strategy = strategy_or_404(request, public_id)
    done = _("Sent. The head of procurement is told.")
    return act(request, lambda: submit_strategy(strategy=strategy, by=request.user), to=strategy, done=done)


@require_POST
@staff_page
def strategy_return(request: HttpRequest, public_id: str) -> HttpResponse:
    strategy, comment = strategy_or_404(request, public_id), request.POST.get("reason", "")
    verb = lambda: return_strategy(strategy=strategy, comment=comment, by=request.user)  # noqa: E731 - beside act
    return act(request, verb, to=strategy, done=_("Returned to its author."))


@require_POST
@staff_page
def strategy_approve(request: HttpRequest, public_id: str) -> HttpResponse:
    strategy = strategy_or_404(request, public_id)
    done = _("In force. Its evidence is frozen.")
    return act(request, lambda: approve_strategy(strategy=strategy, by=request.user), to=strategy, done=done)


@require_POST
@staff_page
def strategy_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    strategy = strategy_or_404(request, public_id)
    document = ask_for_document(subject=strategy, kind="procurement.strategy", by=request.user)
    return redirect("documents:document", document.public_id)
