"""What a requester does with what he has sent: remind, rate, let others watch, keep as a template, change amounts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement import services
from procurement.forms.known import leaf_labels
from procurement.forms.requisition import PersonForm, RatingForm, RevisionForm, TemplateForm
from procurement.models import RequisitionTemplate
from procurement.policies.requisition import (
    may_create_requisition,
    may_edit_requisition,
    may_revise_requisition,
)
from procurement.queries.habit import suggest_category, usual_head
from procurement.services import LineInput
from procurement.states import REQUISITION
from procurement.views.requisition import visible
from srm.authz import require
from srm.clock import organisation_today
from srm.errors import Refused
from srm.reference.models import Item
from srm.ui.doors import staff_page
from srm.ui.views import act, handle


@require_POST
@staff_page
def requisition_remind(request: HttpRequest, public_id: str) -> HttpResponse:
    """Bring it to the mind of whoever has it."""
    requisition = visible(request, public_id)
    return act(
        request, lambda: services.remind_holder(requisition=requisition, by=request.user), to=requisition,
        done=lambda people: _("Reminded: %(names)s") % {"names": ", ".join(p.name for p in people)},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def requisition_rate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say how it went."""
    requisition = visible(request, public_id)
    require(may_edit_requisition(request.user, requisition), _("Only the requester rates."))
    form = RatingForm(request.POST or None)
    return handle(
        request, form, lambda data: services.rate_requisition(requisition=requisition, by=request.user, **data),
        to=requisition, done=_("Thank you."), template="components/pages/form.html",
        context=_page(requisition, _("How did it go?")),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def requisition_watch(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a colleague see it and hear how it ends."""
    requisition = visible(request, public_id)
    form = PersonForm(request.POST or None)
    for name in ("after", "reason"):
        del form.fields[name]
    return handle(
        request, form, lambda data: services.add_watcher(requisition=requisition, by=request.user, **data),
        to=requisition, done=_("Saved."), template="components/pages/form.html",
        context=_page(requisition, _("Who else should see it?")),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def requisition_revise(request: HttpRequest, public_id: str) -> HttpResponse:
    """Other amounts for approved lines; beyond the tolerance it is approved again."""
    requisition = visible(request, public_id)
    require(may_revise_requisition(request.user, requisition))
    lines = list(requisition.lines.kept().select_related("unit"))
    form = RevisionForm(request.POST or None, lines=lines)

    def save(data: dict[str, Any]) -> Any:
        return services.revise_requisition(
            requisition=requisition, changes=form.changes(), reason=data["reason"], by=request.user
        )

    return handle(
        request, form, save, to=requisition, done=_after_revision, template="procurement/requisition/revise.html",
        context={**_page(requisition, _("Change amounts")), "requisition": requisition},
    )  # fmt: skip


def _after_revision(requisition: Any) -> str:
    again = REQUISITION.allows(requisition, "approve")
    return _("It grew beyond the tolerance: it is approved again.") if again else _("Saved.")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def template_keep(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the lines of a request as a template."""
    requisition = visible(request, public_id)
    require(may_create_requisition(request.user), _("Only staff of a department may send requisitions."))
    form = TemplateForm(request.POST or None, initial={"name": requisition.title})
    return handle(
        request, form, lambda data: services.keep_template(requisition=requisition, by=request.user, **data),
        to="procurement:template-list", done=_("Saved."), template="components/pages/form.html",
        context=_page(requisition, _("Keep as a template")),
    )  # fmt: skip


@require_safe
@staff_page
def template_list(request: HttpRequest) -> HttpResponse:
    """One's own templates and those of the department."""
    rows = RequisitionTemplate.objects.visible_to(request.user).select_related("created_by", "department")
    return render(request, "procurement/template/list.html", {"templates": rows.prefetch_related("lines")})


@require_POST
@staff_page
def template_use(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new draft from a template."""
    template = get_object_or_404(RequisitionTemplate.objects.visible_to(request.user), public_id=public_id)
    require(may_create_requisition(request.user), _("Only staff of a department may send requisitions."))
    return act(
        request, lambda: services.use_template(template=template, by=request.user), done=_("A new draft."),
        to=lambda made: _edit(made) if made else reverse("procurement:template-list"),
    )  # fmt: skip


@require_POST
@staff_page
def template_delete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a template away."""
    template = get_object_or_404(RequisitionTemplate.objects.visible_to(request.user), public_id=public_id)
    return act(
        request, lambda: services.delete_template(template=template, by=request.user), done=_("Deleted."),
        to="procurement:template-list",
    )  # fmt: skip


@require_POST
@staff_page
def requisition_from_items(request: HttpRequest) -> HttpResponse:
    """A new draft with the ticked items of the catalogue, one of each."""
    require(may_create_requisition(request.user), _("Only staff of a department may send requisitions."))
    items = list(Item.objects.filter(public_id__in=request.POST.getlist("ids")[:50], is_active=True).order_by("code"))
    return act(
        request, lambda: _draft_of(items, request.user), done=_("A new draft."),
        to=lambda made: _edit(made) if made else reverse("procurement:item-list"),
    )  # fmt: skip


@require_safe
@staff_page
def requisition_category(request: HttpRequest) -> JsonResponse:
    """The category that fits the words of a line, and why; empty when none does."""
    found = suggest_category(request.GET.get("q", "")[:200], request.user)
    if found is None:
        return JsonResponse({"category": "", "note": ""})
    because = {"past": _("chosen before"), "item": _("like an item of the catalogue"), "name": _("by its name")}
    note = _("Suggested: %(category)s, %(because)s") % {
        "category": found.category, "because": because[found.because]
    }  # fmt: skip
    label = next((name for name, c in leaf_labels().items() if c.pk == found.category.pk), "")
    return JsonResponse({"category": label, "note": note})


def _draft_of(items: list[Item], user: Any) -> Any:
    head = usual_head(user)
    if head is None or not items:
        raise Refused(_("Tick at least one item."), code="nothing")
    return services.create_requisition(
        title=", ".join(i.name for i in items)[:200], department=user.department, cost_centre=head.cost_centre,
        place=head.place, needed_on=organisation_today() + timedelta(days=14), by=user,
        lines=[LineInput(item=i, quantity=Decimal(1)) for i in items],
    )  # fmt: skip


def _edit(requisition: Any) -> str:
    return reverse("procurement:requisition-edit", args=[requisition.public_id])


def _page(requisition: Any, title: str) -> dict[str, Any]:
    return {
        "title": title, "kind": requisition.title, "back": requisition.get_absolute_url(),
        "back_label": requisition.number,
    }  # fmt: skip
