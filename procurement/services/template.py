"""Templates: what is asked for again and again, kept under a name."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import TemplateDeleted, TemplateKept
from procurement.models import Requisition, RequisitionTemplate, TemplateLine
from procurement.policies.requisition import may_create_requisition, may_delete_template
from procurement.queries.habit import usual_head
from procurement.services.requisition import LineInput, create_requisition
from srm.authz import require
from srm.clock import organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record


@transaction.atomic
def keep_template(
    *, requisition: Requisition, name: str, by: Any, shared: bool = False, lead_days: int = 14
) -> RequisitionTemplate:  # fmt: skip
    """Keep a request's lines as a template, for oneself or one's department. Records TemplateKept."""
    require(may_create_requisition(by), _("Only staff of a department may send requisitions."))
    require(Requisition.objects.visible_to(by).filter(pk=requisition.pk).exists())
    lines = list(requisition.lines.all())
    if not name.strip():
        raise Invalid({"name": _("Give it a name.")})
    if not lines:
        raise Invalid({"lines": _("Add at least one line.")})
    template = RequisitionTemplate.objects.create(
        name=name.strip(), department=by.department if shared else None, lead_days=lead_days, created_by=by,
        project=requisition.project,
    )  # fmt: skip
    TemplateLine.objects.bulk_create(
        TemplateLine(
            template=template, position=li.position, item_id=li.item_id, description=li.description,
            category_id=li.category_id, quantity=li.quantity, unit_id=li.unit_id, article=li.article,
            project=li.project,
        )
        for li in lines
    )  # fmt: skip
    record(TemplateKept(template.name), subject=template, by=by)
    return template


@transaction.atomic
def use_template(*, template: RequisitionTemplate, by: Any) -> Requisition:
    """Make a draft from a template at today's prices, for the cost centre and place used last.

    Records RequisitionCreated. Raises Refused when the department has no cost centre or place yet.
    """
    head = usual_head(by)
    if head is None:
        raise Refused(_("Your department has no cost centre or place yet: ask the administrator."), code="no_centre")
    lines = template.lines.select_related("item__category", "item__unit", "category", "unit").order_by("position")
    return create_requisition(
        title=template.name, department=by.department, cost_centre=head.cost_centre, place=head.place,
        needed_on=organisation_today() + timedelta(days=template.lead_days), project=template.project, by=by,
        lines=[
            LineInput(
                item=li.item, description=li.description, category=li.category, unit=li.unit, quantity=li.quantity,
                article=li.article, project=li.project,
            )
            for li in lines
        ],
    )  # fmt: skip


@transaction.atomic
def delete_template(*, template: RequisitionTemplate, by: Any) -> None:
    """Take a template away; drafts made from it stay. Records TemplateDeleted."""
    template = RequisitionTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    require(may_delete_template(by, template), _("Only who made it deletes a template."))
    record(TemplateDeleted(template.name), subject=template, by=by)
    template.delete()
