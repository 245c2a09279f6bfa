from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("suppliers", "0007_revenue_dated"),
    ]

    operations = [migrations.RemoveField(model_name="supplier", name="annual_revenue")]
