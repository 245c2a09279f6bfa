"""Lots by REST: their items while a draft, their comparison and award after the opening."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from srm.api.serializers import ActionsField, CodeRef, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.imports.export import XLSX_TYPE, xlsx_response
from srm.reference.models import Item, Place, Unit
from tenders.models import Award, Bid, Evaluation, Lot, LotItem, Question
from tenders.policies import may_see_prices
from tenders.queries.approval import approvers_of
from tenders.queries.comparison import comparison_of
from tenders.queries.sheet import comparison_sheet
from tenders.services import (
    LotItemInput,
    answer_question,
    approve_award,
    evaluate_lot,
    exclude_bid,
    lot_protocol,
    propose_award,
    readmit_bid,
    return_award,
    set_lot_items,
    update_lot,
)
from tenders.states import AwardStatus


class LotItemSerializer(serializers.ModelSerializer):
    item = Ref(read_only=True)
    unit = CodeRef(read_only=True)
    place = Ref(read_only=True)

    class Meta:
        model = LotItem
        fields = ["public_id", "position", "item", "description", "quantity", "unit", "place", "needed_on"]


class LotSerializer(serializers.ModelSerializer):
    items = LotItemSerializer(many=True, read_only=True)

    class Meta:
        model = Lot
        fields = ["public_id", "number", "title", "estimate", "items"]


class EvaluationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Evaluation
        fields = ["public_id", "created_at", "input", "result"]


class AwardSerializer(serializers.ModelSerializer):
    lot = Ref(read_only=True)
    bid = Ref(read_only=True)
    supplier = Ref(read_only=True)
    approval_level = serializers.CharField(source="lot.tender.approval_level", read_only=True)
    approval_source = serializers.CharField(source="lot.tender.approval_source", read_only=True)
    approvers = serializers.SerializerMethodField()
    actions = ActionsField("tenders.award")

    class Meta:
        model = Award
        fields = [
            "public_id", "lot", "bid", "supplier", "amount", "currency", "status", "justification", "decided_at",
            "decision_comment", "standstill_until", "refusal_reason", "prices", "approval_level", "approval_source",
            "approvers", "actions",
        ]  # fmt: skip

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_approvers(self, award: Award) -> list[str] | None:
        """Who may approve a single award that waits; None in a list."""
        if self.parent is not None:
            return None
        return [str(p) for p in approvers_of(award)] if award.status == AwardStatus.PROPOSED else []


class BidSerializer(serializers.ModelSerializer):
    tender = Ref(read_only=True)
    supplier = Ref(read_only=True)
    actions = ActionsField("tenders.bid")

    class Meta:
        model = Bid
        fields = [
            "public_id", "tender", "supplier", "status", "digest", "submitted_at", "note", "excluded_reason", "actions"
        ]  # fmt: skip


class QuestionSerializer(serializers.ModelSerializer):
    tender = Ref(read_only=True)

    class Meta:
        model = Question
        fields = ["public_id", "tender", "text", "answer", "created_at", "answered_at"]


class LotItemRow(serializers.Serializer):
    description = serializers.CharField(max_length=500)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=3)
    unit = CodeRef(Unit)
    item = Ref(Item, required=False, allow_null=True)
    place = Ref(Place, required=False, allow_null=True)
    needed_on = serializers.DateField(required=False, allow_null=True)


class LotItemsInput(serializers.Serializer):
    items = LotItemRow(many=True)


class LotChangeInput(serializers.Serializer):
    title = serializers.CharField(max_length=200)
    estimate = serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True, default=None)


class ProposeInput(serializers.Serializer):
    bid = Ref(Bid)
    justification = serializers.CharField()


class BidReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=500)


class CommentInput(serializers.Serializer):
    comment = serializers.CharField(max_length=500, allow_blank=True, default="")


class AnswerInput(serializers.Serializer):
    answer = serializers.CharField()
    text = serializers.CharField(required=False, allow_blank=True)


class LotViewSet(NounViewSet):
    """Parts of a tender, each bid for and awarded by itself."""

    queryset = Lot.objects.select_related("tender").prefetch_related("items__unit", "items__place", "items__item")
    serializer_class = LotSerializer
    filterset_fields = ["tender__public_id"]
    partial_update = verb(update_lot, LotChangeInput)
    evaluate = verb(evaluate_lot, returns=EvaluationSerializer)
    propose_award = verb(propose_award, ProposeInput, returns=AwardSerializer)

    @extend_schema(request=LotItemsInput, responses=LotSerializer)
    @action(detail=True, methods=["post"], url_path="set-items")
    def set_items(self, request: Request, **kwargs: Any) -> Response:
        """Replace the items of a draft's lot."""
        lot, given = self.get_object(), self.read_input(LotItemsInput)
        set_lot_items(lot=lot, items=[LotItemInput(**row) for row in given["items"]], by=request.user)
        return self.reply(lot)

    @extend_schema(responses=EvaluationSerializer)
    @action(detail=True, methods=["get"])
    def comparison(self, request: Request, **kwargs: Any) -> Response:
        """The current evaluation: input and result of `srm calc score`. Not there until prices may be seen."""
        return Response(EvaluationSerializer(self._evaluation()).data)

    @extend_schema(responses={(200, XLSX_TYPE): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def sheet(self, request: Request, **kwargs: Any) -> HttpResponse:
        """The comparison as a spreadsheet. Not there until prices may be seen."""
        lot = self.get_object()
        if not may_see_prices(request.user, lot.tender):
            raise Http404
        heads, rows, formats = comparison_sheet(comparison_of(lot))
        name = f"{lot.tender.number}-{lot.number}.xlsx"
        return xlsx_response(name, title=lot.tender.number, heads=heads, rows=rows, formats=formats)

    @extend_schema(responses={200: dict})
    @action(detail=True, methods=["get"])
    def protocol(self, request: Request, **kwargs: Any) -> Response:
        """The protocol of the lot's decision, as `srm verify` takes it."""
        return Response(lot_protocol(self._evaluation()))

    def _evaluation(self) -> Evaluation:
        lot = self.get_object()
        evaluation = lot.evaluations.filter(is_current=True).select_related("lot__tender").first()
        if evaluation is None or not may_see_prices(self.request.user, lot.tender):
            raise Http404
        return evaluation


class BidViewSet(NounViewSet):
    """Opened bids. Their prices are in the comparison of the lot, when scores are frozen."""

    queryset = Bid.objects.select_related("tender", "supplier")
    serializer_class = BidSerializer
    filterset_fields = ["tender__public_id", "status"]
    exclude = verb(exclude_bid, BidReasonInput)
    readmit = verb(readmit_bid, BidReasonInput)


class AwardViewSet(NounViewSet):
    """Decisions on lots."""

    queryset = Award.objects.select_related("lot__tender", "bid", "supplier")
    serializer_class = AwardSerializer
    filterset_fields = ["status", "lot__tender__public_id"]
    approve = verb(approve_award, CommentInput, elevated=True)
    send_back = verb(return_award, CommentInput)


class QuestionViewSet(NounViewSet):
    """Bidders' questions; who asked is shown to nobody."""

    queryset = Question.objects.select_related("tender")
    serializer_class = QuestionSerializer
    filterset_fields = ["tender__public_id"]
    answer = verb(answer_question, AnswerInput)
