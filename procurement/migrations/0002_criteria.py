"""The criteria a new installation places its categories by, and its first approval rule; change them as you like."""

from django.db import migrations

from srm.lifecycle.models import new_public_id

# axis, code, name, other languages, weight, measure, raw values at 1 and at 5, least facts
CRITERIA = [
    ("supply_risk", "capable-suppliers", "Few capable suppliers",
     {"ru": "Мало способных поставщиков", "uk": "Мало здатних постачальників"}, "0.30", "capable_suppliers", [10, 1], 1),
    ("supply_risk", "concentration", "Spend in few hands",
     {"ru": "Закупки в немногих руках", "uk": "Закупівлі в небагатьох руках"}, "0.20", "concentration", [0.1, 0.8], 5),
    ("supply_risk", "delay-spread", "Deliveries come unevenly",
     {"ru": "Поставки неравномерны", "uk": "Поставки нерівномірні"}, "0.20", "delay_spread", [2, 30], 10),
    ("supply_risk", "price-volatility", "Prices move",
     {"ru": "Цены колеблются", "uk": "Ціни коливаються"}, "0.15", "price_volatility", [0.02, 0.4], 10),
    ("supply_risk", "switching", "Hard to switch",
     {"ru": "Трудно сменить поставщика", "uk": "Важко змінити постачальника"}, "0.15", "", [], 1),
    ("profit_impact", "spend", "Spend", {"ru": "Объём закупок", "uk": "Обсяг закупівель"}, "0.60", "spend",
     [20000, 5000000], 1),
    ("profit_impact", "cost-share", "Share of product cost",
     {"ru": "Доля в себестоимости", "uk": "Частка в собівартості"}, "0.20", "", [], 1),
    ("profit_impact", "stop-cost", "Margin lost if supply stops",
     {"ru": "Потеря маржи при остановке поставок", "uk": "Втрата маржі при зупинці поставок"}, "0.20", "", [], 1),
]  # fmt: skip


def add(apps, schema_editor):
    criterion, rule = apps.get_model("procurement", "Criterion"), apps.get_model("procurement", "ApprovalRule")
    for axis, code, name, names, weight, measure, bounds, least in CRITERIA:
        criterion.objects.get_or_create(
            code=code,
            defaults={
                "public_id": new_public_id(), "axis": axis, "name": name, "names": names, "weight": weight,
                "measure": measure, "bounds": bounds, "minimum_facts": least,
            },
        )  # fmt: skip
    if not rule.objects.exists():
        rule.objects.create(public_id=new_public_id(), name="Head of department", by_head=True, order=1)


class Migration(migrations.Migration):
    dependencies = [("procurement", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
