"""Bundles: approved needs that are bought together."""

from typing import Any

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement import services
from procurement.forms.bundle import ConfirmForm, MoveForm, SurplusForm
from procurement.models import Bundle, Gathering, Position
from procurement.policies.planning import may_manage_bundles
from procurement.queries import bundle as queries
from procurement.queries import proposal_for
from procurement.queries.bundle import lines_to_bundle
from procurement.states import BUNDLE, BundleStatus, Procedure
from srm.accounts.models import LegalEntity
from srm.authz import require
from srm.reference.models import Category, Place
from srm.ui.actions import open_actions
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle

SHOWN = 100  # proposals on the page


class BundleList(ListPage):
    title = gettext_lazy("Bundles")
    template_name = "procurement/bundle/list.html"
    search_fields = ("number", "title", "category__name")
    default_sort = "-created"
    columns = (
        Column("title", gettext_lazy("Bundle"), "strong", sub="number", sort="title"),
        Column("quadrant", gettext_lazy("Quadrant"), "quadrant", "placed"),
        Column("company", gettext_lazy("Company"), value="legal_entity", hidden=True),
        Column("lines", gettext_lazy("Lines"), "number", "line_count", sort="line_count"),
        Column("amount", gettext_lazy("Estimated"), "money", currency="currency", sort="amount"),
        Column("needed", gettext_lazy("First needed"), "day", "needed_on", sort="needed_on"),
        Column("buyer", gettext_lazy("Buyer"), "person", sort="buyer__name"),
        Column("status", gettext_lazy("Status"), "status", sort="status"),
        Column("created", gettext_lazy("Made"), "when", "created_at", sort="created_at", hidden=True),
    )
    filters = (Filter("status", gettext_lazy("Status"), BundleStatus.choices),)
    empty = Empty(
        gettext_lazy("No bundles yet"), gettext_lazy("Approved lines that go to tender are gathered here."),
        icon="packages",
    )  # fmt: skip

    def get_queryset(self) -> QuerySet:
        rows = Bundle.objects.visible_to(self.request.user).select_related("category", "legal_entity", "buyer")
        now = Position.objects.current().filter(category=OuterRef("category")).values("quadrant")
        placed = Case(When(quadrant="", then=Coalesce(Subquery(now), Value(""))), default="quadrant")
        return rows.annotate(line_count=Count("lines"), placed=placed)  # until it is confirmed, where its category is

    def get_context(self) -> dict[str, Any]:
        user = self.request.user
        return {
            "loose": lines_to_bundle().count(), "may_manage": may_manage_bundles(user),
            "gathering": Gathering.objects.visible_to(user).running().first(),
        }  # fmt: skip


bundle_list = staff_page(BundleList.as_view())


def visible(request: HttpRequest, public_id: str) -> Bundle:
    rows = Bundle.objects.visible_to(request.user).select_related("category", "legal_entity", "buyer")
    return get_object_or_404(rows, public_id=public_id)


@require_safe
@staff_page
def bundle_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """A bundle: whose lines it holds, what it is worth, how it should be bought and why."""
    bundle = visible(request, public_id)
    proposal = proposal_for(bundle.category)
    managing = may_manage_bundles(request.user, bundle)
    context = {
        "bundle": bundle, "proposal": proposal, "proposed": Procedure(proposal.procedure).label,
        "actions": _actions(request.user, bundle), "managing": managing,
        "lines": bundle.lines.select_related(
            "requisition__requester", "requisition__department", "unit", "item", "buyer"
        ),
        "confirming": ConfirmForm(initial={"procedure": proposal.procedure}),
        "merged": bundle.merged.select_related("unit", "place", "surplus_owner").prefetch_related(
            "parts__line__requisition__requester"
        ),
        "moving": MoveForm(bundle=bundle) if managing and bundle.status == BundleStatus.OPEN else None,
    }  # fmt: skip
    return render(request, "procurement/bundle/detail.html", context)


def _actions(user: Any, bundle: Bundle) -> list[Any]:
    return open_actions(
        user, bundle, BUNDLE, dict.fromkeys(("confirm", "reopen", "cancel"), may_manage_bundles),
        url_name="procurement:bundle-{verb}", primary={"confirm"}, danger={"cancel"}, pages={"confirm"},
        confirms={"cancel": _("Its lines become loose again.")},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def bundle_confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Fix the bundle and how it is bought: as proposed, or otherwise with a reason."""
    bundle = visible(request, public_id)
    require(may_manage_bundles(request.user, bundle), _("Bundles are made by procurement."))
    proposal = proposal_for(bundle.category)
    form = ConfirmForm(request.POST or None, initial={"procedure": proposal.procedure})
    return handle(
        request, form, lambda data: services.confirm_bundle(bundle=bundle, by=request.user, **data),
        template="procurement/bundle/confirm.html", to=bundle, done=_("Ready to buy."),
        context={"bundle": bundle, "proposal": proposal, "proposed": Procedure(proposal.procedure).label},
    )  # fmt: skip


@require_POST
@staff_page
def bundle_reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    bundle = visible(request, public_id)
    return act(request, lambda: services.reopen_bundle(bundle=bundle, by=request.user), to=bundle)


@require_POST
@staff_page
def bundle_cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    bundle = visible(request, public_id)
    return act(
        request, lambda: services.cancel_bundle(bundle=bundle, by=request.user), to=bundle, done=_("Dissolved.")
    )  # fmt: skip


@require_POST
@staff_page
def bundle_propose(request: HttpRequest) -> HttpResponse:
    """Gather all loose lines into bundles by category, company, place and time; many are left to a worker."""

    def said(gathering: Gathering) -> str:
        if gathering.finished_at is None:
            return _("They are many: they are gathered while you go on.")
        found = gathering.bundles.count()
        return ngettext("%(n)d bundle filled.", "%(n)d bundles filled.", found) % {"n": found}

    return act(
        request, lambda: services.gather_lines(by=request.user), to="procurement:bundle-list", done=said
    )  # fmt: skip


@require_POST
@staff_page
def bundle_move(request: HttpRequest, public_id: str, position: int) -> HttpResponse:
    """Move a line to another open bundle, or out; `position` is the line's id within the bundle."""
    bundle = visible(request, public_id)
    line = get_object_or_404(bundle.lines, pk=position)
    form = MoveForm(request.POST, bundle=bundle)
    target = form.cleaned_data["bundle"] if form.is_valid() else None
    return act(
        request, lambda: services.move_line(line=line, bundle=target, by=request.user), to=bundle, done=_("Moved.")
    )  # fmt: skip


@require_safe
@staff_page
def bundle_proposals(request: HttpRequest) -> HttpResponse:
    """What could be bought together: loose lines by category, company, place and time, the most urgent first."""
    require(may_manage_bundles(request.user), _("Bundles are made by procurement."))
    proposals = queries.bundle_proposals()
    shown = proposals[:SHOWN]
    names = {
        model: model.objects.in_bulk({getattr(p, field) for p in shown})
        for model, field in ((Category, "category"), (LegalEntity, "entity"), (Place, "place"))
    }
    rows = [
        {
            "category": names[Category][p.category], "entity": names[LegalEntity][p.entity],
            "place": names[Place][p.place], "first": p.first, "last": p.needs[-1].needed_on, "lines": len(p.needs),
            "merged": len(merged), "amount": sum(n.amount for n in p.needs),
        }
        for p, merged in zip(shown, queries.merged_each([p.needs for p in shown]), strict=True)
    ]  # fmt: skip
    context = {"rows": rows, "count": len(proposals), "lines": sum(len(p.needs) for p in proposals),
               "rest": max(len(proposals) - SHOWN, 0)}  # fmt: skip
    return render(request, "procurement/bundle/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def bundle_surplus(request: HttpRequest, public_id: str, position: int) -> HttpResponse:
    """Say whose the surplus of a line is."""
    bundle = visible(request, public_id)
    require(may_manage_bundles(request.user, bundle), _("Bundles are made by procurement."))
    line = get_object_or_404(bundle.merged.select_related("bundle", "surplus_owner"), position=position)
    initial = {"owner": line.surplus_owner.public_id} if line.surplus_owner else {}
    return handle(
        request, SurplusForm(request.POST or None, initial=initial),
        lambda data: services.name_surplus_owner(line=line, by=request.user, **data), to=bundle, done=_("Saved."),
        template="components/pages/form.html",
        context={"title": line.description, "kind": _("Surplus"), "back": bundle.get_absolute_url(),
                 "back_label": bundle.number},
    )  # fmt: skip
