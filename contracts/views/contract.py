"""The list of contracts, one contract, and the acts of its life."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from contracts.forms.contract import (
    AmendForm,
    ContractLines,
    NewContractForm,
    ObligationForm,
    TermsForm,
    line_inputs,
    lines_of,
)
from contracts.models import Contract, Obligation
from contracts.policies.contract import may_manage_contract
from contracts.queries import lines_for_contract
from contracts.queries.serving import waited_for_by
from contracts.services import (
    add_obligation,
    amend_contract,
    cancel_contract,
    complete_obligation,
    create_contract,
    end_contract,
    recall_contract,
    send_contract,
    terminate_contract,
    update_contract,
)
from contracts.states import CONTRACT, ContractKind, ContractStatus
from contracts.views.buttons import contract_buttons, may_call_off
from srm.clock import organisation_today
from srm.documents.services import ask_for_document
from srm.errors import NotPermitted
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle

LATELY = 20


def contract_or_404(request: HttpRequest, public_id: str) -> Contract:
    """Fetching is the permission check."""
    visible = Contract.objects.visible_to(request.user)
    rows = visible.select_related("supplier", "legal_entity", "category", "manager", "award__lot__tender")
    return get_object_or_404(rows, public_id=public_id)


def _expiring(rows: QuerySet, values: list[str]) -> QuerySet:
    return rows.expiring(organisation_today()) if "soon" in values else rows


@method_decorator(staff_page, name="dispatch")
class ContractList(ListPage):
    title = _("Contracts")
    search_fields = ("number", "title", "supplier__name")
    default_sort = "-created_at"
    primary = (_("New contract"), "contracts:contract-create")
    columns = (
        Column("number", _("Number"), "id", sort="number"),
        Column("title", _("Contract"), sub="supplier.name", sort="title"),
        Column("kind", _("Kind"), value=lambda c: c.get_kind_display(), sort="kind", hidden=True),
        Column("category", _("Category"), value=lambda c: str(c.category), sort="category__name", hidden=True),
        Column("called_off", _("Called off so far"), "money", currency="currency", sort="called_off"),
        Column("ceiling", _("Ceiling"), "money", currency="currency", sort="ceiling"),
        Column("ends_on", _("In force to"), "day", sort="ends_on"),
        Column("manager", _("Looked after by"), "person"),
        Column("status", _("Status"), "status", sort="status"),
        Column("created_at", _("Made"), "when", sort="created_at", hidden=True),
    )
    filters = (
        Filter("status", _("Status"), ContractStatus.choices),
        Filter("kind", _("Kind"), ContractKind.choices),
        Filter("ends", _("Ends"), [("soon", _("Within 60 days"))], apply=_expiring),
    )
    empty = Empty(
        _("No contracts yet"), _("An award becomes a contract by itself; others are written here."),
        _("New contract"), "contracts:contract-create",
    )  # fmt: skip

    def get_queryset(self) -> QuerySet:
        return Contract.objects.visible_to(self.request.user).select_related("supplier", "category", "manager")

    def may_primary(self) -> bool:
        return may_manage_contract(self.request.user)


@staff_page
def contract_create(request: HttpRequest) -> HttpResponse:
    if not may_manage_contract(request.user):
        raise Http404
    form = NewContractForm.empty(request.user, request.POST or None)
    lines = ContractLines(request.POST or None, prefix="lines")
    return handle(
        request, form,
        lambda data: lines.send(lambda rows: create_contract(lines=line_inputs(rows), by=request.user, **data)),
        template="contracts/contract/edit.html", context={"lines": lines}, formsets=[lines],
        done=_("The draft is made."),
    )  # fmt: skip


@staff_page
def contract_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    contract = contract_or_404(request, public_id)
    if not may_manage_contract(request.user, contract):
        raise NotPermitted
    form = TermsForm.of(contract, request.POST or None)
    lines = ContractLines(request.POST or None, initial=lines_of(contract), prefix="lines")
    return handle(
        request, form,
        lambda data: lines.send(
            lambda rows: update_contract(contract=contract, lines=line_inputs(rows), by=request.user, **data)
        ),
        template="contracts/contract/edit.html", context={"contract": contract, "lines": lines}, formsets=[lines],
        done=_("Saved."), to=contract,
    )  # fmt: skip


@staff_page
def contract_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    contract = contract_or_404(request, public_id)
    held = waited_for_by(contract) if CONTRACT.allows(contract, "send") else []
    orders = contract.orders.visible_to(request.user).select_related("orderer", "place").order_by("-pk")
    context = {
        "contract": contract, "actions": contract_buttons(request.user, contract, held=held), "held_back": held,
        "lines": list(contract.lines.select_related("unit", "item")), "orders": list(orders[:LATELY]),
        "obligations": list(contract.obligations.all()), "amendments": list(contract.amendments.all()),
        "may_manage": may_manage_contract(request.user, contract), "today": organisation_today(),
        "waiting": lines_for_contract(contract) if may_call_off(request.user, contract) else [],
        "steps_stop": contract.status not in CONTRACT.path,
    }  # fmt: skip
    return render(request, "contracts/contract/detail.html", context)


@require_POST
@staff_page
def contract_send(request: HttpRequest, public_id: str) -> HttpResponse:
    contract = contract_or_404(request, public_id)
    done = _("Sent. The supplier accepts or refuses it in the portal.")
    return act(request, lambda: send_contract(contract=contract, by=request.user), to=contract, done=done)


@require_POST
@staff_page
def contract_recall(request: HttpRequest, public_id: str) -> HttpResponse:
    contract = contract_or_404(request, public_id)
    done = _("Taken back. It can be changed.")
    return act(request, lambda: recall_contract(contract=contract, by=request.user), to=contract, done=done)


@require_POST
@staff_page
def contract_end(request: HttpRequest, public_id: str) -> HttpResponse:
    contract, reason = contract_or_404(request, public_id), request.POST.get("reason", "")
    return act(request, lambda: end_contract(contract=contract, reason=reason, by=request.user), to=contract)


@require_POST
@staff_page
def contract_terminate(request: HttpRequest, public_id: str) -> HttpResponse:
    contract, reason = contract_or_404(request, public_id), request.POST.get("reason", "")
    return act(request, lambda: terminate_contract(contract=contract, reason=reason, by=request.user), to=contract)


@require_POST
@staff_page
def contract_cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    contract, reason = contract_or_404(request, public_id), request.POST.get("reason", "")
    return act(request, lambda: cancel_contract(contract=contract, reason=reason, by=request.user), to=contract)


@staff_page
def contract_amend(request: HttpRequest, public_id: str) -> HttpResponse:
    contract = contract_or_404(request, public_id)
    if not may_manage_contract(request.user, contract):
        raise NotPermitted
    initial = {name: getattr(contract, name) for name in ("ends_on", "ceiling", "payment_days", "terms")}
    form = AmendForm(request.POST or None, initial=initial)
    return handle(
        request, form,
        lambda data: amend_contract(contract=contract, changes=form.changes(), reason=data["reason"], by=request.user),
        template="components/pages/form.html", done=_("Amended. What it said before stays readable."), to=contract,
        context=_form_page(contract, _("Amend the contract"), _("Amend")),
    )  # fmt: skip


@staff_page
def obligation_create(request: HttpRequest, public_id: str) -> HttpResponse:
    contract = contract_or_404(request, public_id)
    if not may_manage_contract(request.user, contract):
        raise NotPermitted
    return handle(
        request, ObligationForm(request.POST or None),
        lambda data: add_obligation(contract=contract, by=request.user, **data),
        template="components/pages/form.html", done=_("Noted."), to=contract,
        context=_form_page(contract, _("Add an obligation"), _("Add")),
    )  # fmt: skip


@require_POST
@staff_page
def obligation_complete(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = Obligation.objects.visible_to(request.user).select_related("contract__supplier")
    obligation = get_object_or_404(rows, public_id=public_id)
    return act(
        request, lambda: complete_obligation(obligation=obligation, by=request.user), to=obligation.contract,
        done=_("Done."),
    )  # fmt: skip


@require_POST
@staff_page
def contract_document(request: HttpRequest, public_id: str) -> HttpResponse:
    """The contract as a PDF, in its own language."""
    contract = contract_or_404(request, public_id)
    return act(
        request,
        lambda: ask_for_document(subject=contract, kind="contracts.contract", by=request.user),
        to=lambda document: reverse("documents:document", args=[document.public_id]),
    )  # fmt: skip


def _form_page(contract: Contract, title: Any, submit: Any) -> dict[str, Any]:
    return {
        "title": title, "submit": submit, "kind": contract.number, "back": contract.get_absolute_url(),
        "back_label": contract.title,
    }  # fmt: skip
