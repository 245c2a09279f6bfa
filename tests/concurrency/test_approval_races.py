"""R13 and R14: who decides first decides; what a budget holds is spent once. Each with its guard switched off."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import QuerySet

from procurement.models import ApprovalRule, BudgetEntry, Requisition
from procurement.queries import budget_for, standing_of
from procurement.services import (
    LineInput,
    approve_requisition,
    approve_requisitions,
    purse,
    recall_requisition,
    reject_requisition,
    submit_requisition,
    update_requisition,
)
from procurement.states import RequisitionStatus
from srm.accounts.states import Role
from srm.clock import organisation_today
from srm.errors import NotPermitted, Refused
from srm.events.services import history
from tests.factories.accounts import UserFactory
from tests.scenarios.procurement import a_company, a_draft, a_submitted_requisition

pytestmark = pytest.mark.django_db(transaction=True)
PAIRS = int(os.environ.get("SRM_PAIRS", "6"))


def at_once(verbs: Sequence[Callable[[], object]], together: int) -> list[object]:
    """Run them in threads, the first `together` starting at the same moment; return results or refusals."""
    gate = threading.Barrier(together)
    started = iter(range(len(verbs)))

    def one(verb):
        try:
            if next(started) < together:
                gate.wait(timeout=20)
            return verb()
        except (Refused, NotPermitted) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(together) as pool:
        return list(pool.map(one, verbs))


def done(results: Sequence[object]) -> int:
    return sum(isinstance(r, Requisition) for r in results)


def two_deciders():
    """A request that either of two people of finance may decide."""
    company = a_company(budget=None)
    ApprovalRule.objects.all().delete()
    ApprovalRule.objects.create(name="Finance", role=Role.FINANCE, order=1)
    return company, UserFactory(name="Nina Fin", roles=[Role.FINANCE])


def test_of_two_approvers_at_once_one_decides():
    company, other = two_deciders()

    for _ in range(PAIRS):
        requisition = a_submitted_requisition(company)
        results = at_once(
            [
                lambda r=requisition: approve_requisition(requisition=r, by=company.finance),
                lambda r=requisition: reject_requisition(requisition=r, comment="No", by=other),
            ],
            together=2,
        )

        names = [e.name for e in history(requisition)]
        assert done(results) == 1
        assert names.count("RequisitionApproved") + names.count("RequisitionRejected") == 1


def test_approved_and_edited_at_once_has_one_outcome():
    company, _other = two_deciders()

    for _ in range(PAIRS):
        requisition = a_submitted_requisition(company)
        at_once(
            [
                lambda r=requisition: approve_requisition(requisition=r, by=company.finance),
                lambda r=requisition: take_back_and_edit(r, company),
            ],
            together=2,
        )

        requisition.refresh_from_db()
        changed = requisition.total != Decimal("5000.00")
        assert (requisition.status, changed) in [
            (RequisitionStatus.APPROVED, False),
            (RequisitionStatus.DRAFT, True),
        ]


def take_back_and_edit(requisition, company):
    recall_requisition(requisition=requisition, by=company.requester)
    lines = [LineInput(item=company.item, quantity=Decimal(1), unit_price=Decimal(1))]
    return update_requisition(requisition=requisition, lines=lines, by=company.requester)


def fifty_requests():
    """A budget of 100, and fifty requests of 10 that were all sent while nothing was approved."""
    company = a_company(budget="100")
    line = LineInput(item=company.item, quantity=Decimal(1), unit_price=Decimal(10))
    drafts = [a_draft(company, line) for _ in range(50)]
    return company, [submit_requisition(requisition=d, by=company.requester) for d in drafts]


def test_fifty_requests_of_ten_on_a_budget_of_a_hundred_commit_exactly_ten():
    company, requests = fifty_requests()

    results = at_once([lambda r=r: approve_requisition(requisition=r, by=company.head) for r in requests], together=8)

    left = standing_of(budget_for(company.cost_centre, organisation_today())).left
    assert (done(results), BudgetEntry.objects.count(), left) == (10, 10, Decimal(0))
    assert Requisition.objects.filter(status=RequisitionStatus.APPROVED).count() == 10


def test_in_bulk_from_both_ends_as_well_exactly_ten_are_committed():
    company, requests = fifty_requests()
    parts = [requests, requests[::-1], requests[25:] + requests[:25]]

    results = at_once([lambda p=p: approve_requisitions(requisitions=p, by=company.head) for p in parts], together=3)

    given = [o.requisition.pk for outcomes in results for o in outcomes if o.refusal is None]
    refused = {o.refusal.code for outcomes in results for o in outcomes if o.refusal}
    left = standing_of(budget_for(company.cost_centre, organisation_today())).left
    assert (len(given), len(set(given)), BudgetEntry.objects.count(), left) == (10, 10, 10, Decimal(0))
    assert refused == {"budget_exceeded", "wrong_state"}
    assert Requisition.objects.filter(status=RequisitionStatus.APPROVED).count() == 10


def test_in_bulk_and_one_by_one_at_once_exactly_ten_are_committed():
    company, requests = fifty_requests()
    verbs = [lambda r=r: approve_requisition(requisition=r, by=company.head) for r in requests[::-1][:20]]

    at_once([lambda: approve_requisitions(requisitions=requests, by=company.head), *verbs], together=4)

    left = standing_of(budget_for(company.cost_centre, organisation_today())).left
    assert (BudgetEntry.objects.count(), left) == (10, Decimal(0))
    assert Requisition.objects.filter(status=RequisitionStatus.APPROVED).count() == 10


def test_without_the_lock_the_budget_is_overspent(monkeypatch):
    company, requests = fifty_requests()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *_args, **_kwargs: self)
    checked, check = threading.Barrier(3), purse.refuse_overspending

    def check_and_wait(found, wanted, left):
        check(found, wanted, left)
        try:
            checked.wait(timeout=1)  # three have read before one writes: 3, 6, 9, 12 on a budget of ten
        except threading.BrokenBarrierError:
            checked.reset()

    monkeypatch.setattr(purse, "refuse_overspending", check_and_wait)

    at_once([lambda r=r: approve_requisition(requisition=r, by=company.head) for r in requests], together=3)

    left = standing_of(budget_for(company.cost_centre, organisation_today())).left
    assert left < 0


def test_without_the_table_and_the_lock_two_decide(monkeypatch):
    company, other = two_deciders()
    requisition = a_submitted_requisition(company)
    switch_off_turns(monkeypatch)
    both = threading.Barrier(2)
    monkeypatch.setattr(
        "procurement.services.approval_batch.authorise",
        lambda _by, steps, _principals: (both.wait(timeout=20) and None) or (steps[0], None),
    )  # both have found it waiting before either writes

    results = at_once(
        [
            lambda: approve_requisition(requisition=requisition, by=company.finance),
            lambda: approve_requisition(requisition=requisition, by=other),
        ],
        together=2,
    )

    assert done(results) == 2


def switch_off_turns(monkeypatch):
    """No row is locked, and a status changes whatever it was."""
    from srm.lifecycle.tables import Lifecycle

    def perform_all(self, objs, verb, **fields):
        values = {self.status_field: self.move(verb).target, **fields}
        for obj in objs:
            type(obj)._default_manager.filter(pk=obj.pk).update(**values)
            for name, value in values.items():
                setattr(obj, name, value)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *_args, **_kwargs: self)
    monkeypatch.setattr(Lifecycle, "perform_all", perform_all)
