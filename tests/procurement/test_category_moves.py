"""The tree changes shape: categories move, go out of use, and carry a limit of their own for small purchases."""

from decimal import Decimal

import pytest
from django.urls import reverse

from procurement.models import Requisition
from procurement.queries.category_policy import SmallLimits, use_of
from procurement.queries.route import proposed_routes
from procurement.queries.split import splits_for
from procurement.services import (
    LineInput,
    add_category,
    approve_requisition,
    change_category,
    move_category,
    submit_requisition,
    update_requisition,
)
from procurement.states import RequisitionStatus
from srm.errors import Invalid, NotPermitted
from srm.events.models import Event
from srm.imports.services import confirm_import
from srm.reference.models import Category, Item
from tests.api_client import api, program_of
from tests.cast import make_cast
from tests.factories.reference import CategoryFactory, ItemFactory
from tests.procurement.test_category_tree import HEADS, checked
from tests.procurement.test_requisition_pages import send, typed
from tests.scenarios.procurement import a_company, a_draft, a_submitted_requisition

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def tree():
    """Metals > Steel > Plates; Parts."""
    metals, parts = CategoryFactory(code="MET", name="Metals"), CategoryFactory(code="PRT", name="Parts")
    steel = CategoryFactory(code="STL", name="Steel", parent=metals)
    plates = CategoryFactory(code="PLT", name="Plates", parent=steel)
    return {c.code: Category.objects.get(pk=c.pk) for c in (metals, parts, steel, plates)}


def paths():
    return {c.code: (c.path, c.numchild) for c in Category.objects.all()}


def parents():
    return {c.code: c.parent_code for c in Category.objects.with_parent()}


def test_a_category_moves_with_all_that_is_under_it(cast, tree):
    move_category(category=tree["STL"], parent=tree["PRT"], by=cast.category_manager)

    assert parents() == {"MET": None, "PRT": None, "STL": "PRT", "PLT": "STL"}
    assert {code: n for code, (_path, n) in paths().items()} == {"MET": 0, "PRT": 1, "STL": 1, "PLT": 0}
    moved = Event.objects.get(name__endswith="CategoryMoved")
    assert {"category": "STL", "parent": "PRT", "was": "MET"}.items() <= moved.data.items()


def test_a_category_moves_to_the_top_and_staying_is_no_event(cast, tree):
    move_category(category=tree["STL"], by=cast.category_manager)
    move_category(category=tree["STL"], by=cast.category_manager)

    assert parents() == {"MET": None, "PRT": None, "STL": None, "PLT": "STL"}
    assert Event.objects.filter(name__endswith="CategoryMoved").count() == 1


@pytest.mark.parametrize("target", ["STL", "PLT"])
def test_a_category_never_hangs_under_itself_or_its_own(cast, tree, target):
    before = paths()

    with pytest.raises(Invalid) as wrong:
        move_category(category=tree["STL"], parent=tree[target], by=cast.category_manager)

    assert list(wrong.value.errors) == ["parent"]
    assert paths() == before


def test_only_who_keeps_the_tree_moves_in_it_and_not_under_what_is_out_of_use(cast, tree):
    before = paths()
    Category.objects.filter(code="PRT").update(is_active=False)

    with pytest.raises(NotPermitted):
        move_category(category=tree["STL"], by=cast.buyer)
    with pytest.raises(Invalid):
        move_category(category=tree["STL"], parent=tree["PRT"], by=cast.category_manager)
    with pytest.raises(Invalid):
        add_category(code="NEW", name="New", parent=tree["PRT"], by=cast.category_manager)

    assert paths() == before


def test_it_moves_by_rest_and_by_sheet(cast, tree):
    manager = program_of(cast.category_manager)
    url = api("category-tree-move", tree["STL"].public_id)

    moved = manager.post(url, {"parent": "PRT"})
    refused = manager.post(url, {"parent": "PLT"})
    rows = [["STL", "Steel", "MET", "", "", "", "", None], ["PLT", "Plates", "", "", "", "", "", None]]
    run = checked("categories", HEADS, rows, cast.category_manager)
    run = confirm_import(run=run, by=cast.category_manager, now=True)

    assert (moved.status_code, moved.json()["parent"], refused.status_code) == (200, "PRT", 422)
    assert run.result == {"added": 0, "changed": 2, "moved": 1}
    assert parents()["STL"] == "MET"


def test_what_is_under_it_goes_out_of_use_first(cast, tree):
    by = cast.category_manager

    with pytest.raises(Invalid) as busy:
        change_category(category=tree["STL"], is_active=False, by=by)
    change_category(category=tree["PLT"], is_active=False, by=by)
    change_category(category=tree["STL"], is_active=False, by=by)
    with pytest.raises(Invalid) as orphan:
        change_category(category=tree["PLT"], is_active=True, by=by)

    assert list(busy.value.errors) == list(orphan.value.errors) == ["is_active"]
    assert set(Category.objects.active().values_list("code", flat=True)) == {"MET", "PRT"}


def test_out_of_use_takes_no_new_lines_and_lets_what_was_sent_go_on():
    company = a_company()
    sent, draft = a_submitted_requisition(company), a_draft(company)
    change_category(category=company.category, is_active=False, by=company.manager)
    line = LineInput(item=Item.objects.get(pk=company.item.pk), quantity=Decimal(1))

    with pytest.raises(Invalid) as new:
        update_requisition(requisition=draft, by=company.requester, lines=[line])
    with pytest.raises(Invalid) as late:
        submit_requisition(requisition=draft, by=company.requester)
    gone_on = approve_requisition(requisition=sent, by=company.head)

    assert list(new.value.errors) == list(late.value.errors) == ["lines.0.category"]
    draft.refresh_from_db()
    assert (draft.status, gone_on.status) == (RequisitionStatus.DRAFT, RequisitionStatus.APPROVED)
    assert use_of(company.category).open_lines == Requisition.objects.get(pk=gone_on.pk).lines.count()


def test_a_line_typed_in_a_category_out_of_use_is_told_so(client):
    company = a_company()
    company.requester.department = company.department
    change_category(category=company.category, is_active=False, by=company.manager)
    row = {"description": "Seal kit", "quantity": "1", "unit": company.item.unit_id, "category": str(company.category)}

    answer = send(client, company.requester, "requisition-create", data=typed(company, row))

    assert (answer.status_code, Requisition.objects.count()) == (422, 0)
    assert f"{company.category} is no longer in use" in answer.content.decode()


def test_items_of_a_category_out_of_use_are_not_offered(cast):
    item = ItemFactory(name="Old seal")
    client = cast.client("requester")
    url = reverse("procurement:item-options")
    before = client.get(url, {"q": "seal"}).content.decode()
    change_category(category=item.category, is_active=False, by=cast.category_manager)

    after = client.get(url, {"q": "seal"}).content.decode()

    assert ("Old seal" in before, "Old seal" in after) == (True, False)


def test_the_limit_for_small_purchases_is_its_own_or_the_nearest_above(settings, cast, tree):
    settings.SMALL_PURCHASE_LIMIT = "1000"
    change_category(category=tree["MET"], small_purchase_limit=Decimal(300), by=cast.category_manager)
    change_category(category=tree["PLT"], small_purchase_limit=Decimal(0), by=cast.category_manager)

    limits = SmallLimits()
    found = {code: (limits.of(c).amount, limits.of(c).source) for code, c in tree.items()}

    assert found["STL"] == (Decimal(300), tree["MET"])
    assert found["PLT"] == (Decimal(0), tree["PLT"])
    assert found["PRT"] == (Decimal(1000), None)
    assert limits.amount(tree["STL"].pk) == Decimal(300)
    with pytest.raises(Invalid) as wrong:
        change_category(category=tree["PRT"], small_purchase_limit=Decimal(-1), by=cast.category_manager)
    assert list(wrong.value.errors) == ["small_purchase_limit"]


def test_the_limit_of_the_category_decides_the_route(settings):
    settings.SMALL_PURCHASE_LIMIT = "1000"
    company = a_company()
    draft = a_draft(company, LineInput(item=company.item, quantity=Decimal(1), unit_price=Decimal(500)))
    lines = list(draft.lines.select_related("requisition__cost_centre__legal_entity", "item"))

    before = proposed_routes(lines)
    change_category(category=company.category, small_purchase_limit=Decimal(499), by=company.manager)
    after = proposed_routes(lines)

    assert (before, after) == (["small_purchase"], ["tender"])


def test_parts_of_one_need_are_found_by_the_limit_of_their_category(settings):
    settings.SMALL_PURCHASE_LIMIT = "1000"
    company = a_company()
    line = LineInput(item=company.item, quantity=Decimal(1), unit_price=Decimal(300))
    a_submitted_requisition(company, line)
    second = a_submitted_requisition(company, line)
    limits = lambda: [f.limit.amount for f in splits_for([second])[second.pk]]  # noqa: E731 - asked twice

    before = limits()
    change_category(category=company.category, small_purchase_limit=Decimal(400), by=company.manager)

    assert (before, limits()) == ([], [Decimal(400)])


def test_a_move_locks_the_tree_before_it_reads_it(cast, tree, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as asked:
        move_category(category=tree["STL"], parent=tree["PRT"], by=cast.category_manager)

    first = next(q["sql"] for q in asked.captured_queries if "reference_category" in q["sql"])
    assert first.endswith('ORDER BY "reference_category"."id" ASC FOR UPDATE OF "reference_category"')
