"""The criteria a new installation measures suppliers by; change them as you like."""

from django.db import migrations

CRITERIA = [
    ("delivery", "On time", {"ru": "В срок", "uk": "Вчасно"}, "measured", 40, 50),
    ("quality", "Quality", {"ru": "Качество", "uk": "Якість"}, "measured", 30, None),
    ("price", "Price against others", {"ru": "Цена против других", "uk": "Ціна проти інших"}, "measured", 20, None),
    ("service", "Service", {"ru": "Сервис", "uk": "Сервіс"}, "survey", 10, None),
]


def add(apps, schema_editor):
    model = apps.get_model("suppliers", "ScorecardCriterion")
    for code, name, names, kind, weight, critical in CRITERIA:
        model.objects.get_or_create(
            code=code,
            defaults={"name": name, "names": names, "kind": kind, "weight": weight, "critical_below": critical},
        )


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
