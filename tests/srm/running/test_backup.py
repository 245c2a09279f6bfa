import pgtrigger
import pytest
from django.db import transaction

from srm.accounts.services import issue_token
from srm.authz import SYSTEM
from srm.backup.facts import broken_chains, facts
from srm.events.models import Event
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_facts_count_rows_and_notice_a_changed_head():
    user = UserFactory()
    issue_token(user=user, by=SYSTEM)
    before = facts()

    issue_token(user=user, by=SYSTEM)

    assert facts()["rows"]["accounts_apitoken"] == before["rows"]["accounts_apitoken"] + 1
    assert facts()["chains"] != before["chains"]


def test_a_forged_event_is_named():
    user = UserFactory()
    for _ in range(3):
        issue_token(user=user, by=SYSTEM)
    assert broken_chains() == []

    with transaction.atomic(), pgtrigger.ignore("events.Event:event_append_only"):
        Event.objects.filter(seq=2).update(data={"name": "forged"})

    assert broken_chains() == [f"accounts.user:{user.pk} #2"]
