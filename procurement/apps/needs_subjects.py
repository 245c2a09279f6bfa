"""Whom files, comments and timelines of needs concern, and how their events read."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from procurement import events
from procurement.models import (
    ApprovalRule,
    Arrangement,
    Budget,
    BudgetRate,
    Bundle,
    Competence,
    Gathering,
    Requisition,
    RequisitionTemplate,
    Stock,
    StockTransfer,
)
from procurement.policies.planning import may_manage_approval_rules, may_manage_bundles
from procurement.policies.requisition import may_edit_requisition
from procurement.states import MOVEMENTS, LineStage, Procedure, Route
from srm.audit.texts import register_text
from srm.reading import asked_once
from srm.subjects import register_subject

TEXTS = {
    events.RequisitionCreated: (_("Draft begun"), "neutral"),
    events.RequisitionChanged: (_("Changed"), "neutral"),
    events.RequisitionSubmitted: (_("Sent for approval"), "neutral"),
    events.RequisitionRecalled: (_("Taken back"), "waiting"),
    events.RequisitionReturned: (_("Returned: %(comment)s"), "waiting"),
    events.RequisitionStepApproved: (_("Approved (%(step)s) %(comment)s"), "good"),
    events.LineRejected: (_("Line %(position)s left out: %(reason)s"), "late"),
    events.ApproverAdded: (_("%(name)s is asked as well %(reason)s"), "neutral"),
    events.WatcherAdded: (_("%(name)s watches"), "neutral"),
    events.ApprovalEscalated: (_("Overdue with %(from_whom)s, passed on to %(to_whom)s"), "waiting"),
    events.RequisitionRevised: (_("Sum changed from %(before)s to %(after)s %(currency)s: %(reason)s"), "waiting"),
    events.RequisitionReminded: (_("Reminded: %(names)s"), "neutral"),
    events.RequisitionRated: (_("Rated %(score)s of 5 %(comment)s"), "good"),
    events.RequisitionMailed: (_("Drafted from an e-mail"), "neutral"),
    events.TemplateKept: (_("Template “%(name)s” kept"), "neutral"),
    events.TemplateDeleted: (_("Template “%(name)s” deleted"), "neutral"),
    events.RequisitionApproved: (_("Approved by all, %(total)s %(currency)s"), "good"),
    events.RequisitionRejected: (_("Rejected: %(comment)s"), "late"),
    events.RequisitionCancelled: (_("Cancelled %(comment)s"), "late"),
    events.RequisitionCompleted: (_("Everything received"), "good"),
    events.LineRouted: (_("Line %(position)s: route %(route)s %(reason)s"), "neutral"),
    events.LineProgressed: (_("Line %(position)s: %(stage)s %(reference)s"), "neutral"),
    events.LineReceived: (_("Line %(position)s: %(quantity)s %(unit)s here by now"), "good"),
    events.BundleCreated: (_("%(lines)s lines gathered"), "neutral"),
    events.BundleConfirmed: (_("Ready to buy: %(procedure)s %(reason)s"), "good"),
    events.BundleReopened: (_("Reopened"), "waiting"),
    events.BundleSourcing: (_("Buying begun"), "neutral"),
    events.BundleReleased: (_("Back to ready: %(reason)s"), "waiting"),
    events.BundleClosed: (_("Bought"), "good"),
    events.BundleCancelled: (_("Dissolved"), "late"),
    events.GatheringStarted: (_("%(lines)s lines are to be gathered"), "neutral"),
    events.GatheringAdvanced: (_("%(gathered)s of %(lines)s lines gathered"), "neutral"),
    events.GatheringFinished: (_("%(lines)s lines gathered in %(bundles)s bundles"), "good"),
    events.SurplusOwned: (_("The surplus of line %(position)s is %(owner)s's: %(surplus)s"), "neutral"),
    events.CompetenceSet: (_("%(person)s buys %(category)s"), "neutral"),
    events.CompetenceEnded: (_("%(person)s does not buy %(category)s any more"), "neutral"),
    events.LineMoved: (_("A line moved from %(source)s to %(target)s"), "neutral"),
    events.BudgetSet: (_("Set to %(amount)s %(currency)s"), "neutral"),
    events.BudgetExceeded: (_("%(requisition)s took %(wanted)s %(currency)s, %(left)s was left"), "waiting"),
    events.BudgetOverrunAllowed: (_("%(requisition)s may take %(amount)s %(currency)s more: %(reason)s"), "waiting"),
    events.BudgetRateSet: (_("1 %(currency)s counts as %(rate)s"), "neutral"),
    events.BudgetCarriedOver: (_("%(amount)s %(currency)s carried over to %(target)s: %(reason)s"), "neutral"),
    events.LineAssigned: (_("Line %(position)s is booked on %(article)s %(project)s"), "neutral"),
    events.StockMoved: (_("%(quantity)s, %(reason)s"), "neutral"),
    events.StockReordered: (_("Ran low: %(quantity)s asked for by %(requisition)s"), "waiting"),
    events.TransferRequested: (_("%(quantity)s asked for"), "neutral"),
    events.TransferIssued: (_("Handed out, worth %(value)s %(currency)s"), "neutral"),
    events.TransferReceived: (_("Received"), "good"),
    events.TransferCancelled: (_("Cancelled: %(reason)s"), "late"),
    events.ArrangementRegistered: (_("Price of %(reference)s in force"), "neutral"),
    events.ArrangementEnded: (_("Price of %(reference)s ended"), "neutral"),
    events.ItemChanged: (_("Item %(code)s written: %(name)s"), "neutral"),
    events.ItemRetired: (_("Item %(code)s out of use"), "waiting"),
    events.ApprovalRuleCreated: (_("Rule “%(name)s” made"), "neutral"),
    events.ApprovalRuleChanged: (_("Rule “%(name)s” changed: %(fields)s"), "neutral"),
    events.ApprovalRuleDeactivated: (_("Rule “%(name)s” out of force: %(reason)s"), "waiting"),
}


CODES: dict[type, dict[str, Any]] = {
    events.LineRouted: {"route": Route},
    events.LineProgressed: {"stage": LineStage},
    events.BundleConfirmed: {"procedure": Procedure},
    events.StockMoved: {"reason": MOVEMENTS},
}


def register() -> None:
    """Register subjects and texts."""
    for event, (text, tone) in TEXTS.items():
        register_text(event, text, tone=tone, codes=CODES.get(event))
    for model in (Requisition, Budget, Bundle):
        register_subject(
            model, url=lambda obj: obj.get_absolute_url(), sees=_sees, adds=_adds,
        )  # fmt: skip
    register_subject(
        ApprovalRule, sees=lambda user, _obj: may_manage_approval_rules(user), adds=lambda _user, _obj: False
    )
    register_subject(
        RequisitionTemplate,
        sees=lambda user, obj: RequisitionTemplate.objects.visible_to(user).filter(pk=obj.pk).exists(),
        adds=lambda _user, _obj: False,
    )
    register_subject(
        StockTransfer, sees=lambda user, _obj: not user.is_portal, adds=lambda _user, _obj: False,
        url=lambda obj: obj.get_absolute_url(),
    )  # fmt: skip
    register_subject(Gathering, sees=_sees, adds=lambda _user, _obj: False)
    for open_model in (Stock, Arrangement, BudgetRate, Competence):
        register_subject(open_model, sees=lambda user, _obj: not user.is_portal, adds=lambda _user, _obj: False)


@asked_once
def _sees(user: Any, obj: Any) -> bool:
    return not user.is_portal and type(obj).objects.visible_to(user).filter(pk=obj.pk).exists()


def _adds(user: Any, obj: Any) -> bool:
    """Who sees a request may comment on it; a bundle is procurement's; a budget finance's own."""
    if isinstance(obj, Bundle):
        return may_manage_bundles(user)
    if user.is_portal or not isinstance(obj, Requisition):
        return False
    return may_edit_requisition(user, obj) or _sees(user, obj)
