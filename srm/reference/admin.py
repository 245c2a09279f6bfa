"""Reference data in the back office: added and corrected by administrators, never deleted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from srm.accounts.admin import KeptAdmin
from srm.reference.models import (
    Category,
    CostCentre,
    Currency,
    ExchangeRate,
    Holiday,
    Item,
    Place,
    Unit,
    UnitConversion,
)


@admin.register(Category)
class CategoryAdmin(KeptAdmin):
    """Read only: categories are added, changed and moved on their own pages, by sheet and REST, with their record."""

    list_display = ["name", "code", "owner", "is_active"]
    list_select_related = ["owner"]
    search_fields = ["name", "code"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_add_permission


@admin.register(Item)
class ItemAdmin(KeptAdmin):
    list_display = ["code", "name", "category", "unit", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["category", "unit"]
    raw_id_fields = ["category"]
    search_fields = ["code", "name"]


@admin.register(CostCentre)
class CostCentreAdmin(KeptAdmin):
    list_display = ["code", "name", "legal_entity", "department", "owner", "is_active"]
    list_select_related = ["legal_entity", "department", "owner"]
    search_fields = ["code", "name"]


@admin.register(Place)
class PlaceAdmin(KeptAdmin):
    list_display = ["code", "name", "legal_entity", "time_zone", "is_active"]
    list_select_related = ["legal_entity"]
    search_fields = ["code", "name"]


@admin.register(Unit)
class UnitAdmin(KeptAdmin):
    list_display = ["code", "name", "symbol", "okei"]
    search_fields = ["code", "name", "symbol"]


@admin.register(UnitConversion)
class UnitConversionAdmin(KeptAdmin):
    list_display = ["source", "factor", "target", "item"]
    raw_id_fields = ["item"]


@admin.register(Currency)
class CurrencyAdmin(KeptAdmin):
    list_display = ["code", "name", "decimals"]


@admin.register(ExchangeRate)
class ExchangeRateAdmin(KeptAdmin):
    list_display = ["currency", "on", "rate", "source"]
    list_filter = ["currency"]
    date_hierarchy = "on"


@admin.register(Holiday)
class HolidayAdmin(KeptAdmin):
    list_display = ["on", "name", "legal_entity", "is_workday"]
    list_filter = ["legal_entity"]
