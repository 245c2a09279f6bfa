"""The back office: administrators only, nothing is deleted."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from srm.accounts.models import User
from srm.accounts.states import Role
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
OURS = [m for m in admin.site._registry if m._meta.app_label in ("accounts", "reference")]


def signed_in(*roles, **fields):
    client = Client()
    client.force_login(UserFactory(roles=roles, **fields))
    return client


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_lists_and_forms_open_for_administrators(model):
    client = signed_in(Role.ADMIN)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"

    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    if model._meta.model_name != "delegation":
        assert client.get(reverse(f"{name}_add")).status_code == 200


def test_staff_without_the_role_is_kept_out():
    answer = signed_in(Role.BUYER, is_staff=True).get(reverse("admin:index"))

    assert answer.status_code == 302


def test_nothing_is_deleted_here():
    client, person = signed_in(Role.ADMIN), UserFactory()

    answer = client.post(reverse("admin:accounts_user_delete", args=[person.pk]), {"post": "yes"})

    assert answer.status_code == 403
    assert User.objects.filter(pk=person.pk).count() == 1


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
