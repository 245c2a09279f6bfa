from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from procurement import services
from procurement.api.template import TemplateSerializer
from procurement.models import ApprovalStep, LineProgress, Requisition, RequisitionLine
from procurement.queries.approval import waiting_for
from procurement.services import LineChange, LineInput
from procurement.states import Route
from srm.accounts.models import Department, User
from srm.api.serializers import ActionsField, CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.errors import Invalid
from srm.reference.models import Category, CostCentre, Item, Place, Unit


class ProgressSerializer(serializers.ModelSerializer):
    """A step that a line has taken."""

    class Meta:
        model = LineProgress
        fields = ["stage", "at", "holder", "reference", "link", "note"]


class LineSerializer(serializers.ModelSerializer):
    """One thing asked for."""

    item = Ref(read_only=True)
    category = Ref(read_only=True)
    unit = CodeRef(read_only=True)
    bundle = Ref(read_only=True)
    progress = ProgressSerializer(many=True, read_only=True)

    class Meta:
        model = RequisitionLine
        fields = [
            "position", "item", "description", "category", "quantity", "unit", "needed_on", "unit_price",
            "price_source", "price_reference", "amount", "from_stock", "received", "article",
            "project", "route", "route_reason", "bundle", "stage",
            "rejected_at", "rejected_reason", "progress",
        ]  # fmt: skip


class StepSerializer(serializers.ModelSerializer):
    """One approval of the chain."""

    approver = Ref(read_only=True)
    decided_by = Ref(read_only=True)
    escalated_to = Ref(read_only=True)
    added_by = Ref(read_only=True)

    class Meta:
        model = ApprovalStep
        fields = [
            "round", "order", "rule_name", "approver", "role", "quorum", "status", "asked_at", "due_at", "escalated_to",
            "added_by", "decided_by", "decided_at", "comment",
        ]  # fmt: skip


class RequisitionSerializer(serializers.ModelSerializer):
    """A request with its lines and approvals."""

    requester = Ref(read_only=True)
    department = Ref(read_only=True)
    cost_centre = Ref(read_only=True)
    place = Ref(read_only=True)
    lines = LineSerializer(many=True, read_only=True)
    approval_steps = StepSerializer(many=True, read_only=True)
    actions = ActionsField("procurement.requisition")

    class Meta:
        model = Requisition
        fields = [
            "public_id", "number", "title", "reason", "status", "status_reason", "requester", "department",
            "cost_centre", "place", "project", "needed_on", "currency", "is_urgent", "is_single_source", "flags",
            "version", "total", "base_total", "approved_total", "created_at", "submitted_at",
            "decided_at", "lines", "approval_steps", "actions",
        ]  # fmt: skip


class LineInputSerializer(serializers.Serializer):
    """A line as it is given: an item, or a description with category and unit."""

    item = Ref(Item, required=False, allow_null=True)
    description = serializers.CharField(max_length=500, allow_blank=True, default="")
    category = Ref(Category, required=False, allow_null=True)
    unit = CodeRef(Unit, required=False, allow_null=True)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3)
    needed_on = serializers.DateField(required=False, allow_null=True)
    unit_price = serializers.DecimalField(max_digits=18, decimal_places=6, required=False, allow_null=True)
    from_stock = serializers.DecimalField(max_digits=18, decimal_places=3, min_value=0, required=False)
    article = serializers.CharField(
        max_length=60, allow_blank=True, required=False, help_text="Of the budget; empty: the category's."
    )
    project = serializers.CharField(
        max_length=60, allow_blank=True, required=False, help_text="Empty: the requisition's."
    )

    def to_internal_value(self, data: Any) -> LineInput:
        return LineInput(**super().to_internal_value(data))


class RequisitionInput(serializers.Serializer):
    title = serializers.CharField(max_length=200)
    reason = serializers.CharField(allow_blank=True, default="", max_length=4000)
    department = Ref(Department)
    cost_centre = Ref(CostCentre)
    place = Ref(Place)
    needed_on = serializers.DateField()
    currency = serializers.CharField(max_length=3, required=False)
    is_urgent = serializers.BooleanField(default=False)
    is_single_source = serializers.BooleanField(default=False)
    project = serializers.CharField(max_length=60, allow_blank=True, default="")
    lines = LineInputSerializer(many=True)


class RequisitionChange(serializers.Serializer):
    """What is left out stays as it is; lines are replaced as a whole."""

    title = serializers.CharField(max_length=200, required=False)
    reason = serializers.CharField(allow_blank=True, required=False, max_length=4000)
    department = Ref(Department, required=False)
    cost_centre = Ref(CostCentre, required=False)
    place = Ref(Place, required=False)
    needed_on = serializers.DateField(required=False)
    currency = serializers.CharField(max_length=3, required=False)
    is_urgent = serializers.BooleanField(required=False)
    is_single_source = serializers.BooleanField(required=False)
    project = serializers.CharField(max_length=60, allow_blank=True, required=False)
    version = serializers.IntegerField(required=False, help_text="The version read; an older one is refused: `stale`.")
    lines = LineInputSerializer(many=True, required=False)


class CommentInput(serializers.Serializer):
    comment = serializers.CharField(allow_blank=True, default="", max_length=500)


class LineRejection(serializers.Serializer):
    line = serializers.IntegerField(min_value=1, help_text="The line's position.")
    reason = serializers.CharField(max_length=500)


class ApproveInput(CommentInput):
    """Approval of all lines, or of those that are not left out."""

    rejected = LineRejection(many=True, required=False)

    def to_internal_value(self, data: Any) -> Any:
        values = super().to_internal_value(data)
        values["rejected"] = {r["line"]: r["reason"] for r in values.get("rejected", ())}
        return values


class ApproverInput(serializers.Serializer):
    person = Ref(User)
    after = serializers.BooleanField(default=False, help_text="After the asker, not together with him.")
    reason = serializers.CharField(allow_blank=True, default="", max_length=120)


class WatcherInput(serializers.Serializer):
    person = Ref(User)


class RatingInput(serializers.Serializer):
    score = serializers.IntegerField(min_value=1, max_value=5)
    comment = serializers.CharField(allow_blank=True, default="", max_length=500)


class LineChangeInput(serializers.Serializer):
    line = serializers.IntegerField(min_value=1, help_text="The line's position.")
    unit_price = serializers.DecimalField(max_digits=18, decimal_places=6, required=False)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3, required=False)


class RevisionInput(serializers.Serializer):
    """Other amounts of approved lines; beyond the tolerance the request is approved again."""

    reason = serializers.CharField(max_length=500)
    changes = LineChangeInput(many=True)

    def to_internal_value(self, data: Any) -> Any:
        values = super().to_internal_value(data)
        values["changes"] = {
            c["line"]: LineChange(c.get("unit_price"), c.get("quantity")) for c in values["changes"]
        }  # fmt: skip
        return values


class TemplateInput(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    lead_days = serializers.IntegerField(min_value=1, max_value=365, default=14)
    shared = serializers.BooleanField(default=False, help_text="For the whole department.")


class BulkInput(serializers.Serializer):
    ids = serializers.ListField(child=serializers.CharField(max_length=16), min_length=1, max_length=500)
    comment = serializers.CharField(allow_blank=True, default="", max_length=500)


class OutcomeSerializer(serializers.Serializer):
    """What became of one of several requests; `code` and `detail` say why not."""

    public_id = serializers.CharField()
    number = serializers.CharField()
    status = serializers.CharField()
    code = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)


class ReasonInput(serializers.Serializer):
    comment = serializers.CharField(max_length=500)


class RouteInput(serializers.Serializer):
    line = serializers.IntegerField(min_value=1, help_text="The line's position.")
    route = serializers.ChoiceField(choices=Route.choices)
    reason = serializers.CharField(allow_blank=True, default="", max_length=500)


def _choose_route(*, requisition: Requisition, line: int, route: str, reason: str, by: Any) -> Requisition:
    """Serve an approved line another way, with a reason."""
    found = requisition.lines.filter(position=line).first()
    if found is None:
        raise Invalid({"line": _("There is no such line.")})
    services.choose_route(line=found, route=route, reason=reason, by=by)
    return requisition


def _add_approver(*, requisition: Requisition, person: User, after: bool, reason: str, by: Any) -> Requisition:
    """Ask one more person, together with the asker or right after him."""
    services.add_approver(requisition=requisition, person=person, after=after, reason=reason, by=by)
    return requisition


def _add_watcher(*, requisition: Requisition, person: User, by: Any) -> Requisition:
    """Let a colleague see a request and hear how it ends."""
    services.add_watcher(requisition=requisition, person=person, by=by)
    return requisition


def _remind(*, requisition: Requisition, by: Any) -> Requisition:
    """Bring a request to the mind of whoever has it, no more often than once a day."""
    services.remind_holder(requisition=requisition, by=by)
    return requisition


def _rate(*, requisition: Requisition, score: int, comment: str, by: Any) -> Requisition:
    """Say how it went, once, when everything has come."""
    services.rate_requisition(requisition=requisition, score=score, comment=comment, by=by)
    return requisition


class RequisitionViewSet(NounViewSet):
    """Needs of departments, from draft to received."""

    queryset = Requisition.objects.select_related(
        "requester", "department", "cost_centre", "place"
    ).prefetch_related(
        "lines__item", "lines__category", "lines__unit", "lines__bundle", "lines__progress",
        "approval_steps__approver", "approval_steps__decided_by", "approval_steps__escalated_to",
        "approval_steps__added_by",
    )  # fmt: skip
    serializer_class = RequisitionSerializer
    filterset_fields = ["status", "is_urgent"]
    search_fields = ["number", "title"]
    create = verb(services.create_requisition, RequisitionInput)
    partial_update = verb(services.update_requisition, RequisitionChange)
    submit = verb(services.submit_requisition)
    recall = verb(services.recall_requisition, CommentInput)
    approve = verb(services.approve_requisition, ApproveInput)
    locals()["return"] = verb(services.return_requisition, ReasonInput)
    reject = verb(services.reject_requisition, ReasonInput)
    cancel = verb(services.cancel_requisition, CommentInput)
    copy = verb(services.copy_requisition)
    add_approver = verb(_add_approver, ApproverInput)
    add_watcher = verb(_add_watcher, WatcherInput)
    remind = verb(_remind, None)
    rate = verb(_rate, RatingInput)
    revise = verb(services.revise_requisition, RevisionInput)
    keep_template = verb(services.keep_template, TemplateInput, returns=TemplateSerializer)
    choose_route = verb(_choose_route, RouteInput)


class ApprovalViewSet(NounViewSet):
    """What waits for one's own approval, or for that of somebody one stands in for."""

    queryset = RequisitionViewSet.queryset
    serializer_class = RequisitionSerializer

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        waiting = [w.requisition.pk for w in waiting_for(self.request.user)]
        return self.queryset.filter(pk__in=waiting)

    @extend_schema(request=BulkInput, responses=OutcomeSerializer(many=True))
    @action(detail=False, methods=["post"])
    def approve(self, request: Request) -> Response:
        """Approve up to 500 requests, each by itself: one that is refused leaves the others alone."""
        values = self.read_input(BulkInput)
        rows = Requisition.objects.visible_to(request.user).filter(public_id__in=values["ids"])
        outcomes = services.approve_requisitions(requisitions=rows, by=request.user, comment=values["comment"])
        return Response([_shown(o) for o in outcomes])


def _shown(outcome: services.Outcome) -> dict[str, str]:
    requisition, refusal = outcome.requisition, outcome.refusal
    return {
        "public_id": requisition.public_id, "number": requisition.number, "status": requisition.status,
        "code": refusal.code if refusal else "", "detail": refusal.message if refusal else "",
    }  # fmt: skip
