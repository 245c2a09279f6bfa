from srm.reference.models.calendar import Holiday
from srm.reference.models.category import Category, category_name
from srm.reference.models.classification import CategoryCode, ClassificationCode, Scheme
from srm.reference.models.cost_centre import CostCentre
from srm.reference.models.currency import Currency, ExchangeRate
from srm.reference.models.item import Item
from srm.reference.models.number import NumberSeries
from srm.reference.models.place import Place
from srm.reference.models.unit import Unit, UnitConversion

__all__ = [
    "Category",
    "CategoryCode",
    "ClassificationCode",
    "CostCentre",
    "Currency",
    "ExchangeRate",
    "Holiday",
    "Item",
    "NumberSeries",
    "Place",
    "Scheme",
    "Unit",
    "UnitConversion",
    "category_name",
]
