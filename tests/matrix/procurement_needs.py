"""Rows of requisitions, approvals, budgets, stock and bundles."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from procurement.models import ApprovalRule, Gathering, StockReservation
from procurement.services import (
    LineInput,
    approve_requisition,
    create_bundle,
    create_requisition,
    issue_transfer,
    keep_template,
    request_transfer,
    set_budget,
    set_budget_rate,
    set_competence,
    set_stock,
    submit_requisition,
)
from srm.clock import organisation_today
from tests.factories.accounts import LegalEntityFactory
from tests.factories.reference import CategoryFactory, CostCentreFactory, ItemFactory, PlaceFactory
from tests.matrix.table import DEPARTMENT, ORGANISATION, PROCUREMENT, STAFF, counted, creates, lists, nouns, verbs

SEE = DEPARTMENT | ORGANISATION | {"admin"}
SENDERS = STAFF
RULERS = {"admin", "procurement_head"}
FINANCE = {"finance"}
REVISERS = PROCUREMENT | {"requester"}
WAREHOUSE = {"warehouse"}


def a_draft(cast, quantity="1", price="500", from_stock="0", item=None):
    entity = cast.department.legal_entity
    line = LineInput(
        item=item or ItemFactory(), quantity=Decimal(quantity), unit_price=Decimal(price),
        from_stock=Decimal(from_stock),
    )  # fmt: skip
    return create_requisition(
        title="Bearings", department=cast.department, place=PlaceFactory(legal_entity=entity),
        cost_centre=CostCentreFactory(legal_entity=entity, department=cast.department),
        needed_on=organisation_today() + timedelta(days=30), lines=[line], by=cast.requester,
    )  # fmt: skip


def a_submitted(cast, **options):
    ApprovalRule.objects.get_or_create(name="Head", by_head=True, order=1)
    return submit_requisition(requisition=a_draft(cast, **options), by=cast.requester)


def an_approved(cast, **options):
    return approve_requisition(requisition=a_submitted(cast, **options), by=cast.head)


def a_line(cast):
    return {"public_id": an_approved(cast, price="5000").public_id, "position": 1}


def a_budget(cast):
    centre = CostCentreFactory(legal_entity=cast.department.legal_entity, department=cast.department)
    year = organisation_today().year
    return set_budget(
        cost_centre=centre, period_from=date(year, 1, 1), period_to=date(year, 12, 31), amount=Decimal(100),
        by=cast.finance,
    )  # fmt: skip


def a_stock(cast):
    place = PlaceFactory(legal_entity=cast.department.legal_entity)
    return set_stock(item=ItemFactory(), place=place, on_hand=Decimal(5), by=cast.warehouse)


def a_transfer(cast, by="buyer"):
    return request_transfer(
        source=a_stock(cast), place=PlaceFactory(), quantity=Decimal(1), reason="Needed", by=getattr(cast, by)
    )


def an_issued_transfer(cast):
    return issue_transfer(transfer=a_transfer(cast), by=cast.warehouse)


def an_own_transfer(cast):
    return a_transfer(cast, by="requester")


def a_rate(cast):
    year = organisation_today().year
    return set_budget_rate(
        legal_entity=LegalEntityFactory(currency="EUR"), currency="USD", period_from=date(year, 1, 1),
        period_to=date(year, 12, 31), rate=Decimal("0.9"), by=cast.finance,
    )  # fmt: skip


def an_open_budget(cast):
    """Its exception role is finance's."""
    budget = a_budget(cast)
    budget.exception_role = "finance"
    budget.save()
    return budget


def a_waiting_line(cast):
    return {"public_id": a_submitted(cast).public_id, "position": 1}


def a_gathering(_cast):
    return Gathering.objects.create(finished_at=datetime(2026, 11, 1, tzinfo=UTC))


def a_competence(cast):
    return set_competence(person=cast.buyer, category=CategoryFactory(), level=3, by=cast.procurement_head)


def a_surplus(cast):
    item = ItemFactory(pack_quantity=Decimal(8))
    line = an_approved(cast, price="5000", item=item).lines.get()
    bundle = create_bundle(
        category=line.category, legal_entity=cast.department.legal_entity, lines=[line], by=cast.buyer
    )  # fmt: skip
    return {"public_id": bundle.public_id, "position": 1}


def a_reservation(cast):
    stock = a_stock(cast)
    requisition = an_approved(cast, from_stock="1", item=stock.item)
    return {"pk": StockReservation.objects.get(line__requisition=requisition).pk}


def a_rule(cast):
    return ApprovalRule.objects.create(name="Finance", role="finance", order=5)


def a_template(cast):
    return keep_template(requisition=a_draft(cast), name="Bearings", by=cast.requester)


def a_bundle(cast):
    line = an_approved(cast, price="5000").lines.get()
    return create_bundle(
        category=line.category, legal_entity=cast.department.legal_entity, lines=[line], by=cast.buyer
    )  # fmt: skip


def a_bundle_line(cast):
    bundle = a_bundle(cast)
    return {"public_id": bundle.public_id, "position": bundle.lines.get().pk}


def one_more_item(cast):
    return ItemFactory(category=CategoryFactory())


PAGE, API = "procurement:requisition", "api:requisition"
ROWS = [
    *lists(STAFF, f"{PAGE}-list", f"{API}-list", f"{PAGE}-create", "procurement:approval-list", "api:approval-list"),
    *lists(STAFF, "procurement:item-list", "procurement:item-options"),
    *creates(STAFF, f"{API}-list", f"{PAGE}-create", f"{PAGE}-begin", f"{PAGE}-foresee"),
    *creates(STAFF, "procurement:approval-approve", "procurement:approval-return"),
    *nouns(SEE, a_submitted, f"{PAGE}-detail", f"{API}-detail"),
    *nouns({"requester"}, a_draft, f"{PAGE}-detail", label="draft"),
    *nouns({"head"}, a_submitted, "api:approval-detail"),
    *verbs({"requester"}, {"requester"}, a_draft, f"{API}-detail", method="PATCH", label="draft"),
    *verbs(SEE, {"requester"}, a_submitted, f"{API}-detail", method="PATCH"),
    *verbs(SEE, {"requester"}, a_submitted, f"{PAGE}-edit", method="GET"),
    *verbs(SEE, {"requester"}, a_submitted, f"{PAGE}-edit", f"{PAGE}-autosave", f"{PAGE}-consequences"),
    *verbs(SEE, {"requester"}, a_submitted, f"{PAGE}-submit", f"{PAGE}-recall", f"{API}-submit", f"{API}-recall"),
    *verbs(SEE, {"head"}, a_submitted, f"{PAGE}-approve", f"{API}-approve", data={"comment": ""}),
    *verbs(SEE, {"head"}, a_submitted, f"{PAGE}-return", f"{PAGE}-reject", data={"comment": "Why?"}),
    *verbs(SEE, {"head"}, a_submitted, f"{API}-return", f"{API}-reject", data={"comment": "Why?"}),
    *verbs(SEE, {"requester", "procurement_head"}, a_submitted, f"{PAGE}-cancel", f"{API}-cancel", data={}),
    *verbs(SEE, SEE, a_submitted, f"{PAGE}-copy", f"{API}-copy"),
    *verbs(SEE, PROCUREMENT, a_line, f"{PAGE}-route", method="GET"),
    *verbs(SEE, PROCUREMENT, a_line, f"{PAGE}-route", data={"route": "tender", "reason": "Better"}),
    *lists(STAFF, f"{PAGE}-category", "procurement:template-list", "api:requisition-template-list"),
    *creates(STAFF, f"{PAGE}-from-items"),
    *verbs({"requester"}, {"requester"}, a_template, "procurement:template-use", "procurement:template-delete"),
    *verbs({"requester"}, {"requester"}, a_template, "api:requisition-template-use"),
    *verbs({"requester"}, {"requester"}, a_template, "api:requisition-template-detail", method="DELETE"),
    *nouns({"requester"}, a_template, "api:requisition-template-detail"),
    *verbs(SEE, {"head"}, a_submitted, f"{PAGE}-decide", f"{PAGE}-ask", method="GET"),
    *verbs(SEE, {"head"}, a_submitted, f"{PAGE}-decide", f"{PAGE}-ask"),
    *verbs(SEE, {"head"}, a_submitted, f"{API}-add-approver"),
    *verbs(SEE, {"requester"}, a_submitted, f"{PAGE}-remind", f"{API}-remind"),
    *verbs(SEE, {"requester"}, a_submitted, f"{PAGE}-rate", method="GET"),
    *verbs(SEE, {"requester"}, a_submitted, f"{PAGE}-rate", f"{API}-rate", data={"score": 5}),
    *verbs(SEE, SEE, a_submitted, f"{PAGE}-watch", "procurement:template-keep", method="GET"),
    *verbs(
        SEE,
        SEE,
        a_submitted,
        f"{PAGE}-watch",
        "procurement:template-keep",
        f"{API}-add-watcher",
        f"{API}-keep-template",
    ),
    *verbs(SEE, REVISERS, an_approved, f"{PAGE}-revise", method="GET"),
    *verbs(SEE, REVISERS, an_approved, f"{PAGE}-revise", f"{API}-revise"),
    *creates(STAFF, "api:approval-approve", data={"ids": ["nowhere"]}),
    *lists({"auditor", "finance", "procurement_head"}, "procurement:split-list"),
    *lists(RULERS, "api:approval-rule-findings"),
    *creates(RULERS, "api:approval-rule-dry-run", see=STAFF, data={"name": "Finance", "role": "finance"}),
    *verbs(STAFF, RULERS, a_rule, "procurement:approval-rule-without", method="GET"),
    *verbs(RULERS, RULERS, a_rule, "api:approval-rule-detail", method="PATCH", data={"order": 7}),
    *lists(RULERS, "procurement:approval-rule-list", "procurement:approval-rule-create"),
    *lists(STAFF, "api:approval-rule-list"),
    *creates(RULERS, "procurement:approval-rule-create", "api:approval-rule-list", see=STAFF),
    *verbs(STAFF, RULERS, a_rule, "procurement:approval-rule-edit", method="GET"),
    *verbs(STAFF, RULERS, a_rule, "procurement:approval-rule-edit", "procurement:approval-rule-deactivate"),
    *nouns(RULERS, a_rule, "api:approval-rule-detail"),
    *verbs(RULERS, RULERS, a_rule, "api:approval-rule-deactivate", data={"reason": "Old"}),
    *lists(STAFF, "procurement:budget-list", "api:budget-list"),
    *nouns(SEE, a_budget, "procurement:budget-detail", "api:budget-detail"),
    *lists(FINANCE, "procurement:budget-create"),
    *creates(FINANCE, "procurement:budget-create", "api:budget-list", see=STAFF),
    *lists(STAFF, "procurement:budget-rate-list", "api:budget-rate-list"),
    *nouns(STAFF, a_rate, "api:budget-rate-detail"),
    *lists(FINANCE, "procurement:budget-rate-create", "procurement:carry-over-list"),
    *creates(FINANCE, "procurement:budget-rate-create", "api:budget-rate-list", see=STAFF),
    *verbs(SEE, FINANCE, an_open_budget, "procurement:budget-overrun", method="GET"),
    *verbs(SEE, FINANCE, an_open_budget, "procurement:budget-overrun", "api:budget-allow-overrun"),
    *verbs(SEE, FINANCE, a_budget, "procurement:budget-carry-over", method="GET"),
    *verbs(SEE, FINANCE, a_budget, "procurement:budget-carry-over", "api:budget-carry-over"),
    *verbs(SEE, {"requester", "finance"}, a_waiting_line, f"{PAGE}-account", method="GET"),
    *verbs(SEE, {"requester", "finance"}, a_waiting_line, f"{PAGE}-account", data={"article": "", "project": "P"}),
    *lists(STAFF, "procurement:stock-list", "api:stock-list"),
    *nouns(STAFF, a_stock, "procurement:stock-detail", "api:stock-detail"),
    *lists(WAREHOUSE, "procurement:stock-count"),
    *creates(WAREHOUSE, "procurement:stock-count", "api:stock-list", see=STAFF),
    *verbs(STAFF, WAREHOUSE, a_stock, "api:stock-issue"),
    *verbs(STAFF, WAREHOUSE, a_reservation, "procurement:reservation-issue"),
    *lists(STAFF, "procurement:transfer-list", "api:transfer-list"),
    *nouns(STAFF, a_transfer, "procurement:transfer-detail", "api:transfer-detail"),
    *nouns(STAFF, a_stock, "procurement:transfer-create"),
    *verbs(STAFF, STAFF, a_stock, "procurement:transfer-create"),
    *creates(STAFF, "api:transfer-list"),
    *verbs(STAFF, WAREHOUSE, a_transfer, "procurement:transfer-issue", "api:transfer-issue"),
    *verbs(STAFF, WAREHOUSE, an_issued_transfer, "procurement:transfer-receive", "api:transfer-receive"),
    *verbs(STAFF, WAREHOUSE | {"requester"}, an_own_transfer, "procurement:transfer-cancel", "api:transfer-cancel"),
    *lists(ORGANISATION, "procurement:competence-list"),
    *lists(STAFF, "api:competence-list"),
    *nouns(STAFF, a_competence, "api:competence-detail"),
    *lists({"procurement_head"}, "procurement:competence-create"),
    *creates({"procurement_head"}, "procurement:competence-create", "api:competence-list", see=STAFF),
    *verbs(STAFF, {"procurement_head"}, a_competence, "procurement:competence-end"),
    *lists(PROCUREMENT, "procurement:bundle-proposals"),
    *verbs(ORGANISATION, PROCUREMENT, a_surplus, "procurement:bundle-surplus", method="GET"),
    *verbs(ORGANISATION, PROCUREMENT, a_surplus, "procurement:bundle-surplus"),
    *verbs(ORGANISATION, PROCUREMENT, a_bundle, "api:bundle-name-surplus-owner"),
    *lists(STAFF, "procurement:bundle-list", "api:bundle-list"),
    *nouns(ORGANISATION, a_bundle, "procurement:bundle-detail", "api:bundle-detail"),
    *lists(STAFF, "api:gathering-list"),
    *nouns(ORGANISATION, a_gathering, "api:gathering-detail"),
    *creates(PROCUREMENT, "procurement:bundle-propose", "api:bundle-propose", "api:bundle-list", see=STAFF),
    *verbs(ORGANISATION, PROCUREMENT, a_bundle, "procurement:bundle-confirm", method="GET"),
    *verbs(ORGANISATION, PROCUREMENT, a_bundle, "procurement:bundle-confirm", "procurement:bundle-reopen"),
    *verbs(ORGANISATION, PROCUREMENT, a_bundle, "procurement:bundle-cancel"),
    *verbs(ORGANISATION, PROCUREMENT, a_bundle, "api:bundle-confirm", "api:bundle-reopen", "api:bundle-cancel"),
    *verbs(ORGANISATION, PROCUREMENT, a_bundle, "api:bundle-move-line"),
    *verbs(ORGANISATION, PROCUREMENT, a_bundle_line, "procurement:bundle-move", data={"bundle": ""}),
    *verbs(SEE, PROCUREMENT, a_submitted, "api:requisition-choose-route"),
]
COUNTED = [
    *counted("requester", a_template, "procurement:template-list", "api:requisition-template-list"),
    *counted("buyer", a_submitted, f"{PAGE}-list", f"{API}-list"),
    *counted("head", a_submitted, "procurement:approval-list", "api:approval-list"),
    *counted("buyer", one_more_item, "procurement:item-list"),
    *counted("admin", a_rule, "procurement:approval-rule-list", "api:approval-rule-list"),
    *counted("finance", a_budget, "procurement:budget-list", "api:budget-list"),
    *counted("warehouse", a_stock, "procurement:stock-list", "api:stock-list"),
    *counted("buyer", a_bundle, "procurement:bundle-list", "api:bundle-list", "procurement:bundle-proposals"),
    *counted("buyer", a_gathering, "api:gathering-list"),
    *counted("finance", a_rate, "procurement:budget-rate-list", "api:budget-rate-list"),
    *counted("warehouse", a_transfer, "procurement:transfer-list", "api:transfer-list"),
    *counted("buyer", a_competence, "procurement:competence-list", "api:competence-list"),
    *counted("finance", a_budget, "procurement:carry-over-list"),
    *counted("auditor", a_submitted, "procurement:split-list"),
]
