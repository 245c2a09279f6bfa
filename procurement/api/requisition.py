from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from procurement import services
from procurement.models import ApprovalStep, LineProgress, Requisition, RequisitionLine
from procurement.queries.approval import waiting_for
from procurement.services import LineInput
from procurement.states import Route
from srm.accounts.models import Department
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
            "price_source", "price_reference", "amount", "from_stock", "route", "route_reason", "bundle", "stage",
            "progress",
        ]  # fmt: skip


class StepSerializer(serializers.ModelSerializer):
    """One approval of the chain."""

    approver = Ref(read_only=True)
    decided_by = Ref(read_only=True)

    class Meta:
        model = ApprovalStep
        fields = ["round", "order", "rule_name", "approver", "role", "status", "decided_by", "decided_at", "comment"]


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
            "cost_centre", "place", "needed_on", "currency", "is_urgent", "total", "base_total", "created_at",
            "submitted_at", "decided_at", "lines", "approval_steps", "actions",
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
    lines = LineInputSerializer(many=True, required=False)


class CommentInput(serializers.Serializer):
    comment = serializers.CharField(allow_blank=True, default="", max_length=500)


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


class RequisitionViewSet(NounViewSet):
    """Needs of departments, from draft to received."""

    queryset = Requisition.objects.select_related(
        "requester", "department", "cost_centre", "place"
    ).prefetch_related(
        "lines__item", "lines__category", "lines__unit", "lines__bundle", "lines__progress",
        "approval_steps__approver", "approval_steps__decided_by",
    )  # fmt: skip
    serializer_class = RequisitionSerializer
    filterset_fields = ["status", "is_urgent"]
    search_fields = ["number", "title"]
    create = verb(services.create_requisition, RequisitionInput)
    partial_update = verb(services.update_requisition, RequisitionChange)
    submit = verb(services.submit_requisition)
    recall = verb(services.recall_requisition, CommentInput)
    approve = verb(services.approve_requisition, CommentInput)
    locals()["return"] = verb(services.return_requisition, ReasonInput)
    reject = verb(services.reject_requisition, ReasonInput)
    cancel = verb(services.cancel_requisition, CommentInput)
    copy = verb(services.copy_requisition)
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
