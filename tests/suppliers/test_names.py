import pytest

from srm.accounts.states import Role
from srm.errors import Invalid
from suppliers.models import Supplier
from suppliers.rules.name import UnreadableName, clean_name, find_alike
from suppliers.services import create_supplier
from tests.factories.accounts import UserFactory
from tests.factories.suppliers import SupplierFactory


@pytest.mark.parametrize("name", ["Alfa\u202egnp", "Al\u200bfa", "Alfa\x07"])
def test_a_name_with_invisible_characters_is_refused(name):
    with pytest.raises(UnreadableName):
        clean_name(name)


def test_a_name_is_kept_composed_with_single_spaces():
    assert clean_name("  Cafe\u0301   Nord ") == "Caf\u00e9 Nord"


@pytest.mark.parametrize(
    ("name", "known", "is_alike"),
    [
        ("Аlfа Metal", "Alfa Metal", True),  # two Cyrillic letters
        ("ALFA METAL GmbH", "Alfa-Metal LLC", True),
        ("Alfa Mettal", "Alfa Metal", True),
        ("Alfa Metal", "Beta Metal", False),
        ("ABC", "ABD", False),  # too short for a slip
    ],
)
def test_names_are_compared_as_they_are_read(name, known, is_alike):
    assert find_alike(name, [(1, known)]) == ([1] if is_alike else [])


@pytest.mark.django_db
def test_a_look_alike_is_entered_only_after_somebody_has_looked():
    marta = UserFactory(roles=[Role.CATEGORY_MANAGER])
    SupplierFactory(name="Alfa Metal")

    with pytest.raises(Invalid) as refusal:
        create_supplier(name="Alfa Mettal", is_another=False, by=marta)

    assert list(refusal.value.errors) == ["name"]
    assert Supplier.objects.count() == 1
    assert create_supplier(name="Alfa Mettal", is_another=True, by=marta).pk
