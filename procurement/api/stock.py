from decimal import Decimal

from django.utils.translation import gettext as _
from rest_framework import serializers

from procurement import services
from procurement.models import Stock, StockReservation
from srm.accounts.models import User
from srm.api.serializers import Ref
from srm.api.verbs import verb
from srm.api.views import ReferenceViewSet
from srm.errors import Refused
from srm.reference.models import CostCentre, Item, Place


def _quantity(**options) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=18, decimal_places=3, **options)


class StockSerializer(serializers.ModelSerializer):
    """An item at a place."""

    item = Ref(read_only=True)
    place = Ref(read_only=True)
    available = _quantity(read_only=True)
    planner = Ref(read_only=True)
    cost_centre = Ref(read_only=True)

    class Meta:
        model = Stock
        fields = [
            "public_id", "item", "place", "on_hand", "reserved", "blocked", "safety", "available", "reorder_point",
            "maximum", "unit_cost", "planner", "cost_centre",
        ]  # fmt: skip


class StockInput(serializers.Serializer):
    item = Ref(Item)
    place = Ref(Place)
    on_hand = _quantity(min_value=Decimal(0))
    blocked = _quantity(min_value=Decimal(0), required=False)
    safety = _quantity(min_value=Decimal(0), required=False)
    reorder_point = _quantity(min_value=Decimal(0), required=False, allow_null=True)
    maximum = _quantity(min_value=Decimal(0), required=False, allow_null=True)
    unit_cost = serializers.DecimalField(
        max_digits=18, decimal_places=6, min_value=Decimal(0), required=False, allow_null=True
    )
    planner = Ref(User, required=False, allow_null=True)
    cost_centre = Ref(CostCentre, required=False, allow_null=True)


class IssueInput(serializers.Serializer):
    requisition = serializers.CharField(max_length=20, help_text="The requisition's number.")
    line = serializers.IntegerField(min_value=1, help_text="The line's position.")


def _issue(*, stock: Stock, requisition: str, line: int, by) -> Stock:
    """Hand out what is promised to a line from this stock. Raises Refused when nothing is."""
    held = StockReservation.objects.filter(stock=stock, line__requisition__number=requisition, line__position=line)
    reservation = held.order_by("-pk").first()
    if reservation is None:
        raise Refused(_("Nothing is promised to this line."), code="not_reserved")
    services.issue_from_stock(reservation=reservation, by=by)
    return stock


class StockViewSet(ReferenceViewSet):
    """What lies where; all staff read it, the warehouse counts and hands out."""

    queryset = Stock.objects.select_related("item", "place", "planner", "cost_centre")
    serializer_class = StockSerializer
    create = verb(services.set_stock, StockInput)
    issue = verb(_issue, IssueInput)
