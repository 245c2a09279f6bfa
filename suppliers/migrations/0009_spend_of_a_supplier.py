"""What was bought of a supplier between two days is read from the index alone."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("suppliers", "0008_no_undated_revenue"),
    ]

    operations = [
        AddIndexConcurrently(
            "supplyfact",
            models.Index(fields=["supplier", "received_on"], include=["amount"], name="fact_supplier_spend"),
        ),
        RemoveIndexConcurrently("supplyfact", "fact_supplier_day"),
    ]
