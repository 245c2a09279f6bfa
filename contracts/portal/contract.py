"""The supplier's contracts: what waits for his answer, what is in force, and what he owes under it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from contracts.models import Contract, Obligation
from contracts.policies.contract import may_answer_contract
from contracts.services import accept_contract, complete_obligation, refuse_contract
from contracts.states import ContractStatus
from srm.documents.models import GeneratedDocument
from srm.documents.states import DocumentStatus
from srm.ui.doors import portal_page
from srm.ui.views import act
from suppliers.states import Side


def own_contract(request: Any, public_id: str) -> Contract:
    """The supplier's own, or 404 as for one that does not exist."""
    rows = Contract.objects.for_supplier(request.supplier).select_related(
        "legal_entity", "category", "manager", "award"
    )
    return get_object_or_404(rows, public_id=public_id)


def page_of(contract: Contract) -> str:
    return reverse("contracts:portal-contract-detail", args=[contract.public_id])


@portal_page
def contract_list(request: Any) -> HttpResponse:
    rows = list(Contract.objects.for_supplier(request.supplier).select_related("legal_entity").order_by("-pk")[:200])
    context = {
        "supplier": request.supplier, "title": _("Contracts"),
        "asked": [c for c in rows if c.status == ContractStatus.SENT],
        "active": [c for c in rows if c.status == ContractStatus.ACTIVE],
        "over": [c for c in rows if c.status not in {ContractStatus.SENT, ContractStatus.ACTIVE}],
    }  # fmt: skip
    return render(request, "portal/contracts/contract/list.html", context)


@portal_page
def contract_detail(request: Any, public_id: str) -> HttpResponse:
    contract = own_contract(request, public_id)
    papers = GeneratedDocument.objects.of(contract).for_reader(request.user).filter(status=DocumentStatus.READY)
    context = {
        "supplier": request.supplier, "contract": contract, "lines": list(contract.lines.select_related("unit")),
        "obligations": list(contract.obligations.filter(side=Side.SUPPLIER)), "paper": papers.first(),
        "amendments": list(contract.amendments.all()),
        "may_answer": contract.status == ContractStatus.SENT and may_answer_contract(request.user, contract),
    }  # fmt: skip
    return render(request, "portal/contracts/contract/detail.html", context)


@require_POST
@portal_page
def contract_accept(request: Any, public_id: str) -> HttpResponse:
    contract = own_contract(request, public_id)
    return act(
        request, lambda: accept_contract(contract=contract, by=request.user), to=page_of(contract),
        done=_("Accepted. The contract is in force."),
    )  # fmt: skip


@require_POST
@portal_page
def contract_refuse(request: Any, public_id: str) -> HttpResponse:
    contract, reason = own_contract(request, public_id), request.POST.get("reason", "")
    return act(
        request, lambda: refuse_contract(contract=contract, reason=reason, by=request.user), to=page_of(contract),
        done=_("Refused. The buyer reads your reason."),
    )  # fmt: skip


@require_POST
@portal_page
def obligation_complete(request: Any, public_id: str) -> HttpResponse:
    rows = Obligation.objects.for_supplier(request.supplier).filter(side=Side.SUPPLIER).select_related("contract")
    obligation = get_object_or_404(rows, public_id=public_id)
    return act(
        request, lambda: complete_obligation(obligation=obligation, by=request.user),
        to=page_of(obligation.contract), done=_("Done."),
    )  # fmt: skip
