"""Strategies that decide already tell the suppliers' side how often to review; the days follow as reviews are held."""

from django.db import migrations


def hand_down(apps, schema_editor):
    Strategy = apps.get_model("procurement", "Strategy")
    ReviewRhythm = apps.get_model("suppliers", "ReviewRhythm")
    deciding = Strategy.objects.filter(status__in=["in_force", "out_of_date"], supplier_review_months__gt=0)
    for strategy in deciding.exclude(outdated_code__in=["moved", "told"]):
        ReviewRhythm.objects.get_or_create(
            category_id=strategy.category_id,
            defaults={"months": strategy.supplier_review_months, "source": strategy.number},
        )


class Migration(migrations.Migration):
    dependencies = [("procurement", "0009_strategy_document"), ("suppliers", "0005_review_rhythm")]

    operations = [migrations.RunPython(hand_down, migrations.RunPython.noop)]
