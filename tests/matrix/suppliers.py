"""Rows of suppliers, their parts, scorecards and joint plans, at both doors."""

from srm.clock import organisation_today
from suppliers.models import PreferenceRecord, SegmentRecord, SupplierRevenue, SupplierSegment, SupplyClass
from suppliers.services import (
    add_certificate,
    add_membership,
    agree_joint_action,
    create_joint_plan,
    create_supplier,
    declare_customer_view,
    hold_review,
    invite_supplier,
    judge_attractiveness,
    request_qualification,
    suspend_supplier,
)
from suppliers.states import MembershipRole
from tests.factories.accounts import PortalUserFactory
from tests.factories.reference import CategoryFactory
from tests.factories.suppliers import MembershipFactory, SupplierFactory
from tests.matrix.table import (
    ORGANISATION,
    PROCUREMENT,
    STAFF,
    SUPPLIER,
    SUPPLIERS,
    counted,
    creates,
    exempt,
    lists,
    nouns,
    uncounted,
    verbs,
)
from tests.scenarios.suppliers import a_proposed_account, a_proposed_action, a_scorecard, a_shared_plan

MANAGERS = {"category_manager", "procurement_head"}
PLANS = PROCUREMENT | {"auditor"}
REASON = {"reason": "Late again"}
ACCOUNT = {"iban": "DE89370400440532013000", "currency": "EUR"}


def a_supplier(cast):
    return cast.company


def a_prospect(cast):
    return create_supplier(name="Alfa Metal", by=cast.buyer)


def a_complete_prospect(cast):
    fields = {"legal_name": "Alfa Metal LLC", "tax_id": "UA1", "country": "UA"}
    return create_supplier(name="Alfa Metal", by=cast.buyer, **fields)


def a_suspended_supplier(cast):
    return suspend_supplier(supplier=cast.company, reason="Late", by=cast.category_manager)


def an_invitation(cast):
    return invite_supplier(supplier=cast.company, email="new@alfa.example", by=cast.buyer)[0]


def a_colleague(cast):
    return add_membership(user=PortalUserFactory(), supplier=cast.company, role=MembershipRole.BIDDER, by=cast.supplier)


def an_account(cast):
    return a_proposed_account(cast.company, cast.supplier)


def a_certificate(cast):
    return add_certificate(supplier=cast.company, name="ISO 9001", by=cast.supplier)


def a_qualification(cast):
    return request_qualification(supplier=cast.company, category=CategoryFactory(), by=cast.supplier)


def a_card(cast):
    return a_scorecard(cast.company)


def a_plan(cast):
    return a_shared_plan(cast.company, cast.buyer)


def a_draft_plan(cast):
    return create_joint_plan(supplier=cast.company, title="On time", by=cast.buyer)


def an_action_of_theirs(cast):
    return a_proposed_action(cast.company, cast.buyer, proposer=cast.supplier)


def an_action_of_ours(cast):
    return a_proposed_action(cast.company, cast.buyer)


def an_agreed_action(cast):
    return agree_joint_action(action=a_proposed_action(cast.company, cast.buyer), by=cast.supplier)


def one_more_supplier(cast):
    return SupplierFactory(owner=cast.buyer)


def one_more_card(cast):
    return a_scorecard(SupplierFactory())


def one_more_segment(cast):
    return SupplierSegment.objects.create(
        supplier=SupplierFactory(), category=CategoryFactory(), segment="develop", care="quarterly"
    )


def a_segment(cast):
    return SupplierSegment.objects.create(
        supplier=SupplierFactory(), category=CategoryFactory(), quadrant="strategic", segment="develop",
        care="joint_plan",
    )  # fmt: skip


def a_review(cast):
    segment = a_segment(cast)
    return hold_review(
        supplier=segment.supplier, category=segment.category, held_on=organisation_today(), by=cast.buyer
    )


def a_preference(cast):
    return judge_attractiveness(
        supplier=SupplierFactory(), category=CategoryFactory(), attractiveness=4, reason="Calls first", by=cast.buyer
    )


def a_declaration(cast):
    year = organisation_today().year - 1 - cast.company.declarations.count() % 2
    return declare_customer_view(supplier=cast.company, year=year, answers={"profit": 3}, by=cast.supplier)


def one_more_declaration(cast):
    member = MembershipFactory()
    return declare_customer_view(
        supplier=member.supplier, year=organisation_today().year - 1, answers={"profit": 3}, by=member.user
    )


def one_more_record(cast):
    return SegmentRecord.objects.create(
        supplier=SupplierFactory(), category=CategoryFactory(), segment="develop", period="2026-H1"
    )


def one_more_view(cast):
    return PreferenceRecord.objects.create(supplier=SupplierFactory(), category=CategoryFactory(), period="2026-H1")


def a_revenue(cast):
    return SupplierRevenue.objects.create(
        supplier=SupplierFactory(), year=2025, revenue=5, currency="EUR", found_in="Annual accounts",
        created_by=cast.buyer,
    )  # fmt: skip


def one_more_class(cast):
    day = organisation_today()
    return SupplyClass.objects.create(
        supplier=SupplierFactory(), abc="A", xyz="X", spend=1, months=6, period_from=day, period_to=day
    )


def one_more_plan(cast):
    return a_plan(cast)


ROWS = [
    *lists(STAFF, "suppliers:supplier-list", "suppliers:scorecard-list", "suppliers:joint-plan-list"),
    *lists(PROCUREMENT, "suppliers:supplier-create", "suppliers:scorecard-run", "suppliers:joint-plan-create"),
    *lists(PROCUREMENT | {"admin"}, "suppliers:history-import"),
    *lists(MANAGERS, "suppliers:criteria-edit"),
    *nouns(STAFF, a_supplier, "suppliers:supplier-detail", "suppliers:supplier-rate"),
    *nouns(ORGANISATION, a_supplier, "suppliers:supplier-deliveries"),
    *nouns(
        PROCUREMENT, a_supplier, "suppliers:supplier-edit", "suppliers:supplier-invite",
        "suppliers:certificate-create", "suppliers:qualification-create",
    ),
    *nouns(
        PROCUREMENT, a_supplier, "suppliers:review-hold", "suppliers:attractiveness-judge", "suppliers:revenue-state"
    ),
    *lists(SUPPLIERS, "suppliers:portal-declare"),
    *lists(
        STAFF, "api:segment-record-list", "api:supplier-review-list", "api:supplier-preference-list",
        "api:self-declaration-list", "api:supply-class-list", "api:preference-record-list", "api:supplier-revenue-list",
    ),
    *creates(
        PROCUREMENT, "api:supplier-review-list", "api:supplier-preference-list", "api:supplier-revenue-list", see=STAFF
    ),
    *nouns(ORGANISATION, a_revenue, "api:supplier-revenue-detail"),
    *nouns(ORGANISATION, a_review, "api:supplier-review-detail"),
    *nouns(ORGANISATION, a_preference, "api:supplier-preference-detail"),
    *nouns(ORGANISATION, a_declaration, "api:self-declaration-detail"),
    *lists(SUPPLIERS, "api:portal-self-declaration-list"),
    *creates(SUPPLIERS, "api:portal-self-declaration-list"),
    *nouns(SUPPLIER, a_declaration, "api:portal-self-declaration-detail"),
    *nouns({"finance"}, a_supplier, "suppliers:bank-account-create"),
    *nouns(PROCUREMENT, a_certificate, "suppliers:certificate-replace"),
    *nouns(MANAGERS, a_qualification, "suppliers:qualification-qualify"),
    *verbs(STAFF, MANAGERS, a_prospect, "suppliers:supplier-confirm"),
    *verbs(STAFF, PROCUREMENT, a_complete_prospect, "suppliers:supplier-apply"),
    *verbs(STAFF, MANAGERS, a_supplier, "suppliers:supplier-suspend", "suppliers:supplier-block", data=REASON),
    *verbs(STAFF, MANAGERS, a_suspended_supplier, "suppliers:supplier-resume", data=REASON),
    *verbs(STAFF, PROCUREMENT, an_invitation, "suppliers:invitation-revoke"),
    *verbs(STAFF, {"admin"}, a_colleague, "suppliers:membership-end"),
    *verbs(ORGANISATION, {"finance"}, an_account, "suppliers:bank-account-confirm", elevated=True),
    *verbs(
        {"finance"}, {"finance"}, a_supplier, "suppliers:bank-account-create", data=ACCOUNT, elevated=True,
        label="entered",
    ),
    *creates(SUPPLIERS, "suppliers:portal-bank-account-create", data=ACCOUNT, elevated=True),
    *verbs(ORGANISATION, {"finance"}, an_account, "suppliers:bank-account-reject", data=REASON),
    *verbs(STAFF, MANAGERS, a_qualification, "suppliers:qualification-reject", data=REASON),
    *nouns(STAFF, a_card, "suppliers:scorecard-detail", "suppliers:scorecard-input"),
    *verbs(STAFF, PROCUREMENT, a_supplier, "suppliers:scorecard-measure"),
    *nouns(PLANS, a_draft_plan, "suppliers:joint-plan-detail"),
    *nouns(PROCUREMENT, a_draft_plan, "suppliers:joint-action-propose"),
    *verbs(PLANS, PROCUREMENT, a_draft_plan, "suppliers:joint-plan-share", "suppliers:joint-plan-close"),
    *verbs(PLANS, PROCUREMENT, an_action_of_theirs, "suppliers:joint-action-agree"),
    *verbs(PLANS, PROCUREMENT, an_action_of_theirs, "suppliers:joint-action-decline", data=REASON),
    *verbs(PLANS, PROCUREMENT, an_agreed_action, "suppliers:joint-action-complete"),
    *lists(
        SUPPLIERS, "suppliers:portal-company", "suppliers:portal-company-edit", "suppliers:portal-company-invite",
        "suppliers:portal-bank-account-create", "suppliers:portal-certificate-create",
        "suppliers:portal-qualification-create", "suppliers:portal-scorecard", "suppliers:portal-joint-plan-list",
    ),
    *creates(SUPPLIERS, "suppliers:portal-company-apply"),
    *verbs(SUPPLIER, SUPPLIER, an_invitation, "suppliers:portal-invitation-revoke"),
    *verbs(SUPPLIER, SUPPLIER, a_colleague, "suppliers:portal-membership-end"),
    *nouns(SUPPLIER, a_certificate, "suppliers:portal-certificate-replace"),
    *nouns(SUPPLIER, a_plan, "suppliers:portal-joint-plan-detail", "suppliers:portal-joint-action-propose"),
    *nouns((), a_draft_plan, "suppliers:portal-joint-plan-detail", label="draft"),
    *verbs(SUPPLIER, SUPPLIER, an_action_of_ours, "suppliers:portal-joint-action-agree"),
    *verbs(SUPPLIER, SUPPLIER, an_action_of_ours, "suppliers:portal-joint-action-decline", data=REASON),
    *verbs(SUPPLIER, SUPPLIER, an_agreed_action, "suppliers:portal-joint-action-complete"),
    *lists(
        STAFF, "api:supplier-list", "api:qualification-list", "api:certificate-list", "api:bank-account-list",
        "api:fact-list", "api:scorecard-list", "api:segment-list", "api:joint-plan-list", "api:joint-action-list",
    ),
    *creates(PROCUREMENT, "api:supplier-list", "api:joint-plan-list", "api:scorecard-list", see=STAFF),
    *creates(PROCUREMENT, "api:certificate-list", "api:qualification-list", see=STAFF),
    *creates({"finance"}, "api:bank-account-list", see=STAFF, elevated=True),
    *nouns(STAFF, a_supplier, "api:supplier-detail"),
    *nouns(STAFF, a_qualification, "api:qualification-detail"),
    *nouns(STAFF, a_certificate, "api:certificate-detail"),
    *nouns(STAFF, a_card, "api:scorecard-detail"),
    *nouns(ORGANISATION, an_account, "api:bank-account-detail"),
    *nouns(PLANS, a_plan, "api:joint-plan-detail"),
    *nouns(PLANS, an_action_of_ours, "api:joint-action-detail"),
    *verbs(STAFF, PROCUREMENT, a_supplier, "api:supplier-detail", method="PATCH", data={"city": "Kyiv"}),
    *verbs(STAFF, PROCUREMENT, a_complete_prospect, "api:supplier-apply"),
    *verbs(STAFF, MANAGERS, a_prospect, "api:supplier-confirm"),
    *verbs(STAFF, MANAGERS, a_supplier, "api:supplier-suspend", "api:supplier-block", data=REASON),
    *verbs(STAFF, MANAGERS, a_suspended_supplier, "api:supplier-resume", data=REASON),
    *verbs(STAFF, MANAGERS, a_qualification, "api:qualification-qualify"),
    *verbs(STAFF, MANAGERS, a_qualification, "api:qualification-reject", data={"note": "No evidence"}),
    *verbs(STAFF, PROCUREMENT, a_certificate, "api:certificate-replace", data={"expires_on": None}),
    *verbs(ORGANISATION, {"finance"}, an_account, "api:bank-account-confirm", elevated=True),
    *verbs(ORGANISATION, (), an_account, "api:bank-account-confirm", label="without a second factor"),
    *verbs(ORGANISATION, {"finance"}, an_account, "api:bank-account-reject", data=REASON),
    *verbs(PLANS, PROCUREMENT, a_draft_plan, "api:joint-plan-share", "api:joint-plan-close"),
    *verbs(PLANS, PROCUREMENT, a_draft_plan, "api:joint-plan-propose"),
    *verbs(PLANS, PROCUREMENT, an_action_of_theirs, "api:joint-action-agree"),
    *verbs(PLANS, PROCUREMENT, an_action_of_theirs, "api:joint-action-decline", data=REASON),
    *verbs(PLANS, PROCUREMENT, an_agreed_action, "api:joint-action-complete"),
    *lists(
        SUPPLIERS, "api:portal-company-list", "api:portal-certificate-list", "api:portal-bank-account-list",
        "api:portal-qualification-list", "api:portal-scorecard-list", "api:portal-joint-plan-list",
        "api:portal-joint-action-list",
    ),
    *creates(SUPPLIERS, "api:portal-certificate-list"),
    *creates(SUPPLIERS, "api:portal-bank-account-list", elevated=True),
    *nouns(SUPPLIER, a_supplier, "api:portal-company-detail"),
    *verbs(SUPPLIER, SUPPLIER, a_supplier, "api:portal-company-detail", method="PATCH", data={"city": "Kyiv"}),
    *verbs(SUPPLIER, SUPPLIER, a_supplier, "api:portal-company-apply"),
    *nouns(SUPPLIER, a_certificate, "api:portal-certificate-detail"),
    *verbs(SUPPLIER, SUPPLIER, a_certificate, "api:portal-certificate-replace", data={"expires_on": None}),
    *nouns(SUPPLIER, an_account, "api:portal-bank-account-detail"),
    *nouns(SUPPLIER, a_qualification, "api:portal-qualification-detail"),
    *nouns(SUPPLIER, a_card, "api:portal-scorecard-detail"),
    *nouns(SUPPLIER, a_plan, "api:portal-joint-plan-detail"),
    *verbs(SUPPLIER, SUPPLIER, a_plan, "api:portal-joint-plan-propose"),
    *nouns(SUPPLIER, an_action_of_ours, "api:portal-joint-action-detail"),
    *verbs(SUPPLIER, SUPPLIER, an_action_of_ours, "api:portal-joint-action-agree"),
    *verbs(SUPPLIER, SUPPLIER, an_action_of_ours, "api:portal-joint-action-decline", data=REASON),
    *verbs(SUPPLIER, SUPPLIER, an_agreed_action, "api:portal-joint-action-complete"),
    *exempt(
        "opened by a key from an e-mail: tests/suppliers/test_join_pages.py", "suppliers:portal-join",
        "suppliers:portal-join-accept", "api:portal-join",
    ),
]  # fmt: skip
COUNTED = [
    *counted("buyer", one_more_supplier, "suppliers:supplier-list", "api:supplier-list"),
    *counted("buyer", a_qualification, "api:qualification-list"),
    *counted("supplier", a_qualification, "api:portal-qualification-list"),
    *counted("buyer", a_certificate, "api:certificate-list"),
    *counted("supplier", a_certificate, "api:portal-certificate-list"),
    *counted("buyer", an_account, "api:bank-account-list"),
    *counted("supplier", an_account, "api:portal-bank-account-list"),
    *counted("buyer", one_more_card, "api:fact-list", "api:scorecard-list"),
    *counted("buyer", one_more_segment, "api:segment-list"),
    *counted("buyer", one_more_record, "api:segment-record-list"),
    *counted("buyer", one_more_view, "api:preference-record-list"),
    *counted("buyer", a_revenue, "api:supplier-revenue-list"),
    *counted("buyer", a_review, "api:supplier-review-list"),
    *counted("buyer", a_preference, "api:supplier-preference-list"),
    *counted("buyer", one_more_declaration, "api:self-declaration-list"),
    *uncounted("one row a year that has ended, the last two of them", "api:portal-self-declaration-list"),
    *counted("buyer", one_more_class, "api:supply-class-list"),
    *counted("supplier", a_card, "api:portal-scorecard-list"),
    *counted("buyer", an_action_of_ours, "api:joint-plan-list", "api:joint-action-list"),
    *counted("supplier", an_action_of_ours, "api:portal-joint-plan-list", "api:portal-joint-action-list"),
    *uncounted("one's own company is one row", "api:portal-company-list"),
    *counted("buyer", one_more_card, "suppliers:scorecard-list"),
    *counted("buyer", one_more_plan, "suppliers:joint-plan-list"),
    *counted("supplier", one_more_plan, "suppliers:portal-joint-plan-list"),
]
