"""What profiles said of a supplier's revenue, without a year, becomes a figure of ours with the year it can be of."""

from django.db import migrations


def date_revenues(apps, schema_editor):
    """The year that had ended when the figure was last written; without a source, which marks it as taken over."""
    suppliers, revenues = apps.get_model("suppliers", "Supplier"), apps.get_model("suppliers", "SupplierRevenue")
    events = apps.get_model("events", "Event").objects.filter(subject_type="suppliers.supplier", name="SupplierChanged")
    written = {}
    for supplier, data, at in events.order_by("seq").values_list("subject_id", "data", "at"):
        if "annual_revenue" in data.get("fields", ()):
            written[supplier] = at
    told = suppliers.objects.filter(annual_revenue__gt=0).exclude(currency="")
    revenues.objects.bulk_create(
        revenues(
            supplier=s, year=written.get(s.pk, s.created_at).year - 1, revenue=s.annual_revenue, currency=s.currency
        )
        for s in told
    )


def undate_revenues(apps, schema_editor):
    suppliers, revenues = apps.get_model("suppliers", "Supplier"), apps.get_model("suppliers", "SupplierRevenue")
    taken_over = revenues.objects.filter(found_in="")
    for row in taken_over:
        suppliers.objects.filter(pk=row.supplier_id).update(annual_revenue=row.revenue)
    taken_over.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("suppliers", "0006_preference_records"),
        ("events", "0001_initial"),
    ]

    operations = [migrations.RunPython(date_revenues, undate_revenues)]
