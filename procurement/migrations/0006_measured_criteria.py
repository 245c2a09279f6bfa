"""The scale of each axis, and the measures that were not there: they count at once only where nothing was measured yet.

Where categories are placed already, a new criterion would move them unasked: there it waits, switched off.
"""

from decimal import Decimal

from django.db import migrations

from srm.lifecycle.models import new_public_id

AXES = ("supply_risk", "profit_impact")
# code, name, other languages, measure, raw values of least and most risk, least facts
NEW = [
    ("largest-share", "One supplier has most",
     {"ru": "Большая доля у одного поставщика", "uk": "Велика частка в одного постачальника"},
     "largest_share", [0.2, 1.0], 5),
    ("lead-time", "Long lead times", {"ru": "Долгие сроки поставки", "uk": "Довгі терміни постачання"},
     "lead_time", [7, 120], 10),
    ("lead-time-spread", "Lead times vary in the market",
     {"ru": "Сроки поставки на рынке разные", "uk": "Терміни постачання на ринку різні"},
     "lead_time_spread", [2, 45], 10),
    ("sole-sourced", "Items without alternative",
     {"ru": "Позиции без замены поставщика", "uk": "Позиції без заміни постачальника"}, "sole_sourced", [0, 0.6], 1),
    ("geography", "Supply from few countries", {"ru": "Поставки из немногих стран", "uk": "Постачання з небагатьох країн"},
     "geography", [0.2, 1.0], 5),
]  # fmt: skip
WEIGHTS = {
    "capable-suppliers": "0.25", "largest-share": "0.10", "concentration": "0.10", "lead-time": "0.05",
    "lead-time-spread": "0.10", "price-volatility": "0.10", "sole-sourced": "0.10", "geography": "0.05",
    "switching": "0.15",
}  # fmt: skip


def add(apps, schema_editor):
    criterion, axis_scale = apps.get_model("procurement", "Criterion"), apps.get_model("procurement", "AxisScale")
    position = apps.get_model("procurement", "Position")
    for axis in AXES:
        axis_scale.objects.get_or_create(axis=axis, defaults={"public_id": new_public_id()})
    criterion.objects.filter(measure="spend").update(scoring="log")
    fresh = not position.objects.exists() and not apps.get_model("procurement", "CriterionScore").objects.exists()
    for code, name, names, measure, bounds, least in NEW:
        criterion.objects.get_or_create(
            code=code,
            defaults={
                "public_id": new_public_id(), "axis": "supply_risk", "name": name, "names": names, "weight": "0.10",
                "measure": measure, "bounds": bounds, "minimum_facts": least, "is_active": fresh,
            },
        )  # fmt: skip
    if fresh:
        for code, weight in WEIGHTS.items():
            criterion.objects.filter(code=code).update(weight=Decimal(weight))
        criterion.objects.filter(code="delay-spread").update(is_active=False)


def take_away(apps, schema_editor):
    criterion = apps.get_model("procurement", "Criterion")
    criterion.objects.filter(code__in=[row[0] for row in NEW]).delete()
    criterion.objects.filter(code="delay-spread").update(is_active=True)


class Migration(migrations.Migration):
    dependencies = [("procurement", "0005_measures")]
    operations = [migrations.RunPython(add, take_away)]
