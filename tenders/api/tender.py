"""Tenders by REST, the buyers' side. Nothing here counts bids before the opening."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from procurement.models import Bundle
from srm.accounts.models import LegalEntity, User
from srm.api.serializers import ActionsField, Ref
from srm.api.verbs import verb
from srm.api.views import NounViewSet
from srm.reference.models import Category
from suppliers.models import Supplier
from tenders.api.lot import LotSerializer
from tenders.models import Bid, Criterion, Tender
from tenders.services import (
    CriterionInput,
    ScoreInput,
    accept_few_bids,
    add_lot,
    amend_tender,
    cancel_tender,
    close_without_award,
    create_tender,
    create_tender_from_bundle,
    declare_no_conflict,
    freeze_scores,
    invite_new_supplier,
    invite_to_tender,
    open_bids,
    publish_tender,
    release_member,
    save_scores,
    set_committee,
    set_criteria,
    update_draft,
)
from tenders.states import Aggregate, CommitteeRole, CriterionKind, TenderKind


class CriterionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Criterion
        fields = ["code", "name", "kind", "weight", "max_score", "min_score", "aggregate"]


class TenderSerializer(serializers.ModelSerializer):
    category = Ref(read_only=True)
    legal_entity = Ref(read_only=True)
    buyer = Ref(read_only=True)
    criteria = CriterionSerializer(many=True, read_only=True)
    lots = LotSerializer(many=True, read_only=True)
    invited = serializers.SerializerMethodField()
    viewed = serializers.SerializerMethodField()
    actions = ActionsField("tenders.tender")

    class Meta:
        model = Tender
        fields = [
            "public_id", "number", "kind", "title", "description", "category", "legal_entity", "buyer", "currency",
            "status", "status_reason", "sealing", "questions_until", "bids_until", "minimum_bidders", "auction_format",
            "price_formula", "standstill_days", "published_at", "opened_at", "few_bids_reason", "approval_level",
            "approval_source", "criteria", "lots", "invited", "viewed", "actions",
        ]  # fmt: skip

    def get_invited(self, tender: Tender) -> int:
        return len(tender.invitations.all())

    def get_viewed(self, tender: Tender) -> int:
        return sum(invitation.viewed_at is not None for invitation in tender.invitations.all())


class SettingsInput(serializers.Serializer):
    title = serializers.CharField(max_length=200, required=False)
    description = serializers.CharField(required=False, allow_blank=True)
    kind = serializers.ChoiceField(TenderKind.choices, required=False)
    currency = serializers.CharField(max_length=3, required=False)
    questions_until = serializers.DateTimeField(required=False, allow_null=True)
    bids_until = serializers.DateTimeField(required=False, allow_null=True)
    minimum_bidders = serializers.IntegerField(min_value=1, max_value=100, required=False)
    standstill_days = serializers.IntegerField(min_value=0, max_value=365, required=False)
    price_formula = serializers.ChoiceField(["min_ratio", "linear_to_min", "range"], required=False)
    auction_format = serializers.CharField(max_length=12, required=False)


class NewTenderInput(SettingsInput):
    title = serializers.CharField(max_length=200)
    category = Ref(Category)
    legal_entity = Ref(LegalEntity)


class FromBundleInput(SettingsInput):
    bundle = Ref(Bundle)


class LotInput(serializers.Serializer):
    title = serializers.CharField(max_length=200)
    estimate = serializers.DecimalField(max_digits=18, decimal_places=2, required=False)


class CriterionRow(serializers.Serializer):
    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(CriterionKind.choices)
    weight = serializers.DecimalField(max_digits=6, decimal_places=2, required=False)
    max_score = serializers.DecimalField(max_digits=6, decimal_places=2, required=False)
    min_score = serializers.DecimalField(max_digits=6, decimal_places=2, required=False)
    aggregate = serializers.ChoiceField(Aggregate.choices, required=False)
    code = serializers.SlugField(max_length=40, required=False)


class CriteriaInput(serializers.Serializer):
    criteria = CriterionRow(many=True)


class InviteInput(serializers.Serializer):
    supplier = Ref(Supplier)


class InviteNewInput(serializers.Serializer):
    name = serializers.CharField(max_length=200)
    email = serializers.EmailField()


class MemberRow(serializers.Serializer):
    user = serializers.SlugRelatedField("email", queryset=User.objects.filter(is_active=True))
    role = serializers.ChoiceField(CommitteeRole.choices)


class CommitteeInput(serializers.Serializer):
    members = MemberRow(many=True)


class ReleaseInput(serializers.Serializer):
    user = serializers.SlugRelatedField("email", queryset=User.objects.all())
    reason = serializers.CharField(max_length=500)


class ReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=500)


class AmendInput(serializers.Serializer):
    bids_until = serializers.DateTimeField(required=False)
    questions_until = serializers.DateTimeField(required=False)
    description = serializers.CharField(required=False, allow_blank=True)
    reason = serializers.CharField(max_length=500)


class ScoreRow(serializers.Serializer):
    bid = Ref(Bid)
    criterion = serializers.SlugField(max_length=40)
    value = serializers.DecimalField(max_digits=6, decimal_places=2)
    comment = serializers.CharField(max_length=500, allow_blank=True, default="")


class ScoresInput(serializers.Serializer):
    scores = ScoreRow(many=True)


class TenderViewSet(NounViewSet):
    """Requests for information, quotation and proposal under rules frozen at publication."""

    queryset = Tender.objects.select_related("category", "legal_entity", "buyer").prefetch_related(
        "criteria", "lots__items__unit", "lots__items__place", "lots__items__item", "invitations"
    )
    serializer_class = TenderSerializer
    filterset_fields = ["status", "kind"]
    search_fields = ["number", "title"]
    create = verb(create_tender, NewTenderInput)
    from_bundle = verb(create_tender_from_bundle, FromBundleInput, detail=False)
    partial_update = verb(update_draft, SettingsInput)
    publish = verb(publish_tender)
    cancel = verb(cancel_tender, ReasonInput)
    close_without_award = verb(close_without_award, ReasonInput)
    add_lot = verb(add_lot, LotInput, returns=LotSerializer)
    release_member = verb(release_member, ReleaseInput)
    open = verb(open_bids, elevated=True)
    proceed = verb(accept_few_bids, ReasonInput)

    @extend_schema(request=CriteriaInput, responses=TenderSerializer)
    @action(detail=True, methods=["post"], url_path="set-criteria")
    def set_criteria(self, request: Request, **kwargs: Any) -> Response:
        """Replace the draft's criteria; their weights add up to 100."""
        tender, given = self.get_object(), self.read_input(CriteriaInput)
        set_criteria(tender=tender, criteria=[CriterionInput(**row) for row in given["criteria"]], by=request.user)
        return self.reply(tender)

    @extend_schema(request=InviteInput, responses=TenderSerializer)
    @action(detail=True, methods=["post"])
    def invite(self, request: Request, **kwargs: Any) -> Response:
        """Ask a registered supplier to bid."""
        tender = self.get_object()
        invite_to_tender(tender=tender, by=request.user, **self.read_input(InviteInput))
        return self.reply(tender)

    @extend_schema(request=InviteNewInput, responses=TenderSerializer)
    @action(detail=True, methods=["post"], url_path="invite-new")
    def invite_new(self, request: Request, **kwargs: Any) -> Response:
        """Ask a company that is not registered yet, by e-mail."""
        tender = self.get_object()
        invite_new_supplier(tender=tender, by=request.user, **self.read_input(InviteNewInput))
        return self.reply(tender)

    @extend_schema(request=CommitteeInput, responses=TenderSerializer)
    @action(detail=True, methods=["post"], url_path="set-committee")
    def set_committee(self, request: Request, **kwargs: Any) -> Response:
        """Choose the committee; the buyer is not on it."""
        tender, given = self.get_object(), self.read_input(CommitteeInput)
        set_committee(tender=tender, members=[(r["user"], r["role"]) for r in given["members"]], by=request.user)
        return self.reply(tender)

    @extend_schema(request=None, responses=TenderSerializer)
    @action(detail=True, methods=["post"])
    def declare(self, request: Request, **kwargs: Any) -> Response:
        """Declare oneself free of conflicts of interest."""
        tender = self.get_object()
        declare_no_conflict(tender=tender, by=request.user)
        return self.reply(tender)

    @extend_schema(request=AmendInput, responses=TenderSerializer)
    @action(detail=True, methods=["post"])
    def amend(self, request: Request, **kwargs: Any) -> Response:
        """Move dates later or add to the description, with a reason that all bidders read."""
        tender, given = self.get_object(), self.read_input(AmendInput)
        reason = given.pop("reason")
        amend_tender(tender=tender, changes=given, reason=reason, by=request.user)
        return self.reply(tender)

    @extend_schema(request=ScoresInput, responses=TenderSerializer)
    @action(detail=True, methods=["post"])
    def score(self, request: Request, **kwargs: Any) -> Response:
        """Keep one's own scores; they may change until they are frozen."""
        tender, given = self.get_object(), self.read_input(ScoresInput)
        criteria = {criterion.code: criterion for criterion in tender.criteria.all()}
        known = [row for row in given["scores"] if row["criterion"] in criteria]
        rows = [ScoreInput(r["bid"], criteria[r["criterion"]], r["value"], r["comment"]) for r in known]
        save_scores(tender=tender, scores=rows, by=request.user)
        return self.reply(tender)

    @extend_schema(request=None, responses=TenderSerializer)
    @action(detail=True, methods=["post"], url_path="freeze-scores")
    def freeze_scores(self, request: Request, **kwargs: Any) -> Response:
        """Make one's scores final; when the last scorer has, prices appear."""
        tender = self.get_object()
        freeze_scores(tender=tender, by=request.user)
        return self.reply(tender)
