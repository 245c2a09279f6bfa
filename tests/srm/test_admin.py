"""The back office: administrators only, nothing is deleted."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from srm.accounts.models import Delegation, User
from srm.accounts.states import Role
from srm.reference.models import Category
from tests.factories.accounts import UserFactory
from tests.factories.reference import CategoryFactory

pytestmark = pytest.mark.django_db
OURS = [m for m in admin.site._registry if m._meta.app_label in ("accounts", "reference")]


READ_ONLY = (Delegation, Category)


def signed_in(*roles, **fields):
    client = Client()
    client.force_login(UserFactory(roles=roles, **fields))
    return client


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_lists_and_forms_open_for_administrators(model):
    client = signed_in(Role.ADMIN)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"

    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    if model not in READ_ONLY:
        assert client.get(reverse(f"{name}_add")).status_code == 200


def test_staff_without_the_role_is_kept_out():
    answer = signed_in(Role.BUYER, is_staff=True).get(reverse("admin:index"))

    assert answer.status_code == 302


def test_nothing_is_deleted_here():
    client, person = signed_in(Role.ADMIN), UserFactory()

    answer = client.post(reverse("admin:accounts_user_delete", args=[person.pk]), {"post": "yes"})

    assert answer.status_code == 403
    assert User.objects.filter(pk=person.pk).count() == 1


def test_categories_are_read_here_and_neither_changed_nor_moved():
    client, category, other = signed_in(Role.ADMIN), CategoryFactory(name="Steel"), CategoryFactory()
    tree = list(Category.objects.values_list("pk", "path", "name"))
    there = reverse("admin:reference_category_change", args=[category.pk])
    move = {"node_id": category.pk, "sibling_id": other.pk, "as_child": "1", "parent_id": "0"}

    answers = [
        client.get(reverse("admin:reference_category_add")),
        client.post(
            there, {"name": "Iron", "code": category.code, "_position": "first-child", "_ref_node_id": other.pk}
        ),
        client.post(f"{reverse('admin:reference_category_changelist')}move/", move),
    ]

    assert client.get(there).status_code == 200
    assert [answer.status_code for answer in answers[:2]] == [403, 403]
    assert answers[2].status_code != 200
    assert list(Category.objects.values_list("pk", "path", "name")) == tree


def test_new_person_gets_roles_and_no_password():
    data = {
        "email": "new@northwind.example", "name": "New Buyer", "kind": "staff", "language": "uk",
        "time_zone": "Europe/Kyiv", "is_active": "on", "role_assignments-TOTAL_FORMS": 1,
        "role_assignments-INITIAL_FORMS": 0, "role_assignments-0-role": "buyer",
    }  # fmt: skip

    answer = signed_in(Role.ADMIN).post(reverse("admin:accounts_user_add"), data)
    person = User.objects.get(email="new@northwind.example")

    assert answer.status_code == 302
    assert (person.roles, person.has_usable_password()) == ({"buyer"}, False)
