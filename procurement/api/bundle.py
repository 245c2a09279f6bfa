from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from rest_framework import serializers

from procurement import services
from procurement.api.requisition import LineSerializer
from procurement.models import Bundle, BundleLine, BundlePart, Gathering, RequisitionLine
from procurement.queries.bundle import lines_to_bundle
from procurement.states import Procedure
from srm.accounts.models import LegalEntity, User
from srm.api.serializers import ActionsField, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.errors import Invalid
from srm.reference.models import Category


class BundleLineSerializer(LineSerializer):
    """A line with the request that it belongs to."""

    id = serializers.IntegerField(read_only=True)
    requisition = Ref(read_only=True)

    class Meta(LineSerializer.Meta):
        fields = ["id", "requisition", *LineSerializer.Meta.fields]


class BundlePartSerializer(serializers.ModelSerializer):
    requisition = serializers.CharField(source="line.requisition.number", read_only=True)
    line = serializers.IntegerField(source="line.position", read_only=True)

    class Meta:
        model = BundlePart
        fields = ["requisition", "line", "quantity"]


class MergedSerializer(serializers.ModelSerializer):
    """What is bought: needs of one specification in one unit, with whose it is."""

    item = Ref(read_only=True)
    place = Ref(read_only=True)
    surplus_owner = Ref(read_only=True)
    parts = BundlePartSerializer(many=True, read_only=True)

    class Meta:
        model = BundleLine
        fields = [
            "position", "item", "description", "unit", "place", "quantity", "amount", "needed_on", "surplus",
            "surplus_owner", "parts",
        ]  # fmt: skip


class BundleSerializer(serializers.ModelSerializer):
    """Approved lines that are bought together."""

    category = Ref(read_only=True)
    legal_entity = Ref(read_only=True)
    buyer = Ref(read_only=True)
    place = Ref(read_only=True)
    lines = BundleLineSerializer(many=True, read_only=True)
    merged = MergedSerializer(many=True, read_only=True)
    actions = ActionsField("procurement.bundle")

    class Meta:
        model = Bundle
        fields = [
            "public_id", "number", "title", "category", "legal_entity", "place", "buyer", "status", "currency",
            "amount", "needed_on", "quadrant", "proposed_procedure", "procedure", "auction_format", "procedure_reason",
            "lines", "merged", "actions",
        ]  # fmt: skip


class BundleInput(serializers.Serializer):
    category = Ref(Category)
    legal_entity = Ref(LegalEntity)
    requisitions = serializers.ListField(
        child=serializers.CharField(max_length=20), allow_empty=False,
        help_text="Numbers of requisitions whose loose lines of the category are taken.",
    )  # fmt: skip


class ConfirmInput(serializers.Serializer):
    procedure = serializers.ChoiceField(choices=Procedure.choices, required=False)
    reason = serializers.CharField(allow_blank=True, default="", max_length=500)


class MoveInput(serializers.Serializer):
    line = serializers.IntegerField(help_text="The line's id in this bundle.")
    bundle = Ref(Bundle, required=False, allow_null=True, help_text="Where to; empty: out of bundles.")


class SurplusInput(serializers.Serializer):
    position = serializers.IntegerField(min_value=1, help_text="The position among what is bought.")
    owner = Ref(User)


def _name_surplus_owner(*, bundle: Bundle, position: int, owner: User, by: Any) -> Bundle:
    """Say whose it is that packs or a least order add to the needs."""
    line = bundle.merged.filter(position=position).first()
    if line is None:
        raise Invalid({"position": _("There is no such line.")})
    services.name_surplus_owner(line=line, owner=owner, by=by)
    return bundle


def _create(*, category: Category, legal_entity: LegalEntity, requisitions: list[str], by: Any) -> Bundle:
    """Bring the loose lines of some requests into a new bundle."""
    lines = list(lines_to_bundle().filter(category=category, requisition__number__in=requisitions))
    return services.create_bundle(category=category, legal_entity=legal_entity, lines=lines, by=by)


def _move(*, source: Bundle, line: int, by: Any, bundle: Bundle | None = None) -> Bundle:
    """Move a line of this bundle to another open one, or out."""
    found = RequisitionLine.objects.filter(bundle=source, pk=line).first()
    if found is None:
        raise Invalid({"line": _("There is no such line.")})
    services.move_line(line=found, bundle=bundle, by=by)
    return source


class GatheringSerializer(serializers.ModelSerializer):
    """How far the loose lines are gathered, and the bundles filled so far."""

    bundles: Any = serializers.SlugRelatedField(slug_field="public_id", many=True, read_only=True)

    class Meta:
        model = Gathering
        fields = ["public_id", "created_at", "finished_at", "lines", "gathered", "bundles"]


class GatheringViewSet(NounViewSet):
    """Gatherings of loose lines. POST on `bundles/propose/` begins one; `finished_at` tells when it is done."""

    queryset = Gathering.objects.prefetch_related("bundles")
    serializer_class = GatheringSerializer


class BundleViewSet(NounViewSet):
    """Needs of one category and company, bought together."""

    queryset = Bundle.objects.select_related("category", "legal_entity", "buyer", "place").prefetch_related(
        Prefetch("merged", BundleLine.objects.select_related("item", "place", "surplus_owner")),
        Prefetch("merged__parts", BundlePart.objects.select_related("line__requisition")),
        Prefetch("lines", RequisitionLine.objects.select_related("requisition", "item", "category", "unit", "bundle")),
        "lines__progress",
    )
    serializer_class = BundleSerializer
    filterset_fields = ["status"]
    search_fields = ["number", "title"]
    create = verb(_create, BundleInput)
    propose = verb(services.gather_lines, detail=False, returns=GatheringSerializer)
    name_surplus_owner = verb(_name_surplus_owner, SurplusInput)
    move_line = verb(_move, MoveInput, noun="source")
    confirm = verb(services.confirm_bundle, ConfirmInput)
    reopen = verb(services.reopen_bundle)
    cancel = verb(services.cancel_bundle)
