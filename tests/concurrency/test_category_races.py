"""Two people move categories under each other at once: one of them does, and the tree stays a tree."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import QuerySet

from procurement.services import category as verbs
from procurement.services import move_category
from srm.accounts.states import Role
from srm.errors import Invalid
from srm.reference.models import Category
from tests.factories.accounts import UserFactory
from tests.factories.reference import CategoryFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def crossing_moves():
    """Metals under parts and parts under metals, at the same moment; return who was done, who refused, who broke."""
    manager = UserFactory(roles=[Role.CATEGORY_MANAGER])
    metals, parts = CategoryFactory(), CategoryFactory()
    gate = threading.Barrier(2)

    def one(pair):
        try:
            gate.wait(timeout=20)
            move_category(category=pair[0], parent=pair[1], by=manager)
        except Invalid:
            return "refused"
        except Exception:  # what breaks without the lock differs from run to run
            return "broken"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, [(metals, parts), (parts, metals)]))


def is_sound():
    return not any(Category.objects.find_problems())


def test_of_two_crossing_moves_one_is_done_and_the_other_refused():
    outcomes = [crossing_moves() for _ in range(ROUNDS)]

    assert outcomes == [["done", "refused"]] * ROUNDS
    assert is_sound()


def test_without_the_lock_the_tree_would_break(monkeypatch):
    both_have_read = threading.Barrier(2)
    allowed = verbs.require

    def wait(*args, **kwargs):
        both_have_read.wait(timeout=20)
        allowed(*args, **kwargs)

    monkeypatch.setattr(verbs, "require", wait)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)

    outcome = crossing_moves()

    assert outcome != ["done", "refused"] or not is_sound()
