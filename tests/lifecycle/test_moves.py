"""Moving several at once: all or none."""

import pytest
from django.db import transaction

from procurement.models import Requisition
from procurement.states import REQUISITION
from srm.errors import WrongState
from tests.scenarios.procurement import a_company, a_draft

pytestmark = pytest.mark.django_db


def statuses():
    return list(Requisition.objects.order_by("pk").values_list("status", "status_reason"))


def test_several_are_moved_by_one_query(django_assert_num_queries):
    company = a_company()
    drafts = [a_draft(company) for _ in range(3)]

    with django_assert_num_queries(1):
        REQUISITION.perform_all(drafts, "cancel", status_reason="Not needed")

    assert statuses() == [("cancelled", "Not needed")] * 3
    assert [d.status for d in drafts] == ["cancelled"] * 3


def test_when_one_has_moved_on_none_is_moved():
    company = a_company()
    drafts = [a_draft(company) for _ in range(3)]
    Requisition.objects.filter(pk=drafts[1].pk).update(status="done")

    with pytest.raises(WrongState), transaction.atomic():
        REQUISITION.perform_all(drafts, "cancel", status_reason="Not needed")

    assert statuses() == [("draft", ""), ("done", ""), ("draft", "")]
    assert [d.status for d in drafts] == ["draft"] * 3


def test_nobody_is_moved_by_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        REQUISITION.perform_all([], "cancel")
