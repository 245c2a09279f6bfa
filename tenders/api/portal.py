"""Tenders by REST, the suppliers' side: their own invitations, bids, awards and letters, nobody else's."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from srm.api.serializers import Ref
from srm.api.verbs import verb
from srm.api.views import PortalViewSet
from tenders.api.lot import LotItemSerializer, QuestionSerializer
from tenders.models import Award, AwardLetter, Bid, Criterion, Invitation, Lot, Question, Tender
from tenders.services import (
    accept_award,
    accept_invitation,
    ask_question,
    decline_invitation,
    read_draft,
    refuse_award,
    save_bid_draft,
    submit_bid,
    view_invitation,
    withdraw_bid,
)


class PortalCriterionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Criterion
        fields = ["code", "name", "kind", "weight"]


class PortalLotSerializer(serializers.ModelSerializer):
    items = LotItemSerializer(many=True, read_only=True)

    class Meta:
        model = Lot
        fields = ["public_id", "number", "title", "items"]


class PortalTenderSerializer(serializers.ModelSerializer):
    criteria = PortalCriterionSerializer(many=True, read_only=True)
    lots = PortalLotSerializer(many=True, read_only=True)

    class Meta:
        model = Tender
        fields = [
            "public_id", "number", "kind", "title", "description", "currency", "status", "status_reason", "sealing",
            "questions_until", "bids_until", "standstill_days", "published_at", "criteria", "lots",
        ]  # fmt: skip


class PortalBidSerializer(serializers.ModelSerializer):
    tender = Ref(read_only=True)

    class Meta:
        model = Bid
        fields = ["public_id", "tender", "status", "digest", "submitted_at", "draft_saved_at", "receipt"]


class PortalAwardSerializer(serializers.ModelSerializer):
    lot = Ref(read_only=True)

    class Meta:
        model = Award
        fields = ["public_id", "lot", "amount", "currency", "status", "standstill_until", "prices"]


class PortalLetterSerializer(serializers.ModelSerializer):
    lot = Ref(read_only=True)

    class Meta:
        model = AwardLetter
        fields = ["public_id", "lot", "is_winner", "language", "body", "created_at"]


class ContentInput(serializers.Serializer):
    """Prices and delivery days by lot item, answers by criterion code."""

    prices = serializers.DictField(child=serializers.CharField(allow_blank=True), default=dict)
    days = serializers.DictField(child=serializers.IntegerField(min_value=0), default=dict)
    answers = serializers.DictField(child=serializers.JSONField(), default=dict)
    note = serializers.CharField(allow_blank=True, default="", max_length=5000)


class QuestionInput(serializers.Serializer):
    text = serializers.CharField(max_length=5000)


class PortalReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=500, allow_blank=True, default="")


class PortalTenderViewSet(PortalViewSet):
    """Tenders to which one's company is invited."""

    queryset = Tender.objects.prefetch_related(
        "criteria", "lots__items__unit", "lots__items__place", "lots__items__item"
    )
    serializer_class = PortalTenderSerializer
    filterset_fields = ["status"]

    @extend_schema(responses=PortalTenderSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One tender; looking at it is remembered."""
        tender = self.get_object()
        view_invitation(invitation=self._invitation(tender), by=request.user)
        return Response(self.get_serializer(tender).data)

    @extend_schema(request=None, responses=PortalTenderSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, **kwargs: Any) -> Response:
        """Say that one will bid."""
        tender = self.get_object()
        accept_invitation(invitation=self._invitation(tender), by=request.user)
        return self.reply(tender)

    @extend_schema(request=PortalReasonInput, responses=PortalTenderSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, **kwargs: Any) -> Response:
        """Say that one will not bid; it can be taken back until the deadline."""
        tender, given = self.get_object(), self.read_input(PortalReasonInput)
        decline_invitation(invitation=self._invitation(tender), by=request.user, **given)
        return self.reply(tender)

    @extend_schema(request=QuestionInput, responses={201: QuestionSerializer})
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, **kwargs: Any) -> Response:
        """Ask a question; the answer goes to all bidders."""
        tender, given = self.get_object(), self.read_input(QuestionInput)
        question = ask_question(tender=tender, supplier=self.supplier, by=request.user, **given)
        return self.reply(question, QuestionSerializer, 201)

    @extend_schema(responses=QuestionSerializer(many=True))
    @action(detail=True, methods=["get"])
    def questions(self, request: Request, **kwargs: Any) -> Response:
        """What was answered to all, and one's own questions that wait."""
        rows = Question.objects.for_supplier(self.supplier).filter(tender=self.get_object())
        return Response(QuestionSerializer(rows.select_related("tender"), many=True).data)

    @extend_schema(request=ContentInput, responses=PortalBidSerializer)
    @action(detail=True, methods=["post"], url_path="save-draft")
    def save_draft(self, request: Request, **kwargs: Any) -> Response:
        """Keep a draft, encrypted; the buyer gets nothing."""
        content = self.read_input(ContentInput)
        bid = save_bid_draft(tender=self.get_object(), supplier=self.supplier, content=content, by=request.user)
        return self.reply(bid, PortalBidSerializer)

    @extend_schema(responses={200: ContentInput})
    @action(detail=True, methods=["get"])
    def draft(self, request: Request, **kwargs: Any) -> Response:
        """One's own draft as it was typed."""
        bid = Bid.objects.for_supplier(self.supplier).filter(tender=self.get_object()).select_related("tender").first()
        if bid is None:
            raise Http404
        return Response(read_draft(bid).as_plain())

    @extend_schema(request=ContentInput, responses={201: PortalBidSerializer})
    @action(detail=True, methods=["post"], url_path="submit-bid")
    def submit_bid(self, request: Request, **kwargs: Any) -> Response:
        """Send a bid against a signed receipt; it replaces an earlier one until the deadline."""
        content = self.read_input(ContentInput)
        bid = submit_bid(tender=self.get_object(), supplier=self.supplier, content=content, by=request.user)
        return self.reply(bid, PortalBidSerializer, 201)

    def _invitation(self, tender: Tender) -> Invitation:
        return Invitation.objects.select_related("tender", "supplier").get(tender=tender, supplier=self.supplier)


class PortalBidViewSet(PortalViewSet):
    """One's own bids."""

    queryset = Bid.objects.select_related("tender").defer("draft", "sealed")
    serializer_class = PortalBidSerializer
    withdraw = verb(withdraw_bid)


class PortalAwardViewSet(PortalViewSet):
    """What was decided in one's favour."""

    queryset = Award.objects.select_related("lot")
    serializer_class = PortalAwardSerializer
    accept = verb(accept_award)
    refuse = verb(refuse_award, PortalReasonInput)


class PortalLetterViewSet(PortalViewSet):
    """Letters on the awards of lots one bid for."""

    queryset = AwardLetter.objects.select_related("lot")
    serializer_class = PortalLetterSerializer
