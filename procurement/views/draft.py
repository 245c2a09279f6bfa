"""Writing a request: the form, its autosave, and what would happen if it were sent now."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from procurement.forms.requisition import LineForm, RequisitionForm, inputs_of, line_formset
from procurement.models import Requisition
from procurement.policies.requisition import may_create_requisition, may_edit_requisition
from procurement.queries.consequence import Consequences, consequences_of
from procurement.queries.habit import known_accounts
from procurement.services import (
    create_requisition,
    draft_lines,
    submit_requisition,
    update_requisition,
)
from procurement.states import REQUISITION
from procurement.views.requisition import visible
from srm.authz import require
from srm.errors import SRMError
from srm.ui.doors import staff_page
from srm.ui.views import handle

HEAD = ("title", "reason", "needed_on", "place", "cost_centre", "is_urgent", "is_single_source", "project")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def requisition_create(request: HttpRequest) -> HttpResponse:
    """A new request; saving it makes a draft, sending it asks for approval."""
    require(may_create_requisition(request.user), _("Only staff of a department may send requisitions."))
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def requisition_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """A draft (or a returned request) of one's own."""
    return _form(request, _own(request, public_id))


def _own(request: HttpRequest, public_id: str) -> Requisition:
    requisition = visible(request, public_id)
    require(may_edit_requisition(request.user, requisition), _("Only the requester may change a requisition."))
    return requisition


def _form(request: HttpRequest, requisition: Requisition | None) -> HttpResponse:
    if requisition and not REQUISITION.allows(requisition, "submit"):
        return render(request, "procurement/requisition/sent.html", {"requisition": requisition}, status=409)
    data = _typed(request, requisition)
    form = RequisitionForm(data, user=request.user, requisition=requisition)
    lines = line_formset(data, requisition=requisition)
    send = request.POST.get("then") == "submit"
    if "take" in request.POST:
        return _take(request, form, lines, requisition)
    return handle(
        request, form, lambda head: _save(request.user, requisition, head, lines, send=send), formsets=[lines],
        template="procurement/requisition/edit.html",
        context={
            "lines": lines, "requisition": requisition, "effects": _effects(request, form, lines, requisition),
            "is_stale": _is_stale(data, requisition), "accounts": known_accounts(request.user),
        },
        done=_("Sent for approval.") if send else _("Saved."), to=lambda made: _next(made, send=send),
    )  # fmt: skip


def _typed(request: HttpRequest, requisition: Requisition | None) -> Any:
    """What was sent, if anything; who says “overwrite” has seen that there is a newer version."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    if "overwrite" in data and requisition:
        data["version"] = str(requisition.version)
    return data


def _is_stale(data: Any, requisition: Requisition | None) -> bool:
    said = data.get("version") if data and requisition else ""
    return bool(said) and requisition is not None and said != str(requisition.version)


def _next(requisition: Requisition, *, send: bool) -> str:
    edit = reverse("procurement:requisition-edit", args=[requisition.public_id])
    return requisition.get_absolute_url() if send else edit


@transaction.atomic
def _save(
    user: Any, requisition: Requisition | None, head: dict[str, Any], lines: Any, *, send: bool = False
) -> Requisition:  # fmt: skip
    fields = {name: head[name] for name in HEAD}
    inputs = inputs_of(lines)
    if requisition is None:
        requisition = create_requisition(department=user.department, lines=inputs, by=user, **fields)
    else:
        requisition = update_requisition(
            requisition=requisition, lines=inputs, version=head.get("version"), by=user, **fields
        )
    return submit_requisition(requisition=requisition, by=user) if send else requisition


def _take(request: HttpRequest, form: Any, lines: Any, requisition: Requisition | None) -> HttpResponse:
    """Take what is free in stock for one line, and save: `take` is “index:quantity”."""
    index, _colon, quantity = request.POST["take"].partition(":")
    data = request.POST.copy()
    data[f"lines-{index}-from_stock"] = quantity
    form = RequisitionForm(data, user=request.user, requisition=requisition)
    lines = line_formset(data, requisition=requisition)
    return handle(
        request, form, lambda head: _save(request.user, requisition, head, lines), formsets=[lines],
        template="procurement/requisition/edit.html", done=_("Taken from stock."),
        context={
            "lines": lines, "requisition": requisition, "effects": _effects(request, form, lines, requisition),
            "accounts": known_accounts(request.user),
        },
        to=lambda made: _next(made, send=False),
    )  # fmt: skip


@require_POST
@staff_page
def requisition_autosave(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Keep what was typed so far; 422 as long as it cannot be a draft yet. The answer names the draft's address."""
    requisition = _own(request, public_id) if public_id else None
    form = RequisitionForm(request.POST, user=request.user, requisition=requisition)
    lines = line_formset(request.POST, requisition=requisition)
    if not (form.is_valid() and lines.is_valid()):
        return HttpResponse(status=422)
    try:
        saved = _save(request.user, requisition, form.cleaned_data, lines)
    except SRMError as error:
        return HttpResponse(error.message, status=error.status, content_type="text/plain; charset=utf-8")
    edit = reverse("procurement:requisition-edit", args=[saved.public_id])
    return HttpResponse(status=204, headers={"X-Draft": edit, "X-Version": str(saved.version)})


@require_POST
@staff_page
def requisition_consequences(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """The right column for what is typed now; nothing is stored."""
    requisition = _own(request, public_id) if public_id else None
    form = RequisitionForm(request.POST, user=request.user, requisition=requisition)
    lines = line_formset(request.POST, requisition=requisition)
    effects = _effects(request, form, lines, requisition)
    return render(request, "procurement/requisition/consequences.html", {"effects": effects, "lines": lines})


def _effects(
    request: HttpRequest, form: RequisitionForm, lines: Any, saved: Requisition | None
) -> Consequences | None:  # fmt: skip
    """Return what sending would do, as far as the form is filled in; None when a price cannot be told yet."""
    draft = Requisition(requester=request.user, department=request.user.department, number="")
    if saved:
        draft.pk, draft.number = saved.pk, saved.number
    if request.user.department is None:
        return None
    if form.is_bound:
        form.is_valid()
        said = form.cleaned_data
    else:
        said = {name: getattr(saved, name) for name in HEAD} if saved else _usual(form)
    for name in HEAD:
        if said.get(name):
            setattr(draft, name, said[name])
    centre = said.get("cost_centre")
    draft.currency = (centre or request.user.department).legal_entity.currency
    try:
        return consequences_of(draft, _lines(draft, lines, saved))
    except SRMError:
        return None


def _usual(form: RequisitionForm) -> dict[str, Any]:
    return {"place": form.usual.place, "cost_centre": form.usual.cost_centre} if form.usual else {}


def _lines(draft: Requisition, lines: Any, saved: Requisition | None) -> list[Any]:
    if not lines.is_bound:
        return list(saved.lines.select_related("item", "unit", "category__owner")) if saved else []
    inputs = [form.as_input() for form in lines.forms if _counts(form)]
    return draft_lines(draft, inputs)[0]


def _counts(form: LineForm) -> bool:
    return form.is_valid() and not form.is_blank and form.cleaned_data.get("quantity", Decimal(0)) > 0
