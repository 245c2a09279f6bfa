"""Auctions by REST. A refused bid is an answer, not an error: it is kept with its reason."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from srm.api.serializers import ActionsField, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet, PortalViewSet
from srm.clock import database_now
from tenders.models import Auction, AuctionEvent, AuctionParticipant, Lot
from tenders.queries.auction.hall import hall_of
from tenders.queries.auction.seat import Seat, seat_of, try_bid
from tenders.services import (
    auction_protocol,
    cancel_auction,
    exclude_from_auction,
    extend_auction,
    pause_auction,
    place_auction_bid,
    resume_auction,
    schedule_auction,
    stop_auction,
)
from tenders.states import AuctionStatus

AMOUNT: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}


def _now(context: dict[str, Any]) -> datetime:
    """The database's clock, asked once for a whole list."""
    if "now" not in context:
        context["now"] = database_now()
    return context["now"]


class AuctionEventSerializer(serializers.ModelSerializer):
    bidder = serializers.CharField(source="participant.alias", default=None, read_only=True)

    class Meta:
        model = AuctionEvent
        fields = ["seq", "at", "kind", "bidder", "amount", "accepted", "reason", "rank", "closes_at", "note"]


class AuctionSerializer(serializers.ModelSerializer):
    lot = Ref(read_only=True)
    tender = serializers.CharField(source="lot.tender.public_id", read_only=True)
    phase = serializers.SerializerMethodField()
    actions = ActionsField("tenders.auction")

    class Meta:
        model = Auction
        fields = [
            "public_id", "number", "lot", "tender", "status", "phase", "opens_at", "closes_at", "rules", "opening",
            "last_seq", "result", "actions",
        ]  # fmt: skip

    def get_phase(self, auction: Auction) -> str:
        return str(auction.phase(_now(self.context)))


class AuctionInput(serializers.Serializer):
    lot = Ref(Lot)
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    rules = serializers.DictField(child=serializers.JSONField(), default=dict)


class AuctionReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class ExtendInput(AuctionReasonInput):
    by_s = serializers.IntegerField(min_value=1)


class ExcludeInput(AuctionReasonInput):
    bidder = serializers.CharField(max_length=40)


class AuctionStandingSerializer(serializers.Serializer):
    bidder = serializers.CharField(source="alias")
    rank = serializers.IntegerField(allow_null=True)
    amount = serializers.DecimalField(**AMOUNT, allow_null=True)
    first = serializers.DecimalField(**AMOUNT)
    bids = serializers.IntegerField()
    excluded = serializers.BooleanField()
    supplier = serializers.CharField(source="supplier.public_id", default=None, allow_null=True)


class AuctionViewSet(NounViewSet):
    """Live auctions: bidders by alias until the close."""

    queryset = Auction.objects.select_related("lot__tender")
    serializer_class = AuctionSerializer
    filterset_fields = ["status"]
    create = verb(schedule_auction, AuctionInput)
    pause = verb(pause_auction, AuctionReasonInput)
    resume = verb(resume_auction, AuctionReasonInput)
    stop = verb(stop_auction, AuctionReasonInput)
    cancel = verb(cancel_auction, AuctionReasonInput)
    extend = verb(extend_auction, ExtendInput)

    @extend_schema(request=ExcludeInput, responses=AuctionSerializer)
    @action(detail=True, methods=["post"])
    def exclude(self, request: Request, **kwargs: Any) -> Response:
        """Take a bidder, by his alias, and his prices out."""
        auction, given = self.get_object(), self.read_input(ExcludeInput)
        seat = auction.participants.filter(alias=given["bidder"]).first()
        if seat is None:
            raise Http404
        exclude_from_auction(auction=auction, participant=seat, reason=given["reason"], by=request.user)
        return self.reply(auction)

    @extend_schema(responses=AuctionStandingSerializer(many=True))
    @action(detail=True, methods=["get"])
    def ranking(self, request: Request, **kwargs: Any) -> Response:
        """Who stands where; suppliers are named after the close."""
        return Response(AuctionStandingSerializer(hall_of(self.get_object()).standings, many=True).data)

    @extend_schema(responses=AuctionEventSerializer(many=True))
    @action(detail=True, methods=["get"])
    def events(self, request: Request, **kwargs: Any) -> Response:
        """Every event in its order, refused bids too."""
        rows = self.get_object().events.select_related("participant").order_by("seq")
        return Response(AuctionEventSerializer(rows, many=True).data)

    @extend_schema(responses={200: dict})
    @action(detail=True, methods=["get"])
    def protocol(self, request: Request, **kwargs: Any) -> Response:
        """The protocol of a closed auction, as `srm verify` takes it."""
        auction = self.get_object()
        if auction.status != AuctionStatus.CLOSED:
            raise Http404
        return Response(auction_protocol(auction))


class PortalAuctionSerializer(serializers.ModelSerializer):
    title = serializers.CharField(source="lot.title", read_only=True)
    tender = serializers.CharField(source="lot.tender.public_id", read_only=True)
    phase = serializers.SerializerMethodField()

    class Meta:
        model = Auction
        fields = ["public_id", "number", "tender", "title", "status", "phase", "opens_at", "closes_at", "rules"]

    def get_phase(self, auction: Auction) -> str:
        return str(auction.phase(_now(self.context)))


class OwnBidSerializer(serializers.ModelSerializer):
    """A bid with its decision. The close it saw is said; `seq` is not, it would count the rivals' bids."""

    class Meta:
        model = AuctionEvent
        fields = ["at", "amount", "accepted", "reason", "rank", "closes_at"]


class SeatSerializer(serializers.Serializer):
    """One's own place: no rival, no count."""

    now = serializers.DateTimeField()
    phase = serializers.CharField()
    amount = serializers.DecimalField(**AMOUNT, allow_null=True)
    rank = serializers.IntegerField(allow_null=True)
    best = serializers.DecimalField(**AMOUNT, allow_null=True)
    limit = serializers.DecimalField(**AMOUNT, allow_null=True)
    excluded = serializers.BooleanField()
    closes_at = serializers.DateTimeField(source="auction.closes_at", allow_null=True)
    bids = OwnBidSerializer(many=True)


class AuctionBidInput(serializers.Serializer):
    amount = serializers.DecimalField(max_digits=24, decimal_places=6)


class TrialSerializer(serializers.Serializer):
    accepted = serializers.BooleanField()
    reason = serializers.CharField(allow_blank=True)


class PortalAuctionViewSet(PortalViewSet):
    """Auctions to which one's company is admitted."""

    queryset = Auction.objects.select_related("lot__tender")
    serializer_class = PortalAuctionSerializer

    @extend_schema(responses=SeatSerializer)
    @action(detail=True, methods=["get"])
    def seat(self, request: Request, **kwargs: Any) -> Response:
        """One's own price, rank and next limit, the best price and the close."""
        return Response(SeatSerializer(self._seat()).data)

    @extend_schema(request=AuctionBidInput, responses={201: OwnBidSerializer})
    @action(detail=True, methods=["post"])
    def bid(self, request: Request, **kwargs: Any) -> Response:
        """Place a bid for the whole lot. `accepted` says what the rules decided; a refused bid is kept too."""
        auction, given = self.get_object(), self.read_input(AuctionBidInput)
        event = place_auction_bid(
            auction=auction, participant=self._participant(auction), amount=given["amount"], by=request.user
        )
        return self.reply(event, OwnBidSerializer, 201)

    @extend_schema(request=AuctionBidInput, responses=TrialSerializer)
    @action(detail=True, methods=["post"], url_path="try")
    def trial(self, request: Request, **kwargs: Any) -> Response:
        """What the rules would say to an amount if the auction were open now; nothing is kept."""
        auction, given = self.get_object(), self.read_input(AuctionBidInput)
        decision = try_bid(auction, self._participant(auction), Decimal(given["amount"]))
        return self.reply({"accepted": decision.accepted, "reason": str(decision.reason or "")}, TrialSerializer)

    def _participant(self, auction: Auction) -> AuctionParticipant:
        return auction.participants.select_related("supplier").get(supplier=self.supplier)

    def _seat(self) -> Seat:
        auction = self.get_object()
        return seat_of(auction, self._participant(auction))
