from django.db import migrations


class Migration(migrations.Migration):
    """Two lines of work meet."""

    dependencies = [("procurement", "0010_approvals"), ("procurement", "0023_plan_quarters")]

    operations = []
