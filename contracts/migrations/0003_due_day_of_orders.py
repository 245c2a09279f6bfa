from django.db import migrations
from django.db.models import DecimalField, F, Min, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

OPEN = ("sent", "confirmed", "part_received")
DROPPED = ("cancelled", "refused")


def write_due_days(apps, schema_editor):
    """Open orders are due when the first thing that is awaited is."""
    lines = apps.get_model("contracts", "OrderLine").objects.filter(order=OuterRef("pk"), accepted__lt=F("quantity"))
    first = lines.order_by().values("order").annotate(day=Min(Coalesce("promised_on", "needed_on"))).values("day")
    orders = apps.get_model("contracts", "PurchaseOrder").objects.filter(status__in=OPEN)
    orders.update(due_on=Subquery(first))


def write_received(apps, schema_editor):
    """What has come for a request's line in its own unit; other units are told at the next receipt."""
    lines = apps.get_model("contracts", "OrderLine").objects.filter(requisition_line=OuterRef("pk"))
    lines = lines.filter(unit=OuterRef("unit"), accepted__gt=0).exclude(order__status__in=DROPPED).order_by()
    came = lines.values("requisition_line").annotate(total=Sum("accepted")).values("total")
    served = apps.get_model("procurement", "RequisitionLine").objects.filter(order_lines__accepted__gt=0)
    rows = apps.get_model("procurement", "RequisitionLine").objects.filter(pk__in=served.values("pk"))
    rows.update(received=Coalesce(Subquery(came), Value(0), output_field=DecimalField()))


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_due_day"), ("procurement", "0003_accounts")]

    operations = [
        migrations.RunPython(write_due_days, migrations.RunPython.noop),
        migrations.RunPython(write_received, migrations.RunPython.noop),
    ]
